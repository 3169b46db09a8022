//! The policies in force, compiled once. A set is immutable and is replaced as a whole.

use std::sync::Arc;

use serde_json::Value;
use towpath_access::{Access, TimeSubject, WorkflowSubject};
use towpath_diagnostics::{Diagnostic, codes};

use crate::index::{Bits, FieldIndex, all_policies};
use crate::labels::{Bearer, LabelsRule};
use crate::matcher::{Matcher, Tested};
use crate::time::Zone;
use crate::{
    Approvers, HoldSettings, LabelsDocument, LimitsDocument, Mode, ParsedPolicy, PolicyDocument,
    PolicyEffect, Subject,
};

/// Policies, compiled and sorted by name, so that their order in files or in a call does not matter.
#[derive(Debug)]
pub struct CompiledSet {
    digest: String,
    alternatives: usize,
    policies: Vec<Arc<ParsedPolicy>>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) limits: Vec<LimitsRule>,
    pub(crate) labels: Vec<LabelsRule>,
    pub(crate) index: Index,
}

/// Why policies are not a set.
#[derive(Debug, Clone)]
pub struct SetError {
    /// The policy. Of two with one name, both have it.
    pub policy: String,
    /// What is wrong with it.
    pub diagnostic: Diagnostic,
}

/// A policy that is evaluated: enforced or audited, with any effect.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) digest: String,
    pub(crate) effect: PolicyEffect,
    pub(crate) mode: Mode,
    /// For a review or a hold: who may approve or release.
    pub(crate) approvers: Approvers,
    /// Always set for a hold.
    pub(crate) hold: Option<HoldSettings>,
    pub(crate) reason: Option<String>,
    pub(crate) contact: Option<String>,
    pub(crate) zone: Zone,
    pub(crate) expires: Option<Expiry>,
    pub(crate) matchers: Vec<Matcher>,
}

/// When a policy expires.
#[derive(Debug)]
pub(crate) struct Expiry {
    /// The last day it is in force, `2027-03-31`.
    pub(crate) date: String,
    /// When it ceases to be in force, in milliseconds since the Unix epoch.
    pub(crate) ends_at: i64,
}

/// A document of limits.
#[derive(Debug)]
pub(crate) struct LimitsRule {
    pub(crate) name: String,
    pub(crate) contact: Option<String>,
    pub(crate) expires: Option<Expiry>,
    pub(crate) workflow: Option<Matcher>,
    pub(crate) limits: LimitsDocument,
}

/// Preselects the rules that can match.
#[derive(Debug)]
pub(crate) struct Index {
    policies: usize,
    kind: FieldIndex,
    integration: FieldIndex,
    operation: FieldIndex,
    namespace: FieldIndex,
}

impl CompiledSet {
    /// A set without policies. It refuses everything.
    pub fn empty() -> Self {
        Self::assemble(Vec::new(), Rules::default())
    }

    /// Checks and compiles `documents`.
    ///
    /// # Errors
    ///
    /// Every reason: what [`check`](crate::check) finds wrong, and names that occur twice. Messages name the policy.
    pub fn compile(mut documents: Vec<PolicyDocument>) -> Result<Self, Vec<SetError>> {
        documents.sort_by(|a, b| a.policy.cmp(&b.policy));
        let (mut policies, mut errors) = (Vec::with_capacity(documents.len()), Vec::new());
        for document in documents {
            let name = document.policy.clone();
            match ParsedPolicy::of(document) {
                Ok(policy) => policies.push(Arc::new(policy)),
                Err(found) => errors.extend(found.into_iter().map(|one| SetError::new(&name, one))),
            }
        }
        match Self::of(policies) {
            Ok(set) if errors.is_empty() => Ok(set),
            Ok(_) => Err(errors),
            Err(more) => Err([more, errors].concat()),
        }
    }

    /// Compiles policies that were read and checked.
    ///
    /// # Errors
    ///
    /// Names that occur twice, and what cannot be compiled. Messages name the policy.
    pub fn of(mut policies: Vec<Arc<ParsedPolicy>>) -> Result<Self, Vec<SetError>> {
        policies.sort_by(|a, b| a.name().cmp(b.name()));
        let mut errors = Vec::new();
        for pair in policies.windows(2) {
            if pair[0].name() == pair[1].name() {
                let message = format!("there are two policies named `{}`", pair[0].name());
                let diagnostic = Diagnostic::error(codes::TP2004, message).pointer("/policy");
                errors.push(SetError { policy: pair[0].name().to_owned(), diagnostic });
            }
        }
        let mut rules = Rules::default();
        for policy in &policies {
            match compile_one(policy) {
                Ok(Compiled::Rule(rule)) => rules.decide.push(*rule),
                Ok(Compiled::Limits(rule)) => rules.limits.push(*rule),
                Ok(Compiled::Labels(rule)) => rules.labels.push(*rule),
                Ok(Compiled::Off) => {}
                Err(diagnostic) => errors.push(SetError::new(policy.name(), *diagnostic)),
            }
        }
        if errors.is_empty() { Ok(Self::assemble(policies, rules)) } else { Err(errors) }
    }

    fn assemble(policies: Vec<Arc<ParsedPolicy>>, rules: Rules) -> Self {
        let digests: Vec<String> = policies.iter().map(|policy| policy.digest().to_owned()).collect();
        Self {
            digest: towpath_access::digest(&digests.into()),
            alternatives: policies
                .iter()
                .map(|policy| crate::weight::weight_of_policy(policy.document()))
                .sum(),
            index: Index::new(&rules.decide),
            policies,
            rules: rules.decide,
            limits: rules.limits,
            labels: rules.labels,
        }
    }

    /// `sha256:<hex>` of the digests of its documents, in the order of their names.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The number of members of `anyOf`, `oneOf` and `allOf` in the schemas of all policies, a measure of the evaluation's cost.
    pub fn alternatives(&self) -> usize {
        self.alternatives
    }

    /// Whether a policy describes profiles. Only then does a question need one.
    pub fn describes_profiles(&self) -> bool {
        self.rules.iter().any(|rule| rule.matcher(Subject::Profile).is_some())
    }

    /// Its policies, sorted by name, those that are off included.
    pub fn policies(&self) -> &[Arc<ParsedPolicy>] {
        &self.policies
    }

    /// The documents of its policies, in the same order.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = &PolicyDocument> + Clone {
        self.policies.iter().map(|policy| policy.document())
    }
}

/// Compiled documents by kind.
#[derive(Default)]
struct Rules {
    decide: Vec<Rule>,
    limits: Vec<LimitsRule>,
    labels: Vec<LabelsRule>,
}

enum Compiled {
    Rule(Box<Rule>),
    Limits(Box<LimitsRule>),
    Labels(Box<LabelsRule>),
    Off,
}

fn compile_one(policy: &ParsedPolicy) -> Result<Compiled, Box<Diagnostic>> {
    let document = policy.document();
    if document.mode == Mode::Off {
        return Ok(Compiled::Off);
    }
    let zone = Zone::named(document.timezone.as_deref())
        .map_err(|why| Box::new(Diagnostic::error(codes::TP2015, why).pointer("/timezone")))?;
    let expires = expiry_of_policy(document, &zone)?;
    let mut matchers = Vec::new();
    for subject in Subject::ALL {
        if let Some(schema) = document.schema_of(subject) {
            matchers.push(compile_matcher(subject, schema)?);
        }
    }
    if let Some(labels) = document.labels.as_ref().filter(|_| document.mode == Mode::Enforce) {
        return Ok(Compiled::Labels(Box::new(LabelsRule {
            name: document.policy.clone(),
            expires,
            bearer: compile_bearer(document, labels)?,
            matchers,
            labels: labels.given().to_vec(),
        })));
    }
    Ok(match (document.effect, document.limits) {
        // A document of limits that is only audited has no effect, and there is nothing to report.
        (None, Some(limits)) if document.mode == Mode::Enforce => Compiled::Limits(Box::new(LimitsRule {
            name: document.policy.clone(),
            contact: document.contact.clone(),
            expires,
            workflow: matchers.into_iter().find(|matcher| matcher.subject == Subject::Workflow),
            limits,
        })),
        (Some(effect), _) => Compiled::Rule(Box::new(Rule {
            name: document.policy.clone(),
            title: document.title.clone(),
            digest: policy.digest().to_owned(),
            effect,
            mode: document.mode,
            approvers: document.approvers.clone().unwrap_or_default(),
            hold: (effect == PolicyEffect::Hold).then(|| document.hold.unwrap_or_default()),
            reason: document.reason.clone(),
            contact: document.contact.clone(),
            zone,
            expires,
            matchers,
        })),
        (None, _) => Compiled::Off,
    })
}

fn compile_bearer(document: &PolicyDocument, labels: &LabelsDocument) -> Result<Bearer, Box<Diagnostic>> {
    match &document.event {
        _ if labels.event.is_empty() => Ok(Bearer::Input),
        Some(schema) => Ok(Bearer::Event(Some(event_matcher(schema)?))),
        None => Ok(Bearer::Event(None)),
    }
}

/// Compiles the schema for the attributes of an event.
pub(crate) fn event_matcher(schema: &Value) -> Result<Tested, Box<Diagnostic>> {
    Tested::new(schema).map_err(|why| {
        let message = format!("`event` is not a valid JSON Schema: {why}");
        Box::new(Diagnostic::error(codes::TP2005, message).pointer("/event"))
    })
}

/// Compiles the schema for one subject.
pub(crate) fn compile_matcher(subject: Subject, schema: &Value) -> Result<Matcher, Box<Diagnostic>> {
    Matcher::new(subject, schema).map_err(|why| {
        let message = format!("`{}` is not a valid JSON Schema: {why}", subject.as_str());
        Box::new(Diagnostic::error(codes::TP2005, message).pointer(format!("/{}", subject.as_str())))
    })
}

fn expiry_of_policy(document: &PolicyDocument, zone: &Zone) -> Result<Option<Expiry>, Box<Diagnostic>> {
    let Some(date) = &document.expires else { return Ok(None) };
    zone.end_of(date)
        .map(|ends_at| Some(Expiry { date: date.clone(), ends_at }))
        .map_err(|why| Box::new(Diagnostic::error(codes::TP2015, why).pointer("/expires")))
}

impl SetError {
    /// The message names the policy, since it may be shown away from its text.
    fn new(policy: &str, diagnostic: Diagnostic) -> Self {
        let message = format!("policy `{policy}`: {}", diagnostic.message);
        Self { policy: policy.to_owned(), diagnostic: Diagnostic { message, ..diagnostic } }
    }

    /// The diagnostics alone.
    pub fn diagnostics(errors: Vec<Self>) -> Vec<Diagnostic> {
        errors.into_iter().map(|error| error.diagnostic).collect()
    }
}

impl Expiry {
    /// Whether the policy has expired at `now`, in milliseconds since the Unix epoch.
    pub(crate) fn is_past(&self, now: i64) -> bool {
        now >= self.ends_at
    }

    /// Whether the policy has expired at `time`, given in its own time zone.
    pub(crate) fn is_past_at(&self, time: &TimeSubject) -> bool {
        time.date > self.date
    }
}

impl Rule {
    /// The matcher for `subject`.
    pub(crate) fn matcher(&self, subject: Subject) -> Option<&Matcher> {
        self.matchers.iter().find(|matcher| matcher.subject == subject)
    }
}

impl Index {
    fn new(rules: &[Rule]) -> Self {
        let field = |subject: Subject, name: &str| {
            let wanted: Vec<Option<&[String]>> =
                rules.iter().map(|rule| rule.matcher(subject)?.texts_of(name)).collect();
            FieldIndex::new(&wanted)
        };
        Self {
            policies: rules.len(),
            kind: field(Subject::Access, "kind"),
            integration: field(Subject::Access, "integration"),
            operation: field(Subject::Access, "operation"),
            namespace: field(Subject::Workflow, "namespace"),
        }
    }

    /// The rules that can match, narrowed down by the given subjects only.
    pub(crate) fn candidates(&self, workflow: Option<&WorkflowSubject>, access: Option<&Access>) -> Bits {
        let mut bits = all_policies(self.policies);
        if let Some(access) = access {
            bits.keep(self.kind.get(Some(access.kind.as_str())));
            bits.keep(self.integration.get(access.integration.as_deref()));
            bits.keep(self.operation.get(access.operation.as_deref()));
        }
        if let Some(workflow) = workflow {
            bits.keep(self.namespace.get(Some(&workflow.namespace)));
        }
        bits
    }
}
