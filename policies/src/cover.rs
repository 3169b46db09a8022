//! Decides whether one policy matches everything that another matches. `false` if it cannot be proven.

use serde_json::json;

use crate::time::Zone;
use crate::{PolicyDocument, Subject, schema};

/// Whether `outer` matches everything that `inner` matches, as long as `inner` is in force.
pub fn covers(outer: &PolicyDocument, inner: &PolicyDocument) -> bool {
    Subject::ALL.into_iter().all(|subject| covers_subject(outer, inner, subject))
        && expires_not_before(outer, inner)
}

/// Whether, for this subject, every value that fits `inner` fits `outer`.
pub(crate) fn covers_subject(outer: &PolicyDocument, inner: &PolicyDocument, subject: Subject) -> bool {
    let Some(wanted) = outer.schema_of(subject) else { return true };
    if subject == Subject::Time && outer.timezone != inner.timezone {
        return false;
    }
    let given = inner.schema_of(subject);
    if given == Some(wanted) {
        return true;
    }
    let given = match given {
        Some(schema) => json!({ "allOf": [subject.schema(), schema::require_properties(subject, schema)] }),
        None => subject.schema().clone(),
    };
    schema::covers(&schema::require_properties(subject, wanted), &given)
}

/// Whether `outer` does not expire before `inner`.
pub(crate) fn expires_not_before(outer: &PolicyDocument, inner: &PolicyDocument) -> bool {
    let end = |document: &PolicyDocument| {
        let date = document.expires.as_deref()?;
        Zone::named(document.timezone.as_deref()).ok()?.end_of(date).ok()
    };
    match (&outer.expires, &inner.expires) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(_), Some(_)) => end(outer).zip(end(inner)).is_some_and(|(outer, inner)| inner <= outer),
    }
}
