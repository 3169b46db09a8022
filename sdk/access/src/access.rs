//! One access of a workflow, as policies see it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::RunLabels;

/// The kind of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An operation of an integration.
    Call,
    /// A schema, document or catalog that is fetched once, at publishing.
    Fetch,
    /// The start of a run.
    Start,
    /// The response to the caller of the run.
    Respond,
    /// An emitted event.
    Emit,
    /// An event that the workflow listens for.
    Listen,
    /// The start of another workflow.
    Run,
    /// A change of the workflow's settings by a person.
    Configure,
}

impl Kind {
    /// Every kind, in the order of the published schema.
    pub const ALL: [Self; 8] = [
        Self::Call,
        Self::Fetch,
        Self::Start,
        Self::Respond,
        Self::Emit,
        Self::Listen,
        Self::Run,
        Self::Configure,
    ];

    /// The word that policies use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Fetch => "fetch",
            Self::Start => "start",
            Self::Respond => "respond",
            Self::Emit => "emit",
            Self::Listen => "listen",
            Self::Run => "run",
            Self::Configure => "configure",
        }
    }
}

/// Whether an operation reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It changes nothing, and can be repeated freely.
    Read,
    /// It may change something.
    #[default]
    Write,
}

/// One access, as policies see it (subject `access`). Fields that are `None` are absent, not null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Access {
    /// The kind of access.
    pub kind: Kind,
    /// The integration instance, such as `crm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration: Option<String>,
    /// The operation, such as `get-customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The operation's semantic version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Whether it reads or writes. Anything that is not known to be a read is a write.
    #[serde(default)]
    pub effect: Effect,
    /// Lower-case host name, for raw HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Upper-case HTTP method, for raw HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// URL path in its canonical form, for raw HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The whole query of the URL in its canonical form, without `?`. Empty if there is none. Absent if
    /// `path` is absent, and in journals of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Labels of the values in these arguments, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Labels of everything that this run has received so far, sorted. Labels are never removed.
    #[serde(default)]
    pub run_labels: RunLabels,
    /// The arguments. Absent in a profile if they are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Value>,
}

impl Effect {
    /// The word that policies use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

impl Access {
    /// An access of `kind` without further fields. It is a write unless the kind never changes anything. The
    /// run's labels are a parameter, so that no request of a run is evaluated without them: redirects and
    /// token requests are derived from its access.
    pub fn new(kind: Kind, run_labels: RunLabels) -> Self {
        Self {
            kind,
            run_labels,
            integration: None,
            operation: None,
            version: None,
            effect: match kind {
                Kind::Call | Kind::Start | Kind::Respond | Kind::Emit | Kind::Run | Kind::Configure => {
                    Effect::Write
                }
                Kind::Fetch | Kind::Listen => Effect::Read,
            },
            host: None,
            method: None,
            path: None,
            query: None,
            labels: Vec::new(),
            arguments: None,
        }
    }
}
