//! Drafts: saving, checking, publishing, and draft runs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::{Awaiting, Diagnostic, EvaluatedAccess, Review, StartTimes, Version};

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The text.
    pub source: String,
    /// Increases with every change; also the entity tag.
    pub revision: u64,
    /// The principal who saved it.
    pub author: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub saved_at: String,
}

/// What checking a definition found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// It can be published as it is; `reviews` says who has to approve it then.
    pub publishable: bool,
    /// Who has to approve it before it can be called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Awaiting>,
    /// Which workflow it is, where that much could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Identified>,
    /// Everything found in the text.
    pub diagnostics: Vec<Diagnostic>,
    /// What the policies in force say of each access.
    pub accesses: Vec<EvaluatedAccess>,
    /// When it would start without a caller, were it published. A draft never does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<StartTimes>,
}

/// Which workflow a text is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Identified {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`.
    pub version: String,
    /// Digest of the canonical definition.
    pub digest: String,
}

/// A draft that was saved, with or without errors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SavedDraft {
    /// Its revision now; also the entity tag.
    pub revision: u64,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub saved_at: String,
    /// What was found in it.
    #[serde(flatten)]
    pub report: Report,
}

/// A version that was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Published {
    /// The version.
    #[serde(flatten)]
    pub version: Version,
    /// It was published before with the same content; nothing changed.
    pub unchanged: bool,
    /// The version for callers who name none; another one after a rollback to it.
    pub current: String,
    /// Accesses that policies evaluate when they happen, with their real arguments.
    pub checked_at_run_time: Vec<EvaluatedAccess>,
    /// Warnings and hints.
    pub diagnostics: Vec<Diagnostic>,
}

/// A version that a person has to approve before it can be called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct InReview {
    /// Always false: it cannot be called yet.
    pub live: bool,
    /// The review.
    pub review: Review,
}

words! {
    /// Whether reads of a draft run reach real systems.
    #[derive(Default)]
    pub enum DraftReads {
        /// Reads without a declared answer are sent, where policies allow them.
        #[default]
        Real = "real",
        /// Nothing is sent; a call without a declared answer fails.
        Declared = "declared",
    }
}

/// How to run a draft.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftRun {
    /// The input: any JSON; `{}` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub input: Option<Box<RawValue>>,
    /// Settings for this run; those in force where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub settings: Option<Map<String, Value>>,
    /// Declared answers, used instead of calls, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<DeclaredAnswer>,
    /// The same in short: by operation a value, `{"error": …}`, or a list with one for each call.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub results: BTreeMap<String, Value>,
    /// Whether reads without a declared answer are sent.
    #[serde(default)]
    pub reads: DraftReads,
}

/// An answer used instead of a call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclaredAnswer {
    /// What it answers: `payments.refund`, or `support/triage` for a workflow that is started.
    pub operation: String,
    /// Only for a call with these arguments; for any call where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Value>,
    /// The result; null where there is no error either.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
    /// The error instead of a result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<DeclaredError>,
    /// Labels of the result, in addition to those of the operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// The value was left out when this was recorded, because of these labels. Replace it before use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
}

/// A declared error.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclaredError {
    /// Its type; that of a failed communication where absent.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its status; 500 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The other side's error document, where its operation describes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
}

/// How long to wait for a draft run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct DraftRunQuery {
    /// How long to wait for the end, in seconds, up to what the server allows (30 by default); 0: do not wait.
    #[cfg_attr(feature = "utoipa", param(minimum = 0))]
    pub wait: Option<u64>,
}
