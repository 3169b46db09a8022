//! Probable mistakes in policies, as `towpath policies check` finds them. Nothing is saved or put in force.

use std::collections::BTreeSet;
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, sort_and_deduplicate};
use towpath_policies::{CompiledSet, Names, PolicyDocument, lint_set, place};

use super::{Rules, Texts};
use crate::rules::RulesError;

/// What was found in one policy.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyFindings {
    /// Its name.
    pub policy: String,
    /// Errors are not among them: with one, there is no candidate.
    pub found: Vec<Diagnostic>,
}

impl Rules {
    /// What is probably wrong with these texts, by policy, beside the saved ones: unknown names, rules that match always or never,
    /// policies that have no effect beside the others.
    ///
    /// # Errors
    /// `Activation` when one has errors.
    pub(crate) async fn findings(&self, texts: &Texts) -> Result<Vec<PolicyFindings>, RulesError> {
        let candidate = self.candidate_with(texts.clone()).await?;
        let (names, now) = (self.known_names(), self.clock.now());
        Ok(self.heavy.set(|| {
            let of_set = lint_set(&candidate);
            let each = texts.iter().map(|(policy, text)| {
                let names = with_given_labels(&names, &candidate, policy);
                let mut found = PolicyDocument::read_and_lint(text, Some(&names), Some(now)).1;
                let more = of_set.iter().filter(|(of, _)| of == policy);
                found.extend(more.map(|(_, diagnostic)| place(text, diagnostic.clone())));
                sort_and_deduplicate(&mut found);
                PolicyFindings { policy: policy.clone(), found }
            });
            each.filter(|one| !one.found.is_empty()).collect()
        }))
    }

    /// The operations that exist, and the labels of what they return.
    fn known_names(&self) -> Names {
        let registry = self.registry();
        let mut names = Names::default();
        for (integration, operation) in registry.operations() {
            names.operations.entry(integration.to_owned()).or_default().insert(operation.to_owned());
        }
        for signature in registry.signatures() {
            let (integration, operation) = (&signature.integration, &signature.operation);
            let found = registry.operation(integration, operation, &signature.version);
            names.labels.extend(found.into_iter().flat_map(|one| one.labels().iter().cloned()));
        }
        names
    }
}

/// Adds the labels that other policies give to inputs and events.
fn with_given_labels(names: &Names, candidate: &Arc<CompiledSet>, policy: &str) -> Names {
    let others = candidate.documents().filter(|document| document.policy != policy);
    let given =
        others.filter_map(|document| document.labels.as_ref()).flat_map(|labels| labels.given().to_vec());
    let given: BTreeSet<String> = given.collect();
    Names { operations: names.operations.clone(), labels: &names.labels | &given }
}
