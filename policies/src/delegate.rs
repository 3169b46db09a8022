//! What a business unit's approver may decide: less than IT allows, for the workflows of their own namespace.

use serde_json::{Value, json};
use towpath_diagnostics::{Diagnostic, codes};

use crate::cover::{covers, covers_subject, outlasts};
use crate::{Mode, PolicyDocument, PolicyEffect, PolicySet, Subject, schema};

/// Whether `child`, which an approver of its `owner` wrote, only narrows what IT's policies in `parent` allow: a forbid,
/// review, hold or limits for workflows of the owner's namespace, or a permit wholly within one of IT's enforced
/// permits that is delegated to that namespace. Only what is proven counts.
///
/// # Errors
///
/// Every reason why not, with JSON pointers into `child`.
pub fn narrows(parent: &PolicySet, child: &PolicyDocument) -> Result<(), Vec<Diagnostic>> {
    let mut found = Vec::new();
    let Some(owner) = &child.owner else {
        let help = "write `owner:` and the namespace whose approver wrote it";
        return Err(vec![too_much("this policy says nobody's namespace, so it is IT's", "", help)]);
    };
    if !is_scoped(child, owner) {
        let help = format!("write `workflow: {{ properties: {{ namespace: {{ const: {owner} }} }} }}`");
        found.push(too_much(&format!("this also speaks of workflows outside `{owner}`"), "/workflow", &help));
    }
    let is_taken = |other: &&PolicyDocument| other.policy == child.policy && other.owner != child.owner;
    if parent.documents().iter().any(|other| is_taken(&other)) {
        let help = "choose a name of your own";
        found.push(too_much(&format!("`{}` is somebody else's policy", child.policy), "/policy", help));
    }
    if child.labels.is_some() {
        // A permit may want a label, so that one more label is one more access.
        let help = "ask IT for them";
        found.push(too_much("labels are given by IT alone", "/labels", help));
    }
    if child.effect == Some(PolicyEffect::Permit) {
        found.extend(outside(parent, child, owner));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Why no permit delegated to `owner` covers `child`: each part of the one that comes nearest.
fn outside(parent: &PolicySet, child: &PolicyDocument, owner: &String) -> Vec<Diagnostic> {
    let is_delegated = |document: &&PolicyDocument| {
        document.effect == Some(PolicyEffect::Permit)
            && document.mode == Mode::Enforce
            && document.owner.is_none()
            && document.delegate.contains(owner)
    };
    let delegated: Vec<&PolicyDocument> = parent.documents().iter().filter(is_delegated).collect();
    if delegated.iter().any(|permit| covers(permit, child)) {
        return Vec::new();
    }
    let wider = |permit: &PolicyDocument| -> Vec<&'static str> {
        let subjects = Subject::ALL.into_iter().filter(|subject| !covers_subject(permit, child, *subject));
        let ends = (!outlasts(permit, child)).then_some("expires");
        subjects.map(Subject::as_str).chain(ends).collect()
    };
    let nearest = delegated
        .into_iter()
        .map(|permit| (permit, wider(permit)))
        .min_by_key(|(permit, parts)| (is_about_something_else(permit, child), parts.len()));
    let Some((permit, parts)) = nearest else {
        let help = "ask IT for a permit, or for one that it delegates";
        return vec![too_much(&format!("IT delegates no permit to `{owner}`"), "/effect", help)];
    };
    let help = "permit less here, or ask IT; only what surely lies within is accepted";
    let outside = |part| {
        let message = format!("`{part}` is not known to lie within `{}`", permit.policy);
        too_much(&message, &format!("/{part}"), help)
    };
    parts.into_iter().map(outside).collect()
}

/// Whether the two permits surely have no access in common.
fn is_about_something_else(permit: &PolicyDocument, child: &PolicyDocument) -> bool {
    let access = |document: &PolicyDocument| {
        schema::expand(Subject::Access, document.access.as_ref().unwrap_or(&Value::Bool(true)))
    };
    let asked = json!({ "allOf": [Subject::Access.schema(), access(child)] });
    schema::is_impossible(&access(permit), &asked)
}

/// Whether it speaks of workflows of `namespace` and no others.
fn is_scoped(child: &PolicyDocument, namespace: &str) -> bool {
    let scope = json!({ "properties": { "namespace": { "const": namespace } } });
    let wanted = schema::expand(Subject::Workflow, &scope);
    let given = child.workflow.as_ref().unwrap_or(&Value::Bool(true));
    let given = json!({ "allOf": [Subject::Workflow.schema(), schema::expand(Subject::Workflow, given)] });
    schema::covers(&wanted, &given)
}

fn too_much(message: &str, pointer: &str, help: &str) -> Diagnostic {
    Diagnostic::error(codes::TP2033, message).pointer(pointer).help(help)
}
