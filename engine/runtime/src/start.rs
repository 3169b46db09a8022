//! Starting a run: which version, may it, with what input, and whether this very start came before.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use towpath_access::CallerSubject;
use towpath_diagnostics::codes;
use towpath_identity::Principal;
use towpath_journal::{Claim, Machine, RunHead, RunId, Started, Status, WorkflowRef};
use towpath_policies::Outcome;
use towpath_wire::{Event, Json, Limits, Problem, Start, Step, problem_types};

use crate::drive::{Driver, Pinned};
use crate::engine::{Engine, Inner};
use crate::guard::{Asker, caller, start_access};
use crate::live::{Live, Stage};
use crate::trial::Drafted;
use crate::types::{EngineError, StartRequest, StartedRun};
use crate::versions::Version;

impl Engine {
    /// Starts a run, or joins the one that the same idempotency key started. Returns as soon as it is under
    /// way; [`Engine::durable`] tells when its start is on disk, [`Engine::wait`] when it has ended.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Input`], [`EngineError::StartRefused`],
    /// [`EngineError::KeyReused`], [`EngineError::Busy`] while the engine opens or closes.
    pub async fn start(&self, who: &Principal, request: StartRequest) -> Result<StartedRun, EngineError> {
        if !self.ready() {
            return Err(EngineError::Busy);
        }
        let inner = &self.inner;
        let version = inner.version(&request.namespace, &request.name, request.version.as_deref()).await?;
        let claim = match &request.idempotency_key {
            Some(key) => match inner.claim(who, &request, key).await? {
                Claimed::Joined(started) => return Ok(started),
                Claimed::New(claim) => Some(claim),
            },
            None => None,
        };
        let key = claim.as_ref().map(|claim| claim.key.clone());
        let starter = Starter {
            principal: who.id.clone(),
            caller: caller(who),
            via: Vec::new(),
            labels: Vec::new(),
            heard: Vec::new(),
        };
        let started = inner.begin(starter, &version, &request.input, claim, None);
        if let (Err(_), Some(key)) = (&started, &key) {
            inner.claims.lock().remove(key);
        }
        started
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
    /// Principals behind the events that the workflows between have received.
    pub(crate) heard: Vec<String>,
}

enum Claimed {
    Joined(StartedRun),
    New(Claim),
}

impl Inner {
    /// Finds the run that an idempotency key started, or takes the key for a new one.
    async fn claim(
        &self,
        who: &Principal,
        request: &StartRequest,
        key: &str,
    ) -> Result<Claimed, EngineError> {
        let scoped = format!("{}/{}/{}/{key}", who.id, request.namespace, request.name);
        let fingerprint = fingerprint(request);
        let join = |run: RunId, earlier: &str| {
            if earlier == fingerprint {
                Ok(Claimed::Joined(StartedRun { run, joined: true }))
            } else {
                Err(EngineError::KeyReused(run))
            }
        };
        // The list of starts under way is asked first and last: between the two the store is asked, and a
        // start that reaches the disk meanwhile is found in one of them.
        if let Some((run, earlier)) = self.claims.lock().get(&scoped) {
            return join(*run, earlier);
        }
        if let Some(claim) = self.store.claimed(&scoped).await? {
            return join(claim.run, &claim.fingerprint);
        }
        let run = self.clock.run_id();
        let mut claims = self.claims.lock();
        if let Some((run, earlier)) = claims.get(&scoped) {
            return join(*run, earlier);
        }
        claims.insert(scoped.clone(), (run, fingerprint.clone()));
        Ok(Claimed::New(Claim { key: scoped, fingerprint, run }))
    }

    /// Starts a run that may be started.
    pub(crate) fn begin(
        self: &Arc<Self>,
        starter: Starter,
        version: &Arc<Version>,
        input: &Bytes,
        claim: Option<Claim>,
        draft: Option<Drafted>,
    ) -> Result<StartedRun, EngineError> {
        let limits = self.limits_for(version);
        let input = read_input(input, &limits)?;
        self.may_begin(&version.published)?;
        let Starter { principal, caller, via, labels, heard } = starter;
        let mut asker = Asker::new(version, caller, &principal, via);
        asker.heard = heard.into();
        asker.trial = draft.as_ref().map(|draft| Arc::clone(&draft.trial));
        let labels = self.label_input(&asker, labels);
        let now = self.clock.now();
        let decision = self.decide(&asker, &start_access(), &[], now);
        let needs_no_approval = draft.is_some() && decision.outcome == Outcome::Review;
        if !decision.is_allowed() && !needs_no_approval {
            return Err(EngineError::StartRefused(Box::new(decision)));
        }
        let run = claim.as_ref().map_or_else(|| self.clock.run_id(), |claim| claim.run);
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
            },
            draft: is_draft,
            trial: kept,
            subject: serde_json::to_value(&*asker.workflow).ok(),
            approvals: asker.approvals.to_vec(),
        };
        self.spawn(run, started, asker, claim);
        Ok(StartedRun { run, joined: false })
    }

    fn spawn(self: &Arc<Self>, run: RunId, started: Started, asker: Asker, claim: Option<Claim>) {
        let pinned = Pinned::of(run, &started, asker);
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
            listens: false,
            held: 0,
            draft: started.draft,
            heard_from: pinned.asker.heard.to_vec(),
        };
        let (live, inbox) = Live::new(Stage::Starting);
        self.live.lock().insert(run, Arc::clone(&live));
        let (machine, actions) = Machine::start(started);
        let key = claim.as_ref().map(|claim| claim.key.clone());
        let inner = Arc::clone(self);
        tokio::spawn(async move {
            let watch = live.watch();
            let driver = Driver::new(Arc::clone(&inner), pinned, live, inbox, machine, head, None, claim, 0);
            match key {
                None => driver.drive(actions).await,
                Some(key) => {
                    let held = release_claim(Arc::clone(&inner), key, watch);
                    tokio::join!(driver.drive(actions), held);
                }
            }
        });
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

/// Takes a key off the list of starts under way once the store has it, or the start has failed.
async fn release_claim(inner: Arc<Inner>, key: String, mut stage: tokio::sync::watch::Receiver<Stage>) {
    // An error means that the driver is gone, which releases the key too.
    let _ = stage.wait_for(|stage| !matches!(stage, Stage::Starting)).await;
    inner.claims.lock().remove(&key);
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
