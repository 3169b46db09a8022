//! Grants: what IT permitted on request.

use serde::{Deserialize, Serialize};

words! {
    /// The state of a grant.
    #[non_exhaustive]
    pub enum GrantState {
        /// It is in force.
        Active = "active",
        /// It is in force, and ends within two weeks.
        EndsSoon = "endsSoon",
        /// It was in force until its last day.
        Ended = "ended",
        /// An operation it names has changed: it is paused until IT confirms it.
        ReferentChanged = "referentChanged",
        /// The policies in force no longer contain it as it was granted.
        Superseded = "superseded",
    }
}

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct GrantedPermit {
    /// The policy that permits it.
    pub policy: String,
    /// Digest of what was granted and of what it covers now: a confirmation names it. Also the entity tag.
    pub digest: String,
    /// The workflow's namespace.
    pub namespace: String,
    /// The workflow's name.
    pub workflow: String,
    /// Digest of the definition it was requested for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// Its state.
    pub state: GrantState,
    /// Its last day.
    pub expires: String,
    /// Whole days that are left.
    pub days_left: i64,
    /// What it permits, by name.
    pub permits: Vec<String>,
    /// What has changed since it was granted or confirmed, in words. While there is any, it is paused.
    pub changes: Vec<String>,
    /// Remarks, which do not pause it.
    pub remarks: Vec<String>,
    /// The purpose.
    pub purpose: String,
    /// The request it was granted for.
    pub request: String,
    /// Who requested it.
    pub asked_by: String,
    /// Who granted it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// The last confirmation after a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
}

/// A confirmation of a grant by IT, after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// Who confirmed.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// Their comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What had changed.
    pub changes: Vec<String>,
}

/// Grants, those that end first at the top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Grants {
    /// The grants.
    pub grants: Vec<GrantedPermit>,
}

/// Which grants to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct GrantsQuery {
    /// Of this namespace; absent: of all that the caller may see.
    pub namespace: Option<String>,
}

/// Confirms a grant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantConfirmation {
    /// A comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
