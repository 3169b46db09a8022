//! Cases of definitions, as `towpath test` reads them: what goes in, what is answered, what has to come of it.
//!
//! A fixture is such a case, recorded from a run.

mod fixture;
mod told;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use towpath_journal::Status;
use towpath_policies::Outcome;

use crate::trial::{Declared, DeclaredAnswer, Reads};

pub use fixture::Fixture;
pub use told::{Told, TriedEffect, effect_name};

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
    /// What is answered, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<DeclaredAnswer>,
    /// Events that come, in order, once it listens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Value>,
    /// What was left out when it was recorded, since whoever recorded it may not see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
    /// How it has to end.
    pub expect: Expected,
}

/// How a case has to end.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// `completed` unless said.
    #[serde(default = "completed")]
    pub status: Status,
    /// The whole output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
    /// What the error must have: `type`, `status`, `title`, `detail`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub error: BTreeMap<String, Value>,
    /// Everything that was asked for, in order, be it refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<Vec<ExpectedEffect>>,
    /// What was decided of it, in order; held against the policies that are given, if any are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<ExpectedDecision>>,
    /// Every call that was let through, in order, each with what it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<Vec<ExpectedCall>>,
    /// Operations that policies refused, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Vec<String>>,
    /// Operations that somebody would have to sign, in order.
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

/// Something that was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedEffect {
    /// `integration.operation`, `namespace/name` of a workflow, `emit`, or `listen`.
    pub effect: String,
    /// The arguments, the input, or the attributes of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Value>,
}

/// What was decided of something that was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedDecision {
    /// As in `effects`.
    pub effect: String,
    /// `allow`, `hold`, `review` or `deny`.
    pub outcome: Outcome,
    /// The policy to name first: the one that refused it, that it waits for, or that permits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

impl Case {
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
