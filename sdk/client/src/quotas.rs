//! What there is and what may be.

use reqwest::Method;
use serde::{Deserialize, Serialize};

use crate::{Client, ClientError};

/// What the token and namespaces have and may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotas {
    /// What the caller's token may ask for.
    pub token: Vec<TokenRate>,
    /// What namespaces have.
    pub namespaces: Vec<NamespaceQuotas>,
}

/// What a token may ask for in a minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRate {
    /// `drafts`, `versions`, `runs`, `events`, or `refused` requests.
    pub what: String,
    /// How many in a minute, and at once.
    pub per_minute: u32,
    /// How many are left now.
    pub left: u32,
}

/// What one namespace has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamespaceQuotas {
    /// The namespace.
    pub namespace: String,
    /// Each quota.
    pub quotas: Vec<Quota>,
}

/// What a namespace has of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// `drafts`, `versions`, `runs` or `events`.
    pub what: String,
    /// How many there are.
    pub used: u64,
    /// How many there may be.
    pub most: u64,
}

impl Client {
    /// Quotas of a namespace, or of every one that the caller may see.
    ///
    /// # Errors
    /// As every call.
    pub async fn quotas(&self, namespace: Option<&str>) -> Result<Quotas, ClientError> {
        let query: Vec<(&str, &str)> =
            namespace.map(|namespace| ("namespace", namespace)).into_iter().collect();
        self.json(self.request(Method::GET, &["v1", "quotas"]).query(&query)).await
    }
}
