//! Saved cases of a workflow, and running them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Saves cases in place of those before.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutCases {
    /// The cases, each as in `tests.yaml`: `name`, `input`, `results` or `answers`, `expect`.
    #[cfg_attr(feature = "utoipa", schema(value_type = Vec<Object>))]
    pub items: Vec<Value>,
}

/// The saved cases of a workflow.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Cases {
    /// The cases. One with values that the caller may not see has only its `name` and `$masked`, the labels; sent back like
    /// that it stays as it is.
    #[cfg_attr(feature = "utoipa", schema(value_type = Vec<Object>))]
    pub items: Vec<Value>,
    /// Increases with every change, 0 where there are none; also the entity tag.
    pub revision: u64,
    /// The principal who saved them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved_by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub saved_at: Option<String>,
}

/// Which cases to run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RunCases {
    /// Their names; all where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<Vec<String>>,
}

words! {
    /// How a case came out.
    pub enum CaseState {
        /// Everything was as expected.
        Passed = "passed",
        /// Something was not.
        Failed = "failed",
        /// There was no time left for it.
        NotRun = "notRun",
    }
}

/// How the cases of a draft came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CasesRun {
    /// The revision of the draft that ran.
    pub revision: u64,
    /// The number of cases that passed.
    pub passed: usize,
    /// The number of cases that failed.
    pub failed: usize,
    /// Each case.
    pub items: Vec<CaseResult>,
    /// The tasks that ran, and in which cases.
    pub coverage: Vec<CoveredTask>,
}

/// How one case came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CaseResult {
    /// Its name.
    pub name: String,
    /// How it came out.
    pub state: CaseState,
    /// What was otherwise than expected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<CaseDifference>,
}

/// Something that was otherwise than a case expects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CaseDifference {
    /// What: `output`, `arguments of payments.refund`, …
    pub what: String,
    /// What the case expects; absent where it could not be tried.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub expected: Option<Value>,
    /// What came.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub got: Option<Value>,
    /// All of it in words.
    pub text: String,
}

/// A task, and the cases in which it ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CoveredTask {
    /// The path of the task.
    pub reference: String,
    /// The names of the cases.
    pub cases: Vec<String>,
}
