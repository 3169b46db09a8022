//! Notices to the people who answer for a workflow: policies take something from it, it failed, somebody else answers for it
//! now. A notice stays until somebody says that they have seen it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_access::WorkflowSubject;
use towpath_identity::Principal;
use towpath_journal::{Put, RunId};

use super::Desk;
use crate::desk::DeskError;
use crate::fault::Fault;
use crate::found::{decode, encode};
use crate::rules::decide::Echo;
use crate::rules::{Affected, Grace, Revision};
use crate::types::{RunView, is_about_the_input};

/// Collection of notices, by `namespace/name/kind/…`.
const NOTICES: &str = "notices";
/// How often a failure that goes on is written again, in milliseconds.
const AGAIN: i64 = 60_000;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NoticeKind {
    /// Policies take something from it, now or later.
    Policies,
    /// A change of an integration takes something from it.
    Integration,
    /// Runs failed.
    Failed,
    /// Somebody else answers for it.
    HandedOver,
    /// A version waits for an approval, or does not any more.
    Review,
    /// The token or the principal of some of its runs was withdrawn.
    Withdrawn,
    /// An integration sends secrets back. It is for its owner alone.
    Secret,
    /// Its schedule cannot start it.
    Schedule,
}

impl NoticeKind {
    /// Its name in documents and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policies => "policies",
            Self::Integration => "integration",
            Self::Failed => "failed",
            Self::HandedOver => "handedOver",
            Self::Review => "review",
            Self::Withdrawn => "withdrawn",
            Self::Secret => "secret",
            Self::Schedule => "schedule",
        }
    }
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Its id.
    pub id: String,
    /// `namespace/name`.
    pub workflow: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// In words.
    pub text: String,
    /// Details, one a line; the first offending place first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// When it takes effect, in milliseconds since the Unix epoch, where that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// How often it happened, at least.
    #[serde(default = "once")]
    pub count: u64,
    /// The newest run with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// Principals it is for besides the owner and the deputy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Who has seen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
    /// The way it fails: failures of the same way are counted in one notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
}

fn once() -> u64 {
    1
}

impl Notice {
    pub(super) fn new(workflow: String, kind: NoticeKind, text: String, at: i64) -> Self {
        Self {
            id: String::new(),
            workflow,
            kind,
            text,
            details: Vec::new(),
            from: None,
            at,
            count: 1,
            run: None,
            also: Vec::new(),
            seen_by: None,
            way: None,
        }
    }

    fn put(&self) -> Result<Put, DeskError> {
        let content = Some(encode(self)?);
        Ok(Put { collection: NOTICES.to_owned(), key: self.id.clone(), expected: None, content })
    }
}

/// Failures that nobody has seen yet, by workflow, version, task and code.
pub(super) type Failing = BTreeMap<String, Notice>;

impl Desk {
    /// Loads the failures that nobody has seen yet.
    pub(super) async fn load_failing(&self) -> Result<(), DeskError> {
        for document in self.documents.list(NOTICES, "").await? {
            let notice: Notice = decode(&document.content)?;
            if let (Some(way), None) = (notice.way.clone(), &notice.seen_by) {
                self.failing.lock().insert(way, notice);
            }
        }
        Ok(())
    }

    /// Notices, newest first: to one principal, or to everybody; those nobody has seen, or all.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn notices(&self, to: Option<&str>, all: bool) -> Result<Vec<Notice>, DeskError> {
        let mut found = Vec::new();
        for document in self.documents.list(NOTICES, "").await? {
            let mut notice: Notice = decode(&document.content)?;
            // More happened since it was written.
            if let Some(known) = self.failing.lock().values().find(|known| known.id == notice.id) {
                (notice.count, notice.at, notice.run) = (known.count, known.at, known.run.clone());
            }
            if (all || notice.seen_by.is_none()) && to.is_none_or(|to| self.is_to(&notice, to)) {
                found.push(notice);
            }
        }
        found.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        Ok(found)
    }

    /// Records that a notice was seen.
    ///
    /// # Errors
    /// `NotFound` when there is none, or it is not to them.
    pub(crate) async fn seen(&self, who: &Principal, id: &str) -> Result<Notice, DeskError> {
        let document = self.documents.get(NOTICES, id).await?;
        let none = || DeskError::Fault(Fault::NotFound { what: "notice", name: id.to_owned() });
        let mut notice: Notice = decode(&document.ok_or_else(none)?.content)?;
        if !self.is_to(&notice, &who.id) {
            return Err(none());
        }
        notice.seen_by.get_or_insert_with(|| who.id.clone());
        self.documents.put(vec![notice.put()?]).await?;
        // The next failure makes a new notice.
        self.failing.lock().retain(|_, known| known.id != id);
        Ok(notice)
    }

    fn is_to(&self, notice: &Notice, principal: &str) -> bool {
        if notice.also.iter().any(|also| also == principal) {
            return true;
        }
        let Some((namespace, name)) = notice.workflow.split_once('/') else { return false };
        let owners = self.catalog.ownership(namespace, name);
        notice.kind != NoticeKind::Secret && owners.is_ok_and(|owners| owners.is(principal))
    }

    /// Writes a notice.
    pub(super) async fn keep_notice(&self, notice: Notice) -> Result<(), DeskError> {
        self.documents.put(vec![self.new_notice(notice)?]).await?;
        Ok(())
    }

    /// A notice as a part of the change that it is about.
    pub(super) fn new_notice(&self, notice: Notice) -> Result<Put, DeskError> {
        Notice { id: self.context.new_id(), ..notice }.put()
    }

    /// The notice that policies take something from a workflow, from `from` on.
    pub(crate) fn notice_tightened(
        &self,
        revision: &Revision,
        affected: &Affected,
        from: i64,
    ) -> Result<Put, DeskError> {
        let why = revision.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let text = match from > revision.at {
            true => {
                format!("revision {} of the policies will take something from it{why}", revision.revision)
            }
            false => format!("revision {} of the policies takes something from it{why}", revision.revision),
        };
        let mut notice = Notice::new(affected.workflow.clone(), NoticeKind::Policies, text, revision.at);
        notice.details.clone_from(&affected.what);
        notice.from = (from > revision.at).then_some(from);
        self.new_notice(notice)
    }

    /// The notice that a change of an integration takes something from a workflow.
    pub(crate) fn notice_integration(
        &self,
        who: &Principal,
        integration: &str,
        affected: &Affected,
    ) -> Result<Put, DeskError> {
        let text =
            format!("{} changed the integration `{integration}`, which takes something from it", who.id);
        let at = self.context.now();
        let mut notice = Notice::new(affected.workflow.clone(), NoticeKind::Integration, text, at);
        notice.details.clone_from(&affected.what);
        self.new_notice(notice)
    }

    /// The notice that the grace period of a version was ended early.
    pub(crate) fn notice_enforced(&self, who: &Principal, grace: &Grace) -> Result<Put, DeskError> {
        let (workflow, version) = grace.version.split_once('@').unwrap_or((&grace.version, ""));
        let text = format!("{} enforces the policies in force on version {version} now", who.id);
        let at = self.context.now();
        self.new_notice(Notice::new(workflow.to_owned(), NoticeKind::Policies, text, at))
    }

    /// Notifies the people who answer for a workflow that nobody stands behind some of its runs any more, and why.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn notice_withdrawn(
        &self,
        workflow: String,
        runs: &[RunId],
        why: &str,
    ) -> Result<(), DeskError> {
        let text = format!(
            "{} unfinished run(s) end at their next effect: {why}. `towpath runs adopt RUN` lets one go on",
            runs.len()
        );
        let mut notice = Notice::new(workflow, NoticeKind::Withdrawn, text, self.context.now());
        notice.run = runs.last().map(ToString::to_string);
        notice.details = runs.iter().take(100).map(ToString::to_string).collect();
        self.keep_notice(notice).await
    }

    /// Notifies the people who answer for a workflow that a run of it failed, once for each way it fails. An error that is
    /// for the caller makes no notice.
    pub(crate) async fn notice_failed(&self, run: RunId, view: &RunView) {
        let Some(error) = view.error.as_ref().filter(|error| !error.raised && !is_about_the_input(error))
        else {
            return;
        };
        // A notice goes to the owner and the deputy, whatever labels they may view.
        let error = &if error.labels.is_empty() { error.clone() } else { error.masked() };
        let workflow = &view.head.workflow;
        let (task, code) = (error.instance.as_deref().unwrap_or_default(), error.code.as_deref());
        let place = format!("{}/{}", workflow.namespace, workflow.name);
        let way = format!("{place}@{} {task} {}", workflow.version, code.unwrap_or(&error.kind));
        let now = self.context.now();
        let due = {
            let mut failing = self.failing.lock();
            if let Some(known) = failing.get_mut(&way) {
                let is_due = now - known.at >= AGAIN;
                known.count += 1;
                (known.at, known.run) = (now, Some(run.to_string()));
                is_due.then(|| known.clone())
            } else {
                let what =
                    code.map_or_else(|| error.kind.clone(), |code| format!("{code}, `{}`", error.kind));
                let at = if task.is_empty() { String::new() } else { format!(" at `{task}`") };
                let text = format!("version {} fails{at}: {what}", workflow.version);
                let mut notice = Notice::new(place, NoticeKind::Failed, text, now);
                notice.id = self.context.new_id();
                notice.run = Some(run.to_string());
                notice.way = Some(way.clone());
                failing.insert(way, notice.clone());
                Some(notice)
            }
        };
        if let Some(notice) = due {
            self.try_to_keep(&notice).await;
        }
    }

    /// Notifies the owner of an integration that it sends secrets back: once for each integration and its secrets, with how
    /// often it happened. The secrets were redacted before anything saw them.
    pub(crate) async fn notice_echo(&self, workflow: &WorkflowSubject, integration: &str, echo: &Echo) {
        let names = echo.secrets.join("`, `");
        let way = format!("echo {integration} `{names}`");
        let now = self.context.now();
        let notice = {
            let mut failing = self.failing.lock();
            let notice = failing.entry(way.clone()).or_insert_with(|| {
                let place = format!("{}/{}", workflow.namespace, workflow.name);
                let text = format!(
                    "`{integration}` answers with secrets that were sent to it: `{names}`; each place was redacted"
                );
                let mut notice = Notice::new(place, NoticeKind::Secret, text, now);
                notice.id = self.context.new_id();
                notice.also = self.rules.registry().owner(integration).map(str::to_owned).into_iter().collect();
                notice.way = Some(way);
                notice.count = 0;
                notice
            });
            notice.count += u64::try_from(echo.places).unwrap_or(u64::MAX);
            notice.at = now;
            notice.clone()
        };
        tracing::warn!(integration, secrets = ?echo.secrets, places = echo.places, "a response held secrets");
        self.try_to_keep(&notice).await;
    }

    /// Notifies the people who answer for a workflow that its schedule cannot start it, and why.
    pub(crate) async fn notice_schedule(&self, workflow: &str, why: &str) {
        let text = format!("its schedule could not start it: {why}");
        let mut notice = Notice::new(workflow.to_owned(), NoticeKind::Schedule, text, self.context.now());
        notice.id = self.context.new_id();
        self.try_to_keep(&notice).await;
    }

    /// Writes a notice about something that happened. A failure is logged: nothing depends on the notice.
    async fn try_to_keep(&self, notice: &Notice) {
        let written = match notice.put() {
            Ok(put) => self.documents.put(vec![put]).await.map(|_| ()).map_err(DeskError::from),
            Err(error) => Err(error),
        };
        if let Err(error) = written {
            tracing::warn!(workflow = %notice.workflow, run = notice.run.as_deref(), "a notice could not be written: {error}");
        }
    }
}
