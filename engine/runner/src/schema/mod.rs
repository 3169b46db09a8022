//! JSON Schemas of inputs, outputs and contexts: compiled once, applied to values inside the sandbox.
//!
//! Draft 2020-12 unless `$schema` says otherwise; patterns take linear time; `format` is an annotation, as that draft
//! has it. Nothing is ever fetched. What is reported names the place and the rule, never the data.

mod node;
pub(crate) mod silent;
pub(crate) mod words;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value as SerdeValue;
use towpath_diagnostics::{Code, codes};

use self::node::Runner;
use crate::value::{Kind, Value};

/// Most violations reported for one value.
const MOST_REPORTED: usize = 20;

/// Most bytes a compiled pattern may take.
const PATTERN_SIZE: usize = 1 << 20;

/// A compiled JSON Schema.
pub struct Schema(Rules);

enum Rules {
    Known(Box<Validator<Runner>>),
    /// It stands at this URI, and nothing was fetched: nothing fits it.
    Unknown(String),
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schema")
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
    /// What to do about it.
    pub help: Option<String>,
}

/// One way in which a value does not fit its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The stable code, `TP052x`.
    pub code: Code,
    /// JSON pointer of the place in the value.
    pub pointer: String,
    /// The rule, as the schema calls it.
    pub keyword: String,
    /// What the rule asks for; nothing of the value.
    pub message: String,
    /// The names the rule is about: members that are missing, or that may not be there.
    pub names: Vec<String>,
    /// Whether it holds only because of a condition in the schema (`if`, `dependentSchemas`).
    pub is_conditional: bool,
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
    /// Compiles a schema.
    ///
    /// # Errors
    /// When it is not a valid schema, or refers to another document.
    pub fn compile(schema: &SerdeValue) -> Result<Self, SchemaError> {
        let pattern = PatternOptions::regex().size_limit(PATTERN_SIZE).dfa_size_limit(PATTERN_SIZE);
        let options = jsonschema::options_for::<Runner>().with_pattern_options(pattern).offline();
        options
            .build(schema)
            .map(|rules| Self(Rules::Known(Box::new(rules))))
            .map_err(|error| unusable(&error))
    }

    /// A schema that stands at `uri` and was not fetched.
    pub fn unknown(uri: &str) -> Self {
        Self(Rules::Unknown(uri.to_owned()))
    }

    /// Applies the schema to a value.
    ///
    /// # Errors
    /// The ways in which it does not fit, at most 20 of them, in no particular order of weight.
    pub fn validate(&self, value: &Value) -> Result<(), Vec<Violation>> {
        if let Some((pointer, name)) = secret_in(value) {
            return Err(vec![Violation {
                code: codes::TP0523,
                pointer,
                keyword: "secret".to_owned(),
                message: format!("is the secret `{name}`, which no schema may look at"),
                names: Vec::new(),
                is_conditional: false,
            }]);
        }
        let rules = match &self.0 {
            Rules::Known(rules) => rules,
            Rules::Unknown(uri) => {
                return Err(vec![Violation {
                    code: codes::TP1012,
                    pointer: String::new(),
                    keyword: "schema".to_owned(),
                    message: format!("cannot be checked: the schema at `{uri}` was not fetched"),
                    names: Vec::new(),
                    is_conditional: false,
                }]);
            }
        };
        if rules.is_valid(value) {
            return Ok(());
        }
        let violations: Vec<Violation> =
            rules.iter_errors(value).take(MOST_REPORTED).map(violation).collect();
        // INVARIANT: what is not valid has errors; should the two ever disagree, the stricter one counts.
        if violations.is_empty() {
            let (pointer, keyword) = (String::new(), "schema".to_owned());
            let message = "does not fit its schema".to_owned();
            let (names, is_conditional) = (Vec::new(), true);
            return Err(vec![Violation {
                code: codes::TP0522,
                pointer,
                keyword,
                message,
                names,
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
                lower(&reference.to_string())
            ),
            help: Some(
                "copy it into `$defs` and refer to it with `#/$defs/name`; nothing is fetched".to_owned(),
            ),
        },
        _ => SchemaError {
            code: codes::TP0520,
            pointer,
            message: format!("this is not a valid json schema: {}", lower(&error.to_string())),
            help: None,
        },
    }
}

/// The text as one of ours begins.
fn lower(text: &str) -> String {
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

fn violation(error: ValidationError<'_>) -> Violation {
    Violation {
        code: codes::TP0522,
        pointer: error.instance_path().as_str().to_owned(),
        keyword: error.kind().keyword().to_owned(),
        message: message(&error),
        names: names(error.kind()),
        is_conditional: error
            .evaluation_path()
            .as_str()
            .split('/')
            .any(|step| matches!(step, "then" | "else" | "dependentSchemas" | "dependencies")),
    }
}

/// The names a rule is about.
fn names(rule: &ValidationErrorKind) -> Vec<String> {
    match rule {
        ValidationErrorKind::Required { property } => {
            property.as_str().map(str::to_owned).into_iter().collect()
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected.clone(),
        _ => Vec::new(),
    }
}

/// What the rule asks for, in our words where the rule is a common one.
fn message(error: &ValidationError<'_>) -> String {
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
                let words: Vec<String> = options.iter().map(crate::signature::word).collect();
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
        Rule::Format { format } => format!("must be of the format `{format}`"),
        Rule::UniqueItems => "must not have an item twice".to_owned(),
        Rule::AnyOf { .. } => "must fit at least one of the schemas of `anyOf`".to_owned(),
        Rule::OneOfNotValid { .. } => "must fit one of the schemas of `oneOf`, and fits none".to_owned(),
        Rule::OneOfMultipleValid { .. } => {
            "must fit one of the schemas of `oneOf`, and fits several".to_owned()
        }
        Rule::Not { .. } => "fits the schema of `not`, and must not".to_owned(),
        Rule::FalseSchema => "may not be there".to_owned(),
        other => format!("does not keep to `{}`", other.keyword()),
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests")]
mod tests;
