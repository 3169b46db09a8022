//! What is wrong with policies beside each other: those that add nothing, and those that decide too much.

use towpath_diagnostics::{Diagnostic, codes};

use crate::cover::covers;
use crate::{Mode, PolicyDocument, PolicyEffect, PolicySet, narrows};

/// What to say about the policies of `set` beside each other, each with the name of the policy it is said of. What
/// [`lint`](crate::lint) says of each alone is not repeated.
pub fn lint_set(set: &PolicySet) -> Vec<(String, Diagnostic)> {
    let documents = set.documents();
    let mut found = Vec::new();
    for (place, document) in documents.iter().enumerate() {
        let others = || documents.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, one)| one);
        let said = (document.mode == Mode::Enforce).then(|| redundant(document, others())).flatten();
        found.extend(said.map(|diagnostic| (document.policy.clone(), diagnostic)));
        if document.owner.is_some()
            && let Err(diagnostics) = narrows(set, document)
        {
            found.extend(diagnostics.into_iter().map(|diagnostic| (document.policy.clone(), diagnostic)));
        }
    }
    found
}

/// Why `document` does nothing beside the `others`.
fn redundant<'a>(
    document: &PolicyDocument,
    others: impl Iterator<Item = &'a PolicyDocument>,
) -> Option<Diagnostic> {
    let effect = document.effect?;
    let mut adds_nothing = None;
    for other in others.filter(|other| other.mode == Mode::Enforce) {
        let outweighs = effect == PolicyEffect::Permit && other.effect == Some(PolicyEffect::Forbid);
        if outweighs && covers(other, document) {
            let message = format!("`{}` forbids whatever this permits", other.policy);
            let help = "narrow the forbid, or take this permit out";
            return Some(Diagnostic::warning(codes::TP2032, message).pointer("/effect").help(help));
        }
        if adds_nothing.is_none() && does_the_same(other, document) && covers(other, document) {
            // Of two that say the same, the later name is the one to go.
            let is_twin = covers(document, other);
            if !is_twin || other.policy < document.policy {
                adds_nothing = Some((other, is_twin));
            }
        }
    }
    let (other, is_twin) = adds_nothing?;
    let message = match is_twin {
        true => format!("`{}` says the same", other.policy),
        false => format!("`{}` matches whatever this matches", other.policy),
    };
    let help = format!("take this {} out, or make it say what the other does not", effect.as_str());
    Some(Diagnostic::warning(codes::TP2031, message).pointer("/effect").help(help))
}

/// Whether both do the same to what they match, so that one of them would do.
fn does_the_same(other: &PolicyDocument, document: &PolicyDocument) -> bool {
    other.effect == document.effect
        && other.approvers == document.approvers
        && other.hold == document.hold
        // What is delegated is there to be narrowed.
        && other.delegate == document.delegate
        && other.owner == document.owner
}
