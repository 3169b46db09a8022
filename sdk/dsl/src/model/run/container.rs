//! `run: container`.

use towpath_diagnostics::Span;

use crate::model::{Duration, OrExpression, Spanned, Template};
use crate::parse::{At, Findings};
use towpath_diagnostics::codes;

/// `run: container`.
#[derive(Debug, Clone, PartialEq)]
pub struct ContainerRun {
    /// The image.
    pub image: OrExpression<Spanned<String>>,
    /// A name for it.
    pub name: Option<OrExpression<Spanned<String>>>,
    /// The command.
    pub command: Option<OrExpression<Spanned<String>>>,
    /// Port mappings.
    pub ports: Option<Template>,
    /// Volume mappings.
    pub volumes: Option<Template>,
    /// Environment variables.
    pub environment: Option<Template>,
    /// Standard input.
    pub stdin: Option<OrExpression<Spanned<String>>>,
    /// Arguments.
    pub arguments: Option<Template>,
    /// `lifetime.cleanup`.
    pub cleanup: Option<Spanned<String>>,
    /// `lifetime.after`.
    pub cleanup_after: Option<Duration>,
    /// How the image is pulled.
    pub pull_policy: Option<Spanned<String>>,
    /// Its place in the source text.
    pub span: Span,
}

impl ContainerRun {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] = &[
            "image",
            "name",
            "command",
            "ports",
            "volumes",
            "environment",
            "stdin",
            "arguments",
            "lifetime",
            "pullPolicy",
        ];
        let container = at.fields(KEYS, findings)?;
        let image = container.required("image", findings).and_then(|at| at.text_or_expression(findings));
        let (cleanup, cleanup_after) =
            container.get("lifetime").map_or((None, None), |at| read_lifetime(&at, findings));
        let mut text = |key| container.get(key).and_then(|at: At<'_>| at.text_or_expression(findings));
        let (name, command, stdin) = (text("name"), text("command"), text("stdin"));
        let mut mapping = |key| container.get(key).and_then(|at: At<'_>| at.mapping_template(findings));
        let (ports, volumes, environment) = (mapping("ports"), mapping("volumes"), mapping("environment"));
        let arguments = container.get("arguments").and_then(|at| at.text_list(findings));
        let pull_policy = container
            .get("pullPolicy")
            .and_then(|at| at.word_text(&["ifNotPresent", "always", "never"], findings));
        Some(Self {
            image: image?,
            name,
            command,
            ports,
            volumes,
            environment,
            stdin,
            arguments,
            cleanup,
            cleanup_after,
            pull_policy,
            span: at.node.span,
        })
    }
}

fn read_lifetime(at: &At<'_>, findings: &mut Findings) -> (Option<Spanned<String>>, Option<Duration>) {
    let Some(lifetime) = at.fields(&["cleanup", "after"], findings) else { return (None, None) };
    let cleanup = lifetime
        .required("cleanup", findings)
        .and_then(|at| at.word_text(&["always", "never", "eventually"], findings));
    let after = lifetime.get("after").and_then(|at| Duration::read(&at, findings));
    let is_eventual = cleanup.as_ref().map(|cleanup| cleanup.value == "eventually");
    match (is_eventual, lifetime.key("after")) {
        (Some(true), None) => {
            lifetime.required("after", findings);
        }
        (Some(false), Some(name)) => {
            let diagnostic = at.error(codes::TP0217, "`after` requires `cleanup: eventually`").at(name.span);
            findings.report(diagnostic.help("delete it, or write `cleanup: eventually`"));
        }
        _ => {}
    }
    (cleanup, after)
}
