//! A policy as IT writes it. What it means to have one in force lives in `set` and `decide`, never here.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::time::Zone;
use crate::{Approvers, HoldSettings, Outcome, Subject};

/// What a matching policy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PolicyEffect {
    /// Allows, unless a forbid matches too.
    Permit,
    /// Refuses, whatever permits say.
    Forbid,
    /// Somebody approves the version before it goes live.
    Review,
    /// Somebody signs each call before it goes out.
    Hold,
}

impl PolicyEffect {
    /// The word documents use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Forbid => "forbid",
            Self::Review => "review",
            Self::Hold => "hold",
        }
    }

    /// Whether somebody has to sign what it matches.
    pub fn needs_approvers(self) -> bool {
        matches!(self, Self::Review | Self::Hold)
    }
}

/// Whether a policy decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// It decides.
    #[default]
    Enforce,
    /// It is judged and reported, and never decides.
    Audit,
    /// It is kept and not judged.
    Off,
}

/// One policy document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyDocument {
    /// The policy's name, unique in its set: lower-case letters, digits and `-`, at most 63 characters.
    pub policy: String,
    /// One line for people.
    pub title: String,
    /// What it does when it matches; absent in a document of limits or labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<PolicyEffect>,
    /// Whether it decides.
    #[serde(default)]
    pub mode: Mode,
    /// JSON Schema over who asks; absent means any workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Value>,
    /// JSON Schema over what is asked. A permit has to have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Value>,
    /// JSON Schema over who started the run; absent means anybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Value>,
    /// JSON Schema over the time in `timezone`; absent means any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Value>,
    /// JSON Schema over everything the version can reach; absent means anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Value>,
    /// The namespace whose approver wrote it; absent for what IT wrote. It may only narrow what IT allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// In a permit of IT: namespaces whose approvers may write permits within it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delegate: Vec<String>,
    /// Who signs; a review and a hold have to say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approvers: Option<Approvers>,
    /// How long a hold waits, and what then; a day, and then it is refused, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldSettings>,
    /// What a refused person reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom a refused person may ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The last day it is in force, `2027-03-31`, in `timezone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// The time zone of `time` and `expires`, an IANA name; UTC when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Limits for runs of the workflows that `workflow` describes. Stands alone: no effect, no access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<LimitsDocument>,
    /// Labels for inputs or events. Stands alone: no effect, no access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<LabelsDocument>,
    /// JSON Schema over the attributes of an event, beside `labels.event`; absent means any event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Value>,
    /// What its author promises about it, run before it is activated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<PolicyTest>,
}

impl PolicyDocument {
    /// The JSON Schema over `subject`, as written.
    pub fn schema_of(&self, subject: Subject) -> Option<&Value> {
        match subject {
            Subject::Workflow => self.workflow.as_ref(),
            Subject::Access => self.access.as_ref(),
            Subject::Caller => self.caller.as_ref(),
            Subject::Time => self.time.as_ref(),
            Subject::Profile => self.profile.as_ref(),
        }
    }

    /// The first moment it is not in force any more, in milliseconds since the Unix epoch; `None` when it never ends.
    pub fn ends_at(&self) -> Option<i64> {
        let zone = Zone::named(self.timezone.as_deref()).ok()?;
        zone.end_of(self.expires.as_deref()?).ok()
    }

    /// `sha256:<hex>` of the document; key order, comments and quoting do not change it.
    pub fn digest(&self) -> String {
        // INVARIANT: a document is made of texts, numbers and JSON values, which always serialize.
        towpath_access::digest(&serde_json::to_value(self).unwrap_or_default())
    }
}

/// Limits for one run; what is absent is not limited here. The smallest of all documents wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitsDocument {
    /// Most MiB the sandbox's memory may grow to.
    #[serde(default, rename = "memoryMiB", skip_serializing_if = "Option::is_none")]
    pub memory_mib: Option<u64>,
    /// Most milliseconds of CPU inside the sandbox, all steps together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_ms: Option<u64>,
    /// Most KiB of input.
    #[serde(default, rename = "inputKiB", skip_serializing_if = "Option::is_none")]
    pub input_kib: Option<u64>,
    /// Most KiB of output.
    #[serde(default, rename = "outputKiB", skip_serializing_if = "Option::is_none")]
    pub output_kib: Option<u64>,
    /// Most KiB of one effect's arguments.
    #[serde(default, rename = "effectKiB", skip_serializing_if = "Option::is_none")]
    pub effect_kib: Option<u64>,
    /// Deepest nesting of any JSON value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<u64>,
    /// Most effects of one run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<u64>,
    /// Longest a run may take from start to end, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<u64>,
}

/// Labels for what comes into a run, for one of the two. All documents that match add up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelsDocument {
    /// Labels of the inputs of runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input: Vec<String>,
    /// Labels of events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event: Vec<String>,
}

impl LabelsDocument {
    /// The labels it gives.
    pub fn given(&self) -> &[String] {
        if self.input.is_empty() { &self.event } else { &self.input }
    }
}

/// What a test expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Expected {
    /// The decision.
    Decision(Outcome),
    /// The labels, in a document of labels; none where it does not match.
    Labels(Vec<String>),
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Decision(outcome) => f.write_str(outcome.as_str()),
            Self::Labels(labels) => write!(f, "[{}]", labels.join(", ")),
        }
    }
}

/// One promise about a policy. A subject it does not name is taken to fit, whatever it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyTest {
    /// What is promised, in words.
    pub name: String,
    /// Fields of the workflow that asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Value>,
    /// Fields of what it asks; `kind` is `call` and `effect` is `write` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Value>,
    /// Fields of who started the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Value>,
    /// Fields of the time, in the policy's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Value>,
    /// Fields of the version's profile; each access is a `call` that writes unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Value>,
    /// Attributes of the event that is labelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Value>,
    /// The decision expected, or the labels.
    pub expect: Expected,
}

impl PolicyTest {
    /// The fields given for `subject`.
    pub fn fields_of(&self, subject: Subject) -> Option<&Value> {
        match subject {
            Subject::Workflow => self.workflow.as_ref(),
            Subject::Access => self.access.as_ref(),
            Subject::Caller => self.caller.as_ref(),
            Subject::Time => self.time.as_ref(),
            Subject::Profile => self.profile.as_ref(),
        }
    }
}
