//! Starting a run: which version, may it, with what input, and whether this very start came before.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use towpath_access::{CallerSubject, RunLabels};
use towpath_diagnostics::codes;
use towpath_identity::Principal;
use towpath_journal::{Claim, Machine, Parent, RunHead, RunId, Started, Status, WorkflowRef};
use towpath_policies::Outcome;
use towpath_wire::{Event, Json, Limits, Problem, Start, Step, problem_types};

use crate::drive::{Driver, Pinned};
use crate::engine::{Engine, Inner};
use crate::guard::{Asker, caller, start_access};
use crate::live::{Live, Stage};
use crate::starts::{Fate, Place, Ticket};
use crate::trial::Drafted;
use crate::types::{EngineError, StartRequest, StartedRun};
use crate::versions::Version;

impl Engine {
    /// Starts a run, or joins the one that the same idempotency key started. Returns as soon as it is under
    /// way; [`Engine::durable`] tells when its start is on disk, [`Engine::wait`] when it has ended.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Input`], [`EngineError::StartRefused`],
    /// [`EngineError::KeyReused`], [`EngineError::Crowded`], [`EngineError::Quota`], [`EngineError::Busy`] while the engine opens or closes.
    pub async fn start(&self, who: &Principal, request: StartRequest) -> Result<StartedRun, EngineError> {
        if !self.ready() {
            return Err(EngineError::Busy);
        }
        let inner = &self.inner;
        let version = inner.version(&request.namespace, &request.name, request.version.as_deref()).await?;
        let ticket = match &request.idempotency_key {
            Some(key) => {
                let scoped = format!("{}/{}/{}/{key}", who.id, request.namespace, request.name);
                match inner.start_once(&scoped, &fingerprint(&request)).await? {
                    Claimed::Joined(run) => return Ok(StartedRun::joined(run)),
                    Claimed::New(claimed) => Some(claimed),
                }
            }
            None => None,
        };
        inner.begin(Starter::outside(who), &version, &request.input, ticket, None)
    }
}

/// Who starts a run.
pub(crate) struct Starter {
    /// The principal behind it, however many workflows are between.
    pub(crate) principal: String,
    /// As policies see it.
    pub(crate) caller: CallerSubject,
    /// The workflows between, outermost first.
    pub(crate) via: Vec<String>,
    /// Labels that flow into the input; policies may give it more.
    pub(crate) labels: Vec<String>,
    /// Labels of everything that the run which starts it has received.
    pub(crate) run_labels: RunLabels,
    /// The run that waits for it.
    pub(crate) parent: Option<Parent>,
    /// The public id of the token that it is started with.
    pub(crate) token: Option<String>,
    /// Principals behind the events that the workflows between have received.
    pub(crate) heard: Vec<String>,
}

impl Starter {
    /// Somebody from outside.
    pub(crate) fn outside(who: &Principal) -> Self {
        Self {
            principal: who.id.clone(),
            caller: caller(who),
            via: Vec::new(),
            labels: Vec::new(),
            run_labels: RunLabels::NONE,
            token: who.minted.token.clone(),
            heard: Vec::new(),
            parent: None,
        }
    }
}

/// What a key leads to.
pub(crate) enum Claimed {
    /// The run that was started under it. Its start is on disk.
    Joined(RunId),
    /// A start of one's own.
    New(Claiming),
}

/// A start that is the first under its key.
pub(crate) struct Claiming {
    claim: Claim,
    ticket: Ticket,
}

impl Inner {
    /// Finds the run that a key started, or takes the key for a new one. The second waits for the fate of the
    /// first: its run, once that is on disk, or a start of their own when it was refused.
    ///
    /// # Errors
    /// [`EngineError::KeyReused`] when the run was started with something else.
    pub(crate) async fn start_once(
        self: &Arc<Self>,
        key: &str,
        fingerprint: &str,
    ) -> Result<Claimed, EngineError> {
        let join = |run: RunId, earlier: &str| match earlier == fingerprint {
            true => Ok(Claimed::Joined(run)),
            false => Err(EngineError::KeyReused(run)),
        };
        loop {
            let ticket = match self.starts.enter(key, fingerprint, || self.clock.run_id()) {
                Place::First(ticket) => ticket,
                Place::Later(first) => match (&first).await {
                    Fate::Begun => return join(first.run(), first.fingerprint()),
                    Fate::Failed if self.closing.load(Ordering::Acquire) => return Err(EngineError::Busy),
                    Fate::Failed => continue,
                },
            };
            // INVARIANT: the key is registered while the store is asked. A start that reaches the disk meanwhile would
            // have been found in the register.
            if let Some(claim) = self.store.claimed(key).await? {
                return join(claim.run, &claim.fingerprint);
            }
            let claim = Claim { key: key.to_owned(), fingerprint: fingerprint.to_owned(), run: ticket.run() };
            return Ok(Claimed::New(Claiming { claim, ticket }));
        }
    }

    /// Starts a run that may be started.
    pub(crate) fn begin(
        self: &Arc<Self>,
        starter: Starter,
        version: &Arc<Version>,
        input: &Bytes,
        claimed: Option<Claiming>,
        draft: Option<Drafted>,
    ) -> Result<StartedRun, EngineError> {
        let limits = self.limits_for(version);
        let input = read_input(input, &limits)?;
        self.may_begin(&version.published)?;
        let Starter { principal, caller, via, labels, run_labels, token, heard, parent } = starter;
        if parent.is_none() {
            let who = crate::drive::feeding::who(&version.published.workflow.namespace, &principal);
            self.room_for_run(&who.namespace)?;
            self.sandbox.admits(&who).map_err(|crowded| EngineError::Crowded(crowded.into()))?;
        }
        let mut asker = Asker::new(version, caller, &principal, via);
        asker.heard = heard.into();
        asker.token = token.as_deref().map(Arc::from);
        asker.trial = draft.as_ref().map(|draft| Arc::clone(&draft.trial));
        let labels = self.label_input(&asker, labels);
        let now = self.clock.now();
        let decision = self.decide(&asker, &start_access(run_labels.clone()), &[], now);
        let needs_no_approval = draft.is_some() && decision.outcome == Outcome::Review;
        if !decision.is_allowed() && !needs_no_approval {
            return Err(EngineError::StartRefused(Box::new(decision)));
        }
        let run = claimed.as_ref().map_or_else(|| self.clock.run_id(), |claimed| claimed.claim.run);
        let (is_draft, kept, settings) = match draft {
            Some(Drafted { kept, settings, .. }) => (true, Some(kept), settings),
            None => (false, None, self.settings_at_start(version)),
        };
        let started = Started {
            workflow: workflow_ref(version),
            runner: version.runner.clone(),
            image: version.image.clone(),
            caller: serde_json::to_value(&*asker.caller).unwrap_or_default(),
            principal,
            via: asker.workflow.via.clone(),
            decision: serde_json::to_value(&decision).unwrap_or_default(),
            limits: limits.clone(),
            step: Step {
                now,
                event: Event::Start(Start {
                    run: run.to_string(),
                    input,
                    labels,
                    engine: self.version.clone(),
                    settings,
                    limits,
                }),
                run_labels: run_labels.to_vec(),
            },
            parent,
            draft: is_draft,
            trial: kept,
            subject: serde_json::to_value(&*asker.workflow).ok(),
            approvals: asker.approvals.to_vec(),
        };
        let stage = self.spawn(Pinned::of(run, &started, asker), started, claimed);
        Ok(StartedRun { run, joined: false, stage: Some(stage) })
    }

    fn spawn(
        self: &Arc<Self>,
        pinned: Pinned,
        started: Started,
        claimed: Option<Claiming>,
    ) -> watch::Receiver<Stage> {
        let run = pinned.run;
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
            held: 0,
            draft: started.draft,
            parent: started.parent.map(|parent| parent.run),
            heard_from: pinned.asker.heard.to_vec(),
            token: pinned.asker.token.as_deref().map(str::to_owned),
        };
        let (live, inbox) = Live::new(Stage::Starting);
        live.count(self.underway.count(&started.workflow.namespace));
        self.live.lock().insert(run, Arc::clone(&live));
        let (machine, actions) = Machine::start(started);
        let (claim, ticket) = claimed.map(|claimed| (claimed.claim, claimed.ticket)).unzip();
        let (inner, stage) = (Arc::clone(self), live.watch());
        tokio::spawn(async move {
            let watch = live.watch();
            let driver = Driver::new(inner, pinned, live, inbox, machine, head, None, claim, 0);
            match ticket {
                None => driver.drive(actions).await,
                Some(ticket) => {
                    tokio::join!(driver.drive(actions), tell_others(ticket, watch));
                }
            }
        });
        stage
    }

    /// Longest that runs of a workflow may take, in seconds.
    pub(crate) fn longest_run(&self, subject: &towpath_access::WorkflowSubject) -> u64 {
        let now = self.clock.now();
        let set = self.policies.load().of(subject, now).effective_limits(subject, now);
        set.duration_s.map_or(self.limits.duration_s, |limit| limit.value.min(self.limits.duration_s))
    }

    /// The smallest of the server's limits and those that policies set.
    fn limits_for(&self, version: &Version) -> Limits {
        let now = self.clock.now();
        let set = self.policies.load().of(&version.subject, now).effective_limits(&version.subject, now);
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
}

/// Tells those who wait for a start under the same key what became of it.
async fn tell_others(ticket: Ticket, mut stage: watch::Receiver<Stage>) {
    // An error means that the driver is gone: the start has failed, as far as anybody knows.
    let stage = stage.wait_for(|stage| !matches!(stage, Stage::Starting)).await;
    if stage.is_ok_and(|stage| matches!(*stage, Stage::Durable | Stage::Ended(_))) {
        ticket.begun();
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
fn read_input(bytes: &Bytes, limits: &Limits) -> Result<Json, EngineError> {
    let refuse = |detail: String| {
        let mut problem = Problem::new(problem_types::VALIDATION, detail);
        problem.code = Some(codes::TP1110.as_str().to_owned());
        EngineError::Input(problem)
    };
    if bytes.len() as u64 > limits.input_bytes {
        return Err(refuse(format!(
            "the input has {} bytes, the limit `input` is {}",
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
    RawValue::from_string(text.to_owned()).map_err(|error| refuse(format!("the input is not JSON: {error}")))
}

/// Whether brackets outside strings nest more deeply than `limit`: asked before any parser that recurses.
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
