//! Policy documents, decisions and their explanations.
//!
//! Pure: no I/O and no clock. Storing policies and enforcing decisions belong to the runtime.
//! Terms are defined in this crate's `README.md`.

mod check;
mod cover;
mod decide;
mod delegate;
mod document;
mod draft;
mod evaluate;
mod explain;
mod given;
mod index;
mod known;
mod labels;
mod limits;
mod lint;
mod matcher;
mod parsed;
mod profile;
mod read;
mod schema;
mod set;
mod static_decision;
mod subject;
mod testing;
mod time;
mod weight;
mod wording;

pub use check::check;
pub use cover::covers as covers_policy;
pub use decide::{Question, decide};
pub use delegate::narrows;
pub use document::{Expected, LabelsDocument, LimitsDocument, PolicyDocument, PolicyTest};
pub use draft::{Wish, draft, text as draft_text};
pub use evaluate::evaluate;
pub use explain::{Explanation, LabelsExplanation, RuleExplanation, RuleOutcome, WhatIf, explain, what_if};
pub use limits::{EffectiveLimits, Limit};
pub use lint::{Names, lint, lint_set};
pub use parsed::ParsedPolicy;
pub use profile::ProfileSubject;
pub use read::{SCHEMA, place, schema as policy_schema};
pub use schema::covers;
pub use set::{CompiledSet, SetError};
pub use static_decision::{StaticDecision, StaticHold, StaticOutcome};
pub use testing::{TestResult, test};
pub use towpath_access::{
    ApproverRole, Approvers, Author, Awaiting, CallerKind, CallerSubject, Decision, DecisionOutcome,
    HoldDefault, HoldSettings, MatchedRule, Mismatch, Mode, NearMiss, PolicyEffect, Subject, TimeSubject,
    WorkflowSubject,
};
pub use weight::MAX_ALTERNATIVES;
