//! Functions that stand elsewhere, at a URL or in a catalog: found in a definition, and, once they were fetched, put
//! beside it as if they stood under `use.functions` by the name they are called by.
//!
//! Such a function stands alone. It sees nothing under `use` of whoever calls it: what it does must not depend on
//! that, and it must not get at secrets that were meant for others.

mod location;

use std::collections::BTreeSet;

use towpath_diagnostics::{Diagnostic, LineIndex, Span, codes};

use crate::model::{
    CallTask, FunctionCall, Node, NodeKind, Parts, Spanned, Task, TaskKind, TaskList, Workflow,
};
use crate::words::quote;
use crate::{parse, yaml};

pub(crate) use location::written_out;

/// A call of a function that stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The name it is called by.
    pub name: Spanned<String>,
    /// The URL of its definition.
    pub location: String,
}

/// A function that stands elsewhere, as it was fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The name it is called by, and where it is called first.
    pub name: Spanned<String>,
    /// The URL of its definition.
    pub location: String,
    /// A workflow that has this one function and nothing else; `source` of it holds the definition under
    /// `/use/functions/<name>`.
    pub alone: Workflow,
    /// What it calls that stands elsewhere in turn.
    pub calls: Vec<Foreign>,
    /// Its text, for messages.
    text: String,
}

impl Linked {
    /// What it does.
    pub fn task(&self) -> Option<&Task> {
        self.alone.reusable.functions.first()
    }

    /// A problem inside of its text, told where it is called.
    pub fn explain(&self, found: Diagnostic) -> Diagnostic {
        outside(&self.name, &self.text, found)
    }
}

impl Workflow {
    /// Calls of functions that stand elsewhere and were not linked yet; each function once, in the order of the text.
    pub fn foreign(&self) -> Vec<Foreign> {
        let mut found = Vec::new();
        for list in self.lists() {
            list.tasks
                .iter()
                .for_each(|task| each_call(task, &mut |call| found.extend(self.foreign_of(call))));
        }
        for task in &self.reusable.functions {
            each_call(task, &mut |call| found.extend(self.foreign_of(call)));
        }
        found.sort_by_key(|foreign| foreign.name.span);
        found.extend(self.linked.iter().flat_map(|linked| linked.calls.clone()));
        let mut seen: BTreeSet<String> = self.linked.iter().map(|linked| linked.name.value.clone()).collect();
        found.retain(|foreign| seen.insert(foreign.name.value.clone()));
        found
    }

    /// Takes the definition of a function that was fetched. What is wrong with it is told where it is called; with an
    /// error among it the function is not there.
    pub fn link(&mut self, foreign: &Foreign, text: &str) -> Vec<Diagnostic> {
        let (name, source) = (&foreign.name, text.trim_start_matches('\u{feff}'));
        let tell = |found: Vec<Diagnostic>| -> Vec<Diagnostic> {
            found.into_iter().filter(Diagnostic::is_error).map(|found| outside(name, source, found)).collect()
        };
        let (node, found) = yaml::parse(source, yaml::Limits::default());
        let (Some(node), true) = (node, found.is_empty()) else { return tell(found) };
        let node = as_function(&name.value, node);
        let mut findings = parse::Findings::default();
        let parts = Parts::of_function(&node, &name.value, &mut findings);
        crate::check::check_function(&node, &parts, &mut findings);
        for expression in findings.expressions.iter().filter(|expression| expression.jq.contains("$secrets"))
        {
            let message = "a function that stands elsewhere may not use secrets";
            let help = "let whoever calls it authenticate, or ask IT for an operation of an integration";
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
                // What a function from elsewhere calls is told where the function itself is called.
                calls.extend(alone.foreign_of(call).map(|inner| Foreign {
                    name: Spanned::new(inner.name.value, name.span),
                    location: inner.location,
                }));
            });
        }
        let (name, location) = (foreign.name.clone(), foreign.location.clone());
        self.linked.push(Linked { name, location, alone, calls, text: source.to_owned() });
        Vec::new()
    }

    /// Says which functions from elsewhere call themselves, directly or through others: such a call would never end.
    pub fn endless_links(&self) -> Vec<Diagnostic> {
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

    /// Every list of tasks that stands in the definition itself, outside of other lists.
    fn lists(&self) -> impl Iterator<Item = &TaskList> {
        let extensions = &self.reusable.extensions;
        let extensions =
            extensions.iter().flat_map(|extension| extension.before.iter().chain(&extension.after));
        extensions.chain(std::iter::once(&self.tasks))
    }

    fn foreign_of(&self, call: &FunctionCall) -> Option<Foreign> {
        let location = call.target.location(&self.reusable)?;
        Some(Foreign { name: call.name.clone(), location })
    }
}

/// Every call of a function in a task. Nesting is bounded by the reader of the text.
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

/// `node` as it would stand under `use.functions`, so that pointers into it look as they would there.
fn as_function(name: &str, node: Node) -> Node {
    let span = node.span;
    let inside = |key: &str, node: Node| {
        Node::new(NodeKind::Object(vec![(Spanned::new(key.to_owned(), Span::default()), node)]), span)
    };
    inside("use", inside("functions", inside(name, node)))
}

/// A problem in another text, told where it is called from.
fn outside(name: &Spanned<String>, text: &str, found: Diagnostic) -> Diagnostic {
    let place = found.span.map(|span| LineIndex::new(text).locate(span.start));
    let place = place
        .map_or(String::new(), |place| format!(", line {}, column {}", place.line + 1, place.character + 1));
    let message = format!("in the function {}{place}: {}", quote(name), found.message);
    let mut told = Diagnostic { message, ..Diagnostic::error(found.code, "") }.at(name.span);
    told.help = found.help;
    told
}
