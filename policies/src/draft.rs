//! Drafts the smallest permit that allows refused accesses, which IT reviews, narrows and grants. It is derived from the
//! static access profile, so it is not wider than what the definition can do.

use serde_json::{Map, Value, json};
use towpath_access::{Access, Kind, ProfiledAccess, filled};

use crate::{DecisionOutcome, Expected, Mode, PolicyDocument, PolicyEffect, PolicyTest};

/// The properties of a drafted permit.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The policy's name.
    pub policy: &'a str,
    /// The workflow's namespace.
    pub namespace: &'a str,
    /// The workflow's name.
    pub name: &'a str,
    /// The purpose, in the words of the requester.
    pub purpose: &'a str,
    /// The last day it is in force, `2027-03-31`.
    pub expires: &'a str,
    /// Names of the secrets that the version may use. Raw requests may not use others.
    pub secrets: &'a [String],
}

/// The smallest permit for these accesses, and the accesses that it does not include: their host is only known at run time,
/// so a permit would allow all hosts.
pub fn draft<'a>(
    wish: &Wish<'_>,
    accesses: &[&'a ProfiledAccess],
) -> (Option<PolicyDocument>, Vec<&'a ProfiledAccess>) {
    let is_open = |access: &&&ProfiledAccess| {
        let is_raw = access.access.integration.as_deref() == Some(towpath_access::WEB);
        (is_raw || access.access.kind == Kind::Fetch) && access.access.host.is_none()
    };
    let (open, known): (Vec<&ProfiledAccess>, Vec<&ProfiledAccess>) =
        accesses.iter().partition(|access| is_open(access));
    let mut parts: Vec<Value> = Vec::new();
    for part in known.iter().map(|access| schema_of_access(access)) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let access = match parts.len() {
        0 => return (None, open),
        1 => parts.remove(0),
        _ => json!({ "anyOf": parts }),
    };
    let workflow =
        json!({ "properties": { "namespace": { "const": wish.namespace }, "name": { "const": wish.name } } });
    let document = PolicyDocument {
        policy: wish.policy.to_owned(),
        title: format!("{}/{}: {}", wish.namespace, wish.name, wish.purpose),
        effect: Some(PolicyEffect::Permit),
        mode: Mode::Enforce,
        workflow: Some(workflow),
        access: Some(access),
        profile: known.iter().any(|access| is_raw(access)).then(|| schema_of_secrets(wish.secrets)),
        expires: Some(wish.expires.to_owned()),
        reason: Some(format!("Granted for {}/{}.", wish.namespace, wish.name)),
        tests: vec![PolicyTest {
            name: "another workflow".to_owned(),
            workflow: Some(json!({ "namespace": wish.namespace, "name": format!("not-{}", wish.name) })),
            access: None,
            caller: None,
            time: None,
            profile: None,
            event: None,
            expect: Expected::Decision(DecisionOutcome::Deny),
        }],
        ..PolicyDocument::default()
    };
    (Some(document), open)
}

fn is_raw(access: &ProfiledAccess) -> bool {
    access.access.integration.as_deref() == Some(towpath_access::WEB)
}

/// The schema of a profile that uses only these secrets. Arguments have `null` in place of secrets, so the secrets are
/// restricted here.
fn schema_of_secrets(names: &[String]) -> Value {
    let these = match names.is_empty() {
        true => json!({ "type": "array", "maxItems": 0 }),
        false => json!({ "type": "array", "items": { "enum": names } }),
    };
    json!({ "properties": { "secrets": these } })
}

/// The schema of one access, with everything that is known about it.
fn schema_of_access(profiled: &ProfiledAccess) -> Value {
    let access = &profiled.access;
    let mut fields = Map::new();
    let mut known = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), json!({ "const": value }));
        }
    };
    known("kind", Some(access.kind.as_str()));
    known("effect", Some(access.effect.as_str()));
    known("integration", access.integration.as_deref());
    known("operation", access.operation.as_deref());
    known("version", access.version.as_deref());
    known("method", access.method.as_deref());
    known("host", access.host.as_deref());
    known("path", access.path.as_deref());
    if access.path.is_none()
        && let Some(pattern) = path_pattern(&profiled.arguments_schema)
    {
        fields.insert("path".to_owned(), json!({ "type": "string", "pattern": pattern }));
    }
    for name in absent_fields(access) {
        fields.insert(name.to_owned(), Value::Bool(false));
    }
    if let Some(arguments) = schema_of_arguments(&profiled.arguments_schema, is_raw(profiled)) {
        fields.insert("arguments".to_owned(), arguments);
    }
    json!({ "properties": fields })
}

/// Fields that this access does not have, so that accesses with them are not permitted.
fn absent_fields(access: &Access) -> Vec<&'static str> {
    if access.kind == Kind::Call {
        return Vec::new();
    }
    let named = [
        ("integration", &access.integration),
        ("operation", &access.operation),
        ("version", &access.version),
    ];
    let mut found: Vec<&'static str> =
        named.into_iter().filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect();
    if access.kind != Kind::Fetch {
        found.extend(["host", "method", "path", "query"]);
    }
    found
}

/// A pattern for a path with places for arguments, if the URL is written out.
fn path_pattern(arguments: &Value) -> Option<String> {
    let template = arguments.pointer("/properties/endpoint/properties/uri/description")?.as_str()?;
    let (_, rest) = template.split_once("://")?;
    let path = &rest[rest.find('/')?..];
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // If a URL parser would rewrite a character, the evaluated path differs from the text here.
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~{}".contains(c);
    let dots = path.split('/').any(|segment| segment == "." || segment == "..");
    let names: String =
        path.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
    (names.chars().all(plain) && !dots).then(|| filled(path))
}

/// The schema of the known arguments; `None` if nothing is known. A raw request has only known arguments.
fn schema_of_arguments(schema: &Value, is_raw: bool) -> Option<Value> {
    let mut schema = schema.as_object()?.clone();
    let properties = schema.get("properties")?.as_object()?;
    let is_closed = is_raw || schema.get("additionalProperties") == Some(&Value::Bool(false));
    if !is_closed && properties.values().all(|value| *value == Value::Bool(true)) {
        return None;
    }
    if is_raw {
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    schema.entry("type").or_insert_with(|| json!("object"));
    Some(Value::Object(schema))
}

/// A policy as readable text: one line per field.
pub fn text(document: &PolicyDocument) -> String {
    let value = serde_json::to_value(document).unwrap_or_default();
    let fields = value.as_object().cloned().unwrap_or_default();
    // JSON is valid YAML.
    fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use towpath_access::{RunLabels, WorkflowSubject};

    use super::*;
    use crate::{CompiledSet, StaticOutcome, evaluate};

    fn wish() -> Wish<'static> {
        Wish {
            policy: "grant-1",
            namespace: "support",
            name: "refund",
            purpose: "pay back",
            expires: "2099-12-31",
            secrets: &[],
        }
    }

    fn call(arguments_schema: Value) -> ProfiledAccess {
        let mut access = Access::new(Kind::Call, RunLabels::NONE);
        access.integration = Some("payments".into());
        access.operation = Some("refund".into());
        access.version = Some("1.0.0".into());
        ProfiledAccess { access, task: "/do/0/a".into(), span: None, arguments_schema, dynamic_host: false }
    }

    #[test]
    fn the_draft_allows_what_was_refused_and_nothing_beside_it() {
        let refused =
            call(json!({ "type": "object", "properties": { "amount": true, "currency": { "const": "EUR" } },
            "required": ["amount", "currency"], "additionalProperties": false }));
        let (document, open) = draft(&wish(), &[&refused, &refused]);
        let text = text(&document.unwrap());
        assert!(open.is_empty());
        let (document, found) = PolicyDocument::read_and_lint(&text, None, None);
        assert!(!found.iter().any(towpath_diagnostics::Diagnostic::is_error), "{text}\n{found:?}");
        let set = CompiledSet::compile(vec![document.unwrap()]).unwrap();
        let evaluated = |name: &str, access: ProfiledAccess| {
            let workflow = WorkflowSubject {
                namespace: "support".into(),
                name: name.into(),
                ..WorkflowSubject::default()
            };
            let profile = towpath_access::Profile { accesses: vec![access], secrets: vec![] };
            evaluate(&set, &workflow, &profile, &[], 0)[0].verdict
        };
        // A permit that expires is evaluated at each call.
        assert_eq!(evaluated("refund", refused.clone()), StaticOutcome::AtRunTime);
        assert_eq!(evaluated("other", refused.clone()), StaticOutcome::Denied);
        let dollars = json!({ "type": "object", "properties": { "amount": true, "currency": { "const": "USD" } },
            "required": ["amount", "currency"], "additionalProperties": false });
        assert_eq!(evaluated("refund", call(dollars)), StaticOutcome::Denied);
        let mut other = refused;
        other.access.operation = Some("charge".into());
        assert_eq!(evaluated("refund", other), StaticOutcome::Denied);
    }

    #[test]
    fn no_permit_is_drafted_for_every_host() {
        let mut access = Access::new(Kind::Call, RunLabels::NONE);
        access.integration = Some("web".into());
        let open = ProfiledAccess {
            access,
            task: String::new(),
            span: None,
            arguments_schema: json!(true),
            dynamic_host: true,
        };
        let (document, left) = draft(&wish(), &[&open]);
        assert_eq!((document, left), (None, vec![&open]));
    }
}
