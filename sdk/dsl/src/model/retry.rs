//! Retry policies.

use towpath_diagnostics::Span;

use super::NodeKind;
use super::{Duration, Expression, Node, Spanned};
use crate::parse::{At, Expected, Findings};

/// When and how often a failed attempt is repeated.
#[derive(Debug, Clone, PartialEq)]
pub struct RetryPolicy {
    /// Retry only if this is true.
    pub when: Option<Expression>,
    /// Do not retry if this is true.
    pub except_when: Option<Expression>,
    /// The wait before the next attempt.
    pub delay: Option<Duration>,
    /// How the wait grows.
    pub backoff: Option<Spanned<Backoff>>,
    /// Maximum number of retries.
    pub attempt_count: Option<Spanned<i64>>,
    /// Maximum duration of one attempt.
    pub attempt_duration: Option<Duration>,
    /// Maximum duration of all attempts together.
    pub duration: Option<Duration>,
    /// Minimum and maximum of the random extra wait.
    pub jitter: Option<(Duration, Duration)>,
    /// Its place in the source text.
    pub span: Span,
}

/// How the wait between attempts grows. Each variant has its settings as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Backoff {
    /// The wait stays the same.
    Constant(Node),
    /// The wait doubles.
    Exponential(Node),
    /// The wait grows by the same amount.
    Linear(Node),
}

/// A retry policy, or the name of one under `use.retries`.
#[derive(Debug, Clone, PartialEq)]
pub enum RetryReference {
    /// Defined here.
    Inline(Box<RetryPolicy>),
    /// Defined under `use.retries`.
    Named(Spanned<String>),
}

impl RetryPolicy {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let retry = at.fields(&["when", "exceptWhen", "delay", "backoff", "limit", "jitter"], findings)?;
        let limit = retry.get("limit").and_then(|at| at.fields(&["attempt", "duration"], findings));
        let attempt = limit
            .as_ref()
            .and_then(|limit| limit.get("attempt"))
            .and_then(|at| at.fields(&["count", "duration"], findings));
        let jitter = retry.get("jitter").and_then(|at| at.fields(&["from", "to"], findings));
        let jitter = jitter.and_then(|jitter| {
            let from = jitter.required("from", findings).and_then(|at| Duration::read(&at, findings));
            let to = jitter.required("to", findings).and_then(|at| Duration::read(&at, findings));
            Some((from?, to?))
        });
        let attempt = attempt.as_ref();
        Some(Self {
            when: retry.get("when").and_then(|at| at.expression(findings)),
            except_when: retry.get("exceptWhen").and_then(|at| at.expression(findings)),
            delay: retry.get("delay").and_then(|at| Duration::read(&at, findings)),
            backoff: retry.get("backoff").and_then(|at| Backoff::read(&at, findings)),
            attempt_count: (attempt.and_then(|attempt| attempt.get("count")))
                .and_then(|at| at.integer(0, i64::MAX, findings)),
            attempt_duration: (attempt.and_then(|attempt| attempt.get("duration")))
                .and_then(|at| Duration::read(&at, findings)),
            duration: limit
                .and_then(|limit| limit.get("duration"))
                .and_then(|at| Duration::read(&at, findings)),
            jitter,
            span: at.node.span,
        })
    }
}

impl Backoff {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<Self>> {
        const KINDS: &[&str] = &["constant", "exponential", "linear"];
        let (key, value) = at.fields(KINDS, findings)?.exactly_one(KINDS, findings)?;
        let settings = value.raw_mapping(findings)?;
        let backoff = match key {
            "constant" => Self::Constant(settings),
            "exponential" => Self::Exponential(settings),
            _ => Self::Linear(settings),
        };
        Some(Spanned::new(backoff, at.node.span))
    }
}

impl RetryReference {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        match &at.node.kind {
            NodeKind::String(_) => at.literal(findings).map(Self::Named),
            NodeKind::Object(_) => {
                RetryPolicy::read(at, findings).map(|policy| Self::Inline(Box::new(policy)))
            }
            _ => {
                at.wrong_type(Expected::TextOrMapping("the name of a retry policy"), findings);
                None
            }
        }
    }
}
