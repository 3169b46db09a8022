//! JSON Schemas of inputs and outputs. They are compiled once, and their messages never repeat a value.
//!
//! Nothing is fetched: a schema that refers to another document does not compile.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jsonschema::{PatternOptions, ValidationError, Validator, error::ValidationErrorKind};
use serde_json::Value;

/// A compiled schema.
pub(crate) struct Schema {
    validator: Validator,
    source: Value,
    /// All property names in the source.
    names: BTreeSet<String>,
}

/// Why a schema does not compile.
#[derive(Debug)]
pub(crate) struct BadSchema {
    /// The place in the schema, as a JSON pointer.
    pub(crate) pointer: String,
    /// The reason.
    pub(crate) why: String,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schema").field("source", &self.source).finish_non_exhaustive()
    }
}

/// Maximum number of violations in a message.
const MOST: usize = 5;

impl Schema {
    /// Compiles `source`, with linear-time regular expressions.
    pub(crate) fn compile(source: &Value) -> Result<Self, BadSchema> {
        let compile = || {
            jsonschema::options()
                .with_pattern_options(PatternOptions::regex().size_limit(1 << 20).dfa_size_limit(1 << 20))
                .offline()
                .build(source)
        };
        match catch_unwind(AssertUnwindSafe(compile)) {
            Ok(Ok(validator)) => {
                let mut names = BTreeSet::new();
                collect_names(source, &mut names);
                Ok(Self { validator, source: source.clone(), names })
            }
            // Here the "instance" is the schema itself, which its author wrote, so it may be shown.
            Ok(Err(error)) => {
                Err(BadSchema { pointer: error.instance_path().as_str().to_owned(), why: error.to_string() })
            }
            Err(_) => {
                Err(BadSchema { pointer: String::new(), why: "the schema cannot be compiled".to_owned() })
            }
        }
    }

    /// The schema source.
    pub(crate) fn source(&self) -> &Value {
        &self.source
    }

    /// Checks `value`. The message names places and rules.
    pub(crate) fn check(&self, value: &Value) -> Result<(), String> {
        let check = || {
            let message: Vec<String> =
                self.validator.iter_errors(value).take(MOST).map(|error| self.describe(&error)).collect();
            if message.is_empty() { Ok(()) } else { Err(message.join("; ")) }
        };
        catch_unwind(AssertUnwindSafe(check))
            .unwrap_or_else(|_| Err("the schema could not be applied".to_owned()))
    }

    /// Rewrites a pointer into a value: keys that the schema does not name become `*`, because such keys are data.
    pub(crate) fn declared(&self, pointer: &str) -> String {
        let is_index =
            |segment: &str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
        let declared = |segment: &str| match self.names.contains(&unescaped(segment)) || is_index(segment) {
            true => format!("/{segment}"),
            false => "/*".to_owned(),
        };
        pointer.split('/').skip(1).map(declared).collect()
    }

    /// Describes one violation by its place and rule. The message may name the limit of the rule, never the value.
    fn describe(&self, error: &ValidationError<'_>) -> String {
        let at = match self.declared(error.instance_path().as_str()).as_str() {
            "" => "it".to_owned(),
            pointer => format!("`{pointer}`"),
        };
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { .. } => {
                format!("{at} has a property that is not declared (`additionalProperties`)")
            }
            ValidationErrorKind::Required { property } => {
                format!("{at} lacks {} (`required`)", property.to_string().replace('"', "`"))
            }
            kind => format!("{at} does not satisfy `{}`", kind.keyword()),
        }
    }
}

/// Collects the property names that a schema declares or requires, at any depth.
fn collect_names(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(keywords) => {
            for (keyword, value) in keywords {
                match (keyword.as_str(), value) {
                    ("properties", Value::Object(properties)) => names.extend(properties.keys().cloned()),
                    ("required", Value::Array(required)) => {
                        names.extend(required.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => {}
                }
                collect_names(value, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, names)),
        _ => {}
    }
}

fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn violations_name_place_and_rule_and_no_value() {
        let schema = Schema::compile(&json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["id"],
            "properties": { "id": { "type": "string" }, "amount": { "type": "number", "maximum": 200 } },
        }))
        .unwrap();
        assert_eq!(schema.check(&json!({ "id": "1", "amount": 3 })), Ok(()));
        let message = schema.check(&json!({ "amount": 4711, "iban": "secret-iban" })).unwrap_err();
        assert!(message.contains("`/amount` does not satisfy `maximum`"), "{message}");
        assert!(message.contains("it lacks `id` (`required`)"), "{message}");
        assert!(message.contains("additionalProperties"), "{message}");
        assert!(!message.contains("4711") && !message.contains("secret-iban"), "{message}");
    }

    #[test]
    fn keys_that_the_schema_does_not_name_are_data() {
        let schema = Schema::compile(&json!({
            "type": "object",
            "properties": {
                "facts": { "type": "object", "additionalProperties": { "type": "boolean" } },
                "list": { "type": "array", "items": { "required": ["id"] } },
            },
        }))
        .unwrap();
        let message = schema.check(&json!({ "facts": { "Quillfeather/a": 1 }, "list": [{}] })).unwrap_err();
        assert!(message.contains("`/facts/*` does not satisfy `type`"), "{message}");
        assert!(message.contains("`/list/0` lacks `id`"), "{message}");
        assert!(!message.contains("Quillfeather"), "{message}");
        assert_eq!(schema.declared("/facts/x~1y/id"), "/facts/*/id");
        assert_eq!(schema.declared(""), "");
    }

    #[test]
    fn keys_that_the_schema_does_not_name_are_no_part_of_a_text() {
        let schema = Schema::compile(&json!({
            "properties": { "rates": { "type": "object", "additionalProperties": { "type": "array", "items": {
                "properties": { "per": { "type": "number" } }, "patternProperties": { "^x-": { "type": "string" } },
            } } } },
        }))
        .unwrap();
        let message =
            schema.check(&json!({ "rates": { "ada@acme.example": [{ "per": "x" }, { "x-4711": 1 }] } }));
        let message = message.unwrap_err();
        assert!(message.contains("`/rates/*/0/per` does not satisfy `type`"), "{message}");
        assert!(message.contains("`/rates/*/1/*` does not satisfy `type`"), "{message}");
        assert!(!message.contains("ada") && !message.contains("4711"), "{message}");
    }

    #[test]
    fn nothing_is_fetched_and_patterns_are_linear() {
        let remote = Schema::compile(&json!({ "$ref": "https://acme.example/schema.json" })).unwrap_err();
        assert!(!remote.why.is_empty());
        assert!(Schema::compile(&json!({ "type": "string", "pattern": "(a)\\1" })).is_err());
        assert!(Schema::compile(&json!({ "type": "strong" })).is_err());
        let slow = Schema::compile(&json!({ "type": "string", "pattern": "^(a+)+$" })).unwrap();
        assert!(slow.check(&Value::from(format!("{}b", "a".repeat(10_000)))).is_err());
    }
}
