//! The Open Workflow DSL 1.0.3: parses YAML or JSON into a strict model with source positions, and reports
//! all problems.
//!
//! The crate has no I/O, threads, clock or randomness, so it also runs in the sandbox. It does not execute
//! workflows; `engine/runner` does.

mod check;
mod diff;
mod digest;
mod draw;
mod link;
pub mod lookalike;
pub mod model;
mod parse;
mod problems;
pub mod schema;
pub mod snippet;
pub mod words;
pub mod yaml;

use towpath_diagnostics::{Diagnostic, sort_and_deduplicate};

pub use diff::{Change, diff};
pub use draw::draw;
pub use link::{ExternalCall, Linked};
pub use model::Workflow;

/// Reads a definition (YAML or JSON) and checks it. The problems are sorted by place, without duplicates.
///
/// The workflow is returned if its document and its tasks could be read. **If the problems include an error,
/// the workflow is incomplete**: use it to show its name, never to run it.
pub fn read(source: &str) -> (Option<Workflow>, Vec<Diagnostic>) {
    let (node, mut diagnostics) = yaml::parse(source, yaml::Limits::default());
    let Some(node) = node else { return (None, diagnostics) };
    diagnostics.extend(parse::comments::check_cutting_comments(source, &node));
    let (workflow, problems) = read_node(node);
    diagnostics.extend(problems.into_iter().map(|problem| parse::with_source(source, problem)));
    sort_and_deduplicate(&mut diagnostics);
    (workflow, diagnostics)
}

/// Reads and checks a definition that is already parsed as YAML or JSON; see [`read`].
pub fn read_node(node: model::Node) -> (Option<Workflow>, Vec<Diagnostic>) {
    let mut findings = parse::Findings::default();
    let parts = model::Parts::read(&node, &mut findings);
    check::check(&node, &parts, &mut findings);
    let workflow = parts.complete(node, findings.expressions);
    let mut diagnostics = findings.problems.into_diagnostics();
    sort_and_deduplicate(&mut diagnostics);
    (workflow, diagnostics)
}

/// Whether a problem only reports a construct that this engine does not support. The definition is still
/// complete, and can be shown, compared and drawn.
pub fn is_only_unavailable(diagnostic: &Diagnostic) -> bool {
    check::is_refusal(&diagnostic.code)
}
