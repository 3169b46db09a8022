//! Errors in the form of the specification (problem details), with further fields for the host.

use serde::{Deserialize, Serialize};

use towpath_diagnostics::Code;

use crate::CarriedOut;

/// An error: raised by a definition, by the runner, or by an effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Stored")]
pub struct Problem {
    /// URI of the error's type, unchanged.
    #[serde(rename = "type")]
    pub kind: String,
    /// HTTP-like status.
    pub status: u16,
    /// A short title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Details of this occurrence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// JSON pointer of the task in which it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Towpath's stable code. Not visible to the workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The effect that failed, so that the host finds its decision. Not visible to the workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<u64>,
    /// Whether the definition raised it (`raise`), so that its status is for the caller.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raised: bool,
    /// Whether the failed effect was carried out. Not visible to the workflow.
    #[serde(default, skip_serializing_if = "CarriedOut::is_unknown")]
    pub carried_out: CarriedOut,
    /// Labels of the values in this error's text, sorted. Not visible to the workflow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// The error body of the other system, if its operation describes it. It is data with the labels of the
    /// operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<serde_json::Value>,
    /// The number of seconds to wait before a retry, as requested by the other system. Not visible to the
    /// workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

/// A [`Problem`] in records. Older records have `undone` instead of `carriedOut`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    #[serde(rename = "type")]
    kind: String,
    status: u16,
    title: Option<String>,
    detail: Option<String>,
    instance: Option<String>,
    code: Option<String>,
    effect: Option<u64>,
    #[serde(default)]
    raised: bool,
    carried_out: Option<CarriedOut>,
    #[serde(default)]
    undone: bool,
    #[serde(default)]
    labels: Vec<String>,
    details: Option<serde_json::Value>,
    retry_after: Option<u64>,
}

impl From<Stored> for Problem {
    fn from(stored: Stored) -> Self {
        let Stored {
            kind,
            status,
            title,
            detail,
            instance,
            code,
            effect,
            raised,
            carried_out,
            undone,
            labels,
            details,
            retry_after,
        } = stored;
        let older = || match undone {
            true => CarriedOut::of_undone(code.as_deref(), status),
            false => CarriedOut::Unknown,
        };
        let carried_out = carried_out.unwrap_or_else(older);
        Self {
            kind,
            status,
            title,
            detail,
            instance,
            code,
            effect,
            raised,
            carried_out,
            labels,
            details,
            retry_after,
        }
    }
}

impl Problem {
    /// The error for readers who may not see its labels. INVARIANT: this is an allow-list, so that a new
    /// field stays hidden until it is added here. An error with a code comes from the engine, so its title
    /// and its place contain no data. All parts of any other error, including its status, come from the
    /// definition or the other system.
    pub fn masked(&self) -> Self {
        let Self {
            kind,
            status: _,
            title,
            detail: _,
            instance,
            code,
            effect,
            raised,
            carried_out,
            labels,
            details: _,
            retry_after: _,
        } = self;
        let is_own = code.is_some() && !raised;
        let kind = if types::KNOWN.contains(&kind.as_str()) { kind } else { types::RUNTIME };
        Self {
            kind: kind.to_owned(),
            status: types::status(kind),
            title: title.clone().filter(|_| is_own),
            detail: Some(format!("masked: it holds {}", labels.join(", "))),
            instance: instance.clone().filter(|_| is_own),
            code: code.clone(),
            effect: *effect,
            raised: *raised,
            carried_out: *carried_out,
            labels: labels.clone(),
            details: None,
            retry_after: None,
        }
    }

    /// Adds labels. The result is sorted, without duplicates.
    pub fn label(&mut self, labels: &[String]) {
        self.labels.extend(labels.iter().cloned());
        self.labels.sort_unstable();
        self.labels.dedup();
    }

    /// A problem of this engine: a type from [`types`], that type's standard status, and a code.
    pub fn new(kind: &str, code: &Code, detail: impl Into<String>) -> Self {
        Self { code: Some(code.as_str().to_owned()), ..Self::uncoded(kind, detail) }
    }

    /// A problem without a code: one that a definition or another system declares.
    pub fn uncoded(kind: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            status: types::status(kind),
            title: None,
            detail: Some(detail.into()),
            instance: None,
            code: None,
            effect: None,
            raised: false,
            carried_out: CarriedOut::Unknown,
            labels: Vec::new(),
            details: None,
            retry_after: None,
        }
    }
}

/// The error types of the specification, and the two additional types of this engine.
pub mod types {
    /// The common prefix of the standard types.
    pub const STANDARD: &str = "https://open-workflow-specification.org/spec/1.0.0/errors/";
    /// The definition or the configuration is wrong.
    pub const CONFIGURATION: &str = "https://open-workflow-specification.org/spec/1.0.0/errors/configuration";
    /// Data does not match its schema.
    pub const VALIDATION: &str = "https://open-workflow-specification.org/spec/1.0.0/errors/validation";
    /// An expression failed.
    pub const EXPRESSION: &str = "https://open-workflow-specification.org/spec/1.0.0/errors/expression";
    /// The other system requires authentication.
    pub const AUTHENTICATION: &str =
        "https://open-workflow-specification.org/spec/1.0.0/errors/authentication";
    /// A policy or the other system refuses.
    pub const AUTHORIZATION: &str = "https://open-workflow-specification.org/spec/1.0.0/errors/authorization";
    /// A timeout.
    pub const TIMEOUT: &str = "https://open-workflow-specification.org/spec/1.0.0/errors/timeout";
    /// The other system could not be reached, or returned an error.
    pub const COMMUNICATION: &str = "https://open-workflow-specification.org/spec/1.0.0/errors/communication";
    /// An error at run time.
    pub const RUNTIME: &str = "https://open-workflow-specification.org/spec/1.0.0/errors/runtime";
    /// A write may or may not have happened; no `retry` repeats it.
    pub const OUTCOME_UNKNOWN: &str = "urn:towpath:error:outcome-unknown";
    /// A limit ended the run. It cannot be caught.
    pub const LIMIT: &str = "urn:towpath:error:limit";

    /// Every type of the specification and of the engine. Any other type may contain data.
    pub const KNOWN: &[&str] = &[
        CONFIGURATION,
        VALIDATION,
        EXPRESSION,
        AUTHENTICATION,
        AUTHORIZATION,
        TIMEOUT,
        COMMUNICATION,
        RUNTIME,
        OUTCOME_UNKNOWN,
        LIMIT,
    ];

    /// The status that the specification assigns to a type; 500 for all others.
    pub fn status(kind: &str) -> u16 {
        match kind {
            CONFIGURATION | VALIDATION | EXPRESSION => 400,
            AUTHENTICATION => 401,
            AUTHORIZATION => 403,
            TIMEOUT => 408,
            _ => 500,
        }
    }
}
