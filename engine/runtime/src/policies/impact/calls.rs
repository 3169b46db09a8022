//! Calls that were made, judged again with the arguments they had.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use towpath_access::{Access, CallerSubject, WorkflowSubject};
use towpath_journal::{Record, RunHead, RunId, received_in};
use towpath_policies::{Outcome, Question as Judged};

use super::recorded::{Asked, Item, Who};
use super::{CallImpact, Known, Question, Sets, workflow_of};
use crate::accesses::restored;
use crate::engine::{Engine, Inner};
use crate::guard::{Asker, run_labels_of, start_access};
use crate::life::VersionState;
use crate::types::EngineError;

/// By workflow, task, and what was and would be decided.
pub(super) type Changed = BTreeMap<(String, String, Outcome, Outcome), CallImpact>;

/// Everything that a run asked, as its journal has it; nothing where an older engine wrote that, and did not write down
/// all that was judged.
pub(super) fn asked(inner: &Inner, records: &[Record], known: &Known) -> Result<Option<Asked>, EngineError> {
    let Some(Record::Started(started)) = records.first() else { return Ok(None) };
    if started.draft {
        return Ok(None);
    }
    let mut items = Vec::new();
    if was_judged(&started.decision) {
        let Some(item) = Item::start(run_labels_of(started), started.step.now) else {
            return Ok(None);
        };
        items.push(item);
    }
    let mut signed: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for record in records {
        match record {
            Record::Signed(one) => {
                signed.entry(one.effect).or_default().extend(one.rules.iter().cloned());
            }
            Record::Intent(intent) => {
                // What never came so far as to be judged would not either.
                if !was_judged(&intent.decision) {
                    continue;
                }
                let kept = intent.access.as_ref().and_then(|kept| restored(kept, &intent.effect.kind).ok());
                let Some(access) = kept else { return Ok(None) };
                let signatures = signed.get(&intent.effect.id).map(Vec::as_slice).unwrap_or_default();
                let item = Item::call(&intent.effect.task, &access, signatures, intent.at);
                let Some(item) = item else { return Ok(None) };
                items.push(item);
            }
            _ => {}
        }
    }
    let Asker { workflow, caller, approvals, .. } = Asker::of_started(&known.version, started)?;
    let who = Who { workflow, caller, approvals };
    let who = match digest_of(&who) {
        Some(digest) => inner.recorded.lock().who(digest, || who),
        None => Arc::new(who),
    };
    Ok(Some(Asked { who, items: items.into() }))
}

fn digest_of(who: &Who) -> Option<[u8; 32]> {
    let text = serde_json::to_vec(&(&*who.workflow, &*who.caller, &*who.approvals)).ok()?;
    Some(Sha256::digest(text).into())
}

/// Judges what a run asked once more, with what it had then; how much there was.
pub(super) fn judge(
    sets: Sets<'_>,
    known: &Known,
    head: &RunHead,
    asked: &Asked,
    changed: &mut Changed,
) -> usize {
    let workflow = workflow_of(head);
    let mut replay = Replay {
        sets,
        known,
        workflow: &asked.who.workflow,
        caller: &asked.who.caller,
        approvals: &asked.who.approvals,
        run: head.run,
        judged: 0,
        changed,
    };
    for item in &asked.items {
        if let Some(access) = item.access() {
            replay.judge((&workflow, &item.task), &access, &item.signatures, item.now);
        }
    }
    replay.judged
}

impl Engine {
    /// Judges what a run asked once more, with what it had then, of a journal that does not have all of that; how much
    /// there was.
    pub(super) async fn rejudge(
        &self,
        question: &mut Question,
        head: &RunHead,
        records: &[Record],
        changed: &mut Changed,
    ) -> Result<usize, EngineError> {
        let Some(Record::Started(started)) = records.first() else { return Ok(0) };
        if started.draft {
            return Ok(0);
        }
        let Some(known) = self.known(question, head).await? else { return Ok(0) };
        // Nothing can be taken from what cannot be called any more.
        if known.version.published.standing.state == VersionState::Retired {
            return Ok(0);
        }
        let asker = Asker::of_started(&known.version, started)?;
        let mut replay = Replay {
            sets: question.sets(),
            known: &known,
            workflow: &asker.workflow,
            caller: &asker.caller,
            approvals: &asker.approvals,
            run: head.run,
            judged: 0,
            changed,
        };
        let mut labels: BTreeSet<String> = received_in(&started.step).cloned().collect();
        labels.extend(question.candidate.input_labels(&asker.workflow, &asker.caller, started.step.now));
        let mut signed: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        let workflow = workflow_of(head);
        if was_judged(&started.decision) {
            let access = start_access(run_labels_of(started));
            replay.judge((&workflow, ""), &access, &[], started.step.now);
        }
        for record in records {
            match record {
                Record::Fed(step) => {
                    labels.extend(received_in(step).cloned());
                    labels.extend(question.labels_heard(&asker, step));
                }
                Record::Signed(one) => {
                    signed.entry(one.effect).or_default().extend(one.rules.iter().cloned())
                }
                Record::Intent(intent) => {
                    let kind = &intent.effect.kind;
                    let recorded = intent.access.as_ref().and_then(|kept| restored(kept, kind).ok());
                    // What older journals do not have is prepared anew.
                    let access = recorded.or_else(|| self.inner.access_of(&asker, kind, &labels));
                    if let (Some(access), true) = (access, was_judged(&intent.decision)) {
                        let signatures = signed.get(&intent.effect.id).map(Vec::as_slice).unwrap_or_default();
                        let place = (workflow.as_str(), intent.effect.task.as_str());
                        replay.judge(place, &access, signatures, intent.at);
                    }
                }
                _ => {}
            }
        }
        Ok(replay.judged)
    }
}

/// One run, judged again.
struct Replay<'a> {
    sets: Sets<'a>,
    known: &'a Known,
    workflow: &'a WorkflowSubject,
    caller: &'a CallerSubject,
    approvals: &'a [String],
    run: RunId,
    judged: usize,
    changed: &'a mut Changed,
}

impl Replay<'_> {
    fn judge(&mut self, (workflow, task): (&str, &str), access: &Access, signatures: &[String], now: i64) {
        self.judged += 1;
        let asked = Judged {
            workflow: self.workflow,
            access,
            caller: self.caller,
            now,
            profile: self.known.profile.as_deref(),
            approvals: self.approvals,
            signatures,
        };
        let before = towpath_policies::decide(self.sets.before(self.workflow), &asked).outcome;
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

/// Whether this record holds a decision; `null` where nothing was decided.
fn was_judged(recorded: &serde_json::Value) -> bool {
    #[derive(serde::Deserialize)]
    struct Recorded {
        #[serde(rename = "outcome")]
        _outcome: Outcome,
    }
    // The whole of a decision need not be read for that.
    <Recorded as serde::Deserialize>::deserialize(recorded).is_ok()
}

/// So that a change of what a decision looks like is found here.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_told_from_none() {
        let set = towpath_policies::PolicySet::empty();
        let (workflow, caller) = (
            towpath_access::WorkflowSubject::default(),
            towpath_access::CallerSubject {
                kind: towpath_access::CallerKind::App,
                id: "app".to_owned(),
                namespace: None,
            },
        );
        let access = start_access(towpath_access::RunLabels::NONE);
        let asked = Judged {
            workflow: &workflow,
            access: &access,
            caller: &caller,
            now: 0,
            profile: None,
            approvals: &[],
            signatures: &[],
        };
        let decision = towpath_policies::decide(&set, &asked);
        let recorded = serde_json::to_value(decision).unwrap_or_default();
        assert!(was_judged(&recorded));
        assert!(!was_judged(&serde_json::Value::Null));
    }
}
