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
    /// The id of the token that it was asked with; none for the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
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
    /// How many equal refusals it stands for, where it is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// How handing the heads of the audit log over goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditAnchor {
    /// Where heads go: an address, or a file.
    pub place: String,
    /// Heads that wait.
    pub waiting: usize,
    /// The last link that was handed over, `chain#number`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<String>,
    /// Heads that were left out, since too many waited; later ones speak for them.
    pub left_out: u64,
    /// Attempts that failed since one went well.
    pub failures: u64,
    /// Why the last one failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
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

    /// How handing the heads of the audit log over goes.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when the server has no anchor.
    pub async fn audit_anchor(&self) -> Result<AuditAnchor, ClientError> {
        self.json(self.request(Method::GET, &["v1", "audit", "anchor"])).await
    }
}
