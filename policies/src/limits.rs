//! The limits for a workflow: the smallest value of each limit in all matching documents.
//!
//! What a limit is and where it is enforced: `Limits` in `engine/wire/src/event.rs`. Where these meet the configuration:
//! `engine/runtime/src/runs/start.rs`.

use towpath_access::WorkflowSubject;

use crate::matcher::Fit;
use crate::subject::SubjectView;
use crate::{CompiledSet, LimitsDocument};

/// One limit and its policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The maximum; [`EffectiveLimits`] has the unit.
    pub value: u64,
    /// The policy that sets it.
    pub policy: String,
    /// The contact of the policy.
    pub contact: Option<String>,
}

/// The limits for a workflow. An absent limit has the default of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EffectiveLimits {
    /// Maximum bytes of sandbox memory.
    pub memory_bytes: Option<Limit>,
    /// Maximum milliseconds of CPU in the sandbox.
    pub cpu_ms: Option<Limit>,
    /// Maximum bytes of input.
    pub input_bytes: Option<Limit>,
    /// Maximum bytes of output.
    pub output_bytes: Option<Limit>,
    /// Maximum bytes of the arguments of one effect.
    pub effect_bytes: Option<Limit>,
    /// Maximum nesting of JSON values.
    pub depth: Option<Limit>,
    /// Maximum number of effects of one run.
    pub effects: Option<Limit>,
    /// Maximum duration of a run, in seconds.
    pub duration_s: Option<Limit>,
    /// Maximum number of runs of one workflow under way.
    pub concurrent_runs: Option<Limit>,
    /// Maximum number of runs of one workflow that begin in any minute.
    pub runs_per_minute: Option<Limit>,
}

impl CompiledSet {
    /// The limits for runs of `workflow` that start at `now`, in milliseconds since the Unix epoch.
    /// A document whose `workflow` cannot be evaluated counts as a match.
    pub fn effective_limits(&self, workflow: &WorkflowSubject, now: i64) -> EffectiveLimits {
        let mut limits = EffectiveLimits::default();
        for rule in &self.limits {
            let over = rule.expires.as_ref().is_some_and(|expiry| expiry.is_past(now));
            let other = rule.workflow.as_ref().map(|matcher| matcher.fit(&SubjectView::Workflow(workflow)));
            if !over && other != Some(Fit::No) {
                limits.lower(&rule.limits, |value| Limit {
                    value,
                    policy: rule.name.clone(),
                    contact: rule.contact.clone(),
                });
            }
        }
        limits
    }
}

impl EffectiveLimits {
    /// Lowers the limits for which `document` has smaller values. Documents are sorted by name, so that equal values give a
    /// stable result.
    fn lower(&mut self, document: &LimitsDocument, limit: impl Fn(u64) -> Limit) {
        let pairs = [
            (&mut self.memory_bytes, document.memory_mib.map(|mib| mib.saturating_mul(1 << 20))),
            (&mut self.cpu_ms, document.cpu_ms),
            (&mut self.input_bytes, document.input_kib.map(|kib| kib.saturating_mul(1 << 10))),
            (&mut self.output_bytes, document.output_kib.map(|kib| kib.saturating_mul(1 << 10))),
            (&mut self.effect_bytes, document.effect_kib.map(|kib| kib.saturating_mul(1 << 10))),
            (&mut self.depth, document.depth),
            (&mut self.effects, document.effects),
            (&mut self.duration_s, document.duration_s),
            (&mut self.concurrent_runs, document.concurrent_runs),
            (&mut self.runs_per_minute, document.runs_per_minute),
        ];
        for (current, value) in pairs {
            if let Some(value) = value.filter(|value| current.as_ref().is_none_or(|now| *value < now.value)) {
                *current = Some(limit(value));
            }
        }
    }
}
