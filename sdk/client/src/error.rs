//! What can go wrong between a client and a server.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Diagnostic;

/// An error as the server told it (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of problem: `urn:towpath:problem:<code>`, or the type of the error that a workflow raised.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// The kind in a few words.
    #[serde(default)]
    pub title: String,
    /// The HTTP status.
    #[serde(default)]
    pub status: u16,
    /// What happened this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// This one occurrence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The stable code.
    #[serde(default)]
    pub code: String,
    /// The run, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// A policy refused: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A policy refused: which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// A policy refused: whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Roles of which one is needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needed: Vec<String>,
    /// What is wrong in a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
    /// Everything else that the server said.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, self.title)?;
        if !self.code.is_empty() {
            write!(f, " ({})", self.code)?;
        }
        match &self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

/// Why a call gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server said no, and why.
    #[error("the server answered {0}")]
    Problem(Box<Problem>),
    /// The answer is not one of a Towpath server; perhaps something stands between.
    #[error("the server at {url} answered {status}, which is not an answer of towpath")]
    Unexpected {
        /// The status.
        status: u16,
        /// What was asked.
        url: String,
    },
    /// The answer is not what it should be; perhaps the server is of another version.
    #[error("the answer of {url} cannot be read: {reason}")]
    Unreadable {
        /// What was asked.
        url: String,
        /// Why.
        reason: String,
    },
    /// The answer is larger than any answer of a Towpath server. It was not read to its end.
    #[error("the answer of {url} has more than {} MiB, so it was not read", most >> 20)]
    TooLarge {
        /// What was asked.
        url: String,
        /// Most bytes that are read.
        most: usize,
    },
    /// The server was not reached, or went away. Whether it did what was asked is not known.
    #[error("the server cannot be reached: {0}")]
    Transport(String),
    /// The server's address is none, or TLS cannot be set up.
    #[error("{0}")]
    Setup(String),
}

impl ClientError {
    /// The problem, when the server told one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }
}

impl From<reqwest::Error> for ClientError {
    fn from(error: reqwest::Error) -> Self {
        // The outermost words of a chain only say that something failed; the innermost say what.
        let mut words = error.to_string();
        let mut inner = std::error::Error::source(&error);
        while let Some(cause) = inner {
            words = format!("{words}: {cause}");
            inner = cause.source();
        }
        Self::Transport(words)
    }
}
