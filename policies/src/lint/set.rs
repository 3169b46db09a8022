//! Warnings about the policies of a set: redundant policies, and permits that a forbid makes useless.

use towpath_diagnostics::{Diagnostic, codes};

use crate::cover::covers;
use crate::{CompiledSet, Mode, PolicyDocument, PolicyEffect, narrows};

/// The warnings about the policies of `set`, each with the name of its policy, without those of [`lint`](crate::lint).
pub fn lint_set(set: &CompiledSet) -> Vec<(String, Diagnostic)> {
    let documents = set.documents();
    let mut found = Vec::new();
    for (place, document) in documents.clone().enumerate() {
        let others =
            || documents.clone().enumerate().filter(|(other, _)| *other != place).map(|(_, one)| one);
        let said =
            (document.mode == Mode::Enforce).then(|| lint_redundant_policy(document, others())).flatten();
        found.extend(said.map(|diagnostic| (document.policy.clone(), diagnostic)));
        if document.owner.is_some()
            && let Err(diagnostics) = narrows(set, document)
        {
            found.extend(diagnostics.into_iter().map(|diagnostic| (document.policy.clone(), diagnostic)));
        }
    }
    found
}

/// Why `document` has no effect together with the `others`.
fn lint_redundant_policy<'a>(
    document: &PolicyDocument,
    others: impl Iterator<Item = &'a PolicyDocument>,
) -> Option<Diagnostic> {
    let effect = document.effect?;
    let mut adds_nothing = None;
    for other in others.filter(|other| other.mode == Mode::Enforce) {
        let outweighs = effect == PolicyEffect::Permit && other.effect == Some(PolicyEffect::Forbid);
        if outweighs && covers(other, document) {
            let message = format!("`{}` forbids everything that this permits", other.policy);
            let help = "narrow the forbid, or remove this permit";
            return Some(Diagnostic::warning(codes::TP2032, message).pointer("/effect").help(help));
        }
        if adds_nothing.is_none() && does_the_same(other, document) && covers(other, document) {
            // Of two equal policies, the one with the later name is reported.
            let is_twin = covers(document, other);
            if !is_twin || other.policy < document.policy {
                adds_nothing = Some((other, is_twin));
            }
        }
    }
    let (other, is_twin) = adds_nothing?;
    let message = match is_twin {
        true => format!("`{}` is equal to this", other.policy),
        false => format!("`{}` matches everything that this matches", other.policy),
    };
    let help = format!("remove this {}, or change it", effect.as_str());
    Some(Diagnostic::warning(codes::TP2031, message).pointer("/effect").help(help))
}

/// Whether both have the same effect, so that one of them is enough.
fn does_the_same(other: &PolicyDocument, document: &PolicyDocument) -> bool {
    other.effect == document.effect
        && other.approvers == document.approvers
        && other.hold == document.hold
        // A delegated permit exists to be narrowed, so it is not redundant.
        && other.delegate == document.delegate
        && other.owner == document.owner
}
