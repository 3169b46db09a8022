//! Derives a JSON Schema of the arguments that are known before a run: literals become `const`, expressions
//! `true`.

use serde_json::{Map, Value, json};
use towpath_dsl::model::{Node, NodeKind, Template, expression};

/// How texts are interpreted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// `evaluate.mode: loose`: every text may be an expression.
    pub(crate) loose: bool,
}

impl Reading {
    /// The schema of the value that `template` gives.
    pub(crate) fn template(self, template: &Template) -> Value {
        self.node(&template.node)
    }

    /// The same for a place that may have a secret. A secret is `null` in the evaluated arguments, and its
    /// name is in the schema.
    pub(crate) fn sealed(self, node: &Node) -> Value {
        match &node.kind {
            NodeKind::Object(entries) => closed_mapping_schema(
                entries.iter().map(|(key, value)| (key.value.clone(), self.sealed(value))).collect(),
            ),
            NodeKind::String(text) => self.text(text),
            _ => self.node(node),
        }
    }

    /// The schema of a text that may be an expression.
    pub(crate) fn text(self, text: &str) -> Value {
        match expression(text) {
            Some(expression) => secret_of(expression).map_or(Value::Bool(true), schema_of_secret),
            None if self.loose => Value::Bool(true),
            None => json!({ "const": text }),
        }
    }

    /// The schema of a mapping with its literal entries. Other entries may be present or absent, with any
    /// value.
    pub(crate) fn known(self, template: &Template) -> Value {
        let entries = template.node.as_object().unwrap_or_default();
        let known = entries.iter().filter(|(_, value)| self.is_literal(value));
        let mut schema =
            closed_mapping_schema(known.map(|(key, value)| (key.value.clone(), self.node(value))).collect());
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("additionalProperties");
        }
        schema
    }

    /// The same for an optional mapping.
    pub(crate) fn optional(self, template: Option<&Template>) -> Value {
        template.map_or(Value::Bool(true), |template| self.template(template))
    }

    /// The YAML parser bounds the nesting.
    fn node(self, node: &Node) -> Value {
        if self.is_literal(node) {
            return match &node.kind {
                // A literal mapping is also expanded, so that policies can compare field by field.
                NodeKind::Object(_) => self.fields(node),
                _ => json!({ "const": node.to_json() }),
            };
        }
        match &node.kind {
            NodeKind::Object(_) => self.fields(node),
            NodeKind::Array(items) => {
                let schemas: Vec<Value> = items.iter().map(|item| self.node(item)).collect();
                json!({ "type": "array", "prefixItems": schemas, "minItems": items.len(), "maxItems": items.len() })
            }
            _ => Value::Bool(true),
        }
    }

    fn fields(self, node: &Node) -> Value {
        let entries = node.as_object().unwrap_or_default();
        closed_mapping_schema(
            entries.iter().map(|(key, value)| (key.value.clone(), self.node(value))).collect(),
        )
    }

    fn is_literal(self, node: &Node) -> bool {
        match &node.kind {
            NodeKind::String(text) => !self.loose && expression(text).is_none(),
            NodeKind::Array(items) => items.iter().all(|item| self.is_literal(item)),
            NodeKind::Object(entries) => entries.iter().all(|(_, value)| self.is_literal(value)),
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) => true,
        }
    }
}

/// The schema at the place of a secret.
pub(crate) fn schema_of_secret(name: &str) -> Value {
    json!({ "const": null, "description": format!("the secret `{name}`") })
}

/// The name of the secret, if the expression is exactly `$secrets.name`.
pub(crate) fn secret_of(expression: &str) -> Option<&str> {
    let name = expression.trim().strip_prefix("$secrets.")?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (!name.is_empty() && name.bytes().all(is_name)).then_some(name)
}

/// The schema of a mapping with exactly these fields.
pub(crate) fn closed_mapping_schema(fields: Vec<(String, Value)>) -> Value {
    let required: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
    let properties: Map<String, Value> = fields.into_iter().collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;
    use towpath_dsl::yaml;

    use super::Reading;

    #[test]
    fn knows_literal_values() {
        let cases = [
            ("amount: 200", json!({ "amount": { "const": 200 } })),
            ("amount: ${ .amount }", json!({ "amount": true })),
            ("note: costs ${ 5 } today", json!({ "note": { "const": "costs ${ 5 } today" } })),
            ("tags: [a, 1, null]", json!({ "tags": { "const": ["a", 1, null] } })),
            (
                "tags: [a, '${ .x }']",
                json!({ "tags": {
                    "type": "array", "prefixItems": [{ "const": "a" }, true], "minItems": 2, "maxItems": 2,
                } }),
            ),
            (
                "who: { id: '${ .id }', kind: vip }",
                json!({ "who": {
                    "type": "object", "properties": { "id": true, "kind": { "const": "vip" } },
                    "required": ["id", "kind"], "additionalProperties": false,
                } }),
            ),
        ];
        for (text, properties) in cases {
            let (node, _) = yaml::parse(text, yaml::Limits::default());
            let schema = Reading { loose: false }.node(&node.unwrap());
            assert_eq!(schema["properties"], properties, "{text}");
            assert_eq!(schema["additionalProperties"], json!(false));
        }
    }

    #[test]
    fn in_loose_mode_every_text_may_be_an_expression() {
        let (node, _) = yaml::parse("{ a: .x, b: 1 }", yaml::Limits::default());
        let schema = Reading { loose: true }.node(&node.unwrap());
        assert_eq!(schema["properties"], json!({ "a": true, "b": { "const": 1 } }));
    }
}
