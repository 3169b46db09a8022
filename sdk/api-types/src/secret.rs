//! Secrets: names and uses, never values.

use serde::{Deserialize, Serialize};

/// The names of secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct SecretNames {
    /// The names of existing secrets, sorted.
    pub secrets: Vec<String>,
    /// Existing secrets and those that a document names, sorted, with their users.
    pub uses: Vec<SecretUse>,
}

/// A secret and its users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SecretUse {
    /// Its name.
    pub name: String,
    /// `integration crm` or `workflow support/refund-triage 1.0.0`, sorted: workflows of namespaces that the caller may list.
    pub used_by: Vec<String>,
    /// Why it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A secret's value.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecretValue {
    /// The value; it can be replaced, never read.
    pub value: String,
}

impl std::fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretValue").finish_non_exhaustive()
    }
}
