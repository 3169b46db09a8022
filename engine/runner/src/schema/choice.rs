//! Messages for `oneOf` and `anyOf`: the closest schema, and why it does not match.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;

/// Maximum number of reported rules of the closest schema.
const MAX_REPORTED: usize = 2;

type Branches = [Vec<ValidationError<'static>>];

/// The message if no schema matches.
pub(super) fn none_fits(wanted: &str, error: &ValidationError<'_>, branches: &Branches) -> String {
    let place = error.instance_path().as_str();
    let nearest = branches.iter().enumerate().min_by_key(|(_, errors)| distance_from_schema(errors, place));
    let Some((at, errors)) = nearest.filter(|(_, errors)| !errors.is_empty()) else {
        return format!("must match {wanted}, and matches none");
    };
    let parts: Vec<String> = errors.iter().take(MAX_REPORTED).map(|error| one(error, place)).collect();
    let more = if errors.len() > MAX_REPORTED { ", and more" } else { "" };
    format!(
        "must match {wanted}, and matches none; the closest is number {}: {}{more}",
        at + 1,
        parts.join(", ")
    )
}

/// The message if several schemas of `oneOf` match.
pub(super) fn several_fit(branches: &Branches) -> String {
    let fitting = branches.iter().enumerate().filter(|(_, errors)| errors.is_empty());
    let fitting: Vec<String> = fitting.map(|(at, _)| (at + 1).to_string()).collect();
    match fitting.as_slice() {
        [first @ .., last] if !first.is_empty() => {
            format!(
                "must match one of the schemas of `oneOf`, and matches several: number {} and {last}",
                first.join(", ")
            )
        }
        _ => "must match one of the schemas of `oneOf`, and matches several".to_owned(),
    }
}

/// The distance of a value from a schema: another type, another fixed value, or only details.
fn distance_from_schema(errors: &[ValidationError<'_>], place: &str) -> usize {
    let weight = |error: &ValidationError<'_>| match error.kind() {
        ValidationErrorKind::Type { .. } if error.instance_path().as_str() == place => 10_000,
        ValidationErrorKind::FalseSchema => 10_000,
        ValidationErrorKind::Constant { .. } | ValidationErrorKind::Enum { .. } => 100,
        ValidationErrorKind::Required { .. } => 2,
        _ => 1,
    };
    errors.iter().map(weight).sum()
}

fn one(error: &ValidationError<'_>, place: &str) -> String {
    let message = super::violation_message(error);
    match error.instance_path().as_str() {
        pointer if pointer == place => format!("it {message}"),
        pointer => format!("`{pointer}` {message}"),
    }
}
