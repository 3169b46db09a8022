//! `use`: entries that tasks refer to by name.

use towpath_diagnostics::Span;

use super::{
    AuthenticationPolicy, Endpoint, ErrorDefinition, Expression, RetryPolicy, Spanned, Task, TaskList,
    Timeout,
};
use crate::parse::{At, Expected, Findings};

/// `use`. Names are unique and in source order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Use {
    /// Authentications.
    pub authentications: Vec<(Spanned<String>, AuthenticationPolicy)>,
    /// Catalogs of functions.
    pub catalogs: Vec<(Spanned<String>, Catalog)>,
    /// Errors to raise.
    pub errors: Vec<(Spanned<String>, ErrorDefinition)>,
    /// Tasks that run before and after other tasks.
    pub extensions: Vec<Extension>,
    /// Custom functions. The name of each is the name of its task.
    pub functions: Vec<Task>,
    /// Retry policies.
    pub retries: Vec<(Spanned<String>, RetryPolicy)>,
    /// Names of secrets, `$secrets.name`.
    pub secrets: Vec<Spanned<String>>,
    /// Timeouts.
    pub timeouts: Vec<(Spanned<String>, Timeout)>,
}

/// A catalog of functions.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    /// Its root URL.
    pub endpoint: Endpoint,
    /// Its place in the source text.
    pub span: Span,
}

/// Tasks that run before and after other tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct Extension {
    /// Its name.
    pub name: Spanned<String>,
    /// The kind of task that it extends.
    pub extend: Spanned<String>,
    /// When it applies.
    pub when: Option<Expression>,
    /// Tasks before the extended task.
    pub before: Option<TaskList>,
    /// Tasks after the extended task.
    pub after: Option<TaskList>,
    /// Its place in the source text.
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

    /// The index of the function called `name`.
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
        let functions = reusable
            .get("functions")
            .and_then(|at| at.entries(Expected::Mapping, findings))
            .unwrap_or_default();
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
    let entries = at.and_then(|at| at.entries(Expected::Mapping, findings)).unwrap_or_default();
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
