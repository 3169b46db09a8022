//! Releasing a held call, or declining it: a pure check who may, and one message to the run's driver, which orders
//! everything that happens to a run.

use towpath_diagnostics::codes;
use towpath_identity::Principal;
use towpath_journal::{Declined, Released, RunId};
use towpath_wire::{CarriedOut, Problem, problem_types};

use super::HeldCall;
use crate::fault::{Fault, NotYours};
use crate::rules::own_work::{may_decide, others_needed, own_work};
use crate::runs::live::{HoldAnswer, Message};
use crate::runs::{Runs, RunsError};

/// A person's answer to a held call.
#[derive(Debug, Clone, Default)]
pub struct HoldAsked {
    /// A comment.
    pub comment: Option<String>,
    /// The digest of what they were shown.
    pub shown: String,
}

/// Digests of the rules that `who` may release this call for. Declining sends nothing, so the person need not see the
/// arguments.
fn releasable_rules(who: &Principal, call: &HeldCall, declines: bool) -> Result<Vec<String>, RunsError> {
    let theirs: Vec<_> = call.awaiting.iter().filter(|rule| may_decide(who, &rule.approvers)).collect();
    if theirs.is_empty() {
        return Err(Fault::NotYours(others_needed(&call.awaiting)).into());
    }
    if let Some(deed) = own_work(who, call.deeds()) {
        return Err(Fault::NotYours(NotYours::Own(deed.words())).into());
    }
    let unseen = call.unseen(who);
    let may_be_unseen = |rule: &&towpath_policies::Awaiting| {
        declines || unseen.is_empty() || rule.hold.is_some_and(|hold| hold.release_unseen)
    };
    let rules: Vec<String> =
        theirs.into_iter().filter(may_be_unseen).map(|rule| rule.digest.clone()).collect();
    if rules.is_empty() { Err(Fault::NotYours(NotYours::Unseen(unseen)).into()) } else { Ok(rules) }
}

impl HeldCall {
    /// Why this person may neither release nor decline it, in words; `None` if they may do one of them.
    pub fn why_not(&self, who: &Principal) -> Option<String> {
        releasable_rules(who, self, true).err().map(|error| error.to_string())
    }
}

impl Runs {
    /// Releases a call. Once all its rules are satisfied it is evaluated again, and goes out if it still may. Returns when
    /// that is on disk.
    ///
    /// # Errors
    /// `NotFound` when it was never held, `HoldSettled` when it is not any more, `NotYours`, `Changed` when it is not
    /// what was shown.
    pub(crate) async fn release(
        &self,
        who: &Principal,
        run: RunId,
        effect: u64,
        asked: HoldAsked,
    ) -> Result<(), RunsError> {
        let HoldAsked { comment, shown } = asked;
        let call = self.decided_on(run, effect).await?;
        let rules = releasable_rules(who, &call, false)?;
        self.shown.check(call.showing(), &shown)?;
        let (by, at) = (Some(who.id.clone()), self.context.now());
        self.answer(&call, HoldAnswer::Released(Released { effect, rules, by, comment, at })).await
    }

    /// Declines a call: the workflow gets an error that it may catch.
    ///
    /// # Errors
    /// As [`Runs::release`].
    pub(crate) async fn decline(
        &self,
        who: &Principal,
        run: RunId,
        effect: u64,
        asked: HoldAsked,
    ) -> Result<(), RunsError> {
        let HoldAsked { comment, shown } = asked;
        let call = self.decided_on(run, effect).await?;
        releasable_rules(who, &call, true)?;
        self.shown.check(call.showing(), &shown)?;
        let why = comment.as_ref().map(|comment| format!(": {comment}")).unwrap_or_default();
        let mut error =
            Problem::new(problem_types::AUTHORIZATION, &codes::TP1121, format!("the call was declined{why}"));
        error.title = Some("declined".to_owned());
        error.effect = Some(effect);
        error.carried_out = CarriedOut::NotSent;
        let (by, at) = (Some(who.id.clone()), self.context.now());
        self.answer(&call, HoldAnswer::Declined(Declined { effect, by, comment, error, at })).await
    }

    /// A call that is still held.
    async fn decided_on(&self, run: RunId, effect: u64) -> Result<HeldCall, RunsError> {
        let call = self.held(run, effect).await?;
        self.check_open()?;
        match call.settled {
            Some(words) => Err(RunsError::HoldSettled(words)),
            None => Ok(call),
        }
    }

    async fn answer(&self, call: &HeldCall, answer: HoldAnswer) -> Result<(), RunsError> {
        let (run, effect) = (call.head.run, answer.effect());
        let live = self.live.lock().get(&run).cloned();
        let lost = || async move { Err(self.overtaken(run, effect).await) };
        let Some(live) = live else { return lost().await };
        let (done, answered) = tokio::sync::oneshot::channel();
        live.tell(Message::Answer { answer, released: call.released_for(), done });
        match answered.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => lost().await,
        }
    }

    /// Why an answer was too late: the answer that came first, or busy where that is not known yet.
    async fn overtaken(&self, run: RunId, effect: u64) -> RunsError {
        match self.held(run, effect).await {
            Ok(HeldCall { settled: Some(words), .. }) => RunsError::HoldSettled(words),
            Ok(call) if !call.releases.is_empty() => {
                let what = vec!["somebody else released it meanwhile".to_owned()];
                RunsError::Fault(Fault::Changed { what, digest: self.hold_digest(&call) })
            }
            Ok(_) => RunsError::Busy,
            Err(error) => error,
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;
    use towpath_identity::{Grant, Role};
    use towpath_journal::{Held, RunHead};
    use towpath_policies::Awaiting;

    use super::*;

    fn call(release_unseen: bool) -> HeldCall {
        let hold = if release_unseen { json!({ "releaseUnseen": true }) } else { json!({}) };
        let rule = json!({
            "policy": "p", "digest": "d", "effect": "hold", "title": "P", "hold": hold,
            "approvers": { "role": "approver", "namespace": "finance" },
        });
        let head: RunHead = serde_json::from_value(json!({
            "run": "01a2013a-0000-7000-8000-000000000000",
            "workflow": { "namespace": "support", "name": "refund", "version": "1.0.0", "digest": "sha256:0" },
            "principal": "shop", "heardFrom": ["bob"], "term": 1, "length": 3, "status": "waiting", "startedAt": 0,
        }))
        .unwrap();
        let held: Held = serde_json::from_value(json!({
            "effect": { "id": 1, "task": "/do/0/a", "kind": { "emit": { "with": {}, "labels": ["payment", "health"] } } },
            "awaiting": ["d"], "until": 9, "decision": { "outcome": "hold", "policySet": "s" }, "at": 0,
        }))
        .unwrap();
        let awaiting: Vec<Awaiting> = vec![serde_json::from_value(rule).unwrap()];
        HeldCall { head, held, awaiting, releases: vec![], settled: None }
    }

    #[test]
    fn an_approver_has_seen_what_they_release_and_has_no_part_in_it() {
        let who = |id: &str, namespace: &str, may_view: &[&str]| Principal {
            id: id.to_owned(),
            name: id.to_owned(),
            kind: Role::Approver,
            roles: vec![Grant::within(Role::Approver, namespace)],
            may_view: may_view.iter().map(|label| (*label).to_owned()).collect(),
            minted: towpath_identity::Minted::default(),
        };
        let why = |who: &Principal, unseen, declines| match releasable_rules(who, &call(unseen), declines) {
            Err(RunsError::Fault(Fault::NotYours(why))) => Some(why),
            other => {
                assert_eq!(other.unwrap(), ["d"]);
                None
            }
        };
        let sees_all = who("fay", "finance", &["payment", "health"]);
        assert_eq!(why(&sees_all, false, false), None);
        assert!(matches!(why(&who("ada", "support", &["*"]), false, false), Some(NotYours::Others(_))));
        let own = |id: &str| why(&who(id, "finance", &["*"]), false, false);
        assert_eq!(own("shop"), Some(NotYours::Own("started the run")));
        assert_eq!(own("bob"), Some(NotYours::Own("sent an event that the run received")));
        let half_blind = who("fay", "finance", &["payment"]);
        assert_eq!(why(&half_blind, false, false), Some(NotYours::Unseen(vec!["health".to_owned()])));
        assert_eq!(why(&half_blind, true, false), None, "the policy says so");
        assert_eq!(why(&half_blind, false, true), None, "declining lets nothing out");
        assert_eq!(call(false).why_not(&half_blind), None, "there is something to decide");
        assert!(call(false).why_not(&who("shop", "finance", &["*"])).is_some());
    }
}
