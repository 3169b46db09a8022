//! Every decision taken again: with the texts of the policy set that it names, the workflow and the caller as they were
//! judged, the access, the time, the approvals and the signatures.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use towpath_access::{Access, CallerSubject, Effect, Profile, WEB, WorkflowSubject};
use towpath_integrations::describe_request;
use towpath_journal::{Ended, Record, Started, TokenRequest, received_in};
use towpath_policies::{Decision, PolicySet, ProfileSubject, Question, decide};
use towpath_wire::{EffectKind, Outcome};

use super::verify::{Case, Check, sets};
use crate::accesses::restored;
use crate::drive::judging::answer_labels;
use crate::guard::{respond_access, run_labels_of, start_access};

const STOPS: &str =
    "whoever changes a decision, or a policy that it was taken by: the same question has another answer";
const OLDER: &str =
    "some decisions are not taken again: the journal is older, and does not have all that was judged";

/// Takes every decision again. `derived`: what the definition reaches, where it could be loaded.
/// `own`: how the workflow ended by itself, where it was carried out again.
pub(super) fn check(
    case: &Case<'_>,
    derived: Option<&Profile>,
    own: Option<&Outcome>,
    version: &str,
) -> Check {
    let mut check = Check::new(STOPS);
    "the decisions, taken again".clone_into(&mut check.what);
    let sets = sets(case.receipt, &mut check);
    let (workflow, caller) = match who_asks(case.started) {
        Ok(Some(who)) => who,
        Ok(None) => {
            check.skip(OLDER);
            return check;
        }
        Err(wrong) => {
            check.at(0, wrong);
            return check;
        }
    };
    let bench = Bench {
        profile: profile(case, derived, &mut check),
        sets: &sets,
        workflow,
        caller,
        approvals: &case.started.approvals,
        own,
        in_full: case.receipt.engine == version,
    };
    let (labels, signed) = (BTreeSet::new(), BTreeMap::new());
    let mut judge = Judge { bench: &bench, labels, signed, taken: 0, check };
    case.records.iter().for_each(|(index, record)| judge.record(*index, record));
    let Judge { taken, mut check, .. } = judge;
    let named: Vec<&str> = sets.keys().map(String::as_str).collect();
    check.what = format!("{taken} decisions, taken again by the policies of {}", named.join(" and "));
    check
}

/// Who asks, as it was judged; nothing, where the journal does not say.
fn who_asks(started: &Started) -> Result<Option<(WorkflowSubject, CallerSubject)>, String> {
    let Some(subject) = &started.subject else { return Ok(None) };
    let workflow: WorkflowSubject = serde_json::from_value(subject.clone())
        .map_err(|error| format!("its workflow cannot be read: {error}"))?;
    let caller: CallerSubject = serde_json::from_value(started.caller.clone())
        .map_err(|error| format!("its caller cannot be read: {error}"))?;
    let pinned = &started.workflow;
    let same = [&workflow.namespace, &workflow.name, &workflow.version]
        == [&pinned.namespace, &pinned.name, &pinned.version]
        && workflow.via == started.via;
    if same { Ok(Some((workflow, caller))) } else { Err("another workflow was judged than ran".to_owned()) }
}

/// What the version reaches, as policies see it. It has to be that of the definition, but for what integrations say:
/// whether an operation changes anything.
fn profile(case: &Case<'_>, derived: Option<&Profile>, check: &mut Check) -> Option<ProfileSubject> {
    let told = case.receipt.profile.as_ref()?;
    if let Some(derived) = derived
        && placeless(told) != placeless(derived)
    {
        check.wrong.push("the profile is not that of the definition".to_owned());
    }
    Some(ProfileSubject::new(told))
}

fn placeless(profile: &Profile) -> String {
    let mut profile = profile.clone();
    for found in &mut profile.accesses {
        let is_operation = found.access.integration.as_deref().is_some_and(|integration| integration != WEB);
        if is_operation {
            found.access.effect = Effect::Write;
        }
    }
    profile.digest()
}

/// What every decision of a run has in common.
struct Bench<'a> {
    sets: &'a BTreeMap<String, PolicySet>,
    workflow: WorkflowSubject,
    caller: CallerSubject,
    approvals: &'a [String],
    profile: Option<ProfileSubject>,
    own: Option<&'a Outcome>,
    /// Decisions are compared word by word: this is the engine that took them.
    in_full: bool,
}

struct Judge<'a> {
    bench: &'a Bench<'a>,
    /// Labels of everything that the run has received so far.
    labels: BTreeSet<String>,
    /// Rules that calls were signed for.
    signed: BTreeMap<u64, Vec<String>>,
    taken: usize,
    check: Check,
}

impl Judge<'_> {
    fn record(&mut self, index: u64, record: &Record) {
        match record {
            Record::Started(started) => {
                self.labels.extend(received_in(&started.step).cloned());
                let (access, now) = (start_access(run_labels_of(started)), started.step.now);
                self.take(index, &started.decision, &access, None, now);
                let allowed = decision(&started.decision).is_some_and(|decision| decision.is_allowed());
                if !allowed {
                    self.check.at(index, "nobody allowed the start");
                }
            }
            Record::Fed(step) => self.labels.extend(received_in(step).cloned()),
            Record::Signed(signed) => {
                self.signed.entry(signed.effect).or_default().extend(signed.rules.iter().cloned());
            }
            Record::Intent(intent) => {
                let kept = (&intent.decision, intent.access.as_ref());
                self.effect(index, intent.effect.id, &intent.effect.kind, kept, intent.at);
                if let Some(token) = &intent.token {
                    self.token(index, token, intent.at);
                }
            }
            Record::Held(held) => {
                let kept = (&held.decision, held.access.as_ref());
                self.effect(index, held.effect.id, &held.effect.kind, kept, held.at);
            }
            Record::Ended(ended) => self.answer(index, ended),
            Record::Tasks(_)
            | Record::Declined(_)
            | Record::Fault(_)
            | Record::Resumed(_)
            | Record::Abandoned(_) => {}
        }
    }

    fn effect(
        &mut self,
        index: u64,
        id: u64,
        kind: &EffectKind,
        (recorded, kept): (&Value, Option<&Value>),
        now: i64,
    ) {
        let access = match (kept, recorded.is_null()) {
            // The host refused it by its own rules, so that no policy was asked.
            (None, true) => return,
            (None, false) => return self.check.skip(OLDER),
            (Some(_), true) => return self.check.at(index, "it was judged, and nobody says how"),
            (Some(kept), false) => restored(kept, kind),
        };
        let access = match access {
            Ok(access) => access,
            Err(wrong) => return self.check.at(index, wrong),
        };
        if access.run_labels.iter().ne(&self.labels) {
            self.check.at(index, "the run had received other labels");
        }
        if access.labels.iter().any(|label| !self.labels.contains(label)) {
            self.check.at(index, "the arguments carry a label that the run never received");
        }
        if access.integration.as_deref() == Some(WEB) && !is_its_request(&access) {
            self.check.at(index, "another request was judged than that of the arguments");
        }
        self.take(index, recorded, &access, Some(id), now);
    }

    /// The decision on the request for a token that left before a call; none where its address was found out later.
    fn token(&mut self, index: u64, token: &TokenRequest, now: i64) {
        let Some(kept) = &token.access else { return };
        match serde_json::from_value::<Access>(kept.clone()) {
            Ok(access) if !is_its_request(&access) => {
                self.check.at(index, "the request for a token is another than was judged");
            }
            Ok(access) if access.run_labels.iter().ne(&self.labels) => {
                self.check.at(index, "the request for a token was judged with other labels of the run");
            }
            Ok(access) => self.take(index, &token.decision, &access, None, now),
            Err(error) => {
                self.check.at(index, format_args!("the request for a token cannot be read: {error}"))
            }
        }
    }

    /// The decision on what was answered, whichever way it went.
    fn answer(&mut self, index: u64, ended: &Ended) {
        let Some(recorded) = ended.refusal.as_ref().or(ended.answer.as_ref()) else {
            if answer_labels(&ended.outcome).is_some() {
                self.check.at(index, "nobody judged the answer");
            }
            return;
        };
        // What was refused does not stand in the journal.
        let outcome = if ended.refusal.is_some() { self.bench.own } else { Some(&ended.outcome) };
        let Some(outcome) = outcome else {
            return self.check.skip("what was not answered is known only when the run is carried out again");
        };
        match answer_labels(outcome) {
            Some(labels) => {
                let access = respond_access(labels, &self.labels);
                self.take(index, recorded, &access, None, ended.at);
            }
            None => self.check.at(index, "nothing was answered that could be judged"),
        }
    }

    fn take(&mut self, index: u64, recorded: &Value, access: &Access, effect: Option<u64>, now: i64) {
        let Some(recorded) = decision(recorded) else {
            self.check.at(index, "its decision cannot be read");
            return;
        };
        if let Some(again) = self.again(&recorded, access, effect, now) {
            self.taken += 1;
            if !self.same(&again, &recorded) {
                let (again, was) = (again.outcome.as_str(), recorded.outcome.as_str());
                self.check
                    .at(index, format_args!("the policies decide otherwise: {again}, and it says {was}"));
            }
        }
    }

    /// The same question asked again; nothing, where it cannot be.
    fn again(
        &mut self,
        recorded: &Decision,
        access: &Access,
        effect: Option<u64>,
        now: i64,
    ) -> Option<Decision> {
        let bench = self.bench;
        let Some(set) = bench.sets.get(&recorded.policy_set) else {
            self.check
                .skip(format!("the texts of the policy set {} are not in the receipt", recorded.policy_set));
            return None;
        };
        if set.describes_profiles() && bench.profile.is_none() {
            self.check.skip("a policy looks at the profile of the version, which is not in the receipt");
            return None;
        }
        let signatures = effect.and_then(|id| self.signed.get(&id)).map(Vec::as_slice).unwrap_or_default();
        let question = Question {
            workflow: &bench.workflow,
            access,
            caller: &bench.caller,
            now,
            profile: bench.profile.as_ref(),
            approvals: bench.approvals,
            signatures,
        };
        Some(decide(set, &question))
    }

    /// Whether both say the same. Another engine may choose other words.
    fn same(&self, again: &Decision, recorded: &Decision) -> bool {
        let awaiting = |decision: &Decision| -> Vec<String> {
            decision.awaiting.iter().map(|awaiting| awaiting.digest.clone()).collect()
        };
        match self.bench.in_full {
            true => again == recorded,
            false => {
                again.outcome == recorded.outcome
                    && again.rules == recorded.rules
                    && awaiting(again) == awaiting(recorded)
            }
        }
    }
}

fn decision(recorded: &Value) -> Option<Decision> {
    serde_json::from_value(recorded.clone()).ok()
}

/// Whether host, method, path and query are those of the arguments. Older engines judged no query.
fn is_its_request(access: &Access) -> bool {
    let mut own = access.clone();
    if describe_request(&mut own).is_err() {
        return false;
    }
    if access.query.is_none() {
        own.query = None;
    }
    own == *access
}
