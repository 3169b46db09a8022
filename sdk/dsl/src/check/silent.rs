//! What is accepted and does nothing: a retry that never comes, a schema that nothing is held against.

use towpath_diagnostics::{Diagnostic, Span, codes};

use super::Checker;
use crate::model::{Duration, Export, RetryPolicy, RetryReference};

impl Checker<'_> {
    /// Warns of a policy by which nothing is ever tried again.
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
            let message = "this can never retry: `count` is 0";
            let help = "`count` is how often it is tried again; write `count: 3`, or delete the `retry`";
            self.report(Diagnostic::warning(codes::TP0232, message).at(count.span).help(help));
        }
        let (Some((delay, _)), Some((limit, place))) =
            (literal(policy.delay.as_ref()), literal(policy.duration.as_ref()))
        else {
            return;
        };
        // The first wait is the delay with every backoff, and the shortest jitter comes on top.
        let jitter = policy.jitter.as_ref().and_then(|(from, _)| literal(Some(from)));
        let first = delay.saturating_add(jitter.map_or(0, |(jitter, _)| jitter));
        if first <= limit {
            return;
        }
        let message = format!(
            "this can never retry: the first attempt after the failure would come after {}, and `limit.duration` ends it \
             after {}",
            length(first),
            length(limit)
        );
        let help = format!(
            "write a `limit` with room for the waits, `duration: {}`, or a shorter `delay`",
            length(first.saturating_mul(3))
        );
        self.report(Diagnostic::warning(codes::TP0232, message).at(place).help(help));
    }

    /// Warns of a schema for what is exported where nothing is.
    pub(super) fn export(&mut self, export: Option<&Export>) {
        let Some(Export { schema: Some(schema), as_: None }) = export else { return };
        let message =
            "nothing is exported here without `as`: the schema is held against the context as it was";
        let help =
            "write beside `schema` what becomes `$context`, such as `as: .` for all that the task gave";
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

/// A length of time as a definition has it: `PT12H`.
fn length(milliseconds: u64) -> String {
    let units = [(86_400_000, "P", "D"), (3_600_000, "PT", "H"), (60_000, "PT", "M"), (1_000, "PT", "S")];
    let whole = units.iter().find(|(unit, ..)| milliseconds >= *unit && milliseconds % unit == 0);
    match whole {
        Some((unit, before, letter)) => format!("{before}{}{letter}", milliseconds / unit),
        None => format!("PT{}.{:03}S", milliseconds / 1_000, milliseconds % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_are_written_as_definitions_have_them() {
        let cases = [(43_200_000, "PT12H"), (86_400_000, "P1D"), (90_000, "PT90S"), (1_500, "PT1.500S")];
        for (milliseconds, written) in cases {
            assert_eq!(length(milliseconds), written);
        }
    }
}
