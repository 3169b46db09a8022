//! Lints: warnings about valid but probably wrong policies, and all checks before activation.

mod always_or_never;
mod labels;
mod names;
mod set;

use towpath_diagnostics::{Diagnostic, codes};

pub use names::Names;
pub use set::lint_set;

use crate::time::Zone;
use crate::{DecisionOutcome, Expected, PolicyDocument, PolicyEffect, Subject, check, test};

/// All diagnostics of `document`: those of [`check`], and warnings. With `names` it reports unknown integrations, operations
/// and labels; with `now` (milliseconds since the Unix epoch) it reports expired policies. A document with an error must not
/// be activated.
pub fn lint(document: &PolicyDocument, names: Option<&Names>, now: Option<i64>) -> Vec<Diagnostic> {
    let mut found = check(document);
    if found.iter().any(Diagnostic::is_error) {
        return found;
    }
    for subject in Subject::ALL {
        found.extend(always_or_never::lint_impossible_schemas(document, subject));
        found.extend(always_or_never::lint_vacuous_schemas(document, subject));
        names::unknown_words(document, subject, &mut found);
    }
    if let Some(known) = names {
        names::lint_unknown_names(document, known, &mut found);
        names::lint_given_labels(document, known, &mut found);
    }
    labels::lint_event_attributes(document, &mut found);
    found.extend(host_of_anything(document));
    found.extend(always_or_never::lint_endless_permit(document));
    if let Some(now) = now {
        found.extend(expired(document, now));
    }
    tests(document, &mut found);
    found
}

/// A host without an integration: it probably should not apply to IT's own integrations.
fn host_of_anything(document: &PolicyDocument) -> Option<Diagnostic> {
    let fields = document.access.as_ref()?.get("properties")?.as_object()?;
    let place = ["host", "method", "path", "query"].into_iter().find(|name| fields.contains_key(*name))?;
    if fields.contains_key("integration") || fields.contains_key("kind") {
        return None;
    }
    let message = format!("this `{place}` also applies to integrations that use HTTP");
    let help = "add `integration: { const: web }` if it is for raw HTTP";
    let pointer = format!("/access/properties/{place}");
    Some(Diagnostic::warning(codes::TP2019, message).pointer(pointer).help(help))
}

fn expired(document: &PolicyDocument, now: i64) -> Option<Diagnostic> {
    let date = document.expires.as_deref()?;
    let zone = Zone::named(document.timezone.as_deref()).ok()?;
    (now >= zone.end_of(date).ok()?).then(|| {
        let message = format!("this policy expired after {date} and is not in force");
        Diagnostic::warning(codes::TP2011, message).pointer("/expires")
    })
}

fn tests(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    if document.labels.is_some() {
        labels::lint_label_tests(document, found);
    } else if document.effect.is_some() {
        lint_tests_show_effect(document, found);
    } else {
        return;
    }
    match test(document) {
        Ok(results) => found.extend(results.into_iter().filter(|result| !result.passed()).map(|result| {
            let message = format!("test `{}` expects `{}` and fails", result.test, result.expected);
            let why = result.outcome();
            Diagnostic::error(codes::TP2013, message).pointer(result.pointer).help(why)
        })),
        Err(errors) => found.extend(errors),
    }
}

/// Warns if no test shows the effect of the policy.
fn lint_tests_show_effect(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    let (shown, what) = match document.effect {
        Some(PolicyEffect::Forbid) => (DecisionOutcome::Deny, "what this forbids"),
        Some(PolicyEffect::Review) => (DecisionOutcome::Review, "what has to be reviewed"),
        Some(PolicyEffect::Hold) => (DecisionOutcome::Hold, "what is held"),
        _ => (DecisionOutcome::Deny, "what this does not permit"),
    };
    if !document.tests.iter().any(|test| test.expect == Expected::Decision(shown)) {
        let message = format!("no test shows {what}");
        let help = format!("add one under `tests` with `expect: {}`", shown.as_str());
        found.push(Diagnostic::warning(codes::TP2012, message).pointer("").help(help));
    }
}
