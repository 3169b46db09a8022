//! Who changed what.

use reqwest::Method;
use serde::{Deserialize, Serialize};

use crate::{Client, ClientError};

/// Something that somebody did, or tried to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When, RFC 3339.
    pub at: String,
    /// `asked`, before it was done, or `done`.
    pub phase: String,
    /// The same for both.
    pub request: String,
    /// The principal.
    pub who: String,
    /// A method and a route.
    pub action: String,
    /// The path.
    pub target: String,
    /// The address it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Digest of the policies in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<String>,
    /// A keyed digest of what was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The status it was answered with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

#[derive(Deserialize)]
struct Entries {
    entries: Vec<AuditEntry>,
}

impl Client {
    /// Entries of the audit log, newest first. `query`: `who`, `text`, `since`, `until`, `limit`.
    ///
    /// # Errors
    /// As every call.
    pub async fn audit(&self, query: &[(&str, &str)]) -> Result<Vec<AuditEntry>, ClientError> {
        let list: Entries = self.json(self.request(Method::GET, &["v1", "audit"]).query(query)).await?;
        Ok(list.entries)
    }
}
