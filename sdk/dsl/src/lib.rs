//! The Open Workflow DSL 1.0.3: YAML or JSON text into a strict model that knows its places, with every problem found.
//!
//! Wasm-clean: no I/O, no threads, no clock, no randomness. What runs a workflow never lives here.

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
mod words;
pub mod yaml;

use towpath_diagnostics::{Diagnostic, sort_and_deduplicate};

pub use diff::{Change, diff};
pub use draw::draw;
pub use link::{Foreign, Linked};
pub use model::Workflow;

/// Reads a definition, YAML or JSON, and checks it. The problems are sorted by place, each said once.
///
/// The workflow is there as soon as its document and its tasks could be read. **With any error among the problems it is
/// incomplete**: good for showing what it is called, never for running.
pub fn read(source: &str) -> (Option<Workflow>, Vec<Diagnostic>) {
    let (node, mut diagnostics) = yaml::parse(source, yaml::Limits::default());
    let Some(node) = node else { return (None, diagnostics) };
    diagnostics.extend(parse::comments::check(source, &node));
    let (workflow, problems) = read_node(node);
    diagnostics.extend(problems.into_iter().map(|problem| parse::with_source(source, problem)));
    sort_and_deduplicate(&mut diagnostics);
    (workflow, diagnostics)
}

/// Reads and checks a definition that was read as YAML or JSON before; see [`read`].
pub fn read_node(node: model::Node) -> (Option<Workflow>, Vec<Diagnostic>) {
    let mut findings = parse::Findings::default();
    let parts = model::Parts::read(&node, &mut findings);
    check::check(&node, &parts, &mut findings);
    let workflow = parts.complete(node, findings.expressions);
    let mut diagnostics = findings.problems.into_diagnostics();
    sort_and_deduplicate(&mut diagnostics);
    (workflow, diagnostics)
}

/// Whether a problem says only that this engine cannot run something yet: the definition is complete all the same, and
/// may be shown, compared and drawn.
pub fn is_only_unavailable(diagnostic: &Diagnostic) -> bool {
    check::is_refusal(&diagnostic.code)
}
