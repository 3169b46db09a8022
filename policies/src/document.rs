//! Policy documents as IT writes them. Evaluation belongs to `set` and `decide`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::time::Zone;
use crate::{Approvers, DecisionOutcome, HoldSettings, Mode, PolicyEffect, Subject};

/// One policy document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyDocument {
    /// The policy's name, unique in its set: lower-case letters, digits and `-`, at most 63 characters.
    pub policy: String,
    /// The policy's purpose in one line.
    pub title: String,
    /// The effect when it matches. Documents of limits and of labels have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<PolicyEffect>,
    /// Whether it is enforced.
    #[serde(default)]
    pub mode: Mode,
    /// JSON Schema for the workflow. Any workflow fits if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Value>,
    /// JSON Schema for the requested access. Permits must have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Value>,
    /// JSON Schema for the caller that started the run. Any caller fits if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Value>,
    /// JSON Schema for the time, in `timezone`. Any time fits if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Value>,
    /// JSON Schema for the access profile of the version. Any profile fits if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Value>,
    /// The namespace whose approver wrote the policy. It can only restrict what IT permits. IT's own policies have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// In a permit of IT: the namespaces whose approvers may write permits within this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delegate: Vec<String>,
    /// Who may approve or release. Reviews and holds must have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approvers: Option<Approvers>,
    /// How long a hold waits and what happens after that. By default the call is refused after one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldSettings>,
    /// The reason shown to a person who is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The contact for a person who is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The last day the policy is in force, in `timezone`: `2027-03-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// The time zone of `time` and `expires`, an IANA name. UTC by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Limits for runs of the workflows that `workflow` describes. Such a document has neither `effect` nor `access`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<LimitsDocument>,
    /// Labels for inputs or events. Such a document has neither `effect` nor `access`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<LabelsDocument>,
    /// JSON Schema for the attributes of an event, only with `labels.event`. Any event fits if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Value>,
    /// The policy's own tests. They run before it is activated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<PolicyTest>,
}

impl PolicyDocument {
    /// The JSON Schema for `subject`, as written.
    pub fn schema_of(&self, subject: Subject) -> Option<&Value> {
        match subject {
            Subject::Workflow => self.workflow.as_ref(),
            Subject::Access => self.access.as_ref(),
            Subject::Caller => self.caller.as_ref(),
            Subject::Time => self.time.as_ref(),
            Subject::Profile => self.profile.as_ref(),
        }
    }

    /// When the policy ceases to be in force, in milliseconds since the Unix epoch. `None` if it does not expire.
    pub fn ends_at(&self) -> Option<i64> {
        let zone = Zone::named(self.timezone.as_deref()).ok()?;
        zone.end_of(self.expires.as_deref()?).ok()
    }

    /// `sha256:<hex>` of the document. It does not depend on key order, comments or quoting.
    pub fn digest(&self) -> String {
        towpath_access::digest_of(self)
    }
}

/// Limits for one run, and for the runs of one workflow together. The smallest value of all matching documents applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitsDocument {
    /// Maximum memory of the sandbox, in MiB.
    #[serde(default, rename = "memoryMiB", skip_serializing_if = "Option::is_none")]
    pub memory_mib: Option<u64>,
    /// Maximum CPU time in the sandbox, all steps together, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_ms: Option<u64>,
    /// Maximum size of the input, in KiB.
    #[serde(default, rename = "inputKiB", skip_serializing_if = "Option::is_none")]
    pub input_kib: Option<u64>,
    /// Maximum size of the output, in KiB.
    #[serde(default, rename = "outputKiB", skip_serializing_if = "Option::is_none")]
    pub output_kib: Option<u64>,
    /// Maximum size of the arguments of one effect, in KiB.
    #[serde(default, rename = "effectKiB", skip_serializing_if = "Option::is_none")]
    pub effect_kib: Option<u64>,
    /// Maximum nesting depth of a JSON value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<u64>,
    /// Maximum number of effects of one run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<u64>,
    /// Maximum duration of a run from start to end, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<u64>,
    /// Maximum number of runs of one workflow that are under way, those that wait included. Further ones begin when others have
    /// ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrent_runs: Option<u64>,
    /// Maximum number of runs of one workflow that begin in any minute. Further ones begin later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs_per_minute: Option<u64>,
}

/// Labels for the inputs of runs or for events, one of the two. The labels of all matching documents are added together.
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
    /// The labels, of whichever of the two is set.
    pub fn given(&self) -> &[String] {
        if self.input.is_empty() { &self.event } else { &self.input }
    }
}

/// The expected result of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Expected {
    /// The decision.
    Decision(DecisionOutcome),
    /// The labels, for a document of labels. Empty if it does not match.
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

/// One test of a policy. A subject without fields is assumed to fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyTest {
    /// What the test shows, in words.
    pub name: String,
    /// Fields of the workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Value>,
    /// Fields of the requested access. By default `kind` is `call` and `effect` is `write`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Value>,
    /// Fields of the caller that started the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Value>,
    /// Fields of the time, in the policy's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Value>,
    /// Fields of the version's access profile. By default each access is a `call` with the effect `write`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Value>,
    /// Attributes of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Value>,
    /// The expected decision or labels.
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
