//! Running a definition that is not saved.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::{DeclaredAnswer, Problem, RunStatus, Trace};

/// A definition to run in memory, and what answers it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TryRun {
    /// The text, YAML or JSON.
    pub definition: String,
    /// The input: any JSON; `{}` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub input: Option<Box<RawValue>>,
    /// Settings; the defaults of the definition where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub settings: Option<Map<String, Value>>,
    /// Declared answers, used instead of calls, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<DeclaredAnswer>,
    /// The same in short: by operation a value, `{"error": …}`, or a list with one for each call.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub results: BTreeMap<String, Value>,
}

/// What became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct TriedRun {
    /// How it ended; `waiting` or `running` where it did not end in time.
    pub status: RunStatus,
    /// The output, where it completed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub output: Option<Arc<Box<RawValue>>>,
    /// The error, where it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Box<Problem>>,
    /// What its tasks did.
    pub trace: Trace,
}
