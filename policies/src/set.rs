//! The policies in force, compiled once. A set is immutable; another set replaces it.

use serde_json::Value;
use towpath_access::{Access, TimeSubject, WorkflowSubject};
use towpath_diagnostics::{Diagnostic, codes};

use crate::index::{Bits, FieldIndex, all};
use crate::labels::{Bearer, LabelsRule};
use crate::matcher::{Matcher, Tested};
use crate::time::Zone;
use crate::{
    Approvers, HoldSettings, LabelsDocument, LimitsDocument, Mode, PolicyDocument, PolicyEffect, Subject,
    check,
};

/// Policies, compiled and sorted by name: their order in files, or in a call, never matters.
#[derive(Debug)]
pub struct PolicySet {
    digest: String,
    alternatives: usize,
    documents: Vec<PolicyDocument>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) limits: Vec<LimitsRule>,
    pub(crate) labels: Vec<LabelsRule>,
    pub(crate) index: Index,
}

/// A policy that is judged: enforced or audited, whatever its effect.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) digest: String,
    pub(crate) effect: PolicyEffect,
    pub(crate) mode: Mode,
    /// Who signs, for a review or a hold.
    pub(crate) approvers: Approvers,
    /// For a hold, always there.
    pub(crate) hold: Option<HoldSettings>,
    pub(crate) reason: Option<String>,
    pub(crate) contact: Option<String>,
    pub(crate) zone: Zone,
    pub(crate) expires: Option<Expiry>,
    pub(crate) matchers: Vec<Matcher>,
}

/// The end of a policy.
#[derive(Debug)]
pub(crate) struct Expiry {
    /// The last day, `2027-03-31`.
    pub(crate) date: String,
    /// The first moment it is not in force any more, in milliseconds since the Unix epoch.
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

/// Where to look first.
#[derive(Debug)]
pub(crate) struct Index {
    policies: usize,
    kind: FieldIndex,
    integration: FieldIndex,
    operation: FieldIndex,
    namespace: FieldIndex,
}

impl PolicySet {
    /// A set without policies: everything is refused.
    pub fn empty() -> Self {
        Self::assemble(Vec::new(), Rules::default())
    }

    /// Compiles `documents`.
    ///
    /// # Errors
    ///
    /// Every reason why not: whatever [`check`] finds wrong, and names that stand twice. Messages name the policy.
    pub fn compile(mut documents: Vec<PolicyDocument>) -> Result<Self, Vec<Diagnostic>> {
        documents.sort_by(|a, b| a.policy.cmp(&b.policy));
        let mut errors = Vec::new();
        for pair in documents.windows(2) {
            if pair[0].policy == pair[1].policy {
                let message = format!("there are two policies named `{}`", pair[0].policy);
                errors.push(Diagnostic::error(codes::TP2004, message).pointer("/policy"));
            }
        }
        let mut rules = Rules::default();
        for document in &documents {
            let found: Vec<Diagnostic> = check(document).into_iter().filter(Diagnostic::is_error).collect();
            if !found.is_empty() {
                errors.extend(found.into_iter().map(|diagnostic| named(document, diagnostic)));
                continue;
            }
            match compile_one(document) {
                Ok(Compiled::Rule(rule)) => rules.decide.push(*rule),
                Ok(Compiled::Limits(rule)) => rules.limits.push(*rule),
                Ok(Compiled::Labels(rule)) => rules.labels.push(*rule),
                Ok(Compiled::Off) => {}
                Err(diagnostic) => errors.push(named(document, *diagnostic)),
            }
        }
        if errors.is_empty() { Ok(Self::assemble(documents, rules)) } else { Err(errors) }
    }

    fn assemble(documents: Vec<PolicyDocument>, rules: Rules) -> Self {
        let digests: Vec<String> = documents.iter().map(PolicyDocument::digest).collect();
        Self {
            digest: towpath_access::digest(&digests.into()),
            alternatives: documents.iter().map(crate::weight::of).sum(),
            index: Index::new(&rules.decide),
            documents,
            rules: rules.decide,
            limits: rules.limits,
            labels: rules.labels,
        }
    }

    /// `sha256:<hex>` over the digests of its documents, in the order of their names.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Members of `anyOf`, `oneOf` and `allOf` in the schemas of all its policies: how much work it is to judge.
    pub fn alternatives(&self) -> usize {
        self.alternatives
    }

    /// Whether one of its policies describes profiles: only then a question needs one.
    pub fn describes_profiles(&self) -> bool {
        self.rules.iter().any(|rule| rule.matcher(Subject::Profile).is_some())
    }

    /// Its documents, sorted by name, those that are off included.
    pub fn documents(&self) -> &[PolicyDocument] {
        &self.documents
    }
}

/// What documents compile to, by kind.
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

fn compile_one(document: &PolicyDocument) -> Result<Compiled, Box<Diagnostic>> {
    if document.mode == Mode::Off {
        return Ok(Compiled::Off);
    }
    let zone = Zone::named(document.timezone.as_deref())
        .map_err(|why| Box::new(Diagnostic::error(codes::TP2015, why).pointer("/timezone")))?;
    let expires = expiry(document, &zone)?;
    let mut matchers = Vec::new();
    for subject in Subject::ALL {
        if let Some(schema) = document.schema_of(subject) {
            matchers.push(matcher(subject, schema)?);
        }
    }
    if let Some(labels) = document.labels.as_ref().filter(|_| document.mode == Mode::Enforce) {
        return Ok(Compiled::Labels(Box::new(LabelsRule {
            name: document.policy.clone(),
            expires,
            bearer: bearer(document, labels)?,
            matchers,
            labels: labels.given().to_vec(),
        })));
    }
    Ok(match (document.effect, document.limits) {
        // A document of limits that is only audited decides nothing, and there is nothing to report.
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
            digest: document.digest(),
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

fn bearer(document: &PolicyDocument, labels: &LabelsDocument) -> Result<Bearer, Box<Diagnostic>> {
    match &document.event {
        _ if labels.event.is_empty() => Ok(Bearer::Input),
        Some(schema) => Ok(Bearer::Event(Some(event_matcher(schema)?))),
        None => Ok(Bearer::Event(None)),
    }
}

/// Compiles the schema over an event's attributes.
pub(crate) fn event_matcher(schema: &Value) -> Result<Tested, Box<Diagnostic>> {
    Tested::new(schema).map_err(|why| {
        let message = format!("`event` is not a valid JSON Schema: {why}");
        Box::new(Diagnostic::error(codes::TP2005, message).pointer("/event"))
    })
}

/// Compiles one subject's schema.
pub(crate) fn matcher(subject: Subject, schema: &Value) -> Result<Matcher, Box<Diagnostic>> {
    Matcher::new(subject, schema).map_err(|why| {
        let message = format!("`{}` is not a valid JSON Schema: {why}", subject.as_str());
        Box::new(Diagnostic::error(codes::TP2005, message).pointer(format!("/{}", subject.as_str())))
    })
}

fn expiry(document: &PolicyDocument, zone: &Zone) -> Result<Option<Expiry>, Box<Diagnostic>> {
    let Some(date) = &document.expires else { return Ok(None) };
    zone.end_of(date)
        .map(|ends_at| Some(Expiry { date: date.clone(), ends_at }))
        .map_err(|why| Box::new(Diagnostic::error(codes::TP2015, why).pointer("/expires")))
}

fn named(document: &PolicyDocument, diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { message: format!("policy `{}`: {}", document.policy, diagnostic.message), ..diagnostic }
}

impl Expiry {
    /// Whether the policy is over at `now`, in milliseconds since the Unix epoch.
    pub(crate) fn is_past(&self, now: i64) -> bool {
        now >= self.ends_at
    }

    /// Whether the policy is over at `time`, given in its own time zone.
    pub(crate) fn is_past_at(&self, time: &TimeSubject) -> bool {
        time.date > self.date
    }
}

impl Rule {
    /// The schema over `subject`.
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

    /// The rules that can match; what is not given is not asked about.
    pub(crate) fn candidates(&self, workflow: Option<&WorkflowSubject>, access: Option<&Access>) -> Bits {
        let mut bits = all(self.policies);
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
