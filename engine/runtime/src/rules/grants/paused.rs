//! Which policies of a set are paused: grants whose referents have changed, and delegated permits that only a paused grant
//! carries. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_diagnostics::Diagnostic;
use towpath_policies::{CompiledSet, Mode, ParsedPolicy, PolicyDocument, PolicyEffect, SetError, narrows};

use super::StoredGrant;
use super::referents::{self, There};

/// Paused policies, by name, each with the reason in one sentence.
pub(crate) type Paused = BTreeMap<String, String>;

/// The paused policies of `set`. Those of `besides` stay paused even if their referents have not changed.
pub(crate) fn find_paused(
    set: &CompiledSet,
    grants: &[StoredGrant],
    there: &[There],
    besides: &Paused,
) -> Paused {
    let mut paused = Paused::new();
    for grant in grants {
        let Some(permit) = permit_of_grant(set, grant) else { continue };
        let changes = referents::changes_of_referents(
            &grant.referents,
            &referents::referents_of_permit(permit, there),
            there,
        );
        let words = match changes.is_empty() {
            true => besides.get(&grant.policy).cloned(),
            false => Some(format!("the grant `{}` waits for IT: {}", grant.policy, changes.join("; "))),
        };
        paused.extend(words.map(|words| (grant.policy.clone(), words)));
    }
    let children = held_delegated_permits(set, &paused);
    paused.extend(children);
    paused
}

/// The documents of `set` that are in force.
///
/// # Errors
/// None: they compiled before.
pub(crate) fn set_without_held(set: &CompiledSet, paused: &Paused) -> Result<CompiledSet, Vec<Diagnostic>> {
    let kept = set.policies().iter().filter(|policy| !paused.contains_key(policy.name()));
    CompiledSet::of(kept.cloned().collect()).map_err(SetError::diagnostics)
}

/// The permit of a grant, if it is still the one that was granted.
pub(super) fn permit_of_grant<'a>(set: &'a CompiledSet, grant: &StoredGrant) -> Option<&'a PolicyDocument> {
    let found = set.policies().iter().find(|policy| policy.name() == grant.policy)?;
    let document = found.document();
    (found.digest() == grant.digest && document.mode == Mode::Enforce).then_some(document)
}

/// INVARIANT: a delegated permit is in force only within a permit that is in force.
fn held_delegated_permits(set: &CompiledSet, paused: &Paused) -> Paused {
    if paused.is_empty() {
        return Paused::new();
    }
    let is_child = |document: &&PolicyDocument| {
        document.owner.is_some() && document.effect == Some(PolicyEffect::Permit)
    };
    let is_its =
        |policy: &&Arc<ParsedPolicy>| policy.owner().is_none() && !paused.contains_key(policy.name());
    let parent = CompiledSet::of(set.policies().iter().filter(is_its).cloned().collect());
    let mut found = Paused::new();
    for child in set.documents().filter(is_child) {
        // A parent that does not compile carries nothing.
        if parent.as_ref().is_ok_and(|parent| narrows(parent, child).is_ok()) {
            continue;
        }
        let owner = child.owner.as_deref().unwrap_or_default();
        let carries = |document: &&PolicyDocument| {
            paused.contains_key(&document.policy) && document.delegate.iter().any(|to| to == owner)
        };
        let why: Vec<&str> = set
            .documents()
            .filter(carries)
            .filter_map(|document| paused.get(&document.policy))
            .map(String::as_str)
            .collect();
        let words = format!("the policy `{}` of `{owner}` waits too: {}", child.policy, why.join("; "));
        found.insert(child.policy.clone(), words);
    }
    found
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    const BEFORE: &str = "integration: crm
title: CRM
owner: it@acme.example
kind: http
connection: { baseUrl: 'https://crm.acme.example' }
operations:
  create:
    version: 1.0.0
    effect: write
    idempotent: no
    input: { type: object, additionalProperties: false, properties: { name: { type: string } } }
    request: { method: POST, path: /leads, body: arguments }
";

    fn document(value: serde_json::Value) -> PolicyDocument {
        let (document, found) = PolicyDocument::from_value(&value);
        document.unwrap_or_else(|| panic!("{found:?}"))
    }

    fn grant(permit: &PolicyDocument) -> StoredGrant {
        let there = referents::accesses_of_integrations([BEFORE].into_iter());
        serde_json::from_value(json!({
            "policy": permit.policy, "digest": permit.digest(), "namespace": "a", "workflow": "w",
            "request": "r", "purpose": "p", "askedBy": "mia", "by": "ivo", "at": 0,
            "expires": "2099-01-01", "endsAt": 0, "referents": referents::referents_of_permit(permit, &there),
        }))
        .unwrap()
    }

    fn permit(name: &str, more: serde_json::Value) -> PolicyDocument {
        let mut value = json!({ "policy": name, "title": name, "effect": "permit",
            "workflow": { "properties": { "namespace": { "const": "a" } } },
            "access": { "properties": { "integration": { "const": "crm" }, "operation": { "const": "create" } } } });
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        document(value)
    }

    #[test]
    fn a_grant_that_waits_takes_the_permits_with_it_that_it_alone_carried() {
        let parent = permit("grant-1", json!({ "expires": "2099-01-01", "delegate": ["a"] }));
        let child = permit("child", json!({ "owner": "a", "expires": "2098-01-01" }));
        let forbid = document(json!({ "policy": "stop", "title": "Stop", "effect": "forbid", "owner": "a",
            "workflow": { "properties": { "namespace": { "const": "a" } } }, "access": true }));
        let grants = [grant(&parent)];
        let own = permit("wide", json!({ "delegate": ["a"] }));
        let paused = |documents: &[&PolicyDocument], text: &str| {
            let set = CompiledSet::compile(documents.iter().copied().cloned().collect()).unwrap();
            find_paused(
                &set,
                &grants,
                &referents::accesses_of_integrations([text].into_iter()),
                &Paused::new(),
            )
        };
        assert!(paused(&[&parent, &child, &forbid], BEFORE).is_empty(), "nothing changed");
        let after = BEFORE.replace("/leads", "/complaints");
        let found = paused(&[&parent, &child, &forbid], &after);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["child", "grant-1"], "a forbid stays");
        assert!(found["child"].contains("the grant `grant-1` waits for IT"), "{}", found["child"]);
        let found = paused(&[&parent, &child, &forbid, &own], &after);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["grant-1"], "another permit carries it");
        assert!(paused(&[&child, &own], &after).is_empty());
    }

    #[test]
    fn what_waited_waits_until_the_change_is_done() {
        let parent = permit("grant-1", json!({ "expires": "2099-01-01" }));
        let set = CompiledSet::compile(vec![parent.clone()]).unwrap();
        let there = referents::accesses_of_integrations([BEFORE].into_iter());
        let besides =
            Paused::from([("grant-1".to_owned(), "why".to_owned()), ("gone".to_owned(), String::new())]);
        let paused = find_paused(&set, &[grant(&parent)], &there, &besides);
        assert_eq!(paused, Paused::from([("grant-1".to_owned(), "why".to_owned())]));
        assert!(set_without_held(&set, &paused).unwrap().policies().is_empty());
    }
}
