//! The systems that workflows call: they take time, refuse, lose answers, and remember every consequence. A request that was on its
//! way when the power went off arrives or not.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Value, json};
use towpath_access::Access;
use towpath_integrations::CallFailure;
use towpath_runtime::Outlet;
use towpath_wire::{CarriedOut, Problem, problem_types};

use crate::choices::Rates;
use crate::clock::pause;
use crate::past::Arrival;
use crate::power::Power;
use crate::world::World;

/// The way to the systems in one life.
pub(crate) struct Outside {
    pub(crate) world: Arc<World>,
    pub(crate) power: Arc<Power>,
    pub(crate) rates: Rates,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered,
    NotSent,
    Refused,
    /// No answer, and it was not carried out.
    Unheard,
    /// No answer, and it was carried out.
    AnswerLost,
}

/// A request under way. Dropping it decides whether it arrives without its sender.
struct UnderWay {
    world: Arc<World>,
    number: usize,
    arrives_anyway: bool,
}

impl UnderWay {
    fn carry_out(&mut self) {
        self.arrives_anyway = false;
        let now = self.world.now();
        self.world.past.with(|facts| {
            let moment = facts.moment(now);
            facts.arrivals[self.number].carried_out = Some(moment);
        });
    }

    fn is_known_undone(&mut self) {
        self.arrives_anyway = false;
        self.world.past.with(|facts| facts.arrivals[self.number].known_undone = true);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if self.arrives_anyway {
            self.world.past.with(|facts| {
                let moment = facts.last_moment();
                facts.arrivals[self.number].carried_out = Some(moment);
            });
        }
    }
}

fn text(access: &Access, name: &str) -> String {
    let arguments = access.arguments.as_ref();
    arguments.and_then(|all| all[name].as_str()).unwrap_or_else(|| panic!("no `{name}`")).to_owned()
}

fn problem(why: &str) -> Problem {
    Problem::uncoded(problem_types::COMMUNICATION, why)
}

impl Outside {
    /// Notes that a request has left. Returns its number, and how many of the same call left before.
    fn leaves(&self, access: &Access, key: Option<&str>) -> (usize, usize) {
        let now = self.world.now();
        let (run, place) = (text(access, "run"), text(access, "place"));
        let operation = access.operation.clone().unwrap_or_default();
        self.world.past.note(now, format!("{run} calls {operation} at {place}"));
        self.world.past.with(|facts| {
            let arrival = Arrival {
                run: run.parse().unwrap(),
                place,
                operation,
                key: key.map(str::to_owned),
                run_labels: access.run_labels.to_vec(),
                left: facts.moment(now),
                carried_out: None,
                known_undone: false,
            };
            let same = |one: &&Arrival| one.run == arrival.run && one.place == arrival.place;
            let before = facts.arrivals.iter().filter(same).count();
            facts.arrivals.push(arrival);
            (facts.arrivals.len() - 1, before)
        })
    }
}

#[async_trait]
impl Outlet for Outside {
    async fn call(&self, access: &Access, key: Option<&str>) -> Result<Value, CallFailure> {
        self.power.takes_one().await;
        let (number, before) = self.leaves(access, key);
        let name = format!("call {} {} #{before}", text(access, "run"), text(access, "place"));
        let mut random = self.world.seed.stream(&name);
        let fate = match random.chance(self.rates.unanswered) {
            false => Fate::Answered,
            true => [Fate::NotSent, Fate::Refused, Fate::Unheard, Fate::AnswerLost, Fate::AnswerLost]
                [random.below(5)],
        };
        let (to, back) = (self.rates.delay(&mut random), self.rates.delay(&mut random));
        let arrives_anyway = random.chance(500);
        let mut under_way = UnderWay { world: Arc::clone(&self.world), number, arrives_anyway };
        pause(to).await;
        self.power.holds().await;
        match fate {
            Fate::Answered | Fate::AnswerLost => under_way.carry_out(),
            Fate::NotSent | Fate::Refused => under_way.is_known_undone(),
            Fate::Unheard => under_way.arrives_anyway = false,
        }
        pause(back).await;
        self.power.holds().await;
        match fate {
            Fate::Answered => Ok(json!({ "n": before })),
            Fate::NotSent => Err(CallFailure::not_sent(problem("nobody listens there"))),
            Fate::Refused => {
                let problem = Problem { status: 429, ..problem("too many requests") };
                Err(CallFailure { answered: true, ..CallFailure::refused_there(problem) })
            }
            Fate::Unheard | Fate::AnswerLost => {
                let failure = CallFailure::unknown(problem("the answer was lost"));
                assert_eq!(failure.carried_out, CarriedOut::Unknown);
                Err(failure)
            }
        }
    }
}
