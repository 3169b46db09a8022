//! Runs of drafts: what of them goes out, and what answers the rest.
//!
//! Judged as a published version would be. A declared answer comes first; what has a sandbox goes there; a read goes out
//! where policies let it without anybody's approval or signature. INVARIANT: a write of a draft never reaches a real
//! system.

mod answers;
mod run;

use towpath_access::Access;
use towpath_diagnostics::codes;
use towpath_integrations::{CallFailure, Output, Prepared, Registry};
use towpath_journal::{Consequence, Verdict};
use towpath_policies::{Decision, Outcome};
use towpath_wire::{CarriedOut, Event, Problem, problem_types};

pub(crate) use answers::Trial;
pub use answers::{Declared, DeclaredAnswer, DeclaredError, Reads};
pub use run::DraftRequest;
pub(crate) use run::Drafted;

use self::answers::{Given, name_of};
use crate::effects::unsigned_at_once;
use crate::guard::refusal;

impl Trial {
    /// What becomes of an effect of a draft that was judged. `was_held` says that a hold was passed over before.
    pub(crate) fn verdict(
        &self,
        access: &Access,
        decision: &Decision,
        was_held: bool,
        consequence: Consequence,
        has_sandbox: bool,
    ) -> Verdict {
        // What nobody has approved or signed reaches nothing real, be it a read.
        let may_be_real = decision.is_allowed() && !was_held;
        match (decision.outcome, consequence) {
            (Outcome::Deny, _) => return Verdict::Refuse(refusal(decision)),
            (_, Consequence::Listen { .. }) if !may_be_real => return Verdict::Refuse(refusal(decision)),
            (_, Consequence::Listen { .. }) => return Verdict::Send(consequence),
            (Outcome::Hold, _) => return Verdict::Hold(unsigned_at_once(decision)),
            (Outcome::Allow | Outcome::Review, _) => {}
        }
        let answer = self.take(access);
        Verdict::Send(match consequence {
            _ if answer.is_some() => Consequence::Simulated { answer },
            _ if has_sandbox => Consequence::Sandbox,
            Consequence::Read if may_be_real && self.reads == Reads::Real => Consequence::Read,
            _ => Consequence::Simulated { answer: None },
        })
    }

    /// Whether a decision about the answer of a run lets it through. What somebody would have to approve is shown to
    /// whoever tries it, as long as no value of it came from a real system.
    pub(crate) fn may_answer(&self, decision: &Decision, labels: &[String]) -> bool {
        decision.is_allowed() || (decision.outcome != Outcome::Deny && !self.is_real(labels))
    }

    /// What a simulated call gives.
    pub(crate) fn returned(&self, answer: Option<u32>, prepared: &Prepared) -> Result<Output, CallFailure> {
        let name = name_of(&prepared.access).unwrap_or_default();
        match (answer.and_then(|answer| self.given(answer)), prepared.operation().example()) {
            (Some(Given::Result(value, labels)), _) => Registry::returned(prepared, value, labels.clone()),
            (Some(Given::Error(problem)), _) => Err(CallFailure::unknown(problem.clone())),
            (Some(Given::Masked(labels)), _) => Err(CallFailure::not_sent(masked(&name, labels))),
            (None, Some(example)) => Registry::returned(prepared, example, Vec::new()),
            (None, None) => Err(CallFailure::not_sent(unanswered(&name))),
        }
    }

    /// What a workflow that is only said to be started gives.
    pub(crate) fn ran(&self, effect: u64, answer: Option<u32>, name: &str) -> Event {
        let failed =
            |error: Problem| Event::Failed { effect, error: Problem { effect: Some(effect), ..error } };
        match answer.and_then(|answer| self.given(answer)) {
            Some(Given::Result(value, labels)) => {
                let output = serde_json::value::to_raw_value(value).unwrap_or_default();
                Event::Completed { effect, output, labels: labels.clone() }
            }
            Some(Given::Error(problem)) => failed(problem.clone()),
            Some(Given::Masked(labels)) => failed(masked(name, labels)),
            None => failed(unanswered(name)),
        }
    }
}

fn unanswered(name: &str) -> Problem {
    let detail = format!(
        "`{name}` was not sent, since a draft is tried; declare what it answers: `answers: [{{operation: {name}, result: …}}]`"
    );
    simulated(detail)
}

fn masked(name: &str, labels: &[String]) -> Problem {
    let labels = labels.join(", ");
    simulated(format!("the declared answer of `{name}` was masked ({labels}); put a value in its place"))
}

fn simulated(detail: String) -> Problem {
    let mut problem = Problem::new(problem_types::CONFIGURATION, detail);
    problem.title = Some("not sent".to_owned());
    problem.code = Some(codes::TP1123.as_str().to_owned());
    problem.carried_out = CarriedOut::NotSent;
    problem
}
