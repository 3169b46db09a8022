//! Evaluates policies for the engine, through `Decide`: at publishing, at start, at every effect, at every redirect. The
//! subjects and accesses for it are made here too; `impact` and `receipt` make the same ones again.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use towpath_access::{Access, CallerKind, CallerSubject, Effect, Kind, Profile, RunLabels, WorkflowSubject};
use towpath_diagnostics::codes;
use towpath_identity::{Principal, Role};
use towpath_integrations::{AuthorizeHop, Registry};
use towpath_journal::{HoldTerms, Started};
use towpath_policies::{
    CompiledSet, Decision, DecisionOutcome, EffectiveLimits, HoldDefault, HoldSettings, ProfileSubject,
    Question,
};
use towpath_wire::{Problem, RunEffect, problem_types};

use super::Rules;
use crate::clock::Clock;
use crate::types::EvaluatedAccess;
use crate::version::Version;

/// The one decision (D1), and everything else that runs need of the rules. Runs have no other way to them.
pub(crate) trait Decide: Send + Sync {
    /// Evaluates one access at `now`, which is now. `releases` are digests of the rules that this very call was released
    /// for.
    fn decide(&self, requester: &Requester, access: &Access, releases: &[String], now: i64) -> Decision;

    /// Labels of an input, beside those that flow into it.
    fn label_input(&self, requester: &Requester, flowing: Vec<String>) -> Vec<String>;

    /// Labels of an event that comes in, or that a run of `heard_by` receives, beside those it has.
    fn label_event(
        &self,
        heard_by: Option<&WorkflowSubject>,
        event: &Value,
        labels: Vec<String>,
    ) -> Vec<String>;

    /// The smallest limits that policies set for runs of a workflow.
    fn limits(&self, workflow: &WorkflowSubject) -> EffectiveLimits;

    /// The integrations now: they prepare a call for evaluation, and send it.
    fn integrations(&self) -> Arc<Registry>;
}

/// Who requests accesses, as policies see it.
#[derive(Debug, Clone)]
pub(crate) struct Requester {
    pub(crate) workflow: Arc<WorkflowSubject>,
    /// Everything the version can reach.
    pub(crate) profile: Arc<Profile>,
    pub(crate) caller: Arc<CallerSubject>,
    /// Digests of the rules that the version was approved for.
    pub(crate) approvals: Arc<[String]>,
    /// A draft is evaluated as if it were published now.
    pub(crate) draft: bool,
}

impl Version {
    /// Who requests its accesses when `caller` uses it through the workflows `via`.
    pub(crate) fn requester(&self, caller: CallerSubject, via: Vec<String>) -> Requester {
        let workflow = match via.is_empty() {
            true => Arc::clone(&self.subject),
            false => Arc::new(WorkflowSubject { via, ..(*self.subject).clone() }),
        };
        Requester {
            workflow,
            profile: Arc::clone(&self.profile),
            caller: Arc::new(caller),
            approvals: Arc::clone(&self.approvals),
            draft: false,
        }
    }
}

impl Decide for Rules {
    fn decide(&self, requester: &Requester, access: &Access, releases: &[String], now: i64) -> Decision {
        let in_force = self.in_force.load();
        let policies = match requester.draft {
            true => in_force.set(),
            false => in_force.of(&requester.workflow, now),
        };
        // Made only for policies that look at it: most look at one access alone.
        let profile =
            policies.describes_profiles().then(|| ProfileSubject::new(&self.enrich(&requester.profile)));
        let question = Question {
            workflow: &requester.workflow,
            access,
            caller: &requester.caller,
            now,
            profile: profile.as_ref(),
            approvals: &requester.approvals,
            releases,
        };
        let mut decision =
            self.heavy.call(policies.alternatives(), || towpath_policies::decide(policies, &question));
        self.name_waiting(&question, &mut decision);
        decision
    }

    fn label_input(&self, requester: &Requester, flowing: Vec<String>) -> Vec<String> {
        self.labels_of_input(requester, flowing)
    }

    fn label_event(
        &self,
        heard_by: Option<&WorkflowSubject>,
        event: &Value,
        labels: Vec<String>,
    ) -> Vec<String> {
        self.labels_of_event(heard_by, event, labels)
    }

    fn limits(&self, workflow: &WorkflowSubject) -> EffectiveLimits {
        let now = self.clock.now();
        self.in_force.load().of(workflow, now).effective_limits(workflow, now)
    }

    fn integrations(&self) -> Arc<Registry> {
        self.registry()
    }
}

impl Rules {
    /// Evaluates everything a definition can reach, before it runs. `approvals` are digests of the rules that the version
    /// was approved for.
    pub(crate) fn evaluate_profile(
        &self,
        workflow: &WorkflowSubject,
        profile: &Profile,
        approvals: &[String],
    ) -> Vec<EvaluatedAccess> {
        let profile = self.enrich(profile);
        let policies = self.in_force.load();
        let now = self.clock.now();
        let evaluate = |set: &CompiledSet| {
            self.heavy.evaluate_definition(set.alternatives(), profile.accesses.len(), || {
                towpath_policies::evaluate(set, workflow, &profile, approvals, now)
            })
        };
        let mut decisions = evaluate(policies.set());
        self.name_waiting_before(&mut decisions, evaluate);
        decisions
            .into_iter()
            .filter_map(|decision| {
                let access = profile.accesses.get(decision.access)?.clone();
                Some(EvaluatedAccess {
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

    /// Longest time that runs of a workflow may take, in seconds; `own` is the server's limit.
    pub(crate) fn longest_run(&self, workflow: &WorkflowSubject, own: u64) -> u64 {
        self.limits(workflow).duration_s.map_or(own, |limit| limit.value.min(own))
    }

    /// Fills in what only the integrations' documents know: whether an operation reads or writes.
    pub(crate) fn enrich(&self, profile: &Profile) -> Profile {
        enrich_profile(&self.registry.load(), profile)
    }
}

/// A profile with what only these integrations' documents know.
pub(crate) fn enrich_profile(registry: &Registry, profile: &Profile) -> Profile {
    let mut profile = profile.clone();
    for found in &mut profile.accesses {
        let access = &mut found.access;
        if access.integration.as_deref() == Some(towpath_access::WEB) {
            // Older runners derived the request as it is written, not in its canonical form.
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

/// The access that starts a run, with the labels that the starting run has received, if there is one.
pub(crate) fn start_access(run_labels: RunLabels) -> Access {
    Access::new(Kind::Start, run_labels)
}

/// The labels that the run which started this one had received then.
pub(crate) fn run_labels_of(started: &Started) -> RunLabels {
    started.step.run_labels.as_slice().into()
}

/// The access that answers the caller of a run, with the labels of the answer.
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
pub(crate) fn caller_subject(principal: &Principal) -> CallerSubject {
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

/// The error that a workflow gets for a refusal: the policy's reason.
pub(crate) fn refusal_problem(decision: &Decision) -> Problem {
    let detail = decision.reason.clone().unwrap_or_else(|| "no policy permits this".to_owned());
    let mut problem = Problem::new(problem_types::AUTHORIZATION, &codes::TP1108, detail);
    problem.title = Some("refused by policy".to_owned());
    problem
}

/// What a call that has to be released waits for, and how long.
pub(crate) fn hold_terms(decision: &Decision) -> HoldTerms {
    let settings = HoldSettings::together(&decision.awaiting).unwrap_or_default();
    HoldTerms {
        decision: decision.clone(),
        awaiting: decision.awaiting.iter().map(|awaiting| awaiting.digest.clone()).collect(),
        wait: i64::try_from(settings.timeout_s).unwrap_or(i64::MAX).saturating_mul(1000),
        release: settings.default == HoldDefault::Allow,
    }
}

/// The same in the run of a draft: it is written down, and nobody has to release it.
pub(crate) fn terms_at_once(decision: &Decision) -> HoldTerms {
    HoldTerms { wait: 0, release: true, ..hold_terms(decision) }
}

/// Secrets that came back with one call.
#[derive(Debug, Clone)]
pub(crate) struct Echo {
    /// Their names, sorted.
    pub(crate) secrets: Vec<String>,
    /// At how many places of the response.
    pub(crate) places: usize,
}

/// Evaluates the hops of a redirect as accesses of the run, or the definition, that caused them.
pub(crate) struct HopAuthorizer {
    pub(crate) rules: Arc<dyn Decide>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) requester: Requester,
    /// Secrets that responses contained.
    pub(crate) echo: parking_lot::Mutex<Option<Echo>>,
}

impl AuthorizeHop for HopAuthorizer {
    fn authorize(&self, access: &Access) -> Result<(), Problem> {
        let decision = self.rules.decide(&self.requester, access, &[], self.clock.now());
        match decision.outcome {
            DecisionOutcome::Allow => Ok(()),
            DecisionOutcome::Hold | DecisionOutcome::Review | DecisionOutcome::Deny => {
                Err(refusal_problem(&decision))
            }
        }
    }

    fn report_redacted(&self, secrets: Vec<String>, places: usize) {
        *self.echo.lock() = Some(Echo { secrets, places });
    }
}
