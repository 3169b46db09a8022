//! Past calls, evaluated again with the arguments they had.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use towpath_access::{Access, CallerSubject, WorkflowSubject};
use towpath_journal::{Intent, Record, RunHead, RunId, received_in};
use towpath_policies::{DecisionOutcome, Question as Evaluated};

use super::{Impacts, Known, Question, Sets, workflow_of};
use crate::fault::Fault;
use crate::rules::decide::{Requester, run_labels_of, start_access};
use crate::rules::recorded::{Asked, Item, Who};
use crate::rules::{CallImpact, Rules, RulesError};
use crate::runs::accesses::access_from_journal;
use crate::runs::context::RunContext;
use crate::version::VersionState;

/// By workflow, task, and the outcome before and after.
pub(super) type Changed = BTreeMap<(String, String, DecisionOutcome, DecisionOutcome), CallImpact>;

/// Every access of a run, from its journal; `None` for the journal of an older engine that lacks accesses.
pub(super) fn accesses_of_run(
    rules: &Rules,
    records: &[Record],
    known: &Known,
) -> Result<Option<Asked>, RulesError> {
    let Some(Record::Started(started)) = records.first() else { return Ok(None) };
    if started.draft {
        return Ok(None);
    }
    let mut items = Vec::new();
    let Some(start) = Item::start(run_labels_of(started), started.step.now) else { return Ok(None) };
    items.push(start);
    let mut released: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for record in records {
        match record {
            Record::Released(one) => {
                released.entry(one.effect).or_default().extend(one.rules.iter().cloned());
            }
            Record::Intent(intent) => {
                // An effect that was refused before it was evaluated would be refused again.
                if intent.decision.is_none() {
                    continue;
                }
                let Some(access) = recorded_access(intent) else { return Ok(None) };
                let releases = released.get(&intent.effect.id).map(Vec::as_slice).unwrap_or_default();
                let item = Item::call(&intent.effect.task, &access, releases, intent.at);
                let Some(item) = item else { return Ok(None) };
                items.push(item);
            }
            _ => {}
        }
    }
    let Requester { workflow, caller, approvals, .. } =
        RunContext::of_started(&known.version, started).requester;
    let who = Who { workflow, caller, approvals };
    let who = match digest_of(&who) {
        Some(digest) => rules.recorded().who(digest, || who),
        None => Arc::new(who),
    };
    Ok(Some(Asked { who, items: items.into() }))
}

fn digest_of(who: &Who) -> Option<[u8; 32]> {
    let text = serde_json::to_vec(&(&*who.workflow, &*who.caller, &*who.approvals)).ok()?;
    Some(Sha256::digest(text).into())
}

/// Evaluates the accesses of a run again, with the labels, approvals and releases it had. Returns their number.
pub(super) fn evaluate_accesses(
    sets: Sets<'_>,
    known: &Known,
    head: &RunHead,
    asked: &Asked,
    changed: &mut Changed,
) -> Result<usize, RulesError> {
    let workflow = workflow_of(head);
    let mut replay = Replay {
        sets,
        known,
        workflow: &asked.who.workflow,
        caller: &asked.who.caller,
        approvals: &asked.who.approvals,
        run: head.run,
        evaluated: 0,
        changed,
    };
    for item in &asked.items {
        let access = item.access().map_err(|error| RulesError::Fault(Fault::Internal(error.to_string())))?;
        replay.evaluate((&workflow, &item.task), &access, &item.releases, item.now);
    }
    Ok(replay.evaluated)
}

impl Impacts {
    /// The same for a journal of an older engine that lacks accesses: they are prepared again.
    pub(super) async fn reevaluate(
        &self,
        question: &mut Question,
        head: &RunHead,
        records: &[Record],
        changed: &mut Changed,
    ) -> Result<usize, RulesError> {
        let Some(Record::Started(started)) = records.first() else { return Ok(0) };
        if started.draft {
            return Ok(0);
        }
        let Some(known) = self.known(question, head).await? else { return Ok(0) };
        // A version that cannot be called any more loses nothing.
        if known.version.published.standing.state == VersionState::Retired {
            return Ok(0);
        }
        let context = RunContext::of_started(&known.version, started);
        let mut replay = Replay {
            sets: question.sets(),
            known: &known,
            workflow: &context.workflow,
            caller: &context.caller,
            approvals: &context.approvals,
            run: head.run,
            evaluated: 0,
            changed,
        };
        let mut labels: BTreeSet<String> = received_in(&started.step).cloned().collect();
        labels.extend(question.candidate.input_labels(&context.workflow, &context.caller, started.step.now));
        let mut released: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        let workflow = workflow_of(head);
        let access = start_access(run_labels_of(started));
        replay.evaluate((&workflow, ""), &access, &[], started.step.now);
        for record in records {
            match record {
                Record::Fed(step) => {
                    labels.extend(received_in(step).cloned());
                    labels.extend(question.labels_heard(&context, step)?);
                }
                Record::Released(one) => {
                    released.entry(one.effect).or_default().extend(one.rules.iter().cloned())
                }
                Record::Intent(intent) if intent.decision.is_some() => {
                    // Accesses that older journals lack are prepared again.
                    let again = || match self.runs.access_of(&context, &intent.effect.kind, &labels) {
                        Ok(access) => access,
                        Err(problem) => {
                            let why = problem.detail.unwrap_or_default();
                            tracing::warn!(run = %head.run, effect = intent.effect.id, "left out of the impact: {why}");
                            None
                        }
                    };
                    if let Some(access) = recorded_access(intent).or_else(again) {
                        let releases = released.get(&intent.effect.id).map(Vec::as_slice).unwrap_or_default();
                        let place = (workflow.as_str(), intent.effect.task.as_str());
                        replay.evaluate(place, &access, releases, intent.at);
                    }
                }
                _ => {}
            }
        }
        Ok(replay.evaluated)
    }
}

/// One run, evaluated again.
struct Replay<'a> {
    sets: Sets<'a>,
    known: &'a Known,
    workflow: &'a WorkflowSubject,
    caller: &'a CallerSubject,
    approvals: &'a [String],
    run: RunId,
    evaluated: usize,
    changed: &'a mut Changed,
}

impl Replay<'_> {
    fn evaluate(&mut self, (workflow, task): (&str, &str), access: &Access, releases: &[String], now: i64) {
        self.evaluated += 1;
        let asked = Evaluated {
            workflow: self.workflow,
            access,
            caller: self.caller,
            now,
            profile: self.known.profile.as_deref(),
            approvals: self.approvals,
            releases,
        };
        let before = towpath_policies::decide(self.sets.in_force, &asked).outcome;
        let after = towpath_policies::decide(self.sets.candidate, &asked);
        if after.outcome == before {
            return;
        }
        let key = (workflow.to_owned(), task.to_owned(), before, after.outcome);
        let found = self.changed.entry(key).or_insert_with(|| CallImpact {
            workflow: workflow.to_owned(),
            task: task.to_owned(),
            before,
            after: after.outcome,
            calls: 0,
            run: self.run.to_string(),
            policy: after.policy().map(str::to_owned),
            reason: after.reason.clone(),
        });
        found.calls += 1;
    }
}

/// The access of a call as its journal has it; `None` in journals of older engines, which lack parts of it.
fn recorded_access(intent: &Intent) -> Option<Access> {
    let restored = access_from_journal(intent.access.as_ref()?, &intent.effect.kind);
    restored
        .inspect_err(|why| tracing::error!(effect = intent.effect.id, "a recorded call is incomplete: {why}"))
        .ok()
}
