//! What an integration offers less than before: operations and hosts that are gone, that take less, or whose results have
//! more labels. Pure.

use std::collections::BTreeSet;

use serde_json::Value;
use towpath_access::{Kind, Profile, ProfiledAccess, WEB};
use towpath_integrations::Reachable;
use towpath_policies::{CompiledSet, Mode, PolicyDocument, covers};

/// One operation or host that offers less than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lost {
    integration: String,
    operation: String,
    version: String,
    /// The host as the document of `web` writes it.
    host: Option<String>,
    /// The loss, in words; `None`: only labels were added.
    what: Option<String>,
    /// The schema that it takes now, where it takes less.
    takes: Option<Value>,
    /// Labels that its results did not have before.
    labels: Vec<String>,
}

/// The losses from `before` to `after`.
pub(crate) fn find_losses(before: &[Reachable], after: &[Reachable]) -> Vec<Lost> {
    let one = |was: &Reachable| {
        let now = after.iter().find(|now| now.called() == was.called());
        let wider = was.host.as_deref().filter(|_| now.is_none()).and_then(|host| {
            after.iter().find(|now| now.host.as_deref().is_some_and(|pattern| names_host(pattern, host)))
        });
        let mut takes = None;
        let what = match now.or(wider) {
            None => Some(format!("`{}` is not there any more", was.called())),
            Some(now)
                if now.fingerprint.input != was.fingerprint.input
                    && !covers(&now.fingerprint.input, &was.fingerprint.input) =>
            {
                takes = Some(now.fingerprint.input.clone());
                Some(format!("`{}` takes less than it did", was.called()))
            }
            Some(now) if !now.allows.covers(&was.allows) => {
                Some(format!("`{}` allows less than it did", was.called()))
            }
            Some(_) => None,
        };
        let labels = now.or(wider).map(|now| now.fingerprint.labels.clone()).unwrap_or_default();
        Lost {
            integration: was.integration.clone(),
            operation: was.operation.clone(),
            version: was.version.clone(),
            host: was.host.clone(),
            what,
            takes,
            labels: labels.into_iter().filter(|label| !was.fingerprint.labels.contains(label)).collect(),
        }
    };
    let is_less = |lost: &Lost| lost.what.is_some() || !lost.labels.is_empty();
    before.iter().map(one).filter(is_less).collect()
}

/// Whether a host as documents write it, `*.acme.example` too, names `host`.
fn names_host(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(below) => host.trim_start_matches('*').ends_with(below),
        None => pattern == host,
    }
}

impl Lost {
    /// Whether an access of a version may use it. Documents are fetched at publishing, so no live version needs them.
    fn is_of(&self, profiled: &ProfiledAccess) -> bool {
        let access = &profiled.access;
        if access.kind != Kind::Call || access.integration.as_deref() != Some(&self.integration) {
            return false;
        }
        match &self.host {
            Some(pattern) if self.integration == WEB => {
                access.host.as_deref().is_none_or(|host| names_host(pattern, host))
            }
            _ => {
                access.operation.as_deref() == Some(&self.operation)
                    && access.version.as_deref() == Some(&self.version)
            }
        }
    }
}

/// The losses of an access, in words.
pub(crate) fn losses_in_words(access: &ProfiledAccess, lost: &[Lost]) -> Vec<String> {
    // Arguments that are known before a run may still fit.
    let fits = |lost: &Lost| lost.takes.as_ref().is_some_and(|takes| covers(takes, &access.arguments_schema));
    let mine = lost.iter().filter(|lost| lost.is_of(access) && !fits(lost));
    let task = if access.task.is_empty() { String::new() } else { format!("{}: ", access.task) };
    mine.filter_map(|lost| lost.what.as_ref()).map(|what| format!("{task}{what}")).collect()
}

/// Labels that results have from now on, where a policy in `set` looks at labels. Its decision is known only at run time.
pub(crate) fn new_labels_in_words(profile: &Profile, lost: &[Lost], set: &CompiledSet) -> Vec<String> {
    let labels: BTreeSet<&String> = lost
        .iter()
        .filter(|lost| profile.accesses.iter().any(|access| lost.is_of(access)))
        .flat_map(|lost| &lost.labels)
        .collect();
    let looking: Vec<&str> = set
        .documents()
        .filter(|document| document.mode == Mode::Enforce && looks_at_labels(document))
        .map(|document| document.policy.as_str())
        .collect();
    if labels.is_empty() || looking.is_empty() {
        return Vec::new();
    }
    let policies = looking.join("`, `");
    labels
        .into_iter()
        .map(|label| {
            format!("what it receives bears `{label}` from now on, and `{policies}` looks at labels")
        })
        .collect()
}

fn looks_at_labels(document: &PolicyDocument) -> bool {
    document.access.as_ref().is_some_and(names_labels)
}

fn names_labels(schema: &Value) -> bool {
    match schema {
        Value::Object(fields) => {
            let is_named = |name: &String| name == "labels" || name == "runLabels";
            fields.iter().any(|(name, value)| is_named(name) || names_labels(value))
        }
        Value::Array(items) => items.iter().any(names_labels),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;
    use towpath_access::{Access, RunLabels};
    use towpath_integrations::IntegrationDocument;

    use super::*;

    const CRM: &str = "integration: crm
title: CRM
owner: it@acme.example
kind: http
connection: { baseUrl: 'https://crm.acme.example', timeout: 5s }
operations:
  get:
    version: 1.0.0
    effect: read
    input: { type: object, additionalProperties: false, properties: { id: { type: string, maxLength: 9 } } }
    request: { method: GET, path: '/customers' }
";
    const WEB_HOSTS: &str = "integration: web
title: Hosts
owner: it@acme.example
kind: web
hosts:
  - { host: api.acme.example, secrets: [a, b] }
";

    fn reachable(text: &str) -> Vec<Reachable> {
        let (document, found) = IntegrationDocument::parse(text);
        document.unwrap_or_else(|| panic!("{found:?}")).reachable()
    }

    fn call(integration: &str, operation: &str, host: Option<&str>) -> ProfiledAccess {
        let access = Access {
            integration: Some(integration.to_owned()),
            operation: Some(operation.to_owned()),
            version: Some("1.0.0".to_owned()),
            host: host.map(str::to_owned),
            ..Access::new(Kind::Call, RunLabels::NONE)
        };
        ProfiledAccess {
            access,
            task: "/do/0/a".to_owned(),
            span: None,
            arguments_schema: json!(true),
            dynamic_host: host.is_none(),
        }
    }

    #[test]
    fn what_is_less_is_said_and_what_is_more_is_not() {
        for (from, to, says) in [
            ("timeout: 5s", "timeout: 9s", ""),
            ("maxLength: 9", "maxLength: 99", ""),
            ("maxLength: 9", "maxLength: 8", "/do/0/a: `crm.get 1.0.0` takes less than it did"),
            ("version: 1.0.0", "version: 1.1.0", "/do/0/a: `crm.get 1.0.0` is not there any more"),
        ] {
            let lost = find_losses(&reachable(CRM), &reachable(&CRM.replace(from, to)));
            assert_eq!(losses_in_words(&call("crm", "get", None), &lost).join("; "), says, "{to}");
            assert!(losses_in_words(&call("crm", "put", None), &lost).is_empty(), "another operation");
            let exactly = ProfiledAccess {
                arguments_schema: json!({ "type": "object", "properties": { "id": { "const": "c-1" } },
                    "required": ["id"], "additionalProperties": false }),
                ..call("crm", "get", None)
            };
            let is_gone = says.ends_with("not there any more");
            assert_eq!(losses_in_words(&exactly, &lost).is_empty(), !is_gone, "what it sends fits: {to}");
        }
        for (from, to, says) in [
            ("host: api", "host: other", "/do/0/a: `web api.acme.example` is not there any more"),
            ("host: api.acme.example", "host: '*.acme.example'", ""),
            ("[a, b]", "[a, b, c]", ""),
            ("[a, b]", "[a]", "/do/0/a: `web api.acme.example` allows less than it did"),
            (
                "secrets: [a, b]",
                "schemes: [http], secrets: [a, b]",
                "/do/0/a: `web api.acme.example` allows less than it did",
            ),
        ] {
            let lost = find_losses(&reachable(WEB_HOSTS), &reachable(&WEB_HOSTS.replace(from, to)));
            assert_eq!(
                losses_in_words(&call("web", "request", Some("api.acme.example")), &lost).join("; "),
                says,
                "{to}"
            );
            assert_eq!(
                losses_in_words(&call("web", "request", None), &lost).join("; "),
                says,
                "it may go there: {to}"
            );
            assert!(losses_in_words(&call("web", "request", Some("else.example")), &lost).is_empty());
        }
    }

    #[test]
    fn labels_count_where_a_policy_looks_at_them() {
        let more = CRM.replace("effect: read", "effect: read\n    labels: [customer-data]");
        let lost = find_losses(&reachable(CRM), &reachable(&more));
        let profile = Profile { accesses: vec![call("crm", "get", None)], secrets: Vec::new() };
        let set = |access: Value| {
            let document = json!({ "policy": "p", "title": "P", "effect": "forbid", "access": access });
            CompiledSet::compile(vec![PolicyDocument::from_value(&document).0.unwrap()]).unwrap()
        };
        let looking =
            set(json!({ "properties": { "runLabels": { "contains": { "const": "customer-data" } } } }));
        assert_eq!(new_labels_in_words(&profile, &lost, &looking).len(), 1);
        assert!(
            new_labels_in_words(
                &profile,
                &lost,
                &set(json!({ "properties": { "kind": { "const": "emit" } } }))
            )
            .is_empty()
        );
        assert!(new_labels_in_words(&Profile::default(), &lost, &looking).is_empty());
    }
}
