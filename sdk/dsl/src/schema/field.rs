//! What the tables of the other files are made of: fields of mappings, named definitions.

use serde_json::{Map, Value, json};

/// A key of a mapping, what it means, and what its value may be.
pub(super) struct Field {
    key: &'static str,
    description: &'static str,
    schema: Value,
    required: bool,
}

/// A key that may be there.
pub(super) fn field(key: &'static str, description: &'static str, schema: Value) -> Field {
    Field { key, description, schema, required: false }
}

impl Field {
    /// The key itself.
    pub(super) fn key(&self) -> &'static str {
        self.key
    }

    /// A key that must be there.
    pub(super) fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// A mapping with these keys and no others.
pub(super) fn object(title: &str, description: &str, fields: Vec<Field>) -> Value {
    let mut schema = json!({ "title": title, "description": description, "type": "object" });
    add_fields(&mut schema, fields);
    schema
}

/// A text, or a mapping with these keys and no others.
pub(super) fn text_or_object(title: &str, description: &str, fields: Vec<Field>) -> Value {
    let mut schema = json!({ "title": title, "description": description, "type": ["string", "object"] });
    add_fields(&mut schema, fields);
    schema
}

fn add_fields(schema: &mut Value, fields: Vec<Field>) {
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let properties: Map<String, Value> = fields
        .into_iter()
        .map(|field| {
            let mut value = field.schema;
            // What is said at a key is shown before what is said of its value in general.
            value["title"] = field.key.into();
            value["description"] = field.description.into();
            (field.key.to_owned(), value)
        })
        .collect();
    schema["properties"] = Value::Object(properties);
    schema["additionalProperties"] = Value::Bool(false);
}

/// `schema` with more keywords.
pub(super) fn with(mut schema: Value, more: Value) -> Value {
    if let (Some(schema), Value::Object(more)) = (schema.as_object_mut(), more) {
        schema.extend(more);
    }
    schema
}

/// `$defs` while they are collected.
#[derive(Default)]
pub(super) struct Definitions(Map<String, Value>);

impl Definitions {
    pub(super) fn add(&mut self, name: &str, schema: Value) {
        self.0.insert(name.to_owned(), schema);
    }

    /// The definitions that `root` needs, and those that they need in turn.
    pub(super) fn needed_by(&self, root: &Value) -> Value {
        let mut needed = Map::new();
        let mut stack = vec![root];
        while let Some(value) = stack.pop() {
            let reference = value.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|reference| reference.strip_prefix("#/$defs/"));
            if let Some((name, definition)) = name.and_then(|name| self.0.get_key_value(name))
                && !needed.contains_key(name)
            {
                needed.insert(name.clone(), definition.clone());
                stack.push(definition);
            }
            stack.extend(value.as_object().into_iter().flatten().map(|(_, part)| part));
            stack.extend(value.as_array().into_iter().flatten());
        }
        needed.sort_keys();
        Value::Object(needed)
    }
}
