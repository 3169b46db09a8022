//! A value with its JSON pointer, and navigation from it to the values inside.
//!
//! The files beside this one read it: [`super::scalars`], [`super::templates`] and [`super::named_item`].

use std::cell::RefCell;

use towpath_diagnostics::{Code, Diagnostic, Span};

use super::{Expected, Fields, Findings};
use crate::{
    model::{Node, Spanned, escape},
    words::quote,
};

/// A value and its JSON pointer.
#[derive(Clone)]
pub(crate) struct At<'a> {
    pub(crate) node: &'a Node,
    pub(crate) pointer: String,
    /// The place of its key, if it has one.
    pub(crate) key: Option<Span>,
}

impl<'a> At<'a> {
    pub(crate) fn new(node: &'a Node, pointer: impl Into<String>) -> Self {
        Self { node, pointer: pointer.into(), key: None }
    }

    /// The value of an entry of this mapping.
    pub(crate) fn child(&self, key: &Spanned<String>, node: &'a Node) -> Self {
        Self { node, pointer: format!("{}/{}", self.pointer, escape(&key.value)), key: Some(key.span) }
    }

    /// The value of `key`, if this is a mapping that has it.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let (name, value) = self.node.as_object()?.iter().find(|(name, _)| name.value == key)?;
        Some(self.child(name, value))
    }

    /// An item of this list.
    pub(crate) fn item(&self, index: usize, node: &'a Node) -> Self {
        Self::new(node, format!("{}/{index}", self.pointer))
    }

    /// An error at this place.
    pub(crate) fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, message).at(self.node.span).pointer(self.pointer.clone())
    }

    /// The name of this value in messages: its key, or its position in a list.
    pub(crate) fn subject(&self) -> String {
        let (parent, token) = self.pointer.rsplit_once('/').unwrap_or(("", ""));
        match token.parse::<usize>() {
            _ if token.is_empty() => "the workflow".to_owned(),
            Ok(index) => {
                let list = parent.rsplit('/').next().unwrap_or_default();
                format!("item {} of {}", index + 1, quote(&unescape(list)))
            }
            Err(_) => quote(&unescape(token)),
        }
    }

    /// The items of a list.
    pub(crate) fn items(&self, findings: &mut Findings) -> Option<Vec<Self>> {
        let Some(items) = self.node.as_array() else {
            self.wrong_type(Expected::List, findings);
            return None;
        };
        Some(items.iter().enumerate().map(|(index, item)| self.item(index, item)).collect())
    }

    /// The entries of a mapping with free keys.
    pub(crate) fn entries(
        &self,
        expected: Expected,
        findings: &mut Findings,
    ) -> Option<Vec<(&'a Spanned<String>, Self)>> {
        let Some(entries) = self.node.as_object() else {
            self.wrong_type(expected, findings);
            return None;
        };
        Some(entries.iter().map(|(key, value)| (key, self.child(key, value))).collect())
    }

    /// Reads a mapping with only these keys.
    pub(crate) fn fields(&self, keys: &[&str], findings: &mut Findings) -> Option<Fields<'a>> {
        let fields = self.any_fields(findings)?;
        fields.refuse_unknown(&[keys], findings);
        Some(fields)
    }

    /// Reads a mapping without checking its keys.
    pub(crate) fn any_fields(&self, findings: &mut Findings) -> Option<Fields<'a>> {
        let Some(entries) = self.node.as_object() else {
            self.wrong_type(Expected::Mapping, findings);
            return None;
        };
        Some(Fields { at: self.clone(), entries, unknown: RefCell::default() })
    }
}

fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
