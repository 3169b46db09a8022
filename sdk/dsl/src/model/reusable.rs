//! `use`: what tasks refer to by name.

use towpath_diagnostics::Span;

use super::{
    AuthenticationPolicy, Endpoint, ErrorDefinition, Expression, RetryPolicy, Spanned, Task, TaskList,
    Timeout,
};
use crate::parse::{At, Findings};

/// `use`. Names in the order of the text, each once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Use {
    /// Ways to say who we are.
    pub authentications: Vec<(Spanned<String>, AuthenticationPolicy)>,
    /// Catalogs of functions.
    pub catalogs: Vec<(Spanned<String>, Catalog)>,
    /// Errors to raise.
    pub errors: Vec<(Spanned<String>, ErrorDefinition)>,
    /// What is done before and after other tasks.
    pub extensions: Vec<Extension>,
    /// Custom functions: the name of each is its task's name.
    pub functions: Vec<Task>,
    /// Ways to try again.
    pub retries: Vec<(Spanned<String>, RetryPolicy)>,
    /// Names of secrets, `$secrets.name`.
    pub secrets: Vec<Spanned<String>>,
    /// Timeouts.
    pub timeouts: Vec<(Spanned<String>, Timeout)>,
}

/// Where functions come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    /// Its root.
    pub endpoint: Endpoint,
    /// Where it stands.
    pub span: Span,
}

/// What is done before and after other tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct Extension {
    /// Its name.
    pub name: Spanned<String>,
    /// Which kind of task it extends.
    pub extend: Spanned<String>,
    /// When it applies.
    pub when: Option<Expression>,
    /// Done before.
    pub before: Option<TaskList>,
    /// Done after.
    pub after: Option<TaskList>,
    /// Where it stands.
    pub span: Span,
}

impl Use {
    /// The error called `name`.
    pub fn error(&self, name: &str) -> Option<&ErrorDefinition> {
        self.errors.iter().find(|(key, _)| key.value == name).map(|(_, error)| error)
    }

    /// The timeout called `name`.
    pub fn timeout(&self, name: &str) -> Option<&Timeout> {
        self.timeouts.iter().find(|(key, _)| key.value == name).map(|(_, timeout)| timeout)
    }

    /// The retry policy called `name`.
    pub fn retry(&self, name: &str) -> Option<&RetryPolicy> {
        self.retries.iter().find(|(key, _)| key.value == name).map(|(_, policy)| policy)
    }

    /// The place of the function called `name`.
    pub fn function(&self, name: &str) -> Option<usize> {
        self.functions.iter().position(|task| task.name.value == name)
    }

    /// The authentication called `name`.
    pub fn authentication(&self, name: &str) -> Option<&AuthenticationPolicy> {
        self.authentications.iter().find(|(key, _)| key.value == name).map(|(_, policy)| policy)
    }
}

impl Use {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] = &[
            "authentications",
            "catalogs",
            "errors",
            "extensions",
            "functions",
            "retries",
            "secrets",
            "timeouts",
        ];
        let reusable = at.fields(KEYS, findings)?;
        let secrets = reusable.get("secrets").and_then(|at| at.items(findings)).unwrap_or_default();
        let extensions = reusable.get("extensions").and_then(|at| at.items(findings)).unwrap_or_default();
        let functions =
            reusable.get("functions").and_then(|at| at.entries("a mapping", findings)).unwrap_or_default();
        Some(Self {
            authentications: named(reusable.get("authentications"), AuthenticationPolicy::read, findings),
            catalogs: named(reusable.get("catalogs"), Catalog::read, findings),
            errors: named(reusable.get("errors"), ErrorDefinition::read, findings),
            extensions: extensions.iter().filter_map(|item| Extension::read(item, findings)).collect(),
            functions: functions
                .iter()
                .filter_map(|(name, at)| Task::read_alone(name, at, findings))
                .collect(),
            retries: named(reusable.get("retries"), RetryPolicy::read, findings),
            secrets: secrets.iter().filter_map(|item| item.literal(findings)).collect(),
            timeouts: named(reusable.get("timeouts"), Timeout::read, findings),
        })
    }
}

fn named<T>(
    at: Option<At<'_>>,
    read: fn(&At<'_>, &mut Findings) -> Option<T>,
    findings: &mut Findings,
) -> Vec<(Spanned<String>, T)> {
    let entries = at.and_then(|at| at.entries("a mapping", findings)).unwrap_or_default();
    entries.into_iter().filter_map(|(name, at)| Some((name.clone(), read(&at, findings)?))).collect()
}

impl Catalog {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let catalog = at.fields(&["endpoint"], findings)?;
        let endpoint = catalog.required("endpoint", findings).and_then(|at| Endpoint::read(&at, findings));
        Some(Self { endpoint: endpoint?, span: at.node.span })
    }
}

impl Extension {
    fn read(item: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const TARGETS: &[&str] = &[
            "call",
            "composite",
            "emit",
            "for",
            "listen",
            "raise",
            "run",
            "set",
            "switch",
            "try",
            "wait",
            "all",
        ];
        let (name, at) = item.named_item("extension", findings)?;
        let extension = at.fields(&["extend", "when", "before", "after"], findings)?;
        let extend = extension.required("extend", findings).and_then(|at| at.word_text(TARGETS, findings));
        let when = extension.get("when").and_then(|at| at.expression(findings));
        let before = extension.get("before").and_then(|at| TaskList::read(&at, findings));
        let after = extension.get("after").and_then(|at| TaskList::read(&at, findings));
        Some(Self { name: name.clone(), extend: extend?, when, before, after, span: at.node.span })
    }
}
