//! Messages for checking and publishing: a definition goes to the runner, diagnostics and an access profile
//! come back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_access::Profile;
use towpath_diagnostics::{Diagnostic, Span};

use crate::json::present;
use crate::{Json, Schedule};

/// A definition to check and compile. After a report without errors the runner has the compiled program, and
/// its memory becomes the workflow's image.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    /// The definition, YAML or JSON.
    pub source: String,
    /// The operations of the catalog `default` that this namespace may call. `None`: not known (a check
    /// without a server), so unknown functions are not reported.
    #[serde(default)]
    pub functions: Option<Vec<FunctionSignature>>,
    /// The documents fetched so far. `None`: nothing can be fetched (a check without a server), so external
    /// documents are not checked, and a run that needs one fails.
    #[serde(default)]
    pub resources: Option<Vec<Resource>>,
    /// Values of settings, a JSON object, to check against the definition's schema. Their problems have no
    /// span, and a pointer into these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Json>,
    /// An expression to evaluate instead: the definition is not read then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluate: Option<Evaluation>,
}

/// One expression to compile and evaluate, outside any run. Its problems have spans in its text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evaluation {
    /// The jq text, with or without `${` and `}`.
    pub expression: String,
    /// `$input`, and `.` if there is no `output`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub input: Option<Json>,
    /// `$context`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub context: Option<Json>,
    /// `$output`, which is defined only then, and `.`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub output: Option<Json>,
    /// Further variables, by their names without `$`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, Json>,
    /// The time, in milliseconds since the Unix epoch.
    pub now: i64,
    /// Maximum size of the result, in bytes.
    pub bytes: u64,
}

/// A document that a definition names by URI and that was fetched at publishing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// The URI in the definition.
    pub uri: String,
    /// Its text, JSON or YAML.
    pub content: String,
}

/// One operation of one integration, called as `<integration>.<operation>:<version>@default`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunctionSignature {
    /// The integration instance, `crm`.
    pub integration: String,
    /// The operation, `get-customer`.
    pub operation: String,
    /// Its semantic version, `1.0.0`.
    pub version: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Whether it reads or writes.
    pub effect: towpath_access::Effect,
    /// JSON Schema of its arguments.
    #[serde(default)]
    pub input: Value,
    /// JSON Schema of its result. `null` if not known.
    #[serde(default)]
    pub output: Value,
}

/// The identity of a workflow in its definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`, semantic.
    pub version: String,
    /// `document.title`, or the name.
    pub title: String,
    /// `sha256:<hex>` of the canonical form. Comments, key order and quoting do not change it.
    pub digest: String,
}

/// The reply to [`Load`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LoadReport {
    /// All diagnostics, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The identity of the workflow, if it could be read.
    pub workflow: Option<Identity>,
    /// The access profile, if there was no error.
    pub profile: Option<Profile>,
    /// URIs of documents that must be fetched before the definition can be published, sorted. Fetched
    /// documents may require more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<String>,
    /// Excerpts of given documents with only the parts that the definition uses. Loading the definition with
    /// the excerpts gives the same program, and that memory becomes the image. An excerpt has no excerpt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excerpts: Vec<Resource>,
    /// JSON Schema of the settings, if the definition has valid ones: an object with a `default` for each of
    /// its `properties`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Value>,
    /// The schemas of its input and output, if declared.
    #[serde(default, skip_serializing_if = "Interface::is_empty")]
    pub interface: Interface,
    /// Waits with a fixed duration of a day or more, so that the host can report those that exceed the limit
    /// of a run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub long_waits: Vec<LongWait>,
    /// When it starts without a caller. Absent if it has no `schedule`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// The place of `cron`, for problems that only the host finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cron: Option<Span>,
    /// The value of the expression that was to be evaluated, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub evaluated: Option<Json>,
}

/// JSON Schemas of a workflow's input and output, and the errors that it raises.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Interface {
    /// `input.schema`, resolved. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Value>,
    /// `output.schema`, resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
    /// The errors that its `raise` tasks name, in source order, each once. A caller meets those that nothing catches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<DeclaredProblem>,
}

/// An error as a definition declares it. What an expression computes is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredProblem {
    /// URI of its type.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its status.
    pub status: u16,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Interface {
    /// Whether all are absent.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A wait with a fixed duration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongWait {
    /// JSON pointer of its task.
    pub task: String,
    /// The place of its duration.
    pub span: Span,
    /// The duration.
    pub milliseconds: u64,
}

impl LoadReport {
    /// Whether the definition can be published and run.
    pub fn is_ok(&self) -> bool {
        self.profile.is_some() && !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}
