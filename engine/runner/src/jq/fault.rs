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
            Self::Operands(left, right, tail) => write!(f, "{} and {} {tail}", a(left), a(right)),
            Self::Containment(left, right) => {
                write!(f, "{} and {} cannot have their containment checked", a(left), a(right))
            }
            Self::NotIterable(kind) => write!(f, "cannot iterate over {}", a(kind)),
            Self::NoMembers(kind) => write!(f, "cannot read a member by name from {}", a(kind)),
            Self::NotIndexable(kind, with) => write!(f, "cannot index {} with {}", a(kind), a(with)),
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
pub(super) fn forget() {
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
pub(super) fn fault(full: impl Into<Rc<str>>, cause: impl Into<Cause>) -> Error {
    let full = full.into();
    LAST.with(|last| *last.borrow_mut() = Some((full.clone(), cause.into())));
    Error::new(Value::str(full).with_labels(track::so_far()))
}

/// An error whose text contains no data.
#[cold]
pub(super) fn plain(text: &str) -> Error {
    fault(text, text)
}

/// An error about one value: `KIND (VALUE) TAIL`.
#[cold]
pub(super) fn about(value: &Value, tail: &str) -> Error {
    if let Some(error) = secret(value) {
        return error;
    }
    let kind = value.type_name();
    fault(format!("{kind} ({}) {tail}", excerpt(value)), format!("{} {tail}", a(kind)))
}

/// An error about the two values of an operator: `KIND (VALUE) and KIND (VALUE) TAIL`.
#[cold]
pub(super) fn about_both(left: &Value, right: &Value, tail: &'static str) -> Error {
    of_both(left, right, tail, |left, right| Cause::Operands(left, right, tail))
}

/// The error of `contains` for two types.
#[cold]
pub(super) fn no_containment(left: &Value, right: &Value) -> Error {
    of_both(left, right, "cannot have their containment checked", Cause::Containment)
}

fn of_both(
    left: &Value,
    right: &Value,
    tail: &str,
    cause: impl FnOnce(&'static str, &'static str) -> Cause,
) -> Error {
    if let Some(error) = secret(left).or_else(|| secret(right)) {
        return error;
    }
    let (l, r) = (left.type_name(), right.type_name());
    fault(format!("{l} ({}) and {r} ({}) {tail}", excerpt(left), excerpt(right)), cause(l, r))
}

/// The error of every operation that would read a secret. It can be caught, and reveals nothing.
#[cold]
pub(super) fn secret(value: &Value) -> Option<Error> {
    let Kind::Secret(name) = value.kind() else { return None };
    Some(plain(&secret_message(name)))
}

pub(super) fn secret_message(name: &str) -> String {
    format!("the secret `{name}` can only be passed whole")
}

/// The name of a type with its article.
pub(crate) fn a(kind: &str) -> String {
    match kind {
        "null" => "null".to_owned(),
        "array" => "a list".to_owned(),
        "object" => "an object".to_owned(),
        "string" => "a text".to_owned(),
        other => format!("a {other}"),
    }
}

/// The value as JSON, truncated as in jq's messages.
pub(super) fn excerpt(value: &Value) -> String {
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
