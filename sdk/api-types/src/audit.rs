//! The audit log: its entries, and the state of its anchor.

use serde::{Deserialize, Serialize};

words! {
    /// When an entry of the audit log was written.
    pub enum AuditPhase {
        /// Before the action.
        Asked = "asked",
        /// After the action, with its result.
        Done = "done",
    }
}

/// An action, or the attempt of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// Before or after the action.
    pub phase: AuditPhase,
    /// The same id in both entries of one request.
    pub request: String,
    /// The principal.
    pub who: String,
    /// The id of the token used; absent for the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// A method and a route, or an action of a start of the server.
    pub action: String,
    /// The path.
    pub target: String,
    /// The address it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Digest of the policies in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<String>,
    /// A keyed digest of the request body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The status of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How many equal refusals this entry stands for, where it is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// Entries, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct AuditEntries {
    /// The entries.
    pub entries: Vec<AuditEntry>,
}

/// The state of the anchor: the place outside the server that keeps the signed heads of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditAnchor {
    /// Where heads are sent: an address, or a file.
    pub place: String,
    /// Heads not yet sent.
    pub waiting: usize,
    /// The last link that was sent, `chain#number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<String>,
    /// Heads left out because too many were waiting. Later heads cover them.
    pub left_out: u64,
    /// Failed attempts since the last success.
    pub failures: u64,
    /// Why the last attempt failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// `TP4082` while sending fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Which entries to return.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Of this principal.
    pub who: Option<String>,
    /// With this text in the action or the target.
    pub text: Option<String>,
    /// Not before this time.
    #[cfg_attr(feature = "utoipa", param(format = DateTime))]
    pub since: Option<String>,
    /// Before this time.
    #[cfg_attr(feature = "utoipa", param(format = DateTime))]
    pub until: Option<String>,
    /// `asked`: only entries from before an action; `done`: only results.
    #[cfg_attr(feature = "utoipa", param(inline))]
    pub phase: Option<AuditPhase>,
    /// At most this many: 1 to 1000, 100 where absent.
    pub limit: Option<usize>,
}
