//! Draft runs: which of their calls go out, and what answers the others.
//!
//! A draft run is evaluated as a published version would be. A declared answer comes first; then the test endpoint of the
//! integration; a read goes out where policies permit it without an approval or a release.
//! INVARIANT: a write of a draft never reaches a real system.

mod answers;
pub(crate) mod cases;

use towpath_access::Access;
use towpath_diagnostics::codes;
use towpath_integrations::{CallFailure, Output, Prepared, Registry};
use towpath_journal::{Clearance, Consequence};
use towpath_policies::{Decision, DecisionOutcome};
use towpath_wire::{CarriedOut, Event, Json, Problem, problem_types};

pub(crate) use answers::DraftAnswers;
pub use answers::{Declared, DeclaredAnswer, DeclaredError, Reads};

use self::answers::{Given, name_of};
use crate::rules::decide::{refusal_problem, terms_at_once};

impl DraftAnswers {
    /// What happens to an evaluated effect of a draft. `was_held`: the effect passed a hold before.
    pub(crate) fn clearance(
        &self,
        access: &Access,
        decision: &Decision,
        was_held: bool,
        consequence: Consequence,
        has_test_endpoint: bool,
    ) -> Clearance {
        // Without an approval or a release even a read reaches no real system.
        let may_be_real = decision.is_allowed() && !was_held;
        match (decision.outcome, consequence) {
            (DecisionOutcome::Deny, _) => return Clearance::Refuse(refusal_problem(decision)),
            (_, Consequence::Listen { .. }) if !may_be_real => {
                return Clearance::Refuse(refusal_problem(decision));
            }
            (_, Consequence::Listen { .. }) => return Clearance::Send(consequence),
            (DecisionOutcome::Hold, _) => return Clearance::Hold(terms_at_once(decision)),
            (DecisionOutcome::Allow | DecisionOutcome::Review, _) => {}
        }
        let answer = self.take(access);
        Clearance::Send(match consequence {
            _ if answer.is_some() => Consequence::Simulated { answer },
            _ if has_test_endpoint => Consequence::TestEndpoint,
            Consequence::Read if may_be_real && self.reads == Reads::Real => Consequence::Read,
            _ => Consequence::Simulated { answer: None },
        })
    }

    /// Whether a decision about the output of a run lets it through. An output that would need an approval is shown to the
    /// author of the draft, as long as none of its values came from a real system.
    pub(crate) fn may_answer(&self, decision: &Decision, labels: &[String]) -> bool {
        decision.is_allowed() || (decision.outcome != DecisionOutcome::Deny && !self.is_real(labels))
    }

    /// The result of a simulated call.
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

    /// The result of a workflow whose start is simulated.
    pub(crate) fn ran(&self, effect: u64, answer: Option<u32>, name: &str) -> Event {
        let failed =
            |error: Problem| Event::Failed { effect, error: Problem { effect: Some(effect), ..error } };
        match answer.and_then(|answer| self.given(answer)) {
            Some(Given::Result(value, labels)) => match Json::of(value) {
                Ok(output) => Event::Completed { effect, output, labels: labels.clone() },
                Err(error) => failed(Problem::new(problem_types::RUNTIME, &codes::TP0001, error.to_string())),
            },
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
    let mut problem = Problem::new(problem_types::CONFIGURATION, &codes::TP1123, detail);
    problem.title = Some("not sent".to_owned());
    problem.carried_out = CarriedOut::NotSent;
    problem
}
