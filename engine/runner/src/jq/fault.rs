//! What can be wrong with an expression: when it is compiled, and when it is evaluated.
//!
//! A fault has two texts: the full one, in jq's words, which only the expression itself can catch, and a masked
//! one, in ours, which leaves the sandbox and repeats no data.

use std::cell::RefCell;
use std::rc::Rc;

use towpath_diagnostics::Code;

use crate::value::{Kind, Labels, Value, track};

/// One thing wrong with an expression, found before it runs.
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
    /// What to do about it.
    pub help: Option<String>,
}

/// Why an evaluation gave no value.
#[derive(Clone, Debug, PartialEq)]
pub struct EvalError {
    /// The stable code, `TP04xx`.
    pub code: Code,
    /// What happened. No data in it, unless the expression's own `error(…)` put it there.
    pub message: String,
    /// Labels of the data the message was made from.
    pub labels: Labels,
    /// What the expression gave to `error(…)`, when it was that.
    pub raised: Option<Value>,
}

impl std::fmt::Display for EvalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EvalError {}

/// An error as jaq passes it around.
pub(super) type Error = jaq_core::Error<Value>;

thread_local! {
    /// The last fault: its full text, by which it is recognised again, and its masked one.
    static LAST: RefCell<Option<(Rc<str>, String)>> = const { RefCell::new(None) };
}

/// Forgets the last fault.
pub(super) fn forget() {
    LAST.with(|last| last.borrow_mut().take());
}

/// The masked text of a fault, if that is what `text` is.
pub(super) fn masked(text: &Rc<str>) -> Option<String> {
    LAST.with(|last| {
        let last = last.borrow();
        last.as_ref().filter(|(full, _)| Rc::ptr_eq(full, text)).map(|(_, masked)| masked.clone())
    })
}

/// A fault with its full and its masked text.
#[cold]
pub(super) fn fault(full: impl Into<Rc<str>>, masked: impl Into<String>) -> Error {
    let full = full.into();
    LAST.with(|last| *last.borrow_mut() = Some((full.clone(), masked.into())));
    Error::new(Value::str(full).with_labels(track::so_far()))
}

/// A fault whose text holds no data.
#[cold]
pub(super) fn plain(text: &str) -> Error {
    fault(text, text)
}

/// A fault about one value: `KIND (VALUE) TAIL`.
#[cold]
pub(super) fn about(value: &Value, tail: &str) -> Error {
    if let Some(error) = secret(value) {
        return error;
    }
    let kind = value.type_name();
    fault(format!("{kind} ({}) {tail}", excerpt(value)), format!("{} {tail}", a(kind)))
}

/// A fault about two values: `KIND (VALUE) and KIND (VALUE) TAIL`.
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

/// The error of everything that would look into a secret; catchable, and it reveals nothing.
#[cold]
pub(super) fn secret(value: &Value) -> Option<Error> {
    let Kind::Secret(name) = value.kind() else { return None };
    Some(plain(&secret_message(name)))
}

pub(super) fn secret_message(name: &str) -> String {
    format!("the secret `{name}` can only be passed on whole")
}

/// A kind with its article.
pub(crate) fn a(kind: &str) -> String {
    match kind {
        "null" => "null".to_owned(),
        "array" => "a list".to_owned(),
        "object" => "an object".to_owned(),
        "string" => "a text".to_owned(),
        other => format!("a {other}"),
    }
}

/// The value as JSON, cut as jq cuts it in messages.
pub(super) fn excerpt(value: &Value) -> String {
    const MOST: usize = 29;
    let text = value.to_string();
    if text.len() <= MOST {
        return text;
    }
    let close = match text.as_bytes().first() {
        Some(b'"') => "\"",
        Some(b'[') => "]",
        Some(b'{') => "}",
        _ => "",
    };
    let mut end = MOST - 3 - close.len();
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}...{close}", &text[..end])
}
