//! JSON Schemas of inputs, outputs and contexts: compiled once, and applied to values inside the sandbox.
//!
//! The draft is 2020-12 unless `$schema` names another. Patterns take linear time. `format` is an annotation,
//! as in that draft, except that schemas in a definition assert a few formats: [`ASSERTED`]. Nothing is
//! fetched. Errors name the place and the rule, never the data.

mod choice;
mod excerpt;
pub(crate) mod invalid;
pub(crate) mod no_effect;
mod node;
mod own_values;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value as SerdeValue;
use towpath_diagnostics::{Code, codes};

pub(crate) use self::excerpt::excerpt_of_document;
use self::node::Runner;
use crate::value::{Kind, Value};

/// Maximum number of violations reported for one value.
const MAX_REPORTED: usize = 20;

/// Maximum size of a compiled pattern, in bytes.
const PATTERN_SIZE: usize = 1 << 20;

/// Formats that schemas in definitions assert, each with an example.
pub(crate) const ASSERTED: [(&str, &str); 5] = [
    ("email", "ada@acme.example"),
    ("date", "2026-03-05"),
    ("date-time", "2026-03-05T09:30:00Z"),
    ("uuid", "0b0f9b6e-5d0f-4d0a-9c59-0d8a5b5f2c11"),
    ("uri", "https://acme.example/orders/1"),
];

/// The other formats that the validator supports. They remain annotations.
const ANNOTATED: [&str; 14] = [
    "duration",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri-reference",
    "uri-template",
];

/// A compiled JSON Schema.
pub struct Schema {
    rules: Rules,
    /// Members with a `default` anywhere in the schema, and the default as JSON.
    defaults: Vec<(Box<str>, Box<str>)>,
}

enum Rules {
    Known(Box<Validator<Runner>>),
    /// The schema at this URI was not fetched, so no value matches it.
    Unknown(String),
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schema")
    }
}

type Options<'i> = jsonschema::ValidationOptions<'i, std::sync::Arc<dyn jsonschema::Retrieve>, Runner>;

fn options<'i>() -> Options<'i> {
    let pattern = PatternOptions::regex().size_limit(PATTERN_SIZE).dfa_size_limit(PATTERN_SIZE);
    jsonschema::options_for::<Runner>().with_pattern_options(pattern).offline()
}

/// Maximum size of a `default` that is kept for a help, in bytes of JSON.
const MAX_DEFAULT: usize = 40;

/// Collects members with a `default` anywhere in the schema.
fn with_default(schema: &SerdeValue, found: &mut Vec<(Box<str>, Box<str>)>) {
    match schema {
        SerdeValue::Object(members) => {
            for (name, member) in
                members.get("properties").and_then(SerdeValue::as_object).into_iter().flatten()
            {
                let default = member.get("default").map(SerdeValue::to_string);
                if let Some(default) = default.filter(|default| default.len() <= MAX_DEFAULT) {
                    found.push((name.as_str().into(), default.into()));
                }
            }
            members.values().for_each(|inner| with_default(inner, found));
        }
        SerdeValue::Array(items) => items.iter().for_each(|inner| with_default(inner, found)),
        _ => {}
    }
}

/// Why a JSON Schema cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// The stable code, `TP052x`.
    pub code: Code,
    /// JSON pointer of the place in the schema.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// The help.
    pub help: Option<String>,
}

/// One way in which a value does not match its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The stable code, `TP052x`.
    pub code: Code,
    /// JSON pointer of the place in the value.
    pub pointer: String,
    /// The keyword of the rule.
    pub keyword: String,
    /// The requirement of the rule, without the value.
    pub message: String,
    /// The names that the rule concerns: missing or forbidden members.
    pub names: Vec<String>,
    /// What the rule requires, as far as a help needs it.
    pub requirement: Requirement,
    /// The help.
    pub help: Option<String>,
    /// Whether it applies only because of a condition in the schema (`if`, `dependentSchemas`).
    pub is_conditional: bool,
}

/// What a rule requires of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// One of these types, by their names in JSON Schema.
    Types(Vec<String>),
    /// A text that matches this pattern.
    Pattern(String),
    /// Something else.
    Other,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(&self.message),
            pointer => write!(f, "`{pointer}` {}", self.message),
        }
    }
}

impl Schema {
    /// Compiles a schema. `format` is not asserted.
    ///
    /// # Errors
    /// The schema is not valid, or refers to another document.
    pub fn compile(schema: &SerdeValue) -> Result<Self, SchemaError> {
        Self::build(schema, options())
    }

    /// Compiles a schema in a definition, which asserts the formats of [`ASSERTED`].
    ///
    /// # Errors
    /// As [`Self::compile`].
    pub(crate) fn asserting(schema: &SerdeValue) -> Result<Self, SchemaError> {
        let options = options().should_validate_formats(true);
        let options =
            ANNOTATED.into_iter().fold(options, |options, name| options.with_format(name, |_| true));
        Self::build(schema, options)
    }

    fn build(schema: &SerdeValue, options: Options<'_>) -> Result<Self, SchemaError> {
        let rules = options.build(schema).map_err(|error| unusable(&error))?;
        let mut defaults = Vec::new();
        with_default(schema, &mut defaults);
        Ok(Self { rules: Rules::Known(Box::new(rules)), defaults })
    }

    /// A schema at `uri` that was not fetched.
    pub fn unknown(uri: &str) -> Self {
        Self { rules: Rules::Unknown(uri.to_owned()), defaults: Vec::new() }
    }

    /// Applies the schema to a value.
    ///
    /// # Errors
    /// The violations, at most 20, in no particular order.
    pub fn validate(&self, value: &Value) -> Result<(), Vec<Violation>> {
        if let Some((pointer, name)) = secret_in(value) {
            return Err(vec![Violation {
                code: codes::TP0523,
                pointer,
                keyword: "secret".to_owned(),
                message: format!("is the secret `{name}`, which no schema may read"),
                names: Vec::new(),
                requirement: Requirement::Other,
                help: None,
                is_conditional: false,
            }]);
        }
        let rules = match &self.rules {
            Rules::Known(rules) => rules,
            Rules::Unknown(uri) => {
                return Err(vec![Violation {
                    code: codes::TP1012,
                    pointer: String::new(),
                    keyword: "schema".to_owned(),
                    message: format!("cannot be checked: the schema at `{uri}` was not fetched"),
                    names: Vec::new(),
                    requirement: Requirement::Other,
                    help: None,
                    is_conditional: false,
                }]);
            }
        };
        if rules.is_valid(value) {
            return Ok(());
        }
        let violations: Vec<Violation> =
            rules.iter_errors(value).take(MAX_REPORTED).map(|error| self.violation(&error)).collect();
        // INVARIANT: an invalid value has errors. If there are none, the value still counts as invalid.
        if violations.is_empty() {
            let (pointer, keyword) = (String::new(), "schema".to_owned());
            let message = "does not match its schema".to_owned();
            let (names, is_conditional) = (Vec::new(), true);
            return Err(vec![Violation {
                code: codes::TP0522,
                pointer,
                keyword,
                message,
                names,
                requirement: Requirement::Other,
                help: None,
                is_conditional,
            }]);
        }
        Err(violations)
    }
}

fn unusable(error: &ValidationError<'_>) -> SchemaError {
    let pointer = error.instance_path().as_str().to_owned();
    match error.kind() {
        ValidationErrorKind::Referencing(reference) => SchemaError {
            code: codes::TP0521,
            pointer,
            message: format!(
                "this schema refers to something that is not in it: {}",
                lower_first_letter(&reference.to_string())
            ),
            help: Some(
                "copy it into `$defs` and refer to it with `#/$defs/name`; nothing is fetched".to_owned(),
            ),
        },
        _ => SchemaError {
            code: codes::TP0520,
            pointer,
            message: format!("this is not a valid json schema: {}", lower_first_letter(&error.to_string())),
            help: None,
        },
    }
}

/// The text with a lower-case first letter, as in our messages.
fn lower_first_letter(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Pointer and name of the first secret in a value.
fn secret_in(value: &Value) -> Option<(String, String)> {
    let within =
        |step: String, child: &Value| secret_in(child).map(|(rest, name)| (format!("/{step}{rest}"), name));
    match value.kind() {
        Kind::Secret(name) => Some((String::new(), name.to_string())),
        Kind::Arr(array) => {
            array.items.iter().enumerate().find_map(|(at, item)| within(at.to_string(), item))
        }
        Kind::Obj(object) => object
            .map
            .iter()
            .find_map(|(key, member)| within(key.replace('~', "~0").replace('/', "~1"), member)),
        _ => None,
    }
}

impl Schema {
    fn violation(&self, error: &ValidationError<'_>) -> Violation {
        let names = names_in_violation(error.kind());
        Violation {
            code: codes::TP0522,
            pointer: error.instance_path().as_str().to_owned(),
            keyword: error.kind().keyword().to_owned(),
            message: violation_message(error),
            help: self.help(error.kind(), &names),
            names,
            requirement: requirement_of_rule(error.kind()),
            is_conditional: error
                .evaluation_path()
                .as_str()
                .split('/')
                .any(|step| matches!(step, "then" | "else" | "dependentSchemas" | "dependencies")),
        }
    }

    fn help(&self, rule: &ValidationErrorKind, names: &[String]) -> Option<String> {
        let ValidationErrorKind::Required { .. } = rule else { return None };
        let (name, default) =
            self.defaults.iter().find(|(known, _)| names.iter().any(|name| **known == **name))?;
        Some(format!(
            "a `default` is not filled in: take `{name}` out of `required`, and read it as `(.{name} // {default})`"
        ))
    }
}

/// The names that a rule concerns.
fn names_in_violation(rule: &ValidationErrorKind) -> Vec<String> {
    match rule {
        ValidationErrorKind::Required { property } => {
            property.as_str().map(str::to_owned).into_iter().collect()
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected.clone(),
        _ => Vec::new(),
    }
}

fn requirement_of_rule(rule: &ValidationErrorKind) -> Requirement {
    match rule {
        ValidationErrorKind::Type { kind: TypeKind::Single(kind) } => {
            Requirement::Types(vec![kind.to_string()])
        }
        ValidationErrorKind::Type { kind: TypeKind::Multiple(kinds) } => {
            Requirement::Types(kinds.iter().map(|kind| kind.to_string()).collect())
        }
        ValidationErrorKind::Pattern { pattern } => Requirement::Pattern(pattern.clone()),
        _ => Requirement::Other,
    }
}

/// The requirement of the rule, in our words for common rules.
fn violation_message(error: &ValidationError<'_>) -> String {
    use ValidationErrorKind as Rule;
    let names =
        |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match error.kind() {
        Rule::Type { kind: TypeKind::Single(kind) } => format!("must be of type `{kind}`"),
        Rule::Type { kind: TypeKind::Multiple(kinds) } => {
            let kinds: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
            format!("must be of one of the types {}", kinds.join(", "))
        }
        Rule::Required { property } => {
            format!("must have the member `{}`", property.as_str().unwrap_or_default())
        }
        Rule::AdditionalProperties { unexpected } | Rule::UnevaluatedProperties { unexpected } => {
            format!("may not have {}", names(unexpected))
        }
        Rule::Enum { options } => match options.as_array() {
            Some(options) => {
                let words: Vec<String> = options.iter().map(crate::signature::value_in_yaml).collect();
                format!("must be one of {}", words.join(", "))
            }
            None => format!("must be one of {options}"),
        },
        Rule::Constant { expected_value } => format!("must be {expected_value}"),
        Rule::Minimum { limit } => format!("must be at least {limit}"),
        Rule::Maximum { limit } => format!("must be at most {limit}"),
        Rule::ExclusiveMinimum { limit } => format!("must be more than {limit}"),
        Rule::ExclusiveMaximum { limit } => format!("must be less than {limit}"),
        Rule::MultipleOf { multiple_of } => format!("must be a multiple of {multiple_of}"),
        Rule::MinLength { limit } => format!("must have at least {limit} characters"),
        Rule::MaxLength { limit } => format!("must have at most {limit} characters"),
        Rule::MinItems { limit } => format!("must have at least {limit} items"),
        Rule::MaxItems { limit } => format!("must have at most {limit} items"),
        Rule::MinProperties { limit } => format!("must have at least {limit} members"),
        Rule::MaxProperties { limit } => format!("must have at most {limit} members"),
        Rule::Pattern { pattern } => format!("must match the pattern `{pattern}`"),
        Rule::Format { format } => match ASSERTED.iter().find(|(known, _)| known == format) {
            Some((_, example)) => format!("must be of the format `{format}`, such as `{example}`"),
            None => format!("must be of the format `{format}`"),
        },
        Rule::UniqueItems => "must not have duplicate items".to_owned(),
        Rule::AnyOf { context } => {
            choice::none_fits("at least one of the schemas of `anyOf`", error, context)
        }
        Rule::OneOfNotValid { context } => choice::none_fits("one of the schemas of `oneOf`", error, context),
        Rule::OneOfMultipleValid { context } => choice::several_fit(context),
        Rule::Not { .. } => "must not match the schema of `not`".to_owned(),
        Rule::FalseSchema => "is not allowed".to_owned(),
        other => format!("does not match `{}`", other.keyword()),
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests")]
mod tests;
