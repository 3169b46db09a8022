//! On whose behalf a run acts, for its whole life.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use towpath_access::CallerSubject;
use towpath_journal::Started;

use crate::drafts::DraftAnswers;
use crate::rules::decide::Requester;
use crate::runs::rerun::recorded::Repeats;
use crate::version::Version;

/// What a run acts as: who requests its accesses, and everything that goes along with them.
#[derive(Debug, Clone)]
pub(crate) struct RunContext {
    /// What policies see.
    pub(crate) requester: Requester,
    /// The principal who started the run, or the run that started this one.
    pub(crate) principal: Arc<str>,
    /// The public id of the token behind it; none from the command line, and in journals of older engines.
    pub(crate) token: Option<Arc<str>>,
    /// Principals behind the events that the run has received, or a run that started it.
    pub(crate) heard: Arc<[String]>,
    /// Versions that `latest` means in `run: workflow`, by `namespace/name`.
    pub(crate) pins: Arc<BTreeMap<String, String>>,
    /// Of the run of a draft: what answers it in the place of systems.
    pub(crate) answers: Option<Arc<DraftAnswers>>,
    /// Of a run that is run again: what it takes from the earlier run.
    pub(crate) repeats: Option<Arc<Repeats>>,
    /// A caller waits for the run, or for the run that waits for it: it goes before others. Not after a restart.
    pub(crate) awaited: bool,
}

impl RunContext {
    /// A run of this version, started by `caller` on behalf of `principal`, through the workflows `via`.
    pub(crate) fn new(version: &Version, caller: CallerSubject, principal: &str, via: Vec<String>) -> Self {
        Self {
            requester: version.requester(caller, via),
            principal: principal.into(),
            token: None,
            heard: Arc::default(),
            pins: Arc::clone(&version.pins),
            answers: None,
            repeats: None,
            awaited: false,
        }
    }

    /// A run that began before: the workflow is what it was evaluated as then, including how much its author had published.
    pub(crate) fn of_started(version: &Version, started: &Started) -> Self {
        let mut context = Self::new(version, started.caller.clone(), &started.principal, started.via.clone());
        let Some(subject) = &started.subject else { return context };
        context.requester.workflow = Arc::new(subject.clone());
        context.requester.approvals = started.approvals.clone().into();
        context
    }

    /// The same for the run of a draft, which `answers` answers.
    pub(crate) fn of_draft(mut self, answers: Arc<DraftAnswers>) -> Self {
        self.requester.draft = true;
        self.answers = Some(answers);
        self
    }

    /// The principals behind what the run does: who started it, and who sent what it has received.
    pub(crate) fn behind(&self) -> Vec<String> {
        [&*self.principal].into_iter().map(str::to_owned).chain(self.heard.iter().cloned()).collect()
    }

    /// What policies see as `workflow.via` of a workflow that this one starts.
    pub(crate) fn via(&self) -> Vec<String> {
        let this = format!("{}/{}", self.workflow.namespace, self.workflow.name);
        self.workflow.via.iter().cloned().chain([this]).collect()
    }
}

impl Deref for RunContext {
    type Target = Requester;

    fn deref(&self) -> &Requester {
        &self.requester
    }
}
