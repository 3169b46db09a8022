//! Where something does not fit a schema, in words. The customer's values are never in them: only where, and
//! what the policy asks for.

use jsonschema::error::{TypeKind, ValidationError, ValidationErrorKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Subject;

/// One part of a policy that did not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mismatch {
    /// Which subject.
    pub subject: Subject,
    /// JSON pointer into the subject, `/arguments/amount`.
    pub pointer: String,
    /// JSON pointer into the policy, `/access/properties/arguments/properties/amount/maximum`.
    pub rule: String,
    /// What is asked there, `has to be at most 200`.
    pub message: String,
}

impl Mismatch {
    /// A mismatch of a field as a whole, or of the subject as a whole.
    pub(crate) fn new(subject: Subject, field: Option<&str>, message: &str) -> Self {
        let place = |between: &str| field.map(|name| format!("{between}{name}")).unwrap_or_default();
        Self {
            subject,
            pointer: place("/"),
            rule: format!("/{}{}", subject.as_str(), place("/properties/")),
            message: message.to_owned(),
        }
    }
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}{}` {}", self.subject.as_str(), self.pointer, self.message)
    }
}

/// The mismatch behind one error of a validator that judged `field`, or the whole subject.
pub(crate) fn mismatch(subject: Subject, field: Option<&str>, error: &ValidationError<'_>) -> Mismatch {
    let base = Mismatch::new(subject, field, "");
    let schema_path = error.schema_path().to_string();
    let mut pointer = format!("{}{}", base.pointer, masked(error.instance_path().as_str(), &schema_path));
    let message = match error.kind() {
        ValidationErrorKind::Required { property } => {
            pointer = format!("{pointer}/{}", property.as_str().unwrap_or_default());
            "has to be there".to_owned()
        }
        kind => has_to(kind),
    };
    Mismatch { pointer, rule: format!("{}{schema_path}", base.rule), message, ..base }
}

/// The place in what was asked: names that the policy itself uses stay, all others are data and become `*`.
fn masked(instance_path: &str, schema_path: &str) -> String {
    let named: Vec<&str> =
        schema_path.split("/properties/").skip(1).filter_map(|rest| rest.split('/').next()).collect();
    let tokens = instance_path.split('/').skip(1);
    tokens.map(|token| if named.contains(&token) { format!("/{token}") } else { "/*".to_owned() }).collect()
}

/// What a keyword asks for: `has to be at most 200`. Never names the value it was asked of.
pub(crate) fn has_to(kind: &ValidationErrorKind) -> String {
    use ValidationErrorKind as Kind;
    match kind {
        Kind::Constant { expected_value } => format!("has to be {}", shown(expected_value)),
        Kind::Enum { options } => format!("has to be one of {}", list(options)),
        Kind::Maximum { limit } => format!("has to be at most {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("has to be less than {limit}"),
        Kind::Minimum { limit } => format!("has to be at least {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("has to be more than {limit}"),
        Kind::MultipleOf { multiple_of } => format!("has to be a multiple of {multiple_of}"),
        Kind::MaxLength { limit } => format!("has to be at most {limit} characters long"),
        Kind::MinLength { limit } => format!("has to be at least {limit} characters long"),
        Kind::MaxItems { limit } => format!("has to have at most {limit} items"),
        Kind::MinItems { limit } => format!("has to have at least {limit} items"),
        Kind::MaxProperties { limit } => format!("has to have at most {limit} fields"),
        Kind::MinProperties { limit } => format!("has to have at least {limit} fields"),
        Kind::Pattern { pattern } => format!("has to match the pattern `{pattern}`"),
        Kind::Format { format } => format!("has to be of the format `{format}`"),
        Kind::Type { kind } => format!("has to be {}", types(kind)),
        Kind::Contains => "has to contain an item that is asked for".to_owned(),
        Kind::UniqueItems => "has to have no item twice".to_owned(),
        Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. } => {
            "has a field that is not allowed".to_owned()
        }
        Kind::AdditionalItems { .. } | Kind::UnevaluatedItems { .. } => {
            "has an item that is not allowed".to_owned()
        }
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => "fits none of the alternatives".to_owned(),
        Kind::OneOfMultipleValid { .. } => "fits more than one of the alternatives".to_owned(),
        Kind::Not { .. } => "is what is ruled out".to_owned(),
        Kind::FalseSchema => "must not be there".to_owned(),
        Kind::PropertyNames { .. } => "has a field whose name is not allowed".to_owned(),
        Kind::Required { .. } => "has to be there".to_owned(),
        Kind::BacktrackLimitExceeded { .. }
        | Kind::RegexEngineFailure { .. }
        | Kind::ContentEncoding { .. }
        | Kind::ContentMediaType { .. }
        | Kind::FromUtf8 { .. }
        | Kind::Custom { .. }
        | Kind::Referencing(_) => "could not be judged".to_owned(),
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

/// A value of the policy, as people write it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn list(options: &Value) -> String {
    options.as_array().into_iter().flatten().map(shown).collect::<Vec<_>>().join(", ")
}
