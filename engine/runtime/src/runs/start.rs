//! Starting a run: its version, its input, the decision about the start, and idempotency keys.

use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use towpath_access::{CallerSubject, RunLabels};
use towpath_diagnostics::codes;
use towpath_identity::Principal;
use towpath_integrations::Capacity;
use towpath_journal::{
    Claim, GivenKey, Machine, Parent, Rerun, RunHead, RunId, Started, Status, WorkflowRef,
};
use towpath_policies::{DecisionOutcome, EffectiveLimits};
use towpath_wire::{Event, Json, Limits, Problem, Start, Step, problem_types};

use crate::fault::Fault;
use crate::rules::decide::{caller_subject, start_access};
use crate::runs::claims::{Fate, Place, Ticket};
use crate::runs::context::RunContext;
use crate::runs::draft_run::Drafted;
use crate::runs::drive::writer::Writer;
use crate::runs::drive::{Driver, Pinned};
use crate::runs::live::{Live, Stage};
use crate::runs::rerun::recorded::Repeats;
use crate::runs::{Runs, RunsError};
use crate::version::Version;

/// A start.
#[derive(Debug, Clone)]
pub struct StartRequest {
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// A version; `None` is the latest published.
    pub version: Option<String>,
    /// The raw input as it came, JSON; empty means `null`… an absent input is `{}`.
    pub input: Bytes,
    /// The caller's idempotency key, if it sent one.
    pub idempotency_key: Option<String>,
    /// Somebody waits for the end of the run: it goes before those that nobody waits for, where runs and calls wait in line.
    pub awaited: bool,
}

/// A run that was started, or joined by its idempotency key.
#[derive(Debug, Clone)]
pub struct StartedRun {
    /// Its id.
    pub run: RunId,
    /// The idempotency key had started it before. Its start is on disk then.
    pub joined: bool,
    /// How far it has come. It is kept here because a run that fails at once is under way no more.
    pub(crate) stage: Option<watch::Receiver<Stage>>,
}

impl StartedRun {
    /// A run that was started before.
    pub(crate) fn joined(run: RunId) -> Self {
        Self { run, joined: true, stage: None }
    }
}

impl Runs {
    /// Starts a run, or joins the one that the same idempotency key started. Returns as soon as it is under
    /// way; [`Runs::durable`] returns when its start is on disk, [`Runs::wait`] when it has ended.
    ///
    /// # Errors
    /// `NotFound`, `Input`, `StartRefused`, `KeyReused`, `Crowded`, `Quota`, `Busy` while the engine opens or closes.
    pub(crate) async fn start(
        &self,
        who: &Principal,
        request: StartRequest,
    ) -> Result<StartedRun, RunsError> {
        self.check_open()?;
        let StartRequest { namespace, name, version, .. } = &request;
        let version = self.catalog.version(namespace, name, version.as_deref()).await?;
        let ticket = match &request.idempotency_key {
            Some(key) => {
                let scoped = format!("{}/{}/{}/{key}", who.id, request.namespace, request.name);
                match self.start_once(&scoped, &fingerprint(&request)).await? {
                    Claimed::Joined(run) => return Ok(StartedRun::joined(run)),
                    Claimed::New(claimed) => Some(Claiming { given: Some(key.clone()), ..claimed }),
                }
            }
            None => None,
        };
        let starter = Starter { awaited: request.awaited, ..Starter::outside(who) };
        self.begin(starter, &version, &request.input, ticket, None)
    }
}

impl Runs {
    /// Finds the run that was started by running `run` again under this idempotency key of a person, or takes the key. Without one
    /// it is the digest that they confirm: what was shown once is started once, whoever confirms it.
    pub(super) async fn claim_rerun(
        &self,
        who: &Principal,
        run: RunId,
        confirm: &str,
        key: Option<&str>,
    ) -> Result<Claimed, RunsError> {
        let scoped = match key {
            Some(key) => format!("rerun {}/{run}/{key}", who.id),
            None => format!("rerun {run}/{confirm}"),
        };
        let claimed = self.start_once(&scoped, confirm).await?;
        Ok(match claimed {
            Claimed::New(claiming) => Claimed::New(Claiming { given: key.map(str::to_owned), ..claiming }),
            joined @ Claimed::Joined(_) => joined,
        })
    }
}

/// Who starts a run.
pub(crate) struct Starter {
    /// The principal at the beginning of the chain of workflows.
    pub(crate) principal: String,
    /// As policies see it.
    pub(crate) caller: CallerSubject,
    /// The workflows of the chain, outermost first.
    pub(crate) via: Vec<String>,
    /// Labels of the input; policies may add more.
    pub(crate) labels: Vec<String>,
    /// Labels of everything that the starting run has received.
    pub(crate) run_labels: RunLabels,
    /// The run that waits for it.
    pub(crate) parent: Option<Parent>,
    /// The public id of the token that it is started with.
    pub(crate) token: Option<String>,
    /// Principals behind the events that the workflows of the chain have received.
    pub(crate) heard: Vec<String>,
    /// The run that is run again.
    pub(crate) repeating: Option<Repeating>,
    /// Somebody waits for the end of the run.
    pub(crate) awaited: bool,
}

/// A run that is run again.
pub(crate) struct Repeating {
    /// As the start record has it.
    pub(crate) record: Rerun,
    /// What is taken from it.
    pub(crate) repeats: Arc<Repeats>,
}

impl Starter {
    /// A caller from outside.
    pub(crate) fn outside(who: &Principal) -> Self {
        Self {
            principal: who.id.clone(),
            caller: caller_subject(who),
            via: Vec::new(),
            labels: Vec::new(),
            run_labels: RunLabels::NONE,
            token: who.minted.token.clone(),
            heard: Vec::new(),
            parent: None,
            repeating: None,
            awaited: false,
        }
    }
}

/// The result of claiming a key.
pub(crate) enum Claimed {
    /// The run that was started under it. Its start is on disk.
    Joined(RunId),
    /// The key is free: a new start.
    New(Claiming),
}

/// A start that is the first under its key.
pub(crate) struct Claiming {
    claim: Claim,
    /// The key as the caller gave it; absent for a run that another one starts.
    given: Option<String>,
    ticket: Ticket,
}

impl Claiming {
    /// The run that begins under the key.
    pub(super) fn run(&self) -> RunId {
        self.claim.run
    }
}

impl Runs {
    /// Finds the run that a key started, or takes the key for a new run. A second caller waits for the first: it joins the
    /// first's run once that is on disk, or starts its own if the first was refused.
    ///
    /// # Errors
    /// `KeyReused` when the run was started with something else.
    pub(crate) async fn start_once(&self, key: &str, fingerprint: &str) -> Result<Claimed, RunsError> {
        let join = |run: RunId, earlier: &str| match earlier == fingerprint {
            true => Ok(Claimed::Joined(run)),
            false => Err(RunsError::KeyReused(run)),
        };
        loop {
            let ticket = match self.starts.enter(key, fingerprint, || self.context.run_id()) {
                Place::First(ticket) => ticket,
                Place::Later(first) => match (&first).await {
                    Fate::Begun => return join(first.run(), first.fingerprint()),
                    Fate::Failed if self.is_closing() => return Err(RunsError::Busy),
                    Fate::Failed => continue,
                },
            };
            // INVARIANT: the key is registered while it is looked up in the store. A start that reaches the disk meanwhile
            // would have been found in the register.
            if let Some(claim) = self.store.claimed(key).await? {
                return join(claim.run, &claim.fingerprint);
            }
            let claim = Claim { key: key.to_owned(), fingerprint: fingerprint.to_owned(), run: ticket.run() };
            return Ok(Claimed::New(Claiming { claim, given: None, ticket }));
        }
    }

    /// Checks that a namespace has room for one more run, and the sandbox for one more of this principal.
    fn admit(&self, namespace: &str, principal: &str) -> Result<(), RunsError> {
        let who = crate::runs::drive::feeding::share_of_sandbox(namespace, principal);
        self.allowance.room_for_run(namespace)?;
        self.sandbox.admits(&who).map_err(|crowded| RunsError::Crowded(crowded.into()))
    }

    /// Starts a run that may be started.
    pub(crate) fn begin(
        &self,
        starter: Starter,
        version: &Arc<Version>,
        input: &Bytes,
        claimed: Option<Claiming>,
        draft: Option<Drafted>,
    ) -> Result<StartedRun, RunsError> {
        let set = self.rules.limits(&version.subject);
        let limits = self.limits_for(&set);
        let input = read_input(input, &limits)?;
        self.catalog.may_begin(&version.published)?;
        let Starter { principal, caller, via, labels, run_labels, token, heard, parent, repeating, awaited } =
            starter;
        let (rerun, repeats) = repeating.map(|one| (Box::new(one.record), one.repeats)).unzip();
        if parent.is_none() {
            self.admit(&version.published.workflow.namespace, &principal)?;
        }
        let mut context = RunContext::new(version, caller, &principal, via);
        context.heard = heard.into();
        context.repeats = repeats;
        context.awaited = awaited;
        context.token = token.as_deref().map(Arc::from);
        if let Some(draft) = &draft {
            context = context.of_draft(Arc::clone(&draft.answers));
        }
        let labels = self.rules.label_input(&context, labels);
        let now = self.context.now();
        let decision = self.rules.decide(&context, &start_access(run_labels.clone()), &[], now);
        let needs_no_approval = draft.is_some() && decision.outcome == DecisionOutcome::Review;
        if !decision.is_allowed() && !needs_no_approval {
            return Err(Fault::StartRefused(Box::new(decision)).into());
        }
        let run = claimed.as_ref().map_or_else(|| self.context.run_id(), |claimed| claimed.claim.run);
        let (is_draft, kept, settings) = match draft {
            Some(Drafted { kept, settings, .. }) => (true, Some(kept), settings),
            None => (false, None, self.catalog.settings_at_start(version)?),
        };
        let started = Started {
            workflow: workflow_ref(version),
            runner: version.runner.clone(),
            image: version.image.clone(),
            caller: (*context.caller).clone(),
            principal,
            via: context.workflow.via.clone(),
            decision,
            limits: limits.clone(),
            step: Step {
                now,
                event: Event::Start(Start {
                    run: run.to_string(),
                    input,
                    labels,
                    engine: self.context.version().to_owned(),
                    settings,
                    limits,
                }),
                run_labels: run_labels.to_vec(),
                trace: None,
            },
            parent,
            draft: is_draft,
            trial: kept,
            rerun,
            subject: Some((*context.workflow).clone()),
            approvals: context.approvals.to_vec(),
        };
        let mut pinned = Pinned::of(run, &started, context);
        let counts = !started.draft && started.parent.is_none();
        if counts {
            pinned.turns = self.turns_of_runs(&set);
            if pinned.turns.is_none() {
                self.gates.lift(&pinned.workflow());
            }
        }
        let stage = self.spawn(pinned, started, claimed);
        Ok(StartedRun { run, joined: false, stage: Some(stage) })
    }

    fn spawn(&self, pinned: Pinned, started: Started, claimed: Option<Claiming>) -> watch::Receiver<Stage> {
        let run = pinned.run;
        let given = claimed.as_ref().and_then(|claimed| claimed.given.clone());
        let head = RunHead {
            run,
            workflow: started.workflow.clone(),
            principal: started.principal.clone(),
            term: 1,
            length: 0,
            status: Status::Running,
            started_at: started.step.now,
            ended_at: None,
            wake_at: None,
            wake_labels: Vec::new(),
            listens: false,
            hears: Vec::new(),
            held: 0,
            draft: started.draft,
            parent: started.parent.map(|parent| parent.run),
            heard_from: pinned.context.heard.to_vec(),
            token: pinned.context.token.as_deref().map(str::to_owned),
            key: given.map(|text| GivenKey { text, labels: labels_of_input(&started) }),
            suspended: None,
            rerun_of: started.rerun.as_ref().map(|rerun| rerun.of),
            failure: None,
        };
        let (live, inbox) = Live::new(Stage::Starting);
        live.count(self.allowance.count_run(&started.workflow.namespace));
        self.live.lock().insert(run, Arc::clone(&live));
        let (machine, actions) = Machine::start(started);
        let (claim, ticket) = claimed.map(|claimed| (claimed.claim, claimed.ticket)).unzip();
        let (runs, stage) = (self.clone(), live.watch());
        let writer = Writer::new(self.clone(), Arc::clone(&live), head, claim);
        tokio::spawn(async move {
            let others = ticket.map(|ticket| tell_others(ticket, live.watch()));
            let driver = Driver::new(runs, pinned, (live, inbox), machine, writer);
            match others {
                None => driver.drive(actions).await,
                Some(others) => {
                    tokio::join!(driver.drive(actions), others);
                }
            }
        });
        stage
    }

    /// The smallest of the server's limits and those that policies set.
    fn limits_for(&self, set: &EffectiveLimits) -> Limits {
        let own = &self.limits;
        let least = |limit: &Option<towpath_policies::Limit>, own: u64| {
            limit.as_ref().map_or(own, |limit| limit.value.min(own))
        };
        Limits {
            memory_bytes: least(&set.memory_bytes, own.memory_bytes),
            cpu_ms: least(&set.cpu_ms, own.cpu_ms),
            input_bytes: least(&set.input_bytes, own.input_bytes),
            output_bytes: least(&set.output_bytes, own.output_bytes),
            effect_bytes: least(&set.effect_bytes, own.effect_bytes),
            depth: u32::try_from(least(&set.depth, own.depth.into())).unwrap_or(own.depth),
            effects: least(&set.effects, own.effects),
            duration_s: least(&set.duration_s, own.duration_s),
        }
    }

    /// How many runs of a workflow may be under way, and begin in a minute, when another one begins; `None`: any number. Draft
    /// runs do not count; neither do runs that another run waits for: it could wait for itself.
    pub(super) fn turns_of_runs(&self, set: &EffectiveLimits) -> Option<Capacity> {
        let number = |limit: &Option<towpath_policies::Limit>| {
            limit.as_ref().map(|limit| u32::try_from(limit.value).unwrap_or(u32::MAX))
        };
        let (at_once, per_minute) = (number(&set.concurrent_runs), number(&set.runs_per_minute));
        let is_limited = at_once.or(per_minute).is_some() && !self.context.is_offline();
        is_limited.then(|| Capacity::of_runs(at_once, per_minute))
    }
}

/// Reports the result of a start to those who wait under the same key.
async fn tell_others(ticket: Ticket, mut stage: watch::Receiver<Stage>) {
    // An error means that the driver is gone: the start counts as failed.
    let stage = stage.wait_for(|stage| !matches!(stage, Stage::Starting)).await;
    if stage.is_ok_and(|stage| matches!(*stage, Stage::Durable | Stage::Ended(_))) {
        ticket.begun();
    }
}

fn labels_of_input(started: &Started) -> Vec<String> {
    match &started.step.event {
        Event::Start(start) => start.labels.clone(),
        _ => Vec::new(),
    }
}

fn workflow_ref(version: &Version) -> WorkflowRef {
    let workflow = &version.published.workflow;
    WorkflowRef {
        namespace: workflow.namespace.clone(),
        name: workflow.name.clone(),
        version: workflow.version.clone(),
        digest: workflow.digest.clone(),
    }
}

fn fingerprint(request: &StartRequest) -> String {
    let mut hash = Sha256::new();
    hash.update(request.version.as_deref().unwrap_or_default().as_bytes());
    hash.update([0]);
    hash.update(&request.input);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The input as JSON text: an empty body is an empty object.
fn read_input(bytes: &Bytes, limits: &Limits) -> Result<Json, RunsError> {
    let refuse =
        |detail: String| RunsError::Input(Problem::new(problem_types::VALIDATION, &codes::TP1110, detail));
    if bytes.len() as u64 > limits.input_bytes {
        return Err(refuse(format!(
            "the input has {} bytes, the limit `inputBytes` (`inputKiB` in policies) is {}",
            bytes.len(),
            limits.input_bytes
        )));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| refuse(format!("the input is not UTF-8: {error}")))?;
    let text = if text.trim().is_empty() { "{}" } else { text };
    if let Some(depth) = too_deep(text, limits.depth) {
        return Err(refuse(format!(
            "the input is nested {depth} deep or more, the limit `depth` is {}",
            limits.depth
        )));
    }
    Json::parse(text.to_owned()).map_err(|error| refuse(format!("the input is not JSON: {error}")))
}

/// Whether brackets outside strings nest more deeply than `limit`. Checked before any recursive parser sees the text.
fn too_deep(text: &str, limit: u32) -> Option<u32> {
    let mut depth = 0_u32;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => skip_string(&mut bytes),
            _ => {}
        }
        if depth > limit {
            return Some(depth);
        }
    }
    None
}

fn skip_string(bytes: &mut std::str::Bytes<'_>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::too_deep;

    #[test]
    fn counts_brackets_outside_strings() {
        assert_eq!(too_deep("[[1]]", 2), None);
        assert_eq!(too_deep("[[[1]]]", 2), Some(3));
        assert_eq!(too_deep(r#"["[[[\"[[["]"#, 2), None);
    }
}
