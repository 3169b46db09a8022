//! Diagnostics as editors use them: places as lines and columns.

use serde::{Deserialize, Serialize};

words! {
    /// How serious a diagnostic is.
    pub enum Severity {
        /// It cannot be published, activated or run.
        Error = "error",
        /// It can be, and is probably wrong.
        Warning = "warning",
        /// Worth knowing.
        Hint = "hint",
    }
}

/// Something wrong in a document, or worth knowing about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Diagnostic {
    /// The stable code; `GET /v1/codes/{code}` explains it.
    pub code: String,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// Where in the document: a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Further places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A second place that explains a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Related {
    /// Where in the text.
    pub range: Range,
    /// What is there.
    pub message: String,
}

/// A range of a text, as the Language Server Protocol counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Range {
    /// First position.
    pub start: Position,
    /// One past the last position.
    pub end: Position,
}

/// A position in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Position {
    /// Line, from 0.
    pub line: usize,
    /// Column, from 0, in UTF-16 code units.
    pub character: usize,
}
