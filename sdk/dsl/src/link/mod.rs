//! External functions, at a URL or in a catalog. Finds their calls in a definition, and links fetched
//! functions to it as if they were under `use.functions`, by the name in the call.
//!
//! An external function is isolated: it sees nothing under `use` of its caller. Its behaviour must not depend
//! on the caller, and it must not read the caller's secrets.

mod location;

use std::collections::BTreeSet;

use towpath_diagnostics::{Diagnostic, LineIndex, Span, codes};

use crate::model::{
    CallTask, FunctionCall, Node, NodeKind, Parts, Spanned, Task, TaskKind, TaskList, Workflow,
};
use crate::words::quote;
use crate::{parse, yaml};

pub(crate) use location::written_out;

/// A call of an external function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalCall {
    /// The name in the call.
    pub name: Spanned<String>,
    /// The URL of its definition.
    pub location: String,
}

/// An external function that was fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The name in the call, and the place of the first call.
    pub name: Spanned<String>,
    /// The URL of its definition.
    pub location: String,
    /// A workflow with only this function. Its `source` has the definition under `/use/functions/<name>`.
    pub alone: Workflow,
    /// The external functions that it calls.
    pub calls: Vec<ExternalCall>,
    /// Its text, for messages.
    text: String,
}

impl Linked {
    /// Its task.
    pub fn task(&self) -> Option<&Task> {
        self.alone.reusable.functions.first()
    }

    /// Converts a problem in its text to one at the place of the call.
    pub fn explain(&self, found: Diagnostic) -> Diagnostic {
        problem_in_other_text(&self.name, &self.text, found)
    }
}

impl Workflow {
    /// Calls of external functions that are not linked yet, each function once, in source order.
    pub fn external_calls(&self) -> Vec<ExternalCall> {
        let mut found = Vec::new();
        for list in self.lists() {
            list.tasks
                .iter()
                .for_each(|task| each_call(task, &mut |call| found.extend(self.external_call(call))));
        }
        for task in &self.reusable.functions {
            each_call(task, &mut |call| found.extend(self.external_call(call)));
        }
        found.sort_by_key(|external| external.name.span);
        found.extend(self.linked.iter().flat_map(|linked| linked.calls.clone()));
        let mut seen: BTreeSet<String> = self.linked.iter().map(|linked| linked.name.value.clone()).collect();
        found.retain(|external| seen.insert(external.name.value.clone()));
        found
    }

    /// Links a fetched function. Its problems are reported at the place of the call. A function with errors
    /// is not linked.
    pub fn link(&mut self, external: &ExternalCall, text: &str) -> Vec<Diagnostic> {
        let (name, source) = (&external.name, text.trim_start_matches('\u{feff}'));
        let tell = |found: Vec<Diagnostic>| -> Vec<Diagnostic> {
            found
                .into_iter()
                .filter(Diagnostic::is_error)
                .map(|found| problem_in_other_text(name, source, found))
                .collect()
        };
        let (node, found) = yaml::parse(source, yaml::Limits::default());
        let (Some(node), true) = (node, found.is_empty()) else { return tell(found) };
        let node = as_function(&name.value, node);
        let mut findings = parse::Findings::default();
        let parts = Parts::of_function(&node, &name.value, &mut findings);
        crate::check::check_function(&node, &parts, &mut findings);
        for expression in findings.expressions.iter().filter(|expression| expression.jq.contains("$secrets"))
        {
            let message = "an external function may not use secrets";
            let help = "let the caller authenticate, or ask IT for an operation of an integration";
            findings
                .problems
                .report(Diagnostic::error(codes::TP0307, message).at(expression.span).help(help));
        }
        let expressions = std::mem::take(&mut findings.expressions);
        let found = tell(findings.problems.into_diagnostics());
        let alone = parts.complete_as(self.document.clone(), node, expressions);
        if !found.is_empty() || alone.reusable.functions.is_empty() {
            return found;
        }
        let mut calls = Vec::new();
        for task in &alone.reusable.functions {
            each_call(task, &mut |call| {
                // Calls inside an external function are reported at the place where the function itself is
                // called.
                calls.extend(alone.external_call(call).map(|inner| ExternalCall {
                    name: Spanned::new(inner.name.value, name.span),
                    location: inner.location,
                }));
            });
        }
        let (name, location) = (external.name.clone(), external.location.clone());
        self.linked.push(Linked { name, location, alone, calls, text: source.to_owned() });
        Vec::new()
    }

    /// Reports the external functions that call themselves, directly or through others: such a call would
    /// never end.
    pub fn cyclic_links(&self) -> Vec<Diagnostic> {
        let calls = |name: &str| {
            let linked = self.linked.iter().find(|linked| linked.name.value == name);
            linked.map(|linked| linked.calls.as_slice()).unwrap_or_default()
        };
        let mut found = Vec::new();
        for linked in &self.linked {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&str> =
                calls(&linked.name).iter().map(|call| call.name.value.as_str()).collect();
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    open.extend(calls(next).iter().map(|call| call.name.value.as_str()));
                }
            }
            if seen.contains(linked.name.value.as_str()) {
                let message = format!("the function {} calls itself", quote(&linked.name));
                found.push(Diagnostic::error(codes::TP0632, message).at(linked.name.span));
            }
        }
        found
    }

    /// Every task list of the definition that is not inside another one.
    fn lists(&self) -> impl Iterator<Item = &TaskList> {
        let extensions = &self.reusable.extensions;
        let extensions =
            extensions.iter().flat_map(|extension| extension.before.iter().chain(&extension.after));
        extensions.chain(std::iter::once(&self.tasks))
    }

    fn external_call(&self, call: &FunctionCall) -> Option<ExternalCall> {
        let location = call.target.location(&self.reusable)?;
        Some(ExternalCall { name: call.name.clone(), location })
    }
}

/// Every function call in a task. The YAML parser bounds the nesting.
fn each_call(task: &Task, found: &mut dyn FnMut(&FunctionCall)) {
    if let TaskKind::Call(call) = &task.kind
        && let CallTask::Function(call) = &**call
    {
        found(call);
    }
    for list in task.kind.lists() {
        list.tasks.iter().for_each(|task| each_call(task, found));
    }
}

/// Wraps `node` as an entry of `use.functions`, so that pointers into it begin with that path.
fn as_function(name: &str, node: Node) -> Node {
    let span = node.span;
    let inside = |key: &str, node: Node| {
        Node::new(NodeKind::Object(vec![(Spanned::new(key.to_owned(), Span::default()), node)]), span)
    };
    inside("use", inside("functions", inside(name, node)))
}

/// Converts a problem in another text to one at the place of the call.
fn problem_in_other_text(name: &Spanned<String>, text: &str, found: Diagnostic) -> Diagnostic {
    let place = found.span.map(|span| LineIndex::new(text).locate(span.start));
    let place = place
        .map_or(String::new(), |place| format!(", line {}, column {}", place.line + 1, place.character + 1));
    let message = format!("in the function {}{place}: {}", quote(name), found.message);
    let mut shown = Diagnostic { message, ..Diagnostic::error(found.code, "") }.at(name.span);
    shown.help = found.help;
    shown
}
