//! `oneOf` and `anyOf`: which of the schemas came nearest, and why it does not fit.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;

/// Most rules of the nearest schema that are told.
const MOST_TOLD: usize = 2;

type Branches = [Vec<ValidationError<'static>>];

/// None of the schemas fits.
pub(super) fn none_fits(wanted: &str, error: &ValidationError<'_>, branches: &Branches) -> String {
    let place = error.instance_path().as_str();
    let nearest = branches.iter().enumerate().min_by_key(|(_, errors)| distance(errors, place));
    let Some((at, errors)) = nearest.filter(|(_, errors)| !errors.is_empty()) else {
        return format!("must fit {wanted}, and fits none");
    };
    let told: Vec<String> = errors.iter().take(MOST_TOLD).map(|error| one(error, place)).collect();
    let more = if errors.len() > MOST_TOLD { ", and more" } else { "" };
    format!("must fit {wanted}, and fits none; number {} is nearest: {}{more}", at + 1, told.join(", "))
}

/// More than one of `oneOf` fits.
pub(super) fn several_fit(branches: &Branches) -> String {
    let fitting = branches.iter().enumerate().filter(|(_, errors)| errors.is_empty());
    let fitting: Vec<String> = fitting.map(|(at, _)| (at + 1).to_string()).collect();
    match fitting.as_slice() {
        [first @ .., last] if !first.is_empty() => {
            format!(
                "must fit one of the schemas of `oneOf`, and fits several: number {} and {last}",
                first.join(", ")
            )
        }
        _ => "must fit one of the schemas of `oneOf`, and fits several".to_owned(),
    }
}

/// How far a value is from a schema: of another kind altogether, with another fixed value, or only with details that do
/// not fit.
fn distance(errors: &[ValidationError<'_>], place: &str) -> usize {
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
    let message = super::message(error);
    match error.instance_path().as_str() {
        pointer if pointer == place => format!("it {message}"),
        pointer => format!("`{pointer}` {message}"),
    }
}
