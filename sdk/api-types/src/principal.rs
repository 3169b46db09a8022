//! Principals: who created them, who minted their tokens, and whether they are disabled.

use serde::{Deserialize, Serialize};

use crate::Role;

/// A principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PrincipalRecord {
    /// What journals, drafts and approvals record.
    pub id: String,
    /// A name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its main role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Role>,
    /// When it was created.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub created_at: String,
    /// The principal who created it, or minted its first token.
    pub created_by: String,
    /// The id of the token used to create it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_with: Option<String>,
    /// Who minted its tokens.
    pub minted_by: Vec<String>,
    /// Every role its tokens ever had: `champion:support`.
    pub grants: Vec<String>,
    /// Who disabled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<DisabledPrincipal>,
    /// Counts the changes; also the entity tag. 0: only a token of an earlier version names it.
    pub revision: u64,
}

/// Who disabled a principal, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct DisabledPrincipal {
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// The principal who did it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Principals by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Principals {
    /// The principals.
    pub principals: Vec<PrincipalRecord>,
}

/// The details of a principal that people may set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrincipalDetails {
    /// A name for people, at most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its main role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Role>,
}

/// Disables a principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DisablePrincipal {
    /// Why; shown with the principal.
    pub reason: String,
}
