//! Search: everything that the caller may see, by its names.

use serde::{Deserialize, Serialize};

words! {
    /// What was found.
    #[non_exhaustive]
    pub enum FoundKind {
        /// A published workflow.
        Workflow = "workflow",
        /// A draft.
        Draft = "draft",
        /// An operation that definitions may call.
        Operation = "operation",
        /// An integration.
        Integration = "integration",
        /// A policy.
        Policy = "policy",
        /// A run.
        Run = "run",
        /// A request to IT.
        Request = "request",
        /// A principal.
        Principal = "principal",
        /// A definition to begin with.
        Template = "template",
        /// A version that waits for an approval.
        Review = "review",
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct FoundItem {
    /// What it is.
    pub kind: FoundKind,
    /// Its id, as its own route has it; `namespace/name` of a workflow or a draft, `namespace/name/version` of a review.
    pub id: String,
    /// Its title, or its name.
    pub title: String,
    /// What tells it from others with this title.
    pub subtitle: String,
    /// Its namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Found {
    /// The best first.
    pub items: Vec<FoundItem>,
}

/// What to search for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SearchQuery {
    /// Words, 1 to 100 characters; each has to be found. Or a run's id, or at least its first six digits.
    pub q: String,
    /// At most this many: 1 to 50, 20 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}
