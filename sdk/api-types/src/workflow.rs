//! Published workflows: versions, their states, switches.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Awaiting, ReviewState};

words! {
    /// The state of a published version.
    pub enum VersionState {
        /// It can be called.
        Published = "published",
        /// It can be called; callers should move to another version.
        Deprecated = "deprecated",
        /// It cannot be called until it is resumed. Runs under way continue.
        Suspended = "suspended",
        /// It can never be called again. Runs under way continue.
        Retired = "retired",
    }
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`.
    pub version: String,
    /// `document.title`, or the name.
    pub title: String,
    /// Digest of the canonical definition: comments, key order and quoting do not change it.
    pub digest: String,
    /// The principal who published it.
    pub author: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub published_at: String,
    /// Its state.
    pub state: VersionState,
    /// Why it is in that state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The version for callers who name none, where it is another one: this one was rolled back, or is newer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callers_get: Option<String>,
    /// The workflow is switched off, and why: no version starts a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switched_off: Option<String>,
    /// The state of its review, while a policy requires an approval that it does not have. What the policy covers is refused
    /// to its runs until it is approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewState>,
    /// The rules without an approval yet, and who may give it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaiting: Vec<Awaiting>,
}

/// Published workflows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Workflows {
    /// The latest version of each.
    pub workflows: Vec<Version>,
}

/// The published versions of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Versions {
    /// The versions.
    pub versions: Vec<Version>,
}

/// Which workflows to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct NamespaceQuery {
    /// Of this namespace; absent: of all that the caller may see.
    pub namespace: Option<String>,
}

/// Which version to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct VersionQuery {
    /// A published version; absent: the latest.
    pub version: Option<String>,
}

/// The input and output of a workflow, and the errors it may answer with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Interface {
    /// The version.
    pub version: String,
    /// JSON Schema of the input; absent where the definition has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub input: Option<Value>,
    /// JSON Schema of the output; absent where the definition has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub output: Option<Value>,
    /// Examples of calls: cases that people have saved and that end well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// The errors that the definition raises, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<RaisedError>,
}

/// An example of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The input.
    #[cfg_attr(feature = "utoipa", schema(value_type = serde_json::Value))]
    pub input: Value,
    /// The output.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub output: Option<Value>,
}

/// An error that a definition raises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct RaisedError {
    /// The URI of its type; absent where an expression computes it.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// Its title; absent where an expression computes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// Sets the state of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StateChange {
    /// The state to set.
    pub state: VersionState,
    /// Why; shown to callers of a suspended or retired version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Which version callers shall get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RollBack {
    /// A version that was published before.
    pub version: String,
}

/// The switch of a workflow or an integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Switch {
    /// Whether it is on.
    pub on: bool,
    /// Why it is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The principal who switched it off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: Option<String>,
}

/// Switches a workflow or an integration off or on. The other fields of [`Switch`] are accepted and ignored, so that what was
/// read can be sent back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SwitchChange {
    /// Whether it shall be on.
    pub on: bool,
    /// Why it is switched off; needed then, and shown to refused callers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, rename = "by", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _by: IgnoredAny,
    #[serde(default, rename = "at", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _at: IgnoredAny,
}

impl SwitchChange {
    /// Off, for this reason.
    pub fn off(reason: impl Into<String>) -> Self {
        Self { on: false, reason: Some(reason.into()), ..Self::default() }
    }

    /// On.
    pub fn on() -> Self {
        Self { on: true, ..Self::default() }
    }
}
