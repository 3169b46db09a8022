//! Values that several rooms pass to each other and to the callers of the engine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_journal::{InDoubt, RunHead};
use towpath_policies::{Awaiting, Decision, StaticHold};
use towpath_wire::{Identity, Json, Problem, problem_types};

use crate::timetable::StartsAt;
use crate::version::PublishedVersion;

/// The definition of a workflow as somebody saved it, not yet live.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The text, YAML or JSON.
    pub source: String,
    /// Who saved it: a principal's id.
    pub author: String,
    /// Milliseconds since the Unix epoch.
    pub saved_at: i64,
    /// Counts every save, over the life of the workflow.
    #[serde(default)]
    pub edits: u64,
    /// Everybody who saved text of it since a version of it went live last, with the number of their last edit.
    #[serde(default)]
    pub writers: BTreeMap<String, u64>,
    /// When the first edit since the last live version was saved, in milliseconds since the Unix epoch; 0 where an older engine
    /// saved it.
    #[serde(default)]
    pub begun_at: i64,
    /// The document's revision, for the next change.
    #[serde(default)]
    pub revision: u64,
}

/// The result of checking a definition on this server.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Everything found in the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Which workflow it is, where that much could be read.
    pub workflow: Option<Identity>,
    /// What the policies in force say of each access of the profile.
    pub accesses: Vec<EvaluatedAccess>,
    /// When it would start without a caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<StartsAt>,
}

impl CheckReport {
    /// Whether it could be published as it is.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
            && self.accesses.iter().all(|access| access.verdict != towpath_policies::StaticOutcome::Denied)
    }
}

/// One access of a definition, evaluated before it runs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvaluatedAccess {
    /// The access.
    pub access: towpath_access::ProfiledAccess,
    /// What the policies say.
    pub verdict: towpath_policies::StaticOutcome,
    /// The rules that matched or may match.
    pub rules: Vec<towpath_policies::MatchedRule>,
    /// Reviews that match or may, which this version has no approval for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Awaiting>,
    /// Holds that match or may: calls that a person has to release.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<StaticHold>,
    /// The policy's reason, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom to contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A version that was published.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Published {
    /// The version.
    #[serde(flatten)]
    pub version: PublishedVersion,
    /// It was published before with the same content; nothing changed.
    pub unchanged: bool,
    /// The version that callers get who name none.
    pub current: String,
    /// Accesses that are evaluated when they happen, with their real arguments.
    pub checked_at_run_time: Vec<EvaluatedAccess>,
    /// Warnings and hints.
    pub diagnostics: Vec<Diagnostic>,
}

/// A run as it is on disk.
#[derive(Debug, Clone)]
pub struct RunView {
    /// Its head: what can be looked up without its journal.
    pub head: RunHead,
    /// The output, when it ended well.
    pub output: Option<Json>,
    /// Labels of the output, sorted.
    pub labels: Vec<String>,
    /// Labels of everything that it had received when it ended, sorted; none while it goes on.
    pub run_labels: Vec<String>,
    /// The error, when it ended badly.
    pub error: Option<Problem>,
    /// The decision behind the error, when a policy refused an effect and nobody caught it.
    pub refusal: Option<Decision>,
    /// Writes that were under way when it ended: each may have happened.
    pub in_doubt: Vec<InDoubt>,
}

/// A stored text document (policy or integration).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    /// Its name.
    pub name: String,
    /// The text as it was put, comments and all.
    pub source: String,
    /// Who put it.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The revision.
    #[serde(default)]
    pub revision: u64,
    /// The saved text is what is in force.
    #[serde(default)]
    pub active: bool,
}

impl Text {
    /// A text as it is kept.
    pub(crate) fn put(name: &str, source: &str, by: &str, at: i64) -> Self {
        let (name, source, by) = (name.to_owned(), source.to_owned(), by.to_owned());
        Self { name, source, by, at, revision: 0, active: false }
    }
}

/// Whether a run failed because its input cannot be read, or is not what the workflow takes. Such an error is at
/// `/input`, or, if it is in no task, has a code that says that something was not read.
pub fn is_about_the_input(error: &Problem) -> bool {
    let is_unread = || {
        let unread = [codes::TP0501, codes::TP0502, codes::TP0503];
        unread.iter().any(|code| error.code.as_deref() == Some(code.as_str()))
    };
    let at_input = match error.instance.as_deref() {
        Some(place) => place == "/input" || place.starts_with("/input/"),
        None => is_unread() || is_of_early_runner(error),
    };
    at_input && !error.raised && error.kind == problem_types::VALIDATION
}

/// Runners of the first releases named the place in the text alone. Versions keep the runner they were published with,
/// so these bytes are still there, and cannot change.
fn is_of_early_runner(error: &Problem) -> bool {
    error.detail.as_deref().is_some_and(|detail| detail.starts_with("`input.schema`"))
}
