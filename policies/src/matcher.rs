//! The compiled schema of one subject: whether a subject fits it, and where it does not.
//!
//! Most schemas only have `properties`. These are compared field by field, without building the subject as JSON. Other
//! schemas are applied to the whole subject.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use jsonschema::Validator;
use jsonschema::canonical::CanonicalSchema;
use jsonschema::error::{ValidationError, ValidationErrorKind};
use serde_json::{Map, Value};

use crate::subject::{Field, SubjectView};
use crate::wording::mismatch_of_error;
use crate::{Mismatch, Subject, schema};

/// Whether a value fits a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fit {
    Yes,
    No,
    /// It could not be evaluated. The caller must take the safe side.
    Unknown(String),
}

/// The compiled schema of one subject.
#[derive(Debug)]
pub(crate) struct Matcher {
    pub(crate) subject: Subject,
    pub(crate) comparison: Comparison,
}

/// How a schema is compared.
#[derive(Debug)]
pub(crate) enum Comparison {
    /// Field by field.
    Fields(Vec<FieldTest>),
    /// On the whole subject, as a JSON object.
    Whole(Box<Tested>),
}

/// The test of one field.
#[derive(Debug)]
pub(crate) struct FieldTest {
    pub(crate) name: String,
    /// Whether a subject without the field does not fit.
    pub(crate) required: bool,
    /// The allowed texts, if the schema only lists texts.
    pub(crate) texts: Option<Vec<String>>,
    pub(crate) tested: Tested,
}

/// A schema with its compiled forms.
#[derive(Debug)]
pub(crate) struct Tested {
    schema: Value,
    validator: Validator,
    canonical: OnceLock<Option<CanonicalSchema>>,
}

impl Tested {
    pub(crate) fn new(schema: &Value) -> Result<Self, String> {
        Ok(Self {
            schema: schema.clone(),
            validator: schema::compile_schema(schema)?,
            canonical: OnceLock::new(),
        })
    }

    /// The canonical form, computed when first needed for static evaluation.
    pub(crate) fn canonical(&self) -> Option<&CanonicalSchema> {
        self.canonical.get_or_init(|| schema::canonical_schema(&self.schema)).as_ref()
    }

    /// Whether the schema is trivially true.
    pub(crate) fn is_anything(&self) -> bool {
        self.schema == Value::Bool(true) || self.schema == Value::Object(Map::new())
    }

    /// Whether `value` fits. Never panics.
    pub(crate) fn fit(&self, value: &Value) -> Fit {
        let result = catch_unwind(AssertUnwindSafe(|| match self.validator.validate(value) {
            Ok(()) => Fit::Yes,
            Err(error) if is_undecided(&error) => Fit::Unknown("a pattern could not be evaluated".into()),
            Err(_) => Fit::No,
        }));
        result.unwrap_or_else(|_| Fit::Unknown("the evaluation failed".into()))
    }

    fn mismatches(&self, value: &Value, subject: Subject, field: Option<&str>, found: &mut Vec<Mismatch>) {
        let result = catch_unwind(AssertUnwindSafe(|| {
            let errors = self.validator.iter_errors(value);
            errors.map(|error| mismatch_of_error(subject, field, &error)).collect::<Vec<_>>()
        }));
        match result {
            Ok(mismatches) => found.extend(mismatches),
            Err(_) => found.push(Mismatch::new(subject, field, "could not be evaluated")),
        }
    }
}

impl Matcher {
    /// Compiles `written`, which has passed `schema::check`. The error is the message of the library.
    pub(crate) fn new(subject: Subject, written: &Value) -> Result<Self, String> {
        let expanded = schema::require_properties(subject, written);
        let comparison = match taken_apart(&expanded) {
            Some(fields) => Comparison::Fields(
                fields
                    .into_iter()
                    .map(|(name, schema, required)| {
                        Ok(FieldTest {
                            texts: listed_texts(&schema),
                            tested: Tested::new(&schema)?,
                            name,
                            required,
                        })
                    })
                    .collect::<Result<_, String>>()?,
            ),
            None => Comparison::Whole(Box::new(Tested::new(&expanded)?)),
        };
        Ok(Self { subject, comparison })
    }

    /// Whether the subject fits.
    pub(crate) fn fit(&self, view: &SubjectView<'_>) -> Fit {
        let mut unknown = None;
        match &self.comparison {
            Comparison::Fields(tests) => {
                for test in tests {
                    match test.fit(view) {
                        Fit::Yes => {}
                        Fit::No => return Fit::No,
                        Fit::Unknown(why) => unknown = unknown.or(Some(why)),
                    }
                }
            }
            Comparison::Whole(tested) => {
                return match view.whole() {
                    Ok(value) => match arguments_problem(view) {
                        Some(why) => Fit::Unknown(why),
                        None => tested.fit(&value),
                    },
                    Err(why) => Fit::Unknown(why),
                };
            }
        }
        unknown.map_or(Fit::Yes, Fit::Unknown)
    }

    /// All parts of the schema that the subject does not fit.
    pub(crate) fn mismatches(&self, view: &SubjectView<'_>) -> Vec<Mismatch> {
        let mut found = Vec::new();
        if arguments_problem(view).is_some() {
            found.push(Mismatch::new(self.subject, Some("arguments"), "must be a mapping"));
        }
        match &self.comparison {
            Comparison::Fields(tests) => {
                for test in tests {
                    test.mismatches(self.subject, view, &mut found);
                }
            }
            Comparison::Whole(tested) => match view.whole() {
                Ok(value) => tested.mismatches(&value, self.subject, None, &mut found),
                Err(_) => found.push(Mismatch::new(self.subject, None, "could not be evaluated")),
            },
        }
        found
    }

    /// The allowed texts of `field`, if the schema only lists texts.
    pub(crate) fn texts_of(&self, field: &str) -> Option<&[String]> {
        match &self.comparison {
            Comparison::Fields(tests) => tests.iter().find(|test| test.name == field)?.texts.as_deref(),
            Comparison::Whole(_) => None,
        }
    }
}

impl FieldTest {
    fn fit(&self, view: &SubjectView<'_>) -> Fit {
        match view.field(&self.name) {
            Field::Absent if self.required => Fit::No,
            Field::Absent => Fit::Yes,
            Field::Text(text) => match &self.texts {
                Some(texts) if texts.iter().any(|one| one == text) => Fit::Yes,
                Some(_) => Fit::No,
                None => self.tested.fit(&Value::String(text.to_owned())),
            },
            Field::Value(value) => {
                if self.name == "arguments"
                    && let Some(why) = arguments_problem(view)
                {
                    return Fit::Unknown(why);
                }
                self.tested.fit(&value)
            }
        }
    }

    fn mismatches(&self, subject: Subject, view: &SubjectView<'_>, found: &mut Vec<Mismatch>) {
        let field = Some(self.name.as_str());
        match view.field(&self.name) {
            Field::Absent if self.required => found.push(Mismatch::new(subject, field, "is missing")),
            Field::Absent => {}
            Field::Text(text) => {
                self.tested.mismatches(&Value::String(text.to_owned()), subject, field, found);
            }
            Field::Value(value) => self.tested.mismatches(&value, subject, field, found),
        }
    }
}

/// Arguments must be a mapping: `properties` of a policy would accept any other value silently.
fn arguments_problem(view: &SubjectView<'_>) -> Option<String> {
    match view {
        SubjectView::Access(access) => access
            .arguments
            .as_ref()
            .filter(|arguments| !arguments.is_object())
            .map(|_| "the arguments are not a mapping".to_owned()),
        _ => None,
    }
}

/// Whether the error means that the value could not be evaluated, and not that it does not fit.
fn is_undecided(error: &ValidationError<'_>) -> bool {
    match error.kind() {
        ValidationErrorKind::BacktrackLimitExceeded { .. }
        | ValidationErrorKind::RegexEngineFailure { .. }
        | ValidationErrorKind::Referencing(_) => true,
        ValidationErrorKind::AnyOf { context }
        | ValidationErrorKind::OneOfNotValid { context }
        | ValidationErrorKind::OneOfMultipleValid { context } => context.iter().flatten().any(is_undecided),
        ValidationErrorKind::PropertyNames { error } => is_undecided(error),
        _ => false,
    }
}

/// The fields of the schema and whether each is required, if it only has `properties` and `required`.
fn taken_apart(schema: &Value) -> Option<Vec<(String, Value, bool)>> {
    let keywords = match schema {
        Value::Bool(true) => return Some(Vec::new()),
        Value::Object(keywords) => keywords,
        _ => return None,
    };
    let plain = keywords.iter().all(|(name, value)| match name.as_str() {
        "properties" => value.is_object(),
        "required" => value.as_array().is_some_and(|names| names.iter().all(Value::is_string)),
        // Subjects are always mappings.
        "type" => value == "object",
        name => schema::ANNOTATIONS.contains(&name),
    });
    if !plain {
        return None;
    }
    let nothing = Map::new();
    let properties = keywords.get("properties").and_then(Value::as_object).unwrap_or(&nothing);
    let required: Vec<&str> = keywords
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut fields: Vec<(String, Value, bool)> = properties
        .iter()
        .map(|(name, schema)| (name.clone(), schema.clone(), required.contains(&name.as_str())))
        .collect();
    let extra = required.iter().filter(|name| !properties.contains_key(**name));
    fields.extend(extra.map(|name| ((*name).to_owned(), Value::Bool(true), true)));
    Some(fields)
}

/// The texts that a schema allows, if it only lists texts.
fn listed_texts(schema: &Value) -> Option<Vec<String>> {
    let keywords = schema.as_object()?;
    let plain = keywords.iter().all(|(name, value)| match name.as_str() {
        "const" | "enum" => true,
        "type" => value == "string",
        name => schema::ANNOTATIONS.contains(&name),
    });
    let one = keywords.get("const").map(|value| vec![value.clone()]);
    let many = keywords.get("enum").and_then(Value::as_array).cloned();
    match (plain, one, many) {
        (true, Some(values), None) | (true, None, Some(values)) => {
            values.into_iter().map(|value| value.as_str().map(str::to_owned)).collect()
        }
        _ => None,
    }
}
