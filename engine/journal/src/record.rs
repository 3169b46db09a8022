//! What stands in a run's journal, in order.
//!
//! JSON, externally tagged. Fields may be added with `#[serde(default)]`; records are never rewritten, so
//! what an old engine wrote must stay readable.

use serde::{Deserialize, Serialize};
use towpath_wire::{Effect, Limits, Outcome, Problem, Step, TaskEvent};

use crate::{Digest, RunId};

/// The limits in force for a run.
pub type RunLimits = Limits;

/// One record.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Record {
    /// The run begins. Always first.
    Started(Box<Started>),
    /// This step is given to the runner: replay gives it again, with the same time.
    Fed(Step),
    /// What tasks did in answer to the step before.
    Tasks(Vec<TaskEvent>),
    /// An effect was judged. If it was allowed and has consequences, this is on disk before it goes out.
    Intent(Box<Intent>),
    /// An effect waits until somebody signs it.
    Held(Box<Held>),
    /// Somebody signed an effect that waited; it is judged again.
    Signed(Signed),
    /// An effect that waited will not go out: somebody declined, or nobody signed in time.
    Declined(Declined),
    /// The host ended the run: a limit or a fault of the runner. Replay takes it as given.
    Fault(Fault),
    /// Another engine, or this one started anew, took the run over under a higher term.
    Resumed(Resumed),
    /// Runs that it waited for are wanted no more: each is cancelled once this is on disk.
    Abandoned(Abandoned),
    /// The run has ended. Always last.
    Ended(Ended),
}

/// The run begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Started {
    /// The workflow version it is pinned to.
    pub workflow: WorkflowRef,
    /// Digest of the runner it is pinned to.
    pub runner: Digest,
    /// Digest of the version's image for that runner.
    pub image: Digest,
    /// Who started it, as judged.
    pub caller: serde_json::Value,
    /// The id of the principal who started it.
    pub principal: String,
    /// The decision that let it start.
    pub decision: serde_json::Value,
    /// The limits in force; `step` repeats what the runner needs of them.
    pub limits: RunLimits,
    /// The first step, with the input.
    pub step: Step,
    /// The workflows it was started by, as `namespace/name`, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// The run that waits for this one; absent where none does, and in journals of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// A trial of a draft.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// The workflow as policies see it all through the run; absent in journals of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<serde_json::Value>,
    /// Digests of the rules that its version was approved for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<String>,
    /// Of a draft: digest of the blob with its definition, and with the answers that were declared for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial: Option<Digest>,
}

/// A workflow version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WorkflowRef {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`.
    pub version: String,
    /// Digest of the canonical definition.
    pub digest: String,
}

/// An effect and what was decided of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intent {
    /// The effect, as the runner asked it.
    pub effect: Effect,
    /// What was decided.
    pub decided: Decided,
    /// The decision in full, as the policies gave it.
    pub decision: serde_json::Value,
    /// The access as judged, without the arguments that the effect has already; absent where no policy was asked, and
    /// in journals of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<serde_json::Value>,
    /// The request for a token that may leave before the call; absent where it needs none, and in journals of older
    /// engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenRequest>,
    /// When it was judged, in milliseconds since the Unix epoch.
    pub at: i64,
}

/// A request for a token, as judged together with its call.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// The access as judged; absent where the address is found out when the call is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<serde_json::Value>,
    /// The decision in full.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub decision: serde_json::Value,
}

/// What was decided of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Decided {
    /// Refused.
    Refused,
    /// Allowed; nothing changes outside, so it may be repeated.
    Read,
    /// Allowed; it changes something, and may be repeated with the same key or by its nature.
    RepeatableWrite,
    /// Allowed; it changes something, and must go out at most once.
    Write,
    /// Allowed, but it went out in an earlier attempt and may not be repeated: answered from there.
    Answered,
    /// Allowed: events are listened for, those after this position of the log of events.
    Listen {
        /// The position.
        after: u64,
    },
    /// Allowed for a draft: it goes to the integration's sandbox, where nothing is real, so it may be repeated.
    Sandbox,
    /// Allowed for a draft: nothing goes out, and it is answered here, the same way each time.
    Simulated {
        /// Which of the answers declared for the run is given; none was declared for it where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<u32>,
    },
}

impl Decided {
    /// Whether it changes nothing outside, so that it need not be on disk before it is carried out.
    pub(crate) fn may_precede_disk(self) -> bool {
        matches!(self, Self::Read | Self::Simulated { .. })
    }
}

/// An effect that waits until somebody signs it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// The effect, as the runner asked it.
    pub effect: Effect,
    /// Digests of the rules that wait.
    pub awaiting: Vec<String>,
    /// How long, in milliseconds since the Unix epoch.
    pub until: i64,
    /// It goes out when the time is over; otherwise it is refused then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub release: bool,
    /// The decision in full, as the policies gave it.
    pub decision: serde_json::Value,
    /// The access as judged, as in an [`Intent`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<serde_json::Value>,
    /// When it was judged, in milliseconds since the Unix epoch.
    pub at: i64,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Signed {
    /// The effect.
    pub effect: u64,
    /// Digests of the rules it is signed for.
    pub rules: Vec<String>,
    /// The id of the principal who signed; absent: nobody did in time, and the policy lets it go then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// An effect that will not go out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Declined {
    /// The effect.
    pub effect: u64,
    /// The id of the principal who declined; absent: nobody signed in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What the workflow sees.
    pub error: Problem,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// The host ended the run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// The error the run ends with.
    pub error: Problem,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// Taken over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resumed {
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// Runs that are wanted no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Abandoned {
    /// The effects that waited for them.
    pub effects: Vec<u64>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// The run that waits for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parent {
    /// The run.
    pub run: RunId,
    /// The effect of it that waits.
    pub effect: u64,
}

/// The run has ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    /// How.
    pub outcome: Outcome,
    /// The decision that refused the answer, when one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<serde_json::Value>,
    /// Any other decision on what was answered; absent where nothing was to be judged, and in journals of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<serde_json::Value>,
    /// Milliseconds since the Unix epoch; where the answer was judged, when it was.
    pub at: i64,
    /// Microseconds of CPU spent inside the sandbox since the run was last taken over.
    #[serde(default)]
    pub cpu_us: u64,
}

impl Record {
    /// The record as it stands in the journal.
    pub fn encode(&self) -> bytes::Bytes {
        // INVARIANT: records hold only strings, numbers, booleans and JSON text, so encoding cannot fail.
        #[expect(clippy::expect_used, reason = "see the invariant above")]
        let text = serde_json::to_vec(self).expect("a record is always encodable");
        text.into()
    }

    /// Reads a record back.
    ///
    /// # Errors
    /// The bytes are not a record this engine knows.
    pub fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}
