//! Drafts: the list of them, and the revisions of one.

use serde::{Deserialize, Serialize};

/// A draft, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftSummary {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its revision.
    pub revision: u64,
    /// When it was saved last.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub saved_at: String,
    /// The principal who saved it.
    pub saved_by: String,
    /// The title of the published version; absent: none was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The version for callers who name none; absent: none was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_version: Option<String>,
    /// It was saved since a version of it went live last.
    pub is_ahead: bool,
}

/// Drafts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Drafts {
    /// Those that were saved last first.
    pub items: Vec<DraftSummary>,
}

/// A revision of a draft, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftRevision {
    /// Its number.
    pub revision: u64,
    /// When it was saved.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub saved_at: String,
    /// The principal who saved it.
    pub saved_by: String,
    /// Digest of the text.
    pub digest: String,
    /// It is the draft as it is now.
    pub is_current: bool,
    /// Where the text came from, if it was not written anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The revisions of a draft that are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct DraftRevisions {
    /// Newest first, at most 100.
    pub items: Vec<DraftRevision>,
}

/// A revision of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftRevisionText {
    /// What is known of it.
    #[serde(flatten)]
    pub about: DraftRevision,
    /// The text.
    pub source: String,
}

/// Which revision to restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RestoreDraft {
    /// Its number.
    pub revision: u64,
}
