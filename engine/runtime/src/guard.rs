//! Where the engine asks the policies: at publishing, at start, at every effect, at every redirect.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use towpath_access::{Access, CallerKind, CallerSubject, Effect, Kind, Profile, RunLabels, WorkflowSubject};
use towpath_diagnostics::codes;
use towpath_identity::{Principal, Role};
use towpath_integrations::{JudgeHop, Registry};
use towpath_journal::{Started, StoreError};
use towpath_policies::{Decision, Outcome, PolicySet, ProfileSubject, Question};
use towpath_wire::{Problem, RunEffect, problem_types};

use crate::echoes::Echo;
use crate::engine::Inner;
use crate::trial::Trial;
use crate::types::{EngineError, JudgedAccess};
use crate::versions::Version;

/// Who asks, for the whole life of a run.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) workflow: Arc<WorkflowSubject>,
    /// Everything the version can reach.
    pub(crate) profile: Arc<Profile>,
    pub(crate) caller: Arc<CallerSubject>,
    /// The principal who started the run, or the run that started this one.
    pub(crate) principal: Arc<str>,
    /// The public id of the token behind it; none from the command line, and in journals of older engines.
    pub(crate) token: Option<Arc<str>>,
    /// Principals behind the events that the run has received, or a run that started it.
    pub(crate) heard: Arc<[String]>,
    /// Digests of the rules that the version was approved for.
    pub(crate) approvals: Arc<[String]>,
    /// Versions that `latest` means in `run: workflow`, by `namespace/name`.
    pub(crate) pins: Arc<BTreeMap<String, String>>,
    /// Of the run of a draft: what answers it in the place of systems.
    pub(crate) trial: Option<Arc<Trial>>,
}

impl Asker {
    /// A run of this version, started by `caller` on behalf of `principal`, through the workflows `via`.
    pub(crate) fn new(version: &Version, caller: CallerSubject, principal: &str, via: Vec<String>) -> Self {
        let workflow = match via.is_empty() {
            true => Arc::clone(&version.subject),
            false => Arc::new(WorkflowSubject { via, ..(*version.subject).clone() }),
        };
        Self {
            workflow,
            profile: Arc::clone(&version.profile),
            caller: Arc::new(caller),
            principal: principal.into(),
            token: None,
            heard: Arc::default(),
            approvals: Arc::clone(&version.approvals),
            pins: Arc::clone(&version.pins),
            trial: None,
        }
    }

    /// A run that began before: the workflow is what it was judged as then, how much its author had published included.
    pub(crate) fn of_started(version: &Version, started: &Started) -> Result<Self, EngineError> {
        let caller = caller_from_json(&started.caller)?;
        let asker = Self::new(version, caller, &started.principal, started.via.clone());
        let Some(subject) = &started.subject else { return Ok(asker) };
        let subject = serde_json::from_value(subject.clone());
        let subject =
            subject.map_err(|error| StoreError::Corrupt(format!("the workflow of a run: {error}")))?;
        Ok(Self { workflow: Arc::new(subject), approvals: started.approvals.clone().into(), ..asker })
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

impl Inner {
    /// Judges one access at `now`, which is now. `signatures` are digests of the rules that this very call was signed for.
    pub(crate) fn decide(&self, asker: &Asker, access: &Access, signatures: &[String], now: i64) -> Decision {
        let in_force = self.policies.load();
        // A draft is judged as what would be published now.
        let policies = match &asker.trial {
            Some(_) => in_force.set(),
            None => in_force.of(&asker.workflow, now),
        };
        // Made only for policies that look at it: most look at one access alone.
        let profile =
            policies.describes_profiles().then(|| ProfileSubject::new(&self.enrich(&asker.profile)));
        let question = Question {
            workflow: &asker.workflow,
            access,
            caller: &asker.caller,
            now,
            profile: profile.as_ref(),
            approvals: &asker.approvals,
            signatures,
        };
        let mut decision =
            self.heavy.call(policies.alternatives(), || towpath_policies::decide(policies, &question));
        self.name_waiting(&question, &mut decision);
        decision
    }

    /// Judges everything a definition can reach, before it runs. `approvals` are digests of the rules that the version
    /// was approved for.
    pub(crate) fn judge_profile(
        &self,
        workflow: &WorkflowSubject,
        profile: &Profile,
        approvals: &[String],
    ) -> Vec<JudgedAccess> {
        let profile = self.enrich(profile);
        let policies = self.policies.load();
        let now = self.clock.now();
        let judge = |set: &PolicySet| {
            self.heavy.definition(set.alternatives(), profile.accesses.len(), || {
                towpath_policies::judge(set, workflow, &profile, approvals, now)
            })
        };
        let mut decisions = judge(policies.set());
        self.name_waiting_before(&mut decisions, judge);
        decisions
            .into_iter()
            .filter_map(|decision| {
                let access = profile.accesses.get(decision.access)?.clone();
                Some(JudgedAccess {
                    access,
                    verdict: decision.verdict,
                    reviews: decision.reviews,
                    holds: decision.holds,
                    rules: decision.rules,
                    reason: decision.reason,
                    contact: decision.contact,
                })
            })
            .collect()
    }

    /// Fills in what only the integrations' documents know: whether an operation reads or writes.
    pub(crate) fn enrich(&self, profile: &Profile) -> Profile {
        enriched(&self.registry.load(), profile)
    }
}

/// A profile with what only these integrations' documents know.
pub(crate) fn enriched(registry: &Registry, profile: &Profile) -> Profile {
    let mut profile = profile.clone();
    for found in &mut profile.accesses {
        let access = &mut found.access;
        if access.integration.as_deref() == Some(towpath_access::WEB) {
            // What older runners derived is as it was written.
            towpath_access::canonical::arguments_schema(&mut found.arguments_schema);
        }
        let (Some(integration), Some(operation), Some(version)) =
            (&access.integration, &access.operation, &access.version)
        else {
            continue;
        };
        if integration != towpath_access::WEB
            && let Some(operation) = registry.operation(integration, operation, version)
        {
            access.effect = operation.effect();
        }
    }
    profile
}

/// The access that starts a run: with what the run that starts it has received, if one does.
pub(crate) fn start_access(run_labels: RunLabels) -> Access {
    Access::new(Kind::Start, run_labels)
}

/// What the run that started this one had received then.
pub(crate) fn run_labels_of(started: &Started) -> RunLabels {
    started.step.run_labels.as_slice().into()
}

/// The access that answers whoever started a run, with the labels of what the answer holds.
pub(crate) fn respond_access(labels: &[String], run_labels: &BTreeSet<String>) -> Access {
    Access { labels: labels.to_vec(), ..Access::new(Kind::Respond, run_labels.into()) }
}

/// The access that sends an event, with the attributes the definition gives.
pub(crate) fn emit_access(with: serde_json::Value, labels: &[String], run_labels: RunLabels) -> Access {
    Access { arguments: Some(with), labels: labels.to_vec(), ..Access::new(Kind::Emit, run_labels) }
}

/// The access that hears events: those with these attributes, or one event with all of its own.
pub(crate) fn listen_access(with: serde_json::Value, labels: &[String], run_labels: RunLabels) -> Access {
    Access {
        arguments: Some(with),
        labels: labels.to_vec(),
        effect: Effect::Read,
        ..Access::new(Kind::Listen, run_labels)
    }
}

/// The access that starts another workflow, in this version.
pub(crate) fn run_access(
    run: &RunEffect,
    version: &str,
    input: serde_json::Value,
    run_labels: RunLabels,
) -> Access {
    let RunEffect { namespace, name, labels, .. } = run;
    Access {
        operation: Some("workflow".to_owned()),
        labels: labels.clone(),
        arguments: Some(serde_json::json!({
            "namespace": namespace, "name": name, "version": version, "input": input,
        })),
        ..Access::new(Kind::Run, run_labels)
    }
}

/// The subject `caller` for a principal.
pub(crate) fn caller(principal: &Principal) -> CallerSubject {
    let kind = match principal.kind {
        Role::App => CallerKind::App,
        Role::Champion | Role::Approver => CallerKind::Champion,
        Role::It => CallerKind::It,
        Role::Operator | Role::Auditor => CallerKind::Operator,
    };
    let mut namespaces = principal.roles.iter().map(|grant| grant.namespace.as_deref());
    let first = namespaces.next().flatten();
    let namespace = first.filter(|first| namespaces.all(|other| other == Some(first)));
    CallerSubject { kind, id: principal.id.clone(), namespace: namespace.map(str::to_owned) }
}

/// What a workflow sees of a refusal: that it is one, and the policy's reason.
pub(crate) fn refusal(decision: &Decision) -> Problem {
    let detail = decision.reason.clone().unwrap_or_else(|| "no policy permits this".to_owned());
    let mut problem = Problem::new(problem_types::AUTHORIZATION, detail);
    problem.title = Some("refused by policy".to_owned());
    problem.code = Some(codes::TP1108.as_str().to_owned());
    problem
}

/// Judges the hops of a redirect as the run that caused them.
pub(crate) struct HopJudge {
    pub(crate) inner: Arc<Inner>,
    pub(crate) asker: Asker,
    /// Secrets that responses held.
    pub(crate) echo: parking_lot::Mutex<Option<Echo>>,
}

impl JudgeHop for HopJudge {
    fn judge(&self, access: &Access) -> Result<(), Problem> {
        let decision = self.inner.decide(&self.asker, access, &[], self.inner.clock.now());
        match decision.outcome {
            Outcome::Allow => Ok(()),
            Outcome::Hold | Outcome::Review | Outcome::Deny => Err(refusal(&decision)),
        }
    }

    fn came_back(&self, secrets: Vec<String>, places: usize) {
        *self.echo.lock() = Some(Echo { secrets, places });
    }
}

/// The caller as the journal has it.
pub(crate) fn caller_from_json(value: &serde_json::Value) -> Result<CallerSubject, EngineError> {
    let read = serde_json::from_value(value.clone());
    read.map_err(|error| StoreError::Corrupt(format!("the caller of a run: {error}")).into())
}
