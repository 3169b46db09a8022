//! Quotas of namespaces and rates of tokens.

use serde::{Deserialize, Serialize};

words! {
    /// What a token may do a limited number of times a minute.
    #[non_exhaustive]
    pub enum RateKind {
        /// Saving drafts and checking definitions.
        Drafts = "drafts",
        /// Publishing versions.
        Versions = "versions",
        /// Starting runs, draft runs too.
        Runs = "runs",
        /// Sending events.
        Events = "events",
        /// Requests that are refused.
        Refused = "refused",
    }
}

words! {
    /// What a namespace may have a limited number of.
    #[non_exhaustive]
    pub enum QuotaKind {
        /// Drafts.
        Drafts = "drafts",
        /// Versions that are not retired.
        Versions = "versions",
        /// Runs that have not ended.
        Runs = "runs",
        /// Events that are kept; newer ones push out the oldest.
        Events = "events",
    }
}

/// Of which namespaces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct QuotasQuery {
    /// Of this namespace; absent: of all that the caller may see.
    pub namespace: Option<String>,
}

/// Quotas and rates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Quotas {
    /// The rates of the caller's token.
    pub token: Vec<TokenRate>,
    /// The quotas of namespaces.
    pub namespaces: Vec<NamespaceQuotas>,
}

/// What a token may do in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokenRate {
    /// What is limited.
    pub what: RateKind,
    /// How many in a minute, and at once.
    pub per_minute: u32,
    /// How many are left now.
    pub left: u32,
}

/// The quotas of one namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct NamespaceQuotas {
    /// The namespace.
    pub namespace: String,
    /// Each quota.
    pub quotas: Vec<Quota>,
}

/// One quota of a namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Quota {
    /// What is limited.
    pub what: QuotaKind,
    /// How many there are.
    pub used: u64,
    /// How many there may be.
    pub most: u64,
}
