//! The gates that calls and runs pass: one for each integration (for `web`, each of its hosts), and one for each workflow whose
//! runs are limited.
//!
//! A call passes before its intent is written, so that a call which waits has not been sent, whatever happens meanwhile. What
//! waits here is on disk as what its run asked for: after a restart it asks again. All state is in memory.

mod breaker;
mod gate;
mod line;
mod pace;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use towpath_access::WEB;
use towpath_diagnostics::codes;
use towpath_integrations::{Capacity, Prepared};
use towpath_wire::{CarriedOut, Problem, problem_types};

use crate::Clock;

pub use breaker::CircuitState;
pub(crate) use gate::{Asked, Pass, Refusal, Waiting};
pub(crate) use line::Party;

use gate::{Gate, Standing};

/// Most calls of one principal that wait in front of one gate.
const MOST_WAITING: usize = 100_000;

/// Most gates that are kept although nothing passes them.
const MOST_KEPT: usize = 1_000;

/// How many calls the system of an integration gets, and whether it takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traffic {
    /// The host, for `web`.
    pub host: Option<String>,
    /// The circuit breaker.
    pub circuit: CircuitState,
    /// Since when the circuit has not been closed, in milliseconds since the Unix epoch.
    pub since: Option<i64>,
    /// When the next call is let through, to try the system.
    pub next_probe_at: Option<i64>,
    /// Calls in a row that the system did not take, when the circuit is not closed.
    pub failures: u32,
    /// Why the system did not take the last one, in words.
    pub why: Option<String>,
    /// Calls under way.
    pub under_way: u32,
    /// Calls that wait in line.
    pub waiting: u64,
    /// The limits, and what becomes of a call while the circuit is open.
    pub capacity: Capacity,
}

/// The runs of a workflow that a policy limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunQueue {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Most runs under way.
    pub concurrent_runs: Option<u32>,
    /// Most runs that begin in any minute.
    pub runs_per_minute: Option<u32>,
    /// Runs under way.
    pub under_way: u32,
    /// Runs that begin when others have ended.
    pub waiting: u64,
}

/// See the file.
pub(crate) struct Gates {
    clock: Arc<dyn Clock>,
    calls: Mutex<HashMap<Key, Arc<Gate>>>,
    workflows: Mutex<HashMap<String, Arc<Gate>>>,
}

/// The integration, and the host for `web`.
type Key = (String, Option<String>);

impl Gates {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, calls: Mutex::default(), workflows: Mutex::default() }
    }

    /// Asks to send a call. `told` gets the answer where it has to wait; it must not block.
    pub(crate) fn ask_to_call(
        &self,
        prepared: &Prepared,
        capacity: &Capacity,
        party: Party,
        told: impl FnOnce(Result<Pass, Refusal>) + Send + 'static,
    ) -> Asked {
        self.gate_of_call(prepared, capacity).ask(party, capacity, MOST_WAITING, told)
    }

    /// A call that had passed before the server was started again.
    pub(crate) fn call_again(&self, prepared: &Prepared, capacity: &Capacity) -> Pass {
        self.gate_of_call(prepared, capacity).pass_again(capacity)
    }

    fn gate_of_call(&self, prepared: &Prepared, capacity: &Capacity) -> Arc<Gate> {
        let integration = prepared.operation().integration();
        let host = prepared.access.host.clone().filter(|_| integration == WEB);
        gate_of(&self.calls, (integration.to_owned(), host), &self.clock, capacity)
    }

    /// Asks to begin a run of a workflow whose runs are limited. It is never refused: how many runs may wait, quotas say.
    pub(crate) fn ask_to_begin(
        &self,
        workflow: String,
        capacity: &Capacity,
        party: Party,
        told: impl FnOnce(Result<Pass, Refusal>) + Send + 'static,
    ) -> Asked {
        gate_of(&self.workflows, workflow, &self.clock, capacity).ask(party, capacity, usize::MAX, told)
    }

    /// A run of a workflow that had begun before the server was started again.
    pub(crate) fn begin_again(&self, workflow: String, capacity: &Capacity) -> Pass {
        gate_of(&self.workflows, workflow, &self.clock, capacity).pass_again(capacity)
    }

    /// No policy limits the runs of a workflow any more: those that wait begin.
    pub(crate) fn lift(&self, workflow: &str) {
        let gate = self.workflows.lock().get(workflow).cloned();
        if let Some(gate) = gate {
            gate.lift();
        }
    }

    /// How an integration stands; empty until it is called. `web` has an entry for each host.
    pub(crate) fn traffic(&self, integration: &str) -> Vec<Traffic> {
        let gates = self.calls.lock();
        let own = gates.iter().filter(|((name, _), _)| name == integration);
        let mut found: Vec<Traffic> = own
            .map(|((_, host), gate)| {
                let Standing { capacity, circuit, away, under_way, waiting } = gate.standing();
                Traffic {
                    host: host.clone(),
                    circuit,
                    since: away.as_ref().map(|away| away.since),
                    next_probe_at: away.as_ref().map(|away| away.until),
                    failures: away.as_ref().map_or(0, |away| away.failures),
                    why: away.map(|away| away.why),
                    under_way,
                    waiting: waiting as u64,
                    capacity,
                }
            })
            .collect();
        found.sort_by(|a, b| a.host.cmp(&b.host));
        found
    }

    /// Workflows whose runs are limited, by name.
    pub(crate) fn run_queues(&self, sees: &dyn Fn(&str) -> bool) -> Vec<RunQueue> {
        let gates = self.workflows.lock();
        let found = gates.iter().filter_map(|(workflow, gate)| {
            let (namespace, name) = workflow.split_once('/').filter(|(namespace, _)| sees(namespace))?;
            let Standing { capacity, under_way, waiting, .. } = gate.standing();
            Some(RunQueue {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                concurrent_runs: capacity.concurrency,
                runs_per_minute: capacity.per_minute,
                under_way,
                waiting: waiting as u64,
            })
        });
        let mut found: Vec<RunQueue> = found.collect();
        found.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
        found
    }
}

fn gate_of<K: std::hash::Hash + Eq>(
    gates: &Mutex<HashMap<K, Arc<Gate>>>,
    key: K,
    clock: &Arc<dyn Clock>,
    capacity: &Capacity,
) -> Arc<Gate> {
    let mut gates = gates.lock();
    if let Some(gate) = gates.get(&key) {
        return Arc::clone(gate);
    }
    if gates.len() >= MOST_KEPT {
        gates.retain(|_, gate| Arc::strong_count(gate) > 1 || !gate.is_idle());
    }
    let gate = Gate::new(Arc::clone(clock), *capacity);
    gates.insert(key, Arc::clone(&gate));
    gate
}

/// The error of a call that did not pass. `retry` repeats it when the system is tried again, and not before.
pub(crate) fn refusal_of_gate(integration: &str, refusal: &Refusal, now: i64) -> Problem {
    // The address of raw HTTP may contain data.
    let who = match integration {
        WEB => "the host of this call".to_owned(),
        _ => format!("`{integration}`"),
    };
    let (code, seconds, detail) = match refusal {
        Refusal::Away(away) => {
            let left = u64::try_from(away.until.saturating_sub(now)).unwrap_or(0).div_ceil(1_000).max(1);
            let (failures, why) = (away.failures, &away.why);
            let detail = format!(
                "{who} is away and was not called: {failures} calls in a row failed, the last because {why}; it is tried \
                 again in {left} s"
            );
            (codes::TP3033, left, detail)
        }
        Refusal::Full => {
            (codes::TP3034, 5, format!("as many calls wait for {who} as may; this one was not sent"))
        }
    };
    let mut problem = Problem::new(problem_types::COMMUNICATION, &code, detail);
    problem.title = Some("communication error".to_owned());
    problem.status = 503;
    problem.carried_out = CarriedOut::NotSent;
    problem.retry_after = Some(seconds);
    problem
}
