//! The audit log.

use reqwest::Method;
use towpath_api_types::{AuditAnchor, AuditEntries, AuditEntry, AuditQuery};

use crate::{Client, ClientError};

impl Client {
    /// Entries of the audit log, newest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditEntry>, ClientError> {
        let list: AuditEntries = self.json(self.request(Method::GET, &["v1", "audit"]).query(query)).await?;
        Ok(list.entries)
    }

    /// The state of the anchor of the audit log.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when the server has no anchor.
    pub async fn audit_anchor(&self) -> Result<AuditAnchor, ClientError> {
        self.json(self.request(Method::GET, &["v1", "audit", "anchor"])).await
    }
}
