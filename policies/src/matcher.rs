//! One subject's schema, compiled: does what is asked fit it, and if not, where.
//!
//! Most policies name fields with `properties`; those are taken apart, so that a field is compared without
//! building the subject as JSON. Any other schema is judged on the whole subject.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use jsonschema::Validator;
use jsonschema::canonical::CanonicalSchema;
use jsonschema::error::{ValidationError, ValidationErrorKind};
use serde_json::{Map, Value};

use crate::subject::{Facet, Field};
use crate::wording::{Mismatch, mismatch};
use crate::{Subject, schema};

/// Whether something fits a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fit {
    Yes,
    No,
    /// It could not be found out; whoever asks must take the safe side.
    Unknown(String),
}

/// One subject's schema, ready to judge.
#[derive(Debug)]
pub(crate) struct Matcher {
    pub(crate) subject: Subject,
    pub(crate) plan: Plan,
}

/// How it is judged.
#[derive(Debug)]
pub(crate) enum Plan {
    /// Every field by itself.
    Fields(Vec<FieldTest>),
    /// The subject as one JSON object.
    Whole(Box<Tested>),
}

/// What one field must be.
#[derive(Debug)]
pub(crate) struct FieldTest {
    pub(crate) name: String,
    /// A field that has to be there; a subject without it does not fit.
    pub(crate) required: bool,
    /// The texts it may be, when that is all there is to it.
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
        Ok(Self { schema: schema.clone(), validator: schema::compile(schema)?, canonical: OnceLock::new() })
    }

    /// The canonical form, made once, when somebody judges statically.
    pub(crate) fn canonical(&self) -> Option<&CanonicalSchema> {
        self.canonical.get_or_init(|| schema::canonical(&self.schema)).as_ref()
    }

    /// Whether everything fits, plainly.
    pub(crate) fn is_anything(&self) -> bool {
        self.schema == Value::Bool(true) || self.schema == Value::Object(Map::new())
    }

    /// Whether `value` fits. Never panics.
    pub(crate) fn fit(&self, value: &Value) -> Fit {
        let judged = catch_unwind(AssertUnwindSafe(|| match self.validator.validate(value) {
            Ok(()) => Fit::Yes,
            Err(error) if is_undecided(&error) => Fit::Unknown("a pattern could not be judged".into()),
            Err(_) => Fit::No,
        }));
        judged.unwrap_or_else(|_| Fit::Unknown("judging failed".into()))
    }

    fn mismatches(&self, value: &Value, subject: Subject, field: Option<&str>, found: &mut Vec<Mismatch>) {
        let judged = catch_unwind(AssertUnwindSafe(|| {
            let errors = self.validator.iter_errors(value);
            errors.map(|error| mismatch(subject, field, &error)).collect::<Vec<_>>()
        }));
        match judged {
            Ok(mismatches) => found.extend(mismatches),
            Err(_) => found.push(Mismatch::new(subject, field, "could not be judged")),
        }
    }
}

impl Matcher {
    /// Compiles `schema`, which `schema::check` has found nothing wrong with; the words of the library when it cannot.
    pub(crate) fn new(subject: Subject, written: &Value) -> Result<Self, String> {
        let expanded = schema::expand(subject, written);
        let plan = match taken_apart(&expanded) {
            Some(fields) => Plan::Fields(
                fields
                    .into_iter()
                    .map(|(name, schema, required)| {
                        Ok(FieldTest { texts: texts(&schema), tested: Tested::new(&schema)?, name, required })
                    })
                    .collect::<Result<_, String>>()?,
            ),
            None => Plan::Whole(Box::new(Tested::new(&expanded)?)),
        };
        Ok(Self { subject, plan })
    }

    /// Whether the subject fits.
    pub(crate) fn fit(&self, facet: &Facet<'_>) -> Fit {
        let mut unknown = None;
        match &self.plan {
            Plan::Fields(tests) => {
                for test in tests {
                    match test.fit(facet) {
                        Fit::Yes => {}
                        Fit::No => return Fit::No,
                        Fit::Unknown(why) => unknown = unknown.or(Some(why)),
                    }
                }
            }
            Plan::Whole(tested) => {
                return match facet.whole() {
                    Ok(value) => match arguments_problem(facet) {
                        Some(why) => Fit::Unknown(why),
                        None => tested.fit(&value),
                    },
                    Err(why) => Fit::Unknown(why),
                };
            }
        }
        unknown.map_or(Fit::Yes, Fit::Unknown)
    }

    /// Every part of the schema that the subject does not fit.
    pub(crate) fn mismatches(&self, facet: &Facet<'_>) -> Vec<Mismatch> {
        let mut found = Vec::new();
        if arguments_problem(facet).is_some() {
            found.push(Mismatch::new(self.subject, Some("arguments"), "has to be a mapping"));
        }
        match &self.plan {
            Plan::Fields(tests) => {
                for test in tests {
                    test.mismatches(self.subject, facet, &mut found);
                }
            }
            Plan::Whole(tested) => match facet.whole() {
                Ok(value) => tested.mismatches(&value, self.subject, None, &mut found),
                Err(_) => found.push(Mismatch::new(self.subject, None, "could not be judged")),
            },
        }
        found
    }

    /// The texts that `field` has to be one of for this to fit, when the schema says so plainly.
    pub(crate) fn texts_of(&self, field: &str) -> Option<&[String]> {
        match &self.plan {
            Plan::Fields(tests) => tests.iter().find(|test| test.name == field)?.texts.as_deref(),
            Plan::Whole(_) => None,
        }
    }
}

impl FieldTest {
    fn fit(&self, facet: &Facet<'_>) -> Fit {
        match facet.field(&self.name) {
            Field::Absent if self.required => Fit::No,
            Field::Absent => Fit::Yes,
            Field::Text(text) => match &self.texts {
                Some(texts) if texts.iter().any(|one| one == text) => Fit::Yes,
                Some(_) => Fit::No,
                None => self.tested.fit(&Value::String(text.to_owned())),
            },
            Field::Value(value) => {
                if self.name == "arguments"
                    && let Some(why) = arguments_problem(facet)
                {
                    return Fit::Unknown(why);
                }
                self.tested.fit(&value)
            }
        }
    }

    fn mismatches(&self, subject: Subject, facet: &Facet<'_>, found: &mut Vec<Mismatch>) {
        let field = Some(self.name.as_str());
        match facet.field(&self.name) {
            Field::Absent if self.required => found.push(Mismatch::new(subject, field, "is not there")),
            Field::Absent => {}
            Field::Text(text) => {
                self.tested.mismatches(&Value::String(text.to_owned()), subject, field, found);
            }
            Field::Value(value) => self.tested.mismatches(&value, subject, field, found),
        }
    }
}

/// Arguments are a mapping, always: a policy's `properties` would pass anything else silently.
fn arguments_problem(facet: &Facet<'_>) -> Option<String> {
    match facet {
        Facet::Access(access) => access
            .arguments
            .as_ref()
            .filter(|arguments| !arguments.is_object())
            .map(|_| "the arguments are not a mapping".to_owned()),
        _ => None,
    }
}

/// Whether the library says that it does not know, rather than that the value does not fit.
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

/// The schema's fields with whether each is required, when `properties` and `required` are all it says.
fn taken_apart(schema: &Value) -> Option<Vec<(String, Value, bool)>> {
    let keywords = match schema {
        Value::Bool(true) => return Some(Vec::new()),
        Value::Object(keywords) => keywords,
        _ => return None,
    };
    let plain = keywords.iter().all(|(name, value)| match name.as_str() {
        "properties" => value.is_object(),
        "required" => value.as_array().is_some_and(|names| names.iter().all(Value::is_string)),
        // Subjects are mappings.
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

/// The texts a schema allows, when they are all it says.
fn texts(schema: &Value) -> Option<Vec<String>> {
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
