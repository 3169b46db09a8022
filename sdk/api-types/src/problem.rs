//! Errors: problem documents of RFC 9457.

use serde::{Deserialize, Serialize};

use crate::{AffectedWorkflow, Diagnostic, EvaluatedAccess, NearMiss, Rule};

/// An error (RFC 9457). Fields without a value are absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What kind of problem: `urn:towpath:problem:<code>`, or the type of the error that the workflow raised.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// This one occurrence: the path of the request, the run, the place in the workflow that raised it, or the
    /// `urn:uuid:…` of an incident, which the server's log names too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The stable code; `GET /v1/codes/{code}` explains it.
    pub code: String,
    /// The run, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// A policy refused: why, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A policy refused: which one, or the permit that came nearest. Only for champions, IT and auditors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// A policy refused: who can help. Only for champions, IT and auditors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// A policy refused: the rules that decided. Only for champions, IT and auditors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Nothing permits it: the permits that came nearest, and their conditions that do not hold. Only for champions, IT and
    /// auditors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<NearMiss>,
    /// The roles of which one is needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needed: Vec<String>,
    /// What is wrong in the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
    /// The accesses that policies refuse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accesses: Vec<EvaluatedAccess>,
    /// The error that ended the run. Only for champions, IT and auditors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Live workflows that lose something by the change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affected: Vec<AffectedWorkflow>,
    /// Digest of the impact report to confirm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// The version to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The current revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// Digest of what there is to decide about now; it differs from what was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The most that is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
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

/// The error that ended a run, as the runner or the engine reported it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Cause {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its status.
    pub status: u16,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// JSON pointer of the task it happened in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}
