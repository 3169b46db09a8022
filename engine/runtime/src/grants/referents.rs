//! What a grant refers to: everything that integrations let workflows reach and its permit may match, with what it means.

use std::collections::BTreeMap;

use towpath_access::{
    Access, Effect, Kind, Profile, ProfiledAccess, WEB, WEB_REQUEST_VERSION, WorkflowSubject,
};
use towpath_integrations::{IntegrationDocument, Meaning, Reachable};
use towpath_policies::{PolicyDocument, PolicySet, Verdict, covers, judge};

/// What there is, by how it is called.
pub(super) type Referents = BTreeMap<String, Meaning>;

/// Everything that these integrations let workflows reach. What cannot be read reaches nothing.
pub(super) fn reachable<'a>(sources: impl Iterator<Item = &'a str>) -> Vec<Reachable> {
    let documents = sources.filter_map(|source| IntegrationDocument::parse(source).0);
    documents.flat_map(|document| document.reachable()).collect()
}

/// What of it `permit` may match.
pub(super) fn of(permit: &PolicyDocument, reachable: &[Reachable]) -> Referents {
    // Who asks, and when, says nothing about what is reached.
    let alone = PolicyDocument {
        workflow: None,
        caller: None,
        time: None,
        profile: None,
        expires: None,
        ..permit.clone()
    };
    // A permit that was in force compiles; without one, nothing is permitted.
    let Ok(set) = PolicySet::compile(vec![alone]) else { return Referents::new() };
    let accesses = reachable.iter().map(access).collect();
    let judged = judge(&set, &WorkflowSubject::default(), &Profile { accesses, secrets: Vec::new() }, &[], 0);
    let may = judged.iter().filter(|decision| decision.verdict != Verdict::Denied);
    may.filter_map(|decision| reachable.get(decision.access))
        .map(|one| (one.called(), one.meaning.clone()))
        .collect()
}

fn access(one: &Reachable) -> ProfiledAccess {
    let is_raw = one.integration == WEB;
    let host = one.host.clone().filter(|host| !host.starts_with('*'));
    let access = Access {
        integration: Some(one.integration.clone()),
        operation: Some(one.operation.clone()),
        version: Some(if is_raw { WEB_REQUEST_VERSION.to_owned() } else { one.version.clone() }),
        effect: if is_raw { Effect::Write } else { one.meaning.effect },
        host: host.clone(),
        ..Access::new(Kind::Call)
    };
    ProfiledAccess {
        access,
        task: String::new(),
        span: None,
        arguments_schema: one.meaning.input.clone(),
        dynamic_host: host.is_none(),
    }
}

/// What of a grant's referents means something else now, in words; nothing, when it is as it was granted.
pub(super) fn changes(granted: &Referents, permitted: &Referents, reachable: &[Reachable]) -> Vec<String> {
    let now = |called: &str| reachable.iter().find(|one| one.called() == called).map(|one| &one.meaning);
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

fn change(called: &str, before: &Meaning, after: &Meaning, found: &mut Vec<String>) {
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
        let there = reachable([TEXT].into_iter());
        let refund = permit(json!({ "properties": { "operation": { "const": "refund" } } }));
        assert_eq!(of(&refund, &there).keys().collect::<Vec<_>>(), ["payments.refund 1.0.0"]);
        let all = permit(json!({ "properties": { "integration": { "const": "payments" } } }));
        assert_eq!(of(&all, &there).len(), 2);
        let other = permit(json!({ "properties": { "integration": { "const": "crm" } } }));
        assert!(of(&other, &there).is_empty());
    }

    #[test]
    fn what_changed_is_said_and_what_is_harmless_is_not() {
        let all = permit(json!({ "properties": { "integration": { "const": "payments" } } }));
        let granted = of(&all, &reachable([TEXT].into_iter()));
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
            let there = reachable([text.as_str()].into_iter());
            assert!(!there.is_empty(), "{to}");
            assert_eq!(changes(&granted, &of(&all, &there), &there).join("; "), says, "{to}");
        }
        let gone = changes(&granted, &Referents::new(), &[]);
        assert_eq!(gone.len(), 2, "{gone:?}");
    }
}
