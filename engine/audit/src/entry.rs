//! An entry of the audit log: an action of a principal, done or refused.

use serde::{Deserialize, Serialize};

/// The moment at which an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Before the action, so that nothing changes that is not in the log.
    Asked,
    /// After the action, with its result.
    Done,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Before or after the action.
    pub phase: Phase,
    /// The id of the request, the same in both entries.
    pub request: String,
    /// The principal's id.
    pub who: String,
    /// The public id of the token; none for the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The action: a method and a route, `PUT /v1/policies/{name}`.
    pub action: String,
    /// The target: the path, `/v1/policies/refunds`.
    pub target: String,
    /// The client address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Digest of the policies in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<String>,
    /// A keyed digest of the body: the same for the same bytes, but only on this server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The HTTP status of the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The number of equal refusals that this entry represents, if more than one. It describes the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// A filter for entries.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Of this principal.
    pub who: Option<String>,
    /// With this text in the action or target.
    pub text: Option<String>,
    /// Not before this time, in milliseconds since the Unix epoch.
    pub since: Option<i64>,
    /// Before this time, in milliseconds since the Unix epoch.
    pub until: Option<i64>,
    /// Written in this phase; `None`: both.
    pub phase: Option<Phase>,
    /// Maximum number of entries; the newest are returned.
    pub limit: usize,
}

impl Search {
    pub(crate) fn fits(&self, entry: &Entry) -> bool {
        let text = |text: &String| entry.action.contains(text) || entry.target.contains(text);
        self.who.as_ref().is_none_or(|who| *who == entry.who)
            && self.phase.is_none_or(|phase| phase == entry.phase)
            && self.text.as_ref().is_none_or(text)
            && self.since.is_none_or(|since| entry.at >= since)
            && self.until.is_none_or(|until| entry.at < until)
    }
}
