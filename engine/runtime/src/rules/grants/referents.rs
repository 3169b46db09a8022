//! The referents of a grant: the operations and hosts of integrations that its permit may match, each with a fingerprint.

use std::collections::BTreeMap;

use towpath_access::{
    Access, Effect, Kind, Profile, ProfiledAccess, RunLabels, WEB, WEB_REQUEST_VERSION, WorkflowSubject,
};
use towpath_integrations::{Fingerprint, IntegrationDocument, Reachable};
use towpath_policies::{CompiledSet, PolicyDocument, StaticOutcome, covers, evaluate};

/// The referents of a permit, by name.
pub(crate) type Referents = BTreeMap<String, Fingerprint>;

/// One access that integrations let workflows make.
#[derive(Debug, Clone)]
pub(crate) struct There {
    /// `payments.refund 1.0.0`, `web api.acme.example`, `fetch api.acme.example`.
    called: String,
    access: ProfiledAccess,
    fingerprint: Fingerprint,
}

/// Every access that these integrations let workflows make. An unreadable document gives none.
pub(crate) fn accesses_of_integrations<'a>(sources: impl Iterator<Item = &'a str>) -> Vec<There> {
    let documents = sources.filter_map(|source| IntegrationDocument::parse(source).0);
    documents.flat_map(|document| document.reachable()).flat_map(|one| accesses_of_reachable(&one)).collect()
}

/// The accesses that `permit` may match.
pub(crate) fn referents_of_permit(permit: &PolicyDocument, there: &[There]) -> Referents {
    // The requester and the time do not matter to what is reached.
    let alone = PolicyDocument {
        workflow: None,
        caller: None,
        time: None,
        profile: None,
        expires: None,
        ..permit.clone()
    };
    // A permit that was in force compiles; without one, nothing is permitted.
    let Ok(set) = CompiledSet::compile(vec![alone]) else { return Referents::new() };
    let accesses = there.iter().map(|one| one.access.clone()).collect();
    let evaluated =
        evaluate(&set, &WorkflowSubject::default(), &Profile { accesses, secrets: Vec::new() }, &[], 0);
    let may = evaluated.iter().filter(|decision| decision.verdict != StaticOutcome::Denied);
    may.filter_map(|decision| there.get(decision.access))
        .map(|one| (one.called.clone(), one.fingerprint.clone()))
        .collect()
}

/// Both accesses of a host of `web`: calls to it, and documents fetched from it.
fn accesses_of_reachable(one: &Reachable) -> Vec<There> {
    let call = There { called: one.called(), access: call(one), fingerprint: one.fingerprint.clone() };
    let Some(host) = one.host.as_ref().filter(|_| one.integration == WEB) else { return vec![call] };
    let fingerprint = Fingerprint { effect: Effect::Read, ..one.fingerprint.clone() };
    vec![There { called: format!("fetch {host}"), access: fetch(host), fingerprint }, call]
}

fn call(one: &Reachable) -> ProfiledAccess {
    let is_raw = one.integration == WEB;
    let host = one.host.clone().filter(|host| !host.starts_with('*'));
    let access = Access {
        integration: Some(one.integration.clone()),
        operation: Some(one.operation.clone()),
        version: Some(if is_raw { WEB_REQUEST_VERSION.to_owned() } else { one.version.clone() }),
        effect: if is_raw { Effect::Write } else { one.fingerprint.effect },
        host: host.clone(),
        ..Access::new(Kind::Call, RunLabels::NONE)
    };
    profiled(access, one.fingerprint.input.clone(), host.is_none())
}

fn fetch(host: &str) -> ProfiledAccess {
    let host = Some(host.to_owned()).filter(|host| !host.starts_with('*'));
    let dynamic_host = host.is_none();
    let access = Access { method: Some("GET".to_owned()), host, ..Access::new(Kind::Fetch, RunLabels::NONE) };
    profiled(access, serde_json::Value::Bool(true), dynamic_host)
}

fn profiled(access: Access, arguments_schema: serde_json::Value, dynamic_host: bool) -> ProfiledAccess {
    ProfiledAccess { access, task: String::new(), span: None, arguments_schema, dynamic_host }
}

/// Which referents of a grant have changed, in words; empty when none has.
pub(crate) fn changes_of_referents(
    granted: &Referents,
    permitted: &Referents,
    there: &[There],
) -> Vec<String> {
    let now = |called: &str| there.iter().find(|one| one.called == called).map(|one| &one.fingerprint);
    let mut found = Vec::new();
    for (called, before) in granted {
        match now(called) {
            None => found.push(format!("`{called}` is not there any more")),
            Some(after) => change(called, before, after, &mut found),
        }
    }
    let new = permitted.keys().filter(|called| !granted.contains_key(*called));
    found.extend(new.map(|called| format!("`{called}` is permitted too")));
    found
}

fn change(called: &str, before: &Fingerprint, after: &Fingerprint, found: &mut Vec<String>) {
    if (before.effect, after.effect) == (Effect::Read, Effect::Write) {
        found.push(format!("`{called}` now writes"));
    }
    let missing = |from: &[String], of: &[String]| {
        let labels = of.iter().filter(|label| !from.contains(label));
        labels.map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ")
    };
    let (added, gone) = (missing(&before.labels, &after.labels), missing(&after.labels, &before.labels));
    if !added.is_empty() {
        found.push(format!("`{called}` now bears {added}"));
    }
    if !gone.is_empty() {
        found.push(format!("`{called}` no longer bears {gone}"));
    }
    if before.place != after.place {
        found.push(format!("`{called}` goes elsewhere: its connection was changed"));
    }
    if before.sends != after.sends {
        found.push(format!("`{called}` sends something else"));
    }
    if before.input != after.input && !covers(&before.input, &after.input) {
        found.push(format!("`{called}` takes more than it did"));
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    const TEXT: &str = "integration: payments
title: Payments
owner: it@acme.example
kind: http
connection: { baseUrl: 'https://pay.acme.example', timeout: 5s }
operations:
  lookup:
    version: 1.0.0
    effect: read
    input: { type: object, additionalProperties: false, properties: { order: { type: string } } }
    request: { method: GET, path: '/orders' }
  refund:
    version: 1.0.0
    effect: write
    idempotent: key
    input: { type: object, additionalProperties: false, properties: { amount: { type: number, maximum: 200 } } }
    request: { method: POST, path: /refunds, body: arguments }
";

    fn permit(access: serde_json::Value) -> PolicyDocument {
        let value = json!({ "policy": "grant-1", "title": "G", "effect": "permit", "access": access,
            "workflow": { "properties": { "name": { "const": "w" } } }, "expires": "2027-01-01" });
        PolicyDocument::from_value(&value).0.unwrap()
    }

    #[test]
    fn a_grant_refers_to_what_its_permit_may_match() {
        let there = accesses_of_integrations([TEXT].into_iter());
        let refund = permit(json!({ "properties": { "operation": { "const": "refund" } } }));
        assert_eq!(
            referents_of_permit(&refund, &there).keys().collect::<Vec<_>>(),
            ["payments.refund 1.0.0"]
        );
        let all = permit(json!({ "properties": { "integration": { "const": "payments" } } }));
        assert_eq!(referents_of_permit(&all, &there).len(), 2);
        let other = permit(json!({ "properties": { "integration": { "const": "crm" } } }));
        assert!(referents_of_permit(&other, &there).is_empty());
    }

    #[test]
    fn what_changed_is_said_and_what_is_harmless_is_not() {
        let all = permit(json!({ "properties": { "integration": { "const": "payments" } } }));
        let granted = referents_of_permit(&all, &accesses_of_integrations([TEXT].into_iter()));
        for (from, to, says) in [
            ("timeout: 5s", "timeout: 9s", ""),
            ("title: Payments", "title: Money", ""),
            ("maximum: 200", "maximum: 100", ""),
            ("maximum: 200", "maximum: 300", "`payments.refund 1.0.0` takes more than it did"),
            ("effect: read", "effect: write\n    idempotent: no", "`payments.lookup 1.0.0` now writes"),
            (
                "effect: read",
                "effect: read\n    labels: [order]",
                "`payments.lookup 1.0.0` now bears `order`",
            ),
            (
                "  refund:",
                "  payout:",
                "`payments.refund 1.0.0` is not there any more; `payments.payout 1.0.0` is permitted too",
            ),
            ("path: /refunds", "path: /payouts", "`payments.refund 1.0.0` sends something else"),
        ] {
            let text = TEXT.replace(from, to);
            let there = accesses_of_integrations([text.as_str()].into_iter());
            assert!(!there.is_empty(), "{to}");
            assert_eq!(
                changes_of_referents(&granted, &referents_of_permit(&all, &there), &there).join("; "),
                says,
                "{to}"
            );
        }
        let gone = changes_of_referents(&granted, &Referents::new(), &[]);
        assert_eq!(gone.len(), 2, "{gone:?}");
    }
    #[test]
    fn a_permit_to_fetch_refers_to_the_host_it_fetches_from() {
        const WEB: &str = "integration: web
title: Hosts
owner: it@acme.example
kind: web
hosts:
  - { host: schemas.acme.example, timeout: 5s }
  - { host: other.acme.example }
";
        let fetch = permit(json!({ "properties": {
            "kind": { "const": "fetch" }, "host": { "const": "schemas.acme.example" } } }));
        let granted = referents_of_permit(&fetch, &accesses_of_integrations([WEB].into_iter()));
        assert_eq!(granted.keys().collect::<Vec<_>>(), ["fetch schemas.acme.example"]);
        for (from, to, says) in [
            ("timeout: 5s", "timeout: 9s", ""),
            (
                "timeout: 5s",
                "resolve: '10.0.0.7'",
                "`fetch schemas.acme.example` goes elsewhere: its connection was changed",
            ),
            (
                "timeout: 5s",
                "labels: [secret-plans]",
                "`fetch schemas.acme.example` now bears `secret-plans`",
            ),
            (
                "  - { host: schemas.acme.example, timeout: 5s }\n",
                "",
                "`fetch schemas.acme.example` is not there any more",
            ),
            ("other.acme.example", "third.acme.example", ""),
        ] {
            let text = WEB.replace(from, to);
            let there = accesses_of_integrations([text.as_str()].into_iter());
            assert_eq!(
                changes_of_referents(&granted, &referents_of_permit(&fetch, &there), &there).join("; "),
                says,
                "{to}"
            );
        }
    }
}
