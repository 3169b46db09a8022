//! Effects: the requests of a run to the host. An effect is a value; nothing has happened yet.

use serde::{Deserialize, Serialize};

use crate::Json;

/// One request of a run to the host.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    /// Its number within the run, from 1.
    pub id: u64,
    /// JSON pointer of the task, `/do/0/lookUp`.
    pub task: String,
    /// Indexes of the loops around the task, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iteration: Vec<u64>,
    /// How often the task was started before in this run, at these indexes. Retries do not count. It
    /// distinguishes the writes of a task that a `then` leads back to.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub visit: u32,
    /// The number of earlier attempts by `retry`. Not part of the idempotency key.
    #[serde(default)]
    pub attempt: u32,
    /// Whether a `retry` may request it again under the same key.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_repeat: bool,
    /// The requested action.
    pub kind: EffectKind,
}

/// The requested action.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EffectKind {
    /// An operation of an integration.
    Call(CallEffect),
    /// A timer.
    Wait(WaitEffect),
    /// Emits an event.
    Emit(EmitEffect),
    /// Listens for events that match one filter, until it is cancelled.
    Listen(ListenEffect),
    /// Starts another workflow.
    Run(RunEffect),
}

impl EffectKind {
    /// Labels of the values in it.
    pub fn labels(&self) -> &[String] {
        match self {
            Self::Call(call) => &call.labels,
            Self::Wait(wait) => &wait.labels,
            Self::Emit(emit) => &emit.labels,
            Self::Listen(listen) => &listen.labels,
            Self::Run(run) => &run.labels,
        }
    }

    /// Whether policies must decide before it is carried out: all effects except waits.
    pub fn needs_decision(&self) -> bool {
        !matches!(self, Self::Wait(_))
    }
}

/// An operation of an integration. Raw `call: http` is `web`'s operation `request`, version `1.0.0`, with
/// arguments `{method, endpoint, headers?, query?, body?, redirect?, output?, authentication?}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallEffect {
    /// The integration instance.
    pub integration: String,
    /// The operation.
    pub operation: String,
    /// Its semantic version.
    pub version: String,
    /// The arguments, with `null` in place of each secret.
    pub arguments: Json,
    /// The places of secrets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<SecretUse>,
    /// Labels of the values in the arguments, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
    /// For raw HTTP, the error statuses whose bodies an OpenAPI document describes, in its notation: `404`,
    /// `4XX`, `default`. They are data of the definition, not part of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<String>,
}

/// The place of a secret in the arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretUse {
    /// JSON pointer into the arguments.
    pub pointer: String,
    /// The secret's name.
    pub secret: String,
}

/// A timer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WaitEffect {
    /// The time, in milliseconds since the Unix epoch.
    pub until: i64,
    /// Labels of the values from which the time was computed, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// Emits an event. The result is the whole event as it was sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmitEffect {
    /// The attributes in the definition, a mapping. The host adds the other attributes that CloudEvents
    /// require.
    pub with: Json,
    /// Labels of the values in them, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
}

/// Listens for events. The host sends [`Received`](crate::Event::Received) for each event that may match. The
/// runner checks it fully, and cancels the effect when it needs no more events.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenEffect {
    /// Attributes that an event must have with exactly these values, a mapping. Conditions that depend on the
    /// event's own data are not included.
    pub with: Json,
    /// Labels of the values in them, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
}

/// Starts another workflow.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunEffect {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its semantic version, or `latest`: the latest version at the time this version was published.
    pub version: String,
    /// Its raw input.
    pub input: Json,
    /// Labels of the values in the input, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Whether the task waits for its end. Then the result is its output, otherwise `{"id": "<run>"}`.
    #[serde(rename = "await")]
    pub await_: bool,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}
