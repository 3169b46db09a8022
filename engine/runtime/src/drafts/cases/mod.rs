//! Cases of definitions, as `towpath test` reads them: the input, the answers of systems, the expected result. A fixture is a
//! case that was recorded from a run.

mod compare;
mod fixture;
mod recorded_effects;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use towpath_journal::Status;
use towpath_policies::DecisionOutcome;

use crate::drafts::{Declared, DeclaredAnswer, Reads};

pub use compare::Difference;
pub use fixture::Fixture;
pub(crate) use fixture::FixtureError;
use recorded_effects::RecordedEffects;
pub use recorded_effects::effect_name;

/// A case.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about.
    pub name: String,
    /// The input.
    #[serde(default = "nothing")]
    pub input: Value,
    /// Settings that are not at their defaults.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub settings: Map<String, Value>,
    /// What operations return, by `integration.operation`: a value, `{error: …}`, or a list with one for each call.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub results: BTreeMap<String, Value>,
    /// Answers in order, each given once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<DeclaredAnswer>,
    /// Events that come, in order, once it listens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Value>,
    /// What was left out of the recording, because its reader may not see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
    /// Labels of the values in it, where it was recorded from a run: only who may see them all is shown it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// The expected result.
    pub expect: Expected,
}

/// The expected result of a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// `completed` where absent.
    #[serde(default = "completed")]
    pub status: Status,
    /// The whole output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
    /// What the error must have: `type`, `status`, `title`, `detail`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub error: BTreeMap<String, Value>,
    /// Every effect, in order, refused ones included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<Vec<ExpectedEffect>>,
    /// The decisions, in order; compared where the case is given policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<ExpectedDecision>>,
    /// Every call that was let through, in order, each with what it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<Vec<ExpectedCall>>,
    /// Operations that policies refused, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Vec<String>>,
    /// Operations that policies held, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Vec<String>>,
}

/// A call.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedCall {
    /// `integration.operation`.
    pub operation: String,
    /// The whole arguments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Value>,
}

/// An effect.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedEffect {
    /// `integration.operation`, `namespace/name` of a workflow, `emit`, or `listen`.
    pub effect: String,
    /// The arguments, the input, or the attributes of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Value>,
}

/// The decision about an effect.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedDecision {
    /// As in `effects`.
    pub effect: String,
    /// `allow`, `hold`, `review` or `deny`.
    pub outcome: DecisionOutcome,
    /// The policy to name first: the one that refused it, that it waits for, or that permits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

impl Case {
    /// Whether a person wrote it, rather than a run: runs record every effect and every decision.
    pub fn is_written(&self) -> bool {
        self.labels.is_empty() && self.masked.is_empty() && self.expect.decisions.is_none()
    }

    /// What is answered in it. Nothing else is.
    pub fn declared(&self) -> Declared {
        Declared { results: self.results.clone(), answers: self.answers.clone(), reads: Reads::Declared }
    }
}

fn nothing() -> Value {
    json!({})
}

fn completed() -> Status {
    Status::Completed
}
