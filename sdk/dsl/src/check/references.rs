//! Checks names that refer to entries under `use`.

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};

use super::Checker;
use crate::{
    model::{ANY_FUNCTION, Spanned, in_full},
    words::quote,
};

/// The kind of entry that a name refers to.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Authentication,
    Catalog,
    Error,
    Function,
    Retry,
    Secret,
    Timeout,
}

impl Checker<'_> {
    /// Reports `name` if it is not defined.
    pub(super) fn reference(&mut self, kind: Kind, name: &Spanned<String>) {
        self.reference_at(kind, name, &name.value);
    }

    /// Like [`Self::reference`], for a name that is only a part of the text at `place`.
    pub(super) fn reference_at(&mut self, kind: Kind, place: &Spanned<String>, name: &str) {
        let names = self.names(kind);
        if names.contains(&name) {
            return;
        }
        if self.problems.is_full() {
            return self.problems.count();
        }
        let (what, list) = match kind {
            Kind::Authentication => ("authentication", "authentications"),
            Kind::Catalog => ("catalog", "catalogs"),
            Kind::Error => ("error", "errors"),
            Kind::Function => ("function", "functions"),
            Kind::Retry => ("retry policy", "retries"),
            Kind::Secret => ("secret", "secrets"),
            Kind::Timeout => ("timeout", "timeouts"),
        };
        let message = format!("there is no {what} called {}", quote(name));
        let protocols: &[&str] = match kind {
            Kind::Function => &["http", "openapi", "grpc", "asyncapi", "mcp", "a2a"],
            _ => &[],
        };
        let names_are_none = names.is_empty();
        let help = match (did_you_mean(name, names.into_iter().chain(protocols.iter().copied())), kind) {
            (Some(word), _) => format!("did you mean `{word}`?"),
            (None, Kind::Function) if name.contains('.') => in_full(name),
            (None, Kind::Function) => ANY_FUNCTION.to_owned(),
            (None, Kind::Secret) if names_are_none => {
                format!("add its name to `use.secrets`: `use: {{ secrets: [{name}] }}`")
            }
            (None, Kind::Secret) => "add its name to `use.secrets`".to_owned(),
            (None, _) => format!("define it under `use.{list}`"),
        };
        self.report(Diagnostic::error(codes::TP0224, message).at(place.span).help(help));
    }

    fn names(&self, kind: Kind) -> Vec<&str> {
        fn keys<T>(entries: &[(Spanned<String>, T)]) -> Vec<&str> {
            entries.iter().map(|(name, _)| name.value.as_str()).collect()
        }
        let reusable = &self.parts.reusable;
        match kind {
            Kind::Authentication => keys(&reusable.authentications),
            Kind::Catalog => std::iter::once("default").chain(keys(&reusable.catalogs)).collect(),
            Kind::Error => keys(&reusable.errors),
            Kind::Function => reusable.functions.iter().map(|task| task.name.value.as_str()).collect(),
            Kind::Retry => keys(&reusable.retries),
            Kind::Secret => reusable.secrets.iter().map(|name| name.value.as_str()).collect(),
            Kind::Timeout => keys(&reusable.timeouts),
        }
    }
}
