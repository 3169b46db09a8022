//! Policies: documents, the one decision, and everything that explains it.
//!
//! Pure: no I/O, no clock. Where policies are stored, and what happens after a decision, never lives here.
//! What the words mean is written down in this crate's `README.md`.

mod check;
mod decide;
mod document;
mod explain;
mod index;
mod judge;
mod known;
mod limits;
mod lint;
mod matcher;
mod read;
mod schema;
mod set;
mod subject;
mod testing;
mod time;
mod wording;

pub use check::check;
pub use decide::{Decision, MatchedRule, NearMiss, Outcome, Question, decide};
pub use document::{Expectation, LimitsDocument, Mode, PolicyDocument, PolicyEffect, PolicyTest};
pub use explain::{Explanation, RuleExplanation, RuleOutcome, explain};
pub use judge::{StaticDecision, Verdict, judge};
pub use limits::{EffectiveLimits, Limit};
pub use lint::{Names, lint};
pub use read::{SCHEMA, schema as policy_schema};
pub use set::PolicySet;
pub use subject::Subject;
pub use testing::{TestResult, test};
pub use towpath_access::{Author, CallerKind, CallerSubject, TimeSubject, WorkflowSubject};
pub use wording::Mismatch;
