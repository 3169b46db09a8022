//! One thing somebody did, or tried to.

use serde::{Deserialize, Serialize};

/// When an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Before it is done: nothing changes that is not in the log.
    Asked,
    /// After it was done, with what came of it.
    Done,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Before or after.
    pub phase: Phase,
    /// The same for both entries of one request.
    pub request: String,
    /// The principal's id.
    pub who: String,
    /// The public id of the token that it was asked with; none for the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// What was asked: a method and a route, `PUT /v1/policies/{name}`.
    pub action: String,
    /// Of what: the path, `/v1/policies/refunds`.
    pub target: String,
    /// The address it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Digest of the policies in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<String>,
    /// A keyed digest of what was sent: the same for the same bytes, on this server only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The HTTP status it was answered with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How many equal refusals it stands for, where it is more than one; the newest is the one described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Of this principal.
    pub who: Option<String>,
    /// Whose action or target has this text in it.
    pub text: Option<String>,
    /// Not before, in milliseconds since the Unix epoch.
    pub since: Option<i64>,
    /// Before, in milliseconds since the Unix epoch.
    pub until: Option<i64>,
    /// Written then: before it was done, or after. `None`: both.
    pub phase: Option<Phase>,
    /// At most so many, the newest.
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
