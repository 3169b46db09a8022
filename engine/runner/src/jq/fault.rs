//! Errors of expressions at evaluation.
//!
//! An evaluation error has two texts. The full text, in jq's words, is visible only to a `catch` in the
//! expression. The masked text, in our words, leaves the sandbox and contains no data.

use std::cell::RefCell;
use std::rc::Rc;

use towpath_diagnostics::Code;

use crate::value::{Kind, Labels, Value, track};

/// An error at evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct EvalError {
    /// The stable code, `TP04xx`.
    pub code: Code,
    /// Why. The error's text comes from it.
    pub(crate) cause: Cause,
    /// Labels of the data in the text.
    pub labels: Labels,
    /// The argument of `error(…)`, if the expression called it.
    pub raised: Option<Value>,
}

impl std::fmt::Display for EvalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.cause, f)
    }
}

impl std::error::Error for EvalError {}

/// Why an evaluation failed: types, and no data, unless the expression's own `error(…)` put it there. The masked text
/// comes from it, and so does the help (`runtime_help.rs`). Types have the names of [`Value::type_name`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// An operator cannot take values of these two types.
    Operands(&'static str, &'static str, &'static str),
    /// Whether one contains the other is not defined for these two types.
    Containment(&'static str, &'static str),
    /// A value of this type has no items.
    NotIterable(&'static str),
    /// A value of this type has no members.
    NoMembers(&'static str),
    /// A value of the first type has no index of the second.
    NotIndexable(&'static str, &'static str),
    /// Anything else, in words.
    Other(String),
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Operands(left, right, tail) => {
                write!(f, "{} and {} {tail}", type_with_article(left), type_with_article(right))
            }
            Self::Containment(left, right) => {
                write!(
                    f,
                    "{} and {} cannot have their containment checked",
                    type_with_article(left),
                    type_with_article(right)
                )
            }
            Self::NotIterable(kind) => write!(f, "cannot iterate over {}", type_with_article(kind)),
            Self::NoMembers(kind) => {
                write!(f, "cannot read a member by name from {}", type_with_article(kind))
            }
            Self::NotIndexable(kind, with) => {
                write!(f, "cannot index {} with {}", type_with_article(kind), type_with_article(with))
            }
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl From<String> for Cause {
    fn from(text: String) -> Self {
        Self::Other(text)
    }
}

impl From<&str> for Cause {
    fn from(text: &str) -> Self {
        Self::Other(text.to_owned())
    }
}

/// An error in jaq.
pub(super) type Error = jaq_core::Error<Value>;

thread_local! {
    /// The last error: its full text, which identifies it, and its cause.
    static LAST: RefCell<Option<(Rc<str>, Cause)>> = const { RefCell::new(None) };
}

/// Clears the last error.
pub(super) fn forget_last_error() {
    LAST.with(|last| last.borrow_mut().take());
}

/// The cause of the last error, if `text` is its full text.
pub(super) fn last_cause(text: &Rc<str>) -> Option<Cause> {
    LAST.with(|last| {
        let last = last.borrow();
        last.as_ref().filter(|(full, _)| Rc::ptr_eq(full, text)).map(|(_, cause)| cause.clone())
    })
}

/// An error with its full text and its cause.
#[cold]
pub(super) fn masked_error(full: impl Into<Rc<str>>, cause: impl Into<Cause>) -> Error {
    let full = full.into();
    LAST.with(|last| *last.borrow_mut() = Some((full.clone(), cause.into())));
    Error::new(Value::str(full).with_labels(track::so_far()))
}

/// An error whose text contains no data.
#[cold]
pub(super) fn plain_error(text: &str) -> Error {
    masked_error(text, text)
}

/// An error about one value: `KIND (VALUE) TAIL`.
#[cold]
pub(super) fn error_about_value(value: &Value, tail: &str) -> Error {
    if let Some(error) = error_for_secret(value) {
        return error;
    }
    let kind = value.type_name();
    masked_error(
        format!("{kind} ({}) {tail}", json_excerpt(value)),
        format!("{} {tail}", type_with_article(kind)),
    )
}

/// An error about the two values of an operator: `KIND (VALUE) and KIND (VALUE) TAIL`.
#[cold]
pub(super) fn error_about_operands(left: &Value, right: &Value, tail: &'static str) -> Error {
    error_about_both(left, right, tail, |left, right| Cause::Operands(left, right, tail))
}

/// The error of `contains` for two types.
#[cold]
pub(super) fn no_containment(left: &Value, right: &Value) -> Error {
    error_about_both(left, right, "cannot have their containment checked", Cause::Containment)
}

fn error_about_both(
    left: &Value,
    right: &Value,
    tail: &str,
    cause: impl FnOnce(&'static str, &'static str) -> Cause,
) -> Error {
    if let Some(error) = error_for_secret(left).or_else(|| error_for_secret(right)) {
        return error;
    }
    let (l, r) = (left.type_name(), right.type_name());
    masked_error(
        format!("{l} ({}) and {r} ({}) {tail}", json_excerpt(left), json_excerpt(right)),
        cause(l, r),
    )
}

/// The error of every operation that would read a secret. It can be caught, and reveals nothing.
#[cold]
pub(super) fn error_for_secret(value: &Value) -> Option<Error> {
    let Kind::Secret(name) = value.kind() else { return None };
    Some(plain_error(&secret_message(name)))
}

pub(super) fn secret_message(name: &str) -> String {
    format!("the secret `{name}` can only be passed whole")
}

/// The name of a type with its article.
pub(crate) fn type_with_article(kind: &str) -> String {
    match kind {
        "null" => "null".to_owned(),
        "array" => "a list".to_owned(),
        "object" => "an object".to_owned(),
        "string" => "a text".to_owned(),
        other => format!("a {other}"),
    }
}

/// The value as JSON, truncated as in jq's messages.
pub(super) fn json_excerpt(value: &Value) -> String {
    const MAX_BYTES: usize = 29;
    let text = value.to_string();
    if text.len() <= MAX_BYTES {
        return text;
    }
    let close = match text.as_bytes().first() {
        Some(b'"') => "\"",
        Some(b'[') => "]",
        Some(b'{') => "}",
        _ => "",
    };
    let mut end = MAX_BYTES - 3 - close.len();
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}...{close}", &text[..end])
}
