//! The limits in force for one workflow: of all documents that describe it, the smallest of each.

use towpath_access::WorkflowSubject;

use crate::matcher::Fit;
use crate::subject::Facet;
use crate::{LimitsDocument, PolicySet};

/// One limit and who set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The most that is allowed; the unit stands in [`EffectiveLimits`].
    pub value: u64,
    /// The policy that says so.
    pub policy: String,
    /// Whom to ask about it.
    pub contact: Option<String>,
}

/// The limits in force; where there is none, the engine's own default holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EffectiveLimits {
    /// Most bytes the sandbox's memory may grow to.
    pub memory_bytes: Option<Limit>,
    /// Most milliseconds of CPU inside the sandbox.
    pub cpu_ms: Option<Limit>,
    /// Most bytes of input.
    pub input_bytes: Option<Limit>,
    /// Most bytes of output.
    pub output_bytes: Option<Limit>,
    /// Most bytes of one effect's arguments.
    pub effect_bytes: Option<Limit>,
    /// Deepest nesting of any JSON value.
    pub depth: Option<Limit>,
    /// Most effects of one run.
    pub effects: Option<Limit>,
    /// Longest a run may take, in seconds.
    pub duration_s: Option<Limit>,
}

impl PolicySet {
    /// The limits for runs of `workflow` that start at `now`, in milliseconds since the Unix epoch.
    /// A document whose `workflow` cannot be judged counts.
    pub fn effective_limits(&self, workflow: &WorkflowSubject, now: i64) -> EffectiveLimits {
        let mut limits = EffectiveLimits::default();
        for rule in &self.limits {
            let over = rule.expires.as_ref().is_some_and(|expiry| expiry.is_past(now));
            let other = rule.workflow.as_ref().map(|matcher| matcher.fit(&Facet::Workflow(workflow)));
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
    /// Lowers each limit that `document` sets lower. Documents come sorted by name, so that ties have one answer.
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
        ];
        for (current, value) in pairs {
            if let Some(value) = value.filter(|value| current.as_ref().is_none_or(|now| *value < now.value)) {
                *current = Some(limit(value));
            }
        }
    }
}
