//! Takes every decision again: with the texts of the policy set that it names, the workflow and the caller as they were
//! evaluated, the access, the time, the approvals and the releases.

use std::collections::{BTreeMap, BTreeSet};

use towpath_access::{Access, CallerSubject, Effect, Profile, WEB, WorkflowSubject};
use towpath_integrations::describe_request;
use towpath_journal::{Ended, Record, Started, TokenRequest, received_in};
use towpath_policies::{CompiledSet, Decision, ProfileSubject, Question, decide};
use towpath_wire::{EffectKind, Outcome};

use super::verify::{Case, Check, policy_sets_of_receipt};
use crate::rules::decide::{respond_access, run_labels_of, start_access};
use crate::runs::accesses::access_from_journal;
use crate::runs::drive::evaluation::answer_labels;

const STOPS: &str =
    "anyone who changes a decision, or a policy behind it: evaluated again, it gives another result";
const OLDER: &str =
    "some decisions are not taken again: the journal is older, and does not have all that was evaluated";

/// Takes every decision again. `derived` is the profile of the definition, where it could be loaded; `own` the outcome of
/// the workflow itself, where it was executed again.
pub(super) fn check_decisions(
    case: &Case<'_>,
    derived: Option<&Profile>,
    own: Option<&Outcome>,
    version: &str,
) -> Check {
    let mut check = Check::new(STOPS);
    "the decisions, taken again".clone_into(&mut check.what);
    let sets = policy_sets_of_receipt(case.receipt, &mut check);
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
        profile: profile_of_version(case, derived, &mut check),
        sets: &sets,
        workflow,
        caller,
        approvals: &case.started.approvals,
        own,
        in_full: case.receipt.engine == version,
    };
    let (labels, released) = (BTreeSet::new(), BTreeMap::new());
    let mut evaluate = Evaluate { bench: &bench, labels, released, taken: 0, check };
    case.records.iter().for_each(|(index, record)| evaluate.record(*index, record));
    let Evaluate { taken, mut check, .. } = evaluate;
    let named: Vec<&str> = sets.keys().map(String::as_str).collect();
    check.what = format!("{taken} decisions, taken again by the policies of {}", named.join(" and "));
    check
}

/// The workflow and the caller as they were evaluated; `None` where the journal lacks them.
fn who_asks(started: &Started) -> Result<Option<(WorkflowSubject, CallerSubject)>, String> {
    let Some(workflow) = started.subject.clone() else { return Ok(None) };
    let pinned = &started.workflow;
    let same = [&workflow.namespace, &workflow.name, &workflow.version]
        == [&pinned.namespace, &pinned.name, &pinned.version]
        && workflow.via == started.via;
    if same {
        Ok(Some((workflow, started.caller.clone())))
    } else {
        Err("another workflow was evaluated than ran".to_owned())
    }
}

/// The profile of the version, as policies see it. It has to be that of the definition, except for the effect of operations,
/// which integrations define.
fn profile_of_version(
    case: &Case<'_>,
    derived: Option<&Profile>,
    check: &mut Check,
) -> Option<ProfileSubject> {
    let kept = case.receipt.profile.as_ref()?;
    if let Some(derived) = derived
        && placeless(kept) != placeless(derived)
    {
        check.wrong.push("the profile is not that of the definition".to_owned());
    }
    Some(ProfileSubject::new(kept))
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

/// The parts that all decisions of a run share.
struct Bench<'a> {
    sets: &'a BTreeMap<String, CompiledSet>,
    workflow: WorkflowSubject,
    caller: CallerSubject,
    approvals: &'a [String],
    profile: Option<ProfileSubject>,
    own: Option<&'a Outcome>,
    /// Whether decisions are compared word by word: this version of the engine took them.
    in_full: bool,
}

struct Evaluate<'a> {
    bench: &'a Bench<'a>,
    /// Labels of everything that the run has received so far.
    labels: BTreeSet<String>,
    /// Rules that calls were released for.
    released: BTreeMap<u64, Vec<String>>,
    taken: usize,
    check: Check,
}

impl Evaluate<'_> {
    fn record(&mut self, index: u64, record: &Record) {
        match record {
            Record::Started(started) => {
                self.labels.extend(received_in(&started.step).cloned());
                let (access, now) = (start_access(run_labels_of(started)), started.step.now);
                self.take(index, &started.decision, &access, None, now);
                if !started.decision.is_allowed() {
                    self.check.at(index, "nobody allowed the start");
                }
            }
            Record::Fed(step) => self.labels.extend(received_in(step).cloned()),
            Record::Released(released) => {
                self.released.entry(released.effect).or_default().extend(released.rules.iter().cloned());
            }
            Record::Intent(intent) => {
                let kept = (intent.decision.as_ref(), intent.access.as_ref());
                self.effect(index, intent.effect.id, &intent.effect.kind, kept, intent.at);
                if let Some(token) = &intent.token {
                    self.token(index, token, intent.at);
                }
            }
            Record::Held(held) => {
                let kept = (Some(&held.decision), held.access.as_ref());
                self.effect(index, held.effect.id, &held.effect.kind, kept, held.at);
            }
            Record::Ended(ended) => self.answer(index, ended),
            Record::Tasks(_)
            | Record::Declined(_)
            | Record::Fault(_)
            | Record::Resumed(_)
            | Record::Abandoned(_)
            | Record::Suspended(_)
            | Record::Continued(_)
            | Record::Cancelling(_) => {}
        }
    }

    fn effect(
        &mut self,
        index: u64,
        id: u64,
        kind: &EffectKind,
        (recorded, kept): (Option<&Decision>, Option<&Access>),
        now: i64,
    ) {
        let (recorded, access) = match (kept, recorded) {
            // The host refused it before any policy was evaluated.
            (None, None) => return,
            (None, Some(_)) => return self.check.skip(OLDER),
            (Some(_), None) => return self.check.at(index, "it was evaluated, but its decision is missing"),
            (Some(kept), Some(recorded)) => (recorded, access_from_journal(kept, kind)),
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
            self.check.at(index, "another request was evaluated than that of the arguments");
        }
        self.take(index, recorded, &access, Some(id), now);
    }

    /// The decision on the request for a token that left before a call; none where its address was known only later.
    fn token(&mut self, index: u64, token: &TokenRequest, now: i64) {
        let Some(access) = &token.access else { return };
        if !is_its_request(access) {
            self.check.at(index, "the request for a token is another than was evaluated");
        } else if access.run_labels.iter().ne(&self.labels) {
            self.check.at(index, "the request for a token was evaluated with other labels of the run");
        } else {
            match &token.decision {
                Some(decision) => self.take(index, decision, access, None, now),
                None => self.check.at(index, "the request for a token was evaluated, and nobody says how"),
            }
        }
    }

    /// The decision on the answer, allowed or refused.
    fn answer(&mut self, index: u64, ended: &Ended) {
        let Some(recorded) = ended.refusal.as_deref().or(ended.answer.as_deref()) else {
            if answer_labels(&ended.outcome).is_some() {
                self.check.at(index, "nobody evaluated the answer");
            }
            return;
        };
        // A refused answer is not in the journal.
        let outcome = if ended.refusal.is_some() { self.bench.own } else { Some(&ended.outcome) };
        let Some(outcome) = outcome else {
            return self.check.skip("what was not answered is known only when the run is carried out again");
        };
        match answer_labels(outcome) {
            Some(labels) => {
                let access = respond_access(labels, &self.labels);
                self.take(index, recorded, &access, None, ended.at);
            }
            None => self.check.at(index, "nothing was answered that could be evaluated"),
        }
    }

    fn take(&mut self, index: u64, recorded: &Decision, access: &Access, effect: Option<u64>, now: i64) {
        if let Some(again) = self.again(recorded, access, effect, now) {
            self.taken += 1;
            if !self.same(&again, recorded) {
                let (again, was) = (again.outcome.as_str(), recorded.outcome.as_str());
                self.check
                    .at(index, format_args!("the policies decide otherwise: {again}, and it says {was}"));
            }
        }
    }

    /// The same decision, taken again; `None` where that is not possible.
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
        let releases = effect.and_then(|id| self.released.get(&id)).map(Vec::as_slice).unwrap_or_default();
        let question = Question {
            workflow: &bench.workflow,
            access,
            caller: &bench.caller,
            now,
            profile: bench.profile.as_ref(),
            approvals: bench.approvals,
            releases,
        };
        Some(decide(set, &question))
    }

    /// Whether both decisions agree. Another engine may word the reason differently.
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

/// Whether host, method, path and query are those of the arguments. Older engines evaluated no query.
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
