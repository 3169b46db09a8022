//! The JSON Schemas inside policies: which keywords they may use, what they mean here, how they are compiled.
//!
//! Draft 2020-12, without references, linear-time patterns, formats asserted. Nothing is ever fetched.

mod check;
mod expand;
mod headers;
mod keywords;
mod pattern;

use jsonschema::canonical::{CanonicalSchema, Containment, Satisfiability};
use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::Value;

pub(crate) use check::{Finding, Problem, check};
pub(crate) use expand::expand;
pub(crate) use keywords::ANNOTATIONS;
pub(crate) use pattern::Loose;

/// Compiles one schema; the words of the library when it cannot.
pub(crate) fn compile(schema: &Value) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .with_pattern_options(PatternOptions::regex())
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .build(schema)
        .map_err(|error| error.masked().to_string())
}

/// The canonical form, where there is one: what static judging compares. `None` means nothing can be proven.
pub(crate) fn canonical(schema: &Value) -> Option<CanonicalSchema> {
    let build = || {
        jsonschema::canonical::options()
            .with_draft(Draft::Draft202012)
            .offline()
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true)
            .canonicalize(schema)
            .ok()
    };
    // The module is young; a panic in it must not do more than leave the question open.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(build)).ok().flatten()
}

/// Whether it is proven that whatever fits `inner` fits `outer`. Not knowing is no.
pub fn covers(outer: &Value, inner: &Value) -> bool {
    let (Some(outer), Some(inner)) = (canonical(outer), canonical(inner)) else { return false };
    let covered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| outer.covers(&inner).ok()));
    covered.ok().flatten() == Some(Containment::Yes)
}

/// Whether it is proven that no value fits both schemas.
pub(crate) fn is_impossible(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (canonical(one), canonical(other)) else { return false };
    let both = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| one.intersect(&other).ok()));
    both.ok().flatten().is_some_and(|both| both.satisfiability() == Satisfiability::No)
}
