//! Holds: calls that wait until a person releases them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Awaiting, Person};

words! {
    /// What kind of effect waits.
    #[non_exhaustive]
    pub enum HoldKind {
        /// A call of an operation.
        Call = "call",
        /// An event that is emitted.
        Emit = "emit",
        /// A workflow that is started.
        Run = "run",
        /// Listening for events.
        Listen = "listen",
        /// Waiting for a time.
        Wait = "wait",
    }
}

words! {
    /// What happens to a call that nobody released in time.
    pub enum HoldDefault {
        /// It is denied.
        Deny = "deny",
        /// It is allowed.
        Allow = "allow",
    }
}

/// A call that waits for a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Hold {
    /// The run that makes it.
    pub run: String,
    /// The number of the effect in the run.
    pub effect: u64,
    /// The workflow's namespace.
    pub namespace: String,
    /// The workflow's name.
    pub workflow: String,
    /// Its version.
    pub version: String,
    /// Digest of what a decision about it depends on; also the entity tag. A decision names it.
    pub digest: String,
    /// The principal who started the run; they cannot release it.
    pub started_by: String,
    /// The principals who sent events that the run has received; they cannot release it either.
    pub heard_from: Vec<String>,
    /// JSON pointer of the task.
    pub task: String,
    /// What kind of effect it is.
    pub kind: HoldKind,
    /// What is called: `payments.refund:1.0.0`.
    pub what: String,
    /// The exact arguments; `null` in the place of a secret. `{"$masked": [labels]}` where the caller may not see values with
    /// their labels.
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub arguments: Value,
    /// Labels of the arguments.
    pub labels: Vec<String>,
    /// The labels that the caller may not see: they can decline it, and release it only where a policy says `releaseUnseen`.
    pub unseen: Vec<String>,
    /// When it began to wait.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub since: String,
    /// When it stops waiting.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub until: String,
    /// What happens then.
    pub default: HoldDefault,
    /// The rules it waits for, and who may release it.
    pub awaiting: Vec<Awaiting>,
    /// The principals who have released it already.
    pub released_by: Vec<String>,
    /// The principal who started the run and those who have released it, with who created them.
    pub people: Vec<Person>,
}

/// Calls that wait, those that wait longest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Holds {
    /// The calls.
    pub holds: Vec<Hold>,
}

/// Which holds to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct HoldsQuery {
    /// Of workflows of this namespace; absent: of all that the caller may see.
    pub namespace: Option<String>,
}
