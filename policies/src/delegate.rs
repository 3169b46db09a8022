//! Delegated policies: an approver of a namespace may narrow what IT allows, for workflows of this namespace.

use serde_json::{Value, json};
use towpath_diagnostics::{Diagnostic, codes};

use crate::cover::{covers, covers_subject, expires_not_before};
use crate::{CompiledSet, Mode, PolicyDocument, PolicyEffect, Subject, schema};

/// Checks that `child`, written by an approver of the namespace `owner`, only narrows what IT's policies in `parent` allow.
/// It may be a forbid, review, hold or limits for workflows of this namespace, or a permit that is proven to be inside one
/// of IT's enforced permits that is delegated to it.
///
/// # Errors
///
/// All reasons why not, with JSON pointers into `child`.
pub fn narrows(parent: &CompiledSet, child: &PolicyDocument) -> Result<(), Vec<Diagnostic>> {
    let mut found = Vec::new();
    let Some(owner) = &child.owner else {
        let help = "write `owner:` and the namespace whose approver wrote it";
        return Err(vec![too_much("this policy has no `owner`, so it is a policy of IT", "", help)]);
    };
    if !is_scoped(child, owner) {
        let help = format!("write `workflow: {{ properties: {{ namespace: {{ const: {owner} }} }} }}`");
        found.push(too_much(
            &format!("this also applies to workflows outside `{owner}`"),
            "/workflow",
            &help,
        ));
    }
    let is_taken = |other: &&PolicyDocument| other.policy == child.policy && other.owner != child.owner;
    if parent.documents().any(|other| is_taken(&other)) {
        let help = "choose another name";
        found.push(too_much(&format!("`{}` is a policy of another owner", child.policy), "/policy", help));
    }
    if child.labels.is_some() {
        // A permit may require a label, so one more label may allow one more access.
        let help = "ask IT for them";
        found.push(too_much("only IT gives labels", "/labels", help));
    }
    if child.effect == Some(PolicyEffect::Permit) {
        found.extend(why_not_covered(parent, child, owner));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Why no permit that is delegated to `owner` covers `child`: the parts of the nearest permit that do not cover it.
fn why_not_covered(parent: &CompiledSet, child: &PolicyDocument, owner: &String) -> Vec<Diagnostic> {
    let is_delegated = |document: &&PolicyDocument| {
        document.effect == Some(PolicyEffect::Permit)
            && document.mode == Mode::Enforce
            && document.owner.is_none()
            && document.delegate.contains(owner)
    };
    let delegated: Vec<&PolicyDocument> = parent.documents().filter(is_delegated).collect();
    if delegated.iter().any(|permit| covers(permit, child)) {
        return Vec::new();
    }
    let wider = |permit: &PolicyDocument| -> Vec<&'static str> {
        let subjects = Subject::ALL.into_iter().filter(|subject| !covers_subject(permit, child, *subject));
        let ends = (!expires_not_before(permit, child)).then_some("expires");
        subjects.map(Subject::as_str).chain(ends).collect()
    };
    let nearest = delegated
        .into_iter()
        .map(|permit| (permit, wider(permit)))
        .min_by_key(|(permit, parts)| (is_about_something_else(permit, child), parts.len()));
    let Some((permit, parts)) = nearest else {
        let help = "ask IT for a permit, or for a delegated one";
        return vec![too_much(&format!("IT delegates no permit to `{owner}`"), "/effect", help)];
    };
    let help = "permit less here, or ask IT; only what is proven to be inside is accepted";
    let outside = |part| {
        let message = format!("`{part}` is not proven to be inside `{}`", permit.policy);
        too_much(&message, &format!("/{part}"), help)
    };
    parts.into_iter().map(outside).collect()
}

/// Whether the two permits certainly have no access in common.
fn is_about_something_else(permit: &PolicyDocument, child: &PolicyDocument) -> bool {
    let access = |document: &PolicyDocument| {
        schema::require_properties(Subject::Access, document.access.as_ref().unwrap_or(&Value::Bool(true)))
    };
    let asked = json!({ "allOf": [Subject::Access.schema(), access(child)] });
    schema::is_impossible(&access(permit), &asked)
}

/// Whether it applies only to workflows of `namespace`.
fn is_scoped(child: &PolicyDocument, namespace: &str) -> bool {
    let scope = json!({ "properties": { "namespace": { "const": namespace } } });
    let wanted = schema::require_properties(Subject::Workflow, &scope);
    let given = child.workflow.as_ref().unwrap_or(&Value::Bool(true));
    let given = json!({ "allOf": [Subject::Workflow.schema(), schema::require_properties(Subject::Workflow, given)] });
    schema::covers(&wanted, &given)
}

fn too_much(message: &str, pointer: &str, help: &str) -> Diagnostic {
    Diagnostic::error(codes::TP2033, message).pointer(pointer).help(help)
}
