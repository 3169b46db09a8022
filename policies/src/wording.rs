//! Words for mismatches between values and schemas. They name places and what the policy requires, never customer data.

use jsonschema::error::{TypeKind, ValidationError, ValidationErrorKind};
use serde_json::Value;

use crate::{Mismatch, Subject};

/// The mismatch for one validation error of `field`, or of the whole subject.
pub(crate) fn mismatch_of_error(
    subject: Subject,
    field: Option<&str>,
    error: &ValidationError<'_>,
) -> Mismatch {
    let base = Mismatch::new(subject, field, "");
    let schema_path = error.schema_path().to_string();
    let mut pointer =
        format!("{}{}", base.pointer, masked_place(error.instance_path().as_str(), &schema_path));
    let message = match error.kind() {
        ValidationErrorKind::Required { property } => {
            pointer = format!("{pointer}/{}", property.as_str().unwrap_or_default());
            "must be present".to_owned()
        }
        kind => has_to(kind),
    };
    Mismatch { pointer, rule: format!("{}{schema_path}", base.rule), message, ..base }
}

/// The place in the value. Names that are in the policy are kept, all others are data and become `*`.
fn masked_place(instance_path: &str, schema_path: &str) -> String {
    let named: Vec<&str> =
        schema_path.split("/properties/").skip(1).filter_map(|rest| rest.split('/').next()).collect();
    let tokens = instance_path.split('/').skip(1);
    tokens.map(|token| if named.contains(&token) { format!("/{token}") } else { "/*".to_owned() }).collect()
}

/// What a keyword requires: `must be at most 200`. It never contains the value.
pub(crate) fn has_to(kind: &ValidationErrorKind) -> String {
    use ValidationErrorKind as Kind;
    match kind {
        Kind::Constant { expected_value } => format!("must be {}", policy_value_in_words(expected_value)),
        Kind::Enum { options } => format!("must be one of {}", list(options)),
        Kind::Maximum { limit } => format!("must be at most {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("must be less than {limit}"),
        Kind::Minimum { limit } => format!("must be at least {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("must be more than {limit}"),
        Kind::MultipleOf { multiple_of } => format!("must be a multiple of {multiple_of}"),
        Kind::MaxLength { limit } => format!("must be at most {limit} characters long"),
        Kind::MinLength { limit } => format!("must be at least {limit} characters long"),
        Kind::MaxItems { limit } => format!("must have at most {limit} items"),
        Kind::MinItems { limit } => format!("must have at least {limit} items"),
        Kind::MaxProperties { limit } => format!("must have at most {limit} fields"),
        Kind::MinProperties { limit } => format!("must have at least {limit} fields"),
        Kind::Pattern { pattern } => format!("must match the pattern `{pattern}`"),
        Kind::Format { format } => format!("must have the format `{format}`"),
        Kind::Type { kind } => format!("must be {}", types(kind)),
        Kind::Contains => "must contain a matching item".to_owned(),
        Kind::UniqueItems => "must not have duplicate items".to_owned(),
        Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. } => {
            "has a field that is not allowed".to_owned()
        }
        Kind::AdditionalItems { .. } | Kind::UnevaluatedItems { .. } => {
            "has an item that is not allowed".to_owned()
        }
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => "matches none of the alternatives".to_owned(),
        Kind::OneOfMultipleValid { .. } => "matches more than one of the alternatives".to_owned(),
        Kind::Not { .. } => "must not match this".to_owned(),
        Kind::FalseSchema => "must be absent".to_owned(),
        Kind::PropertyNames { .. } => "has a field whose name is not allowed".to_owned(),
        Kind::Required { .. } => "must be present".to_owned(),
        Kind::BacktrackLimitExceeded { .. }
        | Kind::RegexEngineFailure { .. }
        | Kind::ContentEncoding { .. }
        | Kind::ContentMediaType { .. }
        | Kind::FromUtf8 { .. }
        | Kind::Custom { .. }
        | Kind::Referencing(_) => "could not be evaluated".to_owned(),
    }
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => type_word(one.as_str()).to_owned(),
        TypeKind::Multiple(many) => {
            many.iter().map(|one| type_word(one.as_str())).collect::<Vec<_>>().join(" or ")
        }
    }
}

fn type_word(name: &str) -> &str {
    match name {
        "array" => "a list",
        "boolean" => "a boolean",
        "integer" => "a whole number",
        "null" => "nothing (null)",
        "number" => "a number",
        "object" => "a mapping",
        "string" => "a text",
        other => other,
    }
}

/// A value of the policy, in readable form.
pub(crate) fn policy_value_in_words(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn list(options: &Value) -> String {
    options.as_array().into_iter().flatten().map(policy_value_in_words).collect::<Vec<_>>().join(", ")
}
