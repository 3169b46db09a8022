//! Errors of expressions, at compilation and at evaluation.
//!
//! An evaluation error has two texts. The full text, in jq's words, is visible only to a `catch` in the
//! expression. The masked text, in our words, leaves the sandbox and contains no data.

use std::cell::RefCell;
use std::rc::Rc;

use towpath_diagnostics::Code;

use crate::value::{Kind, Labels, Value, track};

/// A compile error of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// The stable code, `TP04xx`.
    pub code: Code,
    /// First byte of the place in the expression.
    pub start: usize,
    /// One past the last byte of the place.
    pub end: usize,
    /// What is wrong.
    pub message: String,
    /// The help.
    pub help: Option<String>,
}

/// An error at evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct EvalError {
    /// The stable code, `TP04xx`.
    pub code: Code,
    /// The message. It contains no data, unless the expression's own `error(…)` put it there.
    pub message: String,
    /// Labels of the data in the message.
    pub labels: Labels,
    /// The argument of `error(…)`, if the expression called it.
    pub raised: Option<Value>,
}

impl std::fmt::Display for EvalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EvalError {}

/// An error in jaq.
pub(super) type Error = jaq_core::Error<Value>;

thread_local! {
    /// The last error: its full text, which identifies it, and its masked text.
    static LAST: RefCell<Option<(Rc<str>, String)>> = const { RefCell::new(None) };
}

/// Clears the last error.
pub(super) fn forget() {
    LAST.with(|last| last.borrow_mut().take());
}

/// The masked text of the last error, if `text` is its full text.
pub(super) fn masked(text: &Rc<str>) -> Option<String> {
    LAST.with(|last| {
        let last = last.borrow();
        last.as_ref().filter(|(full, _)| Rc::ptr_eq(full, text)).map(|(_, masked)| masked.clone())
    })
}

/// An error with its full and its masked text.
#[cold]
pub(super) fn fault(full: impl Into<Rc<str>>, masked: impl Into<String>) -> Error {
    let full = full.into();
    LAST.with(|last| *last.borrow_mut() = Some((full.clone(), masked.into())));
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

/// An error about two values: `KIND (VALUE) and KIND (VALUE) TAIL`.
#[cold]
pub(super) fn about_both(left: &Value, right: &Value, tail: &str) -> Error {
    if let Some(error) = secret(left).or_else(|| secret(right)) {
        return error;
    }
    let (l, r) = (left.type_name(), right.type_name());
    fault(
        format!("{l} ({}) and {r} ({}) {tail}", excerpt(left), excerpt(right)),
        format!("{} and {} {tail}", a(l), a(r)),
    )
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
