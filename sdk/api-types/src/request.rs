//! Requests: what champions need from IT.

use serde::{Deserialize, Serialize};

words! {
    /// The state of a request.
    pub enum RequestState {
        /// IT has to decide.
        Open = "open",
        /// IT has granted it.
        Granted = "granted",
        /// IT has rejected it.
        Rejected = "rejected",
    }
}

/// A request: access for a workflow, or a new system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
    /// Its id.
    pub id: String,
    /// The namespace it is for.
    pub namespace: String,
    /// Its state.
    pub state: RequestState,
    /// The purpose.
    pub purpose: String,
    /// Who requested it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub opened_at: String,
    /// Seconds until it was decided, or, while it is open, until now.
    pub waited_s: i64,
    /// The workflow that needs access.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// What policies refuse, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<String>,
    /// The smallest permit for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permit: Option<String>,
    /// What that permit would cover now, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<String>,
    /// Digest of the request and of what its permit covers: a decision names it. Also the entity tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What the permit does not cover.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
    /// The system that is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Which data is sent there or read from there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// Its vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// The decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<RequestDecision>,
}

/// The decision about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestDecision {
    /// Who decided.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The policy that was put in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// It ends within two weeks, or has ended.
    pub ends_soon: bool,
}

/// A request that was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct GrantedRequest {
    /// The request now.
    #[serde(flatten)]
    pub request: AccessRequest,
    /// What policies still refuse of the draft, in words.
    pub still_refused: Vec<String>,
}

/// Requests, those that wait longest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Requests {
    /// The requests.
    pub requests: Vec<AccessRequest>,
}

/// A new request: access for a workflow, or a system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// The namespace it is for.
    pub namespace: String,
    /// The purpose.
    pub purpose: String,
    /// A workflow whose draft makes accesses that policies refuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// Or a system that no integration reaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Which data is sent there or read from there; needed with `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// The system's vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
}

/// Grants a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantRequest {
    /// The permit, narrowed; absent: the drafted one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permit: Option<String>,
    /// A comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Rejects a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RejectRequest {
    /// Why; shown to the person who requested it.
    pub reason: String,
}

/// Which requests to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct RequestsQuery {
    /// Of this namespace; absent: of all that the caller may see.
    pub namespace: Option<String>,
    /// In this state.
    #[cfg_attr(feature = "utoipa", param(inline))]
    pub state: Option<RequestState>,
}
