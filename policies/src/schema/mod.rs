//! The JSON Schemas in policies: allowed keywords, extensions, and compilation.
//!
//! Draft 2020-12, without references, with linear-time patterns and checked formats. Nothing is fetched.

mod check;
mod expand;
mod headers;
mod keywords;
mod pattern;

use jsonschema::canonical::{CanonicalSchema, Containment, Satisfiability};
use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::Value;

pub(crate) use check::{Finding, Problem, check_subject_schema};
pub(crate) use expand::require_properties;
pub(crate) use keywords::ANNOTATIONS;
pub(crate) use pattern::Loose;

/// Compiles one schema. The error is the message of the library.
pub(crate) fn compile_schema(schema: &Value) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .with_pattern_options(PatternOptions::regex())
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .build(schema)
        .map_err(|error| error.masked().to_string())
}

/// The canonical form, for static evaluation; `None` if there is none, so that nothing can be proven.
pub(crate) fn canonical_schema(schema: &Value) -> Option<CanonicalSchema> {
    let build = || {
        jsonschema::canonical::options()
            .with_draft(Draft::Draft202012)
            .offline()
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true)
            .canonicalize(schema)
            .ok()
    };
    // The library module is new. A panic in it must only leave the result open.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(build)).ok().flatten()
}

/// Whether it is proven that every value that fits `inner` fits `outer`.
pub fn covers(outer: &Value, inner: &Value) -> bool {
    let (Some(outer), Some(inner)) = (canonical_schema(outer), canonical_schema(inner)) else { return false };
    let covered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| outer.covers(&inner).ok()));
    covered.ok().flatten() == Some(Containment::Yes)
}

/// Whether it is proven that no value fits both schemas.
pub(crate) fn is_impossible(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (canonical_schema(one), canonical_schema(other)) else { return false };
    let both = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| one.intersect(&other).ok()));
    both.ok().flatten().is_some_and(|both| both.satisfiability() == Satisfiability::No)
}
