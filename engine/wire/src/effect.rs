//! Effects: values that say what a run wants next. Nothing has happened yet.

use serde::{Deserialize, Serialize};

use crate::Json;

/// One wish of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    /// Counts up from 1 within the run.
    pub id: u64,
    /// JSON pointer of the task, `/do/0/lookUp`.
    pub task: String,
    /// Indexes of the loops around the task, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iteration: Vec<u64>,
    /// How often the task was begun before in this run, at these indexes; `retry` does not count. Tells the
    /// writes of a task apart that a `then` goes back to.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub visit: u32,
    /// How often `retry` has tried before; not part of the idempotency key.
    #[serde(default)]
    pub attempt: u32,
    /// A `retry` may ask for it again, under the same key.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_repeat: bool,
    /// What is wanted.
    pub kind: EffectKind,
}

/// What is wanted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EffectKind {
    /// An operation of an integration.
    Call(CallEffect),
    /// To be woken.
    Wait(WaitEffect),
    /// An event sent.
    Emit(EmitEffect),
    /// Events waited for, one filter; goes on until it is cancelled.
    Listen(ListenEffect),
    /// Another workflow started.
    Run(RunEffect),
}

impl EffectKind {
    /// Labels of the values it is made with.
    pub fn labels(&self) -> &[String] {
        match self {
            Self::Call(call) => &call.labels,
            Self::Wait(wait) => &wait.labels,
            Self::Emit(emit) => &emit.labels,
            Self::Listen(listen) => &listen.labels,
            Self::Run(run) => &run.labels,
        }
    }

    /// Whether it is judged before anything happens: everything but a wait.
    pub fn is_judged(&self) -> bool {
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
    /// The arguments, with `null` wherever a secret stands.
    pub arguments: Json,
    /// Where secrets stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<SecretUse>,
    /// Labels of the values in the arguments, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
    /// For raw HTTP, the statuses of failed answers whose bodies an OpenAPI document describes, as it writes them: `404`,
    /// `4XX`, `default`. They are data of the definition, no part of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<String>,
}

/// A secret's place in the arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretUse {
    /// JSON pointer into the arguments.
    pub pointer: String,
    /// The secret's name.
    pub secret: String,
}

/// To be woken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WaitEffect {
    /// When, in milliseconds since the Unix epoch.
    pub until: i64,
    /// Labels of what that was computed from, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// An event sent. Answered with the whole event, as it went out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmitEffect {
    /// The attributes the definition gives, a mapping; the host adds what CloudEvents require besides.
    pub with: Json,
    /// Labels of the values in them, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
}

/// Events waited for. Answered with [`Received`](crate::Event::Received) each time one comes that may be meant: the
/// runner looks closer, and asks for no more of them by cancelling the effect.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenEffect {
    /// Attributes an event must have exactly so, a mapping. What only the event itself decides is not in here.
    pub with: Json,
    /// Labels of the values in them, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
}

/// Another workflow started.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunEffect {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its semantic version, or `latest`: the one that was the latest when this version was published.
    pub version: String,
    /// Its raw input.
    pub input: Json,
    /// Labels of the values in the input, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Whether its end is waited for: then the answer is its output, otherwise `{"id": "<run>"}`.
    #[serde(rename = "await")]
    pub await_: bool,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}
