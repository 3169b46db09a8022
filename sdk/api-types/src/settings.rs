//! Settings of workflows.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The settings of a workflow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The values in force: what was set, and the default of everything else.
    pub values: Map<String, Value>,
    /// What was set.
    pub set: Map<String, Value>,
    /// The JSON Schema they keep to; each of its `properties` has a `default`.
    pub schema: Value,
    /// The version with this schema, which is the one that callers get.
    pub version: String,
    /// Counts the changes; also the entity tag.
    pub revision: u64,
    /// The principal who changed them last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: Option<String>,
}

/// Replaces the settings of a workflow. The other fields of [`Settings`] are accepted and ignored, so that what was read can be
/// sent back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// What is set; everything else gets its default again.
    pub values: Map<String, Value>,
    /// Why; shown with the settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, rename = "set", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _set: IgnoredAny,
    #[serde(default, rename = "schema", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _schema: IgnoredAny,
    #[serde(default, rename = "version", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _version: IgnoredAny,
    #[serde(default, rename = "revision", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _revision: IgnoredAny,
    #[serde(default, rename = "by", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _by: IgnoredAny,
    #[serde(default, rename = "at", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _at: IgnoredAny,
}

impl SettingsChange {
    /// To these values, for this reason.
    pub fn new(values: Map<String, Value>, reason: Option<String>) -> Self {
        Self { values, reason, ..Self::default() }
    }
}
