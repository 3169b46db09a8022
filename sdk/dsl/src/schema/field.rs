//! Building blocks of the schema: fields of mappings, and named definitions.

use serde_json::{Map, Value, json};

/// A key of a mapping, its description, and the schema of its value.
pub(super) struct Field {
    key: &'static str,
    description: &'static str,
    schema: Value,
    required: bool,
}

/// An optional key.
pub(super) fn field(key: &'static str, description: &'static str, schema: Value) -> Field {
    Field { key, description, schema, required: false }
}

impl Field {
    /// The key itself.
    pub(super) fn key(&self) -> &'static str {
        self.key
    }

    /// A required key.
    pub(super) fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// A mapping with only these keys.
pub(super) fn object(title: &str, description: &str, fields: Vec<Field>) -> Value {
    let mut schema = json!({ "title": title, "description": description, "type": "object" });
    add_fields(&mut schema, fields);
    schema
}

/// A text, or a mapping with only these keys.
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
            // The description of a key takes precedence over the general description of its value.
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

/// Collects `$defs`.
#[derive(Default)]
pub(super) struct Definitions(Map<String, Value>);

impl Definitions {
    pub(super) fn add(&mut self, name: &str, schema: Value) {
        self.0.insert(name.to_owned(), schema);
    }

    /// The definitions that `root` refers to, directly or indirectly.
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
