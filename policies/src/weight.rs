//! The cost of evaluating a policy: each alternative of its schemas may be tried, and static evaluation compares each with
//! what is known about an access.

use serde_json::Value;

use crate::{PolicyDocument, Subject};

/// Maximum number of alternatives in the schemas of one policy.
pub const MAX_ALTERNATIVES: usize = 1_000;

/// Number of alternatives in the schemas of a policy.
pub(crate) fn weight_of_policy(document: &PolicyDocument) -> usize {
    let schemas = Subject::ALL.into_iter().filter_map(|subject| document.schema_of(subject));
    schemas.chain(&document.event).map(count_alternatives).sum()
}

/// Number of members of `anyOf`, `oneOf` and `allOf`, at any depth. The nesting of the schema is limited by `check`.
fn count_alternatives(schema: &Value) -> usize {
    match schema {
        Value::Array(items) => items.iter().map(count_alternatives).sum(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let branches = matches!(name.as_str(), "anyOf" | "oneOf" | "allOf");
                let own = value.as_array().filter(|_| branches).map_or(0, Vec::len);
                own + count_alternatives(value)
            })
            .sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn alternatives_count_at_any_depth() {
        assert_eq!(count_alternatives(&json!({ "properties": { "host": { "enum": ["a", "b"] } } })), 0);
        let nested = json!({ "anyOf": [{ "oneOf": [true, false] }, { "not": { "allOf": [true] } }] });
        assert_eq!(count_alternatives(&nested), 5);
    }

    /// Fault 22: 18,000 alternatives kept every worker busy for seconds.
    #[test]
    fn a_policy_with_too_many_alternatives_is_refused() {
        let host = |number: usize| json!({ "properties": { "host": { "const": format!("h{number}.acme.example") } } });
        let with = |count: usize| PolicyDocument {
            policy: "hosts".to_owned(),
            title: "Many hosts".to_owned(),
            effect: Some(crate::PolicyEffect::Permit),
            access: Some(json!({ "anyOf": (0..count).map(host).collect::<Vec<_>>() })),
            ..PolicyDocument::default()
        };
        let errors = |count| {
            let found = crate::check(&with(count));
            found.into_iter().filter(towpath_diagnostics::Diagnostic::is_error).collect::<Vec<_>>()
        };
        assert_eq!(errors(MAX_ALTERNATIVES), Vec::new());
        let found = errors(MAX_ALTERNATIVES + 1);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("1001 alternatives"), "{found:?}");
        assert!(crate::CompiledSet::compile(vec![with(18_000)]).is_err());
    }
}
