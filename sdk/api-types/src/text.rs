//! Policies and integrations as texts.

use serde::{Deserialize, Serialize};

use crate::{Diagnostic, Traffic};

/// A policy or an integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Text {
    /// Its name.
    pub name: String,
    /// The text, with comments.
    pub source: String,
    /// Increases with every change; also the entity tag.
    pub revision: u64,
    /// This text is in force.
    pub active: bool,
    /// The principal who wrote it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
}

/// A policy or an integration in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct TextSummary {
    /// Its name.
    pub name: String,
    /// Increases with every change.
    pub revision: u64,
    /// The saved text is in force.
    pub active: bool,
    /// The principal who wrote it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// Of an integration: its circuit breaker, its calls and its limits. `web` has an entry for each host that was called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traffic: Vec<Traffic>,
}

/// A policy or an integration that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct SavedText {
    /// Its name.
    pub name: String,
    /// Its revision now; also the entity tag.
    pub revision: u64,
    /// This text is in force.
    pub active: bool,
    /// Warnings and hints about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Policies by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Policies {
    /// The policies.
    pub policies: Vec<TextSummary>,
}

/// Integrations by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Integrations {
    /// The integrations.
    pub integrations: Vec<TextSummary>,
}

/// What was confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ConfirmQuery {
    /// Digest of what the change takes away, from the refusal (`impact`): needed where it takes something away.
    pub confirm: Option<String>,
}
