//! Warns of constructs that are valid but have no effect: a retry that never happens, a schema that validates
//! nothing.

use towpath_diagnostics::{Diagnostic, Span, codes};

use super::Checker;
use crate::model::{Duration, Export, RetryPolicy, RetryReference};

impl Checker<'_> {
    /// Warns of a retry policy that never retries.
    pub(super) fn retry(&mut self, retry: &RetryReference) {
        if let RetryReference::Inline(policy) = retry {
            self.policy(policy);
        }
    }

    pub(super) fn retries(&mut self) {
        let parts = self.parts;
        for (_, policy) in &parts.reusable.retries {
            self.policy(policy);
        }
    }

    fn policy(&mut self, policy: &RetryPolicy) {
        if let Some(count) = policy.attempt_count.as_ref().filter(|count| count.value == 0) {
            let message = "this never retries: `count` is 0";
            let help = "`count` is the number of retries; write `count: 3`, or delete the `retry`";
            self.report(Diagnostic::warning(codes::TP0232, message).at(count.span).help(help));
        }
        let (Some((delay, _)), Some((limit, place))) =
            (literal(policy.delay.as_ref()), literal(policy.duration.as_ref()))
        else {
            return;
        };
        // With every backoff the first wait is the delay, plus at least the shortest jitter.
        let jitter = policy.jitter.as_ref().and_then(|(from, _)| literal(Some(from)));
        let first = delay.saturating_add(jitter.map_or(0, |(jitter, _)| jitter));
        if first <= limit {
            return;
        }
        let message = format!(
            "this never retries: the first retry would come after {}, but `limit.duration` ends it after {}",
            iso_duration(first),
            iso_duration(limit)
        );
        let help = format!(
            "raise the limit, for instance to `duration: {}`, or shorten the `delay`",
            iso_duration(first.saturating_mul(3))
        );
        self.report(Diagnostic::warning(codes::TP0232, message).at(place).help(help));
    }

    /// Warns of an export that has a schema but exports nothing.
    pub(super) fn export(&mut self, export: Option<&Export>) {
        let Some(Export { schema: Some(schema), as_: None }) = export else { return };
        let message = "without `as` nothing is exported, and the schema validates the old context";
        let help = "add the new `$context` beside `schema`, such as `as: .` for the whole output of the task";
        let place = self.key(&schema.pointer);
        self.report(
            Diagnostic::warning(codes::TP0231, message).at(place).pointer(schema.pointer.as_str()).help(help),
        );
    }
}

fn literal(duration: Option<&Duration>) -> Option<(u64, Span)> {
    match duration? {
        Duration::Literal(milliseconds) => Some((milliseconds.value, milliseconds.span)),
        Duration::Expression(_) => None,
    }
}

/// A duration in the notation of definitions: `PT12H`.
fn iso_duration(milliseconds: u64) -> String {
    let units = [(86_400_000, "P", "D"), (3_600_000, "PT", "H"), (60_000, "PT", "M"), (1_000, "PT", "S")];
    let whole = units.iter().find(|(unit, ..)| milliseconds >= *unit && milliseconds.is_multiple_of(*unit));
    match whole {
        Some((unit, before, letter)) => format!("{before}{}{letter}", milliseconds / unit),
        None => format!("PT{}.{:03}S", milliseconds / 1_000, milliseconds % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::iso_duration;

    #[test]
    fn durations_are_written_as_in_definitions() {
        let cases = [(43_200_000, "PT12H"), (86_400_000, "P1D"), (90_000, "PT90S"), (1_500, "PT1.500S")];
        for (milliseconds, written) in cases {
            assert_eq!(iso_duration(milliseconds), written);
        }
    }
}
