//! Notices to whoever answers for a workflow: that policies will take something from it, that it failed, that it was handed
//! over. They stand until somebody says that they have seen them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_identity::Principal;
use towpath_journal::{Put, RunId};

use crate::engine::{Engine, Inner};
use crate::policies::{Affected, Grace, Revision};
use crate::runs::is_about_the_input;
use crate::types::{EngineError, RunView};
use crate::versions::{decode, encode};

/// Collection of notices, by `namespace/name/kind/…`.
const NOTICES: &str = "notices";
/// How often a failure that goes on is written down, in milliseconds.
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
    /// Nobody stands behind some of its runs any more.
    Withdrawn,
    /// An integration sends secrets back. It is for its owner alone.
    Secret,
}

impl NoticeKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policies => "policies",
            Self::Integration => "integration",
            Self::Failed => "failed",
            Self::HandedOver => "handedOver",
            Self::Review => "review",
            Self::Withdrawn => "withdrawn",
            Self::Secret => "secret",
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
    /// The way it fails: whatever fails the same way is counted here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
}

fn once() -> u64 {
    1
}

impl Notice {
    pub(crate) fn new(workflow: String, kind: NoticeKind, text: String, at: i64) -> Self {
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

    pub(crate) fn put(&self) -> Result<Put, EngineError> {
        let content = Some(encode(self)?);
        Ok(Put { collection: NOTICES.to_owned(), key: self.id.clone(), expected: None, content })
    }
}

/// Failures that nobody has seen yet, by workflow, version, task and code.
pub(crate) type Failing = BTreeMap<String, Notice>;

impl Engine {
    /// Loads the failures that nobody has seen yet.
    pub(crate) async fn load_failing(&self) -> Result<(), EngineError> {
        for document in self.inner.store.list(NOTICES, "").await? {
            let notice: Notice = decode(&document.content)?;
            if let (Some(way), None) = (notice.way.clone(), &notice.seen_by) {
                self.inner.failing.lock().insert(way, notice);
            }
        }
        Ok(())
    }

    /// Notices, newest first: to one principal, or to everybody; those nobody has seen, or all.
    ///
    /// # Errors
    /// The store's.
    pub async fn notices(&self, to: Option<&str>, all: bool) -> Result<Vec<Notice>, EngineError> {
        let mut found = Vec::new();
        for document in self.inner.store.list(NOTICES, "").await? {
            let mut notice: Notice = decode(&document.content)?;
            // More happened since it was written down.
            if let Some(known) = self.inner.failing.lock().values().find(|known| known.id == notice.id) {
                (notice.count, notice.at, notice.run) = (known.count, known.at, known.run.clone());
            }
            if (all || notice.seen_by.is_none()) && to.is_none_or(|to| self.is_to(&notice, to)) {
                found.push(notice);
            }
        }
        found.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        Ok(found)
    }

    /// Says that a notice was seen.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is none, or it is not to them.
    pub async fn seen(&self, who: &Principal, id: &str) -> Result<Notice, EngineError> {
        let document = self.inner.store.get(NOTICES, id).await?;
        let none = || EngineError::NotFound { what: "notice", name: id.to_owned() };
        let mut notice: Notice = decode(&document.ok_or_else(none)?.content)?;
        if !self.is_to(&notice, &who.id) {
            return Err(none());
        }
        notice.seen_by.get_or_insert_with(|| who.id.clone());
        self.inner.store.put(vec![notice.put()?]).await?;
        // What fails from now on is told anew.
        self.inner.failing.lock().retain(|_, known| known.id != id);
        Ok(notice)
    }

    fn is_to(&self, notice: &Notice, principal: &str) -> bool {
        let answers =
            |owners: &crate::owners::Ownership| notice.kind != NoticeKind::Secret && owners.is(principal);
        notice.also.iter().any(|also| also == principal)
            || self.inner.owners.read().get(&notice.workflow).is_some_and(answers)
    }

    /// Gives a notice to whoever answers for the workflow.
    pub(crate) async fn notice(&self, notice: Notice) -> Result<(), EngineError> {
        self.inner.store.put(vec![self.new_notice(notice)?]).await?;
        Ok(())
    }

    /// A notice as a part of the change that it is about.
    pub(crate) fn new_notice(&self, notice: Notice) -> Result<Put, EngineError> {
        let id = self.inner.clock.run_id().to_string();
        Notice { id, ..notice }.put()
    }

    /// That policies take something from a workflow, from `from` on.
    pub(crate) fn notice_tightened(
        &self,
        revision: &Revision,
        affected: &Affected,
        from: i64,
    ) -> Result<Put, EngineError> {
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

    /// That a change of an integration takes something from a workflow.
    pub(crate) fn notice_integration(
        &self,
        who: &Principal,
        integration: &str,
        affected: &Affected,
    ) -> Result<Put, EngineError> {
        let text =
            format!("{} changed the integration `{integration}`, which takes something from it", who.id);
        let at = self.inner.clock.now();
        let mut notice = Notice::new(affected.workflow.clone(), NoticeKind::Integration, text, at);
        notice.details.clone_from(&affected.what);
        self.new_notice(notice)
    }

    /// That the time a version was given is over before it should have been.
    pub(crate) fn notice_enforced(&self, who: &Principal, grace: &Grace) -> Result<Put, EngineError> {
        let (workflow, version) = grace.version.split_once('@').unwrap_or((&grace.version, ""));
        let text = format!("{} enforces the policies in force on version {version} now", who.id);
        let at = self.inner.clock.now();
        self.new_notice(Notice::new(workflow.to_owned(), NoticeKind::Policies, text, at))
    }
}

impl Inner {
    /// Tells whoever answers for a workflow that a run of it failed, once for each way it fails. Errors that are for the
    /// caller are none of theirs.
    pub(crate) async fn alert(&self, run: RunId, view: &RunView) {
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
        let now = self.clock.now();
        let told = {
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
                notice.id = self.clock.run_id().to_string();
                notice.run = Some(run.to_string());
                notice.way = Some(way.clone());
                failing.insert(way, notice.clone());
                Some(notice)
            }
        };
        let Some(notice) = told else { return };
        let put = match notice.put() {
            Ok(put) => self.store.put(vec![put]).await.map(|_| ()),
            Err(error) => return tracing::warn!(%run, "a failure could not be told: {error}"),
        };
        if let Err(error) = put {
            tracing::warn!(%run, "a failure could not be told: {error}");
        }
    }
}
