//! Policies: documents, the one decision, and everything that explains it.
//!
//! Pure: no I/O, no clock. Where policies are stored, and what happens after a decision, never lives here.
//! What the words mean is written down in this crate's `README.md`.

mod approval;
mod check;
mod cover;
mod decide;
mod decision;
mod delegate;
mod document;
mod draft;
mod explain;
mod given;
mod index;
mod judge;
mod known;
mod labels;
mod limits;
mod lint;
mod matcher;
mod profile;
mod read;
mod schema;
mod set;
mod subject;
mod testing;
mod time;
mod verdict;
mod weight;
mod wording;

pub use approval::{ApproverRole, Approvers, Awaiting, HoldDefault, HoldSettings};
pub use check::check;
pub use cover::covers as covers_policy;
pub use decide::{Question, decide};
pub use decision::{Decision, MatchedRule, NearMiss, Outcome};
pub use delegate::narrows;
pub use document::{
    Expected, LabelsDocument, LimitsDocument, Mode, PolicyDocument, PolicyEffect, PolicyTest,
};
pub use draft::{Wish, draft, text as draft_text};
pub use explain::{Explanation, LabelsExplanation, RuleExplanation, RuleOutcome, WhatIf, explain, what_if};
pub use judge::judge;
pub use limits::{EffectiveLimits, Limit};
pub use lint::{Names, lint, lint_set};
pub use profile::ProfileSubject;
pub use read::{SCHEMA, place, schema as policy_schema};
pub use schema::covers;
pub use set::PolicySet;
pub use subject::Subject;
pub use testing::{TestResult, test};
pub use towpath_access::{Author, CallerKind, CallerSubject, TimeSubject, WorkflowSubject};
pub use verdict::{StaticDecision, StaticHold, Verdict};
pub use weight::MAX_ALTERNATIVES;
pub use wording::Mismatch;
