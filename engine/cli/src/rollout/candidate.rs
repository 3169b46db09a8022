//! Everything that would be in force once a plan is carried out: what a definition is evaluated by that comes along with its
//! policies.

use std::collections::BTreeMap;

use towpath_access::{Author, Profile, WorkflowSubject};
use towpath_diagnostics::{Diagnostic, LineIndex, Span};
use towpath_integrations::IntegrationDocument;
use towpath_policies::{CompiledSet, PolicyDocument, StaticOutcome, evaluate};
use towpath_wire::FunctionSignature;

use super::check::{Body, Definition, Document, Folder};
use super::forecast::Forecast;
use super::plan::{Act, Plan};
use super::seen::Seen;
use super::tree::Kind;
use super::workflows::workflows_started_by;
use crate::definition::check_natively;
use crate::policy_files::now_in_milliseconds;

/// Integrations and policies as they would be.
pub(crate) struct Candidate {
    policies: CompiledSet,
    functions: Vec<FunctionSignature>,
}

impl Candidate {
    /// Puts the folder's documents over the server's. The error is why they do not go together.
    pub(crate) fn new(folder: &Folder, seen: &Seen, plan: &Plan) -> Result<Self, String> {
        let goes = |kind: Kind, name: &str| {
            plan.items.iter().any(|item| item.kind == kind && item.name == name && item.act == Act::Remove)
        };
        let stays = |kind: Kind, name: &str| folder.get(kind, name).is_none() && !goes(kind, name);
        let mut integrations: Vec<IntegrationDocument> = Vec::new();
        let mut policies: Vec<PolicyDocument> = Vec::new();
        for document in &folder.documents {
            match &document.body {
                Body::Integration(integration) => integrations.push((**integration).clone()),
                Body::Policy(policy) => policies.push((**policy).clone()),
                Body::Workflow(_) | Body::Settings(_) => {}
            }
        }
        for (_, text) in seen.integrations.iter().flatten().filter(|(name, _)| stays(Kind::Integration, name))
        {
            integrations.extend(IntegrationDocument::parse(&text.source).0);
        }
        for (_, text) in seen.policies.iter().flatten().filter(|(name, _)| stays(Kind::Policy, name)) {
            policies.extend(PolicyDocument::read(&text.source).0);
        }
        let policies = CompiledSet::compile(policies).map_err(|found| {
            found.iter().map(|error| error.diagnostic.message.as_str()).collect::<Vec<_>>().join("; ")
        })?;
        Ok(Self { policies, functions: integrations.iter().flat_map(signatures).collect() })
    }

    /// What would come of publishing a definition.
    pub(crate) fn evaluate(&self, document: &Document, definition: &Definition, seen: &Seen) -> Forecast {
        let lines = LineIndex::new(&document.source);
        let at = |span: Option<Span>| match span.map(|span| lines.locate(span.start)) {
            Some(place) => format!("{}:{}:{}", document.place, place.line + 1, place.character + 1),
            None => document.place.clone(),
        };
        let mut forecast = Forecast::default();
        let report = check_natively(&document.source, Some(self.functions.clone()));
        for found in report.diagnostics.iter().filter(|found| Diagnostic::is_error(found)) {
            forecast.errors.push(format!("{}: [{}] {}", at(found.span), found.code, found.message));
        }
        let profile = self.enriched(report.profile.as_ref().unwrap_or(&definition.profile));
        let identity = &definition.identity;
        let subject = WorkflowSubject {
            namespace: identity.namespace.clone(),
            name: identity.name.clone(),
            version: identity.version.clone(),
            author: Author { id: seen.me.id.clone(), published_versions: 0 },
            ..WorkflowSubject::default()
        };
        for decision in evaluate(&self.policies, &subject, &profile, &[], now_in_milliseconds()) {
            let Some(access) = profile.accesses.get(decision.access) else { continue };
            match decision.verdict {
                StaticOutcome::Allowed => {}
                StaticOutcome::AtRunTime => forecast.at_run_time += 1,
                StaticOutcome::Denied => {
                    let reason = decision.reason.unwrap_or_else(|| "no policy permits it".to_owned());
                    forecast.denied.push(format!("{}: it {}: {reason}", at(access.span), access.words()));
                }
            }
            for review in decision.reviews {
                forecast.review(&review.policy, &review.approvers.to_string());
            }
        }
        forecast
    }

    /// Fills in what the integrations know: whether an operation reads or writes.
    fn enriched(&self, profile: &Profile) -> Profile {
        let key = |integration: &str, operation: &str, version: &str| {
            (integration.to_owned(), operation.to_owned(), version.to_owned())
        };
        let effects: BTreeMap<_, _> = self
            .functions
            .iter()
            .map(|one| (key(&one.integration, &one.operation, &one.version), one.effect))
            .collect();
        let mut profile = profile.clone();
        for found in &mut profile.accesses {
            let access = &mut found.access;
            if let (Some(integration), Some(operation), Some(version)) =
                (&access.integration, &access.operation, &access.version)
                && let Some(effect) = effects.get(&key(integration, operation, version))
            {
                access.effect = *effect;
            }
        }
        profile
    }
}

/// The workflows that a definition starts and that would be nowhere, as `namespace/name`.
pub(crate) fn workflows_to_be_missing(definition: &Definition, folder: &Folder, seen: &Seen) -> Vec<String> {
    let is_there = |name: &String| {
        folder.get(Kind::Workflow, name).is_some()
            || seen.workflows.get(name).is_some_and(|remote| remote.latest.is_some())
    };
    workflows_started_by(&definition.profile).filter(|name| !is_there(name)).collect()
}

fn signatures(integration: &IntegrationDocument) -> Vec<FunctionSignature> {
    // Raw HTTP is no function of the catalog.
    let operations = integration.operations().filter(|_| integration.kind() != "web");
    let signature = |operation: &towpath_integrations::Operation| FunctionSignature {
        integration: operation.integration().to_owned(),
        operation: operation.name().to_owned(),
        version: operation.version().to_owned(),
        title: operation.title().to_owned(),
        effect: operation.effect(),
        input: operation.input().clone(),
        output: operation.output().cloned().unwrap_or_default(),
    };
    operations.map(signature).collect()
}
