//! The fingerprint of an operation: what it does, with which arguments, and where. A grant is paused when the fingerprint
//! changes. Changing a title, timeout or size does not change it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_access::{Effect, WEB};

use crate::operation::KEYS as SHARED;
use crate::{IntegrationDocument, Operation};

/// Keys that are not part of a fingerprint: they change how a system is reached or what is shown of its response, not what
/// the operation does.
const HARMLESS: [&str; 7] =
    ["timeout", "connectTimeout", "maxResponseBytes", "maxRows", "title", "errors", "responseHeaders"];

/// The fingerprint of an operation, or of a host of raw HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fingerprint {
    /// Read or write.
    pub effect: Effect,
    /// Labels of the result, sorted.
    pub labels: Vec<String>,
    /// JSON Schema of the arguments.
    pub input: Value,
    /// Digest of the address: the connection with its authentication, or the entry of the host.
    pub place: String,
    /// Digest of what it sends: the request or the statement.
    pub sends: String,
}

/// An operation or host that an integration offers to workflows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reachable {
    /// The integration instance, `crm`.
    pub integration: String,
    /// The operation, `get-customer`; `request` for raw HTTP.
    pub operation: String,
    /// Its semantic version; empty for raw HTTP.
    pub version: String,
    /// For raw HTTP: the host as written in the document, for example `*.acme.example`.
    pub host: Option<String>,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// For raw HTTP: what the entry of the host allows.
    pub allows: Allows,
}

/// The lists in an entry of `hosts`: ports, schemes, secrets, headers that may carry one, unusual paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allows(BTreeMap<&'static str, Option<BTreeSet<String>>>);

/// The keys of these lists. Absent ports and schemes have defaults; absent other lists allow nothing.
const LISTS: [&str; 5] = ["ports", "schemes", "secrets", "secretHeaders", "allowInPath"];

impl Allows {
    fn of(entry: &Value) -> Self {
        let list = |key: &&'static str| {
            let items = entry.get(*key).and_then(Value::as_array);
            let texts = items.map(|items| items.iter().map(|item| item.to_string().to_lowercase()).collect());
            let default = matches!(*key, "secrets" | "secretHeaders" | "allowInPath").then(BTreeSet::new);
            (*key, texts.or(default))
        };
        Self(LISTS.iter().map(list).collect())
    }

    /// Whether this allows everything that `other` allows. A default covers only itself.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(key, wanted)| match (self.0.get(key), wanted) {
            (Some(Some(here)), Some(wanted)) => wanted.is_subset(here),
            (here, wanted) => here == Some(wanted),
        })
    }
}

impl Reachable {
    /// Its name in lists and messages: `payments.refund 1.0.0`, `web api.acme.example`.
    pub fn called(&self) -> String {
        match &self.host {
            Some(host) => format!("{} {host}", self.integration),
            None => format!("{}.{} {}", self.integration, self.operation, self.version),
        }
    }
}

impl IntegrationDocument {
    /// All operations or hosts that it offers to workflows, in the order of the text.
    pub fn reachable(&self) -> Vec<Reachable> {
        let document = self.root.to_json();
        if self.kind() == WEB {
            let hosts = document.get("hosts").and_then(Value::as_array).into_iter().flatten();
            return hosts.filter_map(|entry| self.host(entry)).collect();
        }
        let place = digest_without(document.get("connection"), &HARMLESS);
        let written = document.get("operations");
        let one = |operation: &Operation| Reachable {
            integration: self.name().to_owned(),
            operation: operation.name().to_owned(),
            version: operation.version().to_owned(),
            host: None,
            allows: Allows::default(),
            fingerprint: Fingerprint {
                effect: operation.effect(),
                labels: operation.labels().to_vec(),
                input: operation.input().clone(),
                place: place.clone(),
                sends: digest_without(
                    written.and_then(|all| operation_entry(all, operation)),
                    &[SHARED, &HARMLESS].concat(),
                ),
            },
        };
        self.operations().map(one).collect()
    }

    fn host(&self, entry: &Value) -> Option<Reachable> {
        let labels = entry.get("labels").and_then(Value::as_array).into_iter().flatten();
        let mut labels: Vec<String> = labels.filter_map(Value::as_str).map(str::to_owned).collect();
        labels.extend(self.labels().iter().cloned());
        labels.sort();
        labels.dedup();
        Some(Reachable {
            integration: self.name().to_owned(),
            operation: "request".to_owned(),
            version: String::new(),
            host: Some(entry.get("host")?.as_str()?.to_owned()),
            allows: Allows::of(entry),
            fingerprint: Fingerprint {
                effect: Effect::Write,
                labels,
                input: Value::Bool(true),
                place: digest_without(Some(entry), &[&["labels"][..], &HARMLESS].concat()),
                sends: String::new(),
            },
        })
    }
}

/// The entry of an operation. Its key may contain the version.
fn operation_entry<'a>(operations: &'a Value, operation: &Operation) -> Option<&'a Value> {
    let full = format!("{}:{}", operation.name(), operation.version());
    operations.get(&full).or_else(|| operations.get(operation.name()))
}

fn digest_without(value: Option<&Value>, without: &[&str]) -> String {
    let mut value = value.cloned().unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        fields.retain(|name, _| !without.contains(&name.as_str()));
    }
    towpath_access::digest(&value)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const TEXT: &str = "integration: payments
title: Payments
owner: it@acme.example
kind: http
connection: { baseUrl: 'https://pay.acme.example', timeout: 5s }
operations:
  refund:
    version: 1.0.0
    effect: write
    idempotent: key
    input: { type: object, additionalProperties: false, properties: { amount: { type: number } } }
    output: { type: object }
    request: { method: POST, path: /refunds, body: arguments }
";

    fn fingerprint(text: &str) -> Fingerprint {
        let (document, found) = IntegrationDocument::parse(text);
        document.unwrap_or_else(|| panic!("{found:#?}")).reachable().remove(0).fingerprint
    }

    #[test]
    fn a_change_of_timeout_title_or_owner_keeps_the_fingerprint() {
        let before = fingerprint(TEXT);
        for (from, to) in [
            ("timeout: 5s", "timeout: 9s"),
            ("title: Payments", "title: Money"),
            ("idempotent: key", "idempotent: no"),
            ("owner: it@", "owner: finance@"),
        ] {
            assert_eq!(fingerprint(&TEXT.replace(from, to)), before, "{to}");
        }
        for (from, to) in [
            ("pay.acme", "pay2.acme"),
            ("path: /refunds", "path: /payouts"),
            ("type: number", "type: integer"),
            ("kind: http", "kind: http\nlabels: [payment]"),
            ("effect: write\n    idempotent: key", "effect: read"),
        ] {
            assert_ne!(fingerprint(&TEXT.replace(from, to)), before, "{to}");
        }
    }

    #[test]
    fn each_host_of_raw_http_has_its_own_fingerprint() {
        let text = "integration: web\nowner: it@acme.example\nkind: web\nhosts:\n  - { host: a.acme.example, timeout: 5s }\n  - { host: '*.b.example', labels: [order] }\n";
        let reachable = IntegrationDocument::parse(text).0.unwrap().reachable();
        let called: Vec<String> = reachable.iter().map(Reachable::called).collect();
        assert_eq!(called, ["web a.acme.example", "web *.b.example"]);
        assert_eq!(reachable[1].fingerprint.labels, ["order"]);
    }
}
