//! A whole workflow definition.

use super::Expression;
use super::{
    Document, Evaluate, Input, Node, Output, Schedule, Spanned, Task, TaskList, TimeoutReference, Use, escape,
};
use crate::link::Linked;
use crate::parse::{At, Findings};
use towpath_diagnostics::Span;

/// A workflow definition without structural errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Workflow {
    /// Its identity.
    pub document: Document,
    /// Its input.
    pub input: Option<Input>,
    /// Entries that its tasks refer to by name.
    pub reusable: Use,
    /// Its tasks, in order.
    pub tasks: TaskList,
    /// Its maximum duration.
    pub timeout: Option<TimeoutReference>,
    /// Its output.
    pub output: Option<Output>,
    /// Its schedule, which starts it without a caller.
    pub schedule: Option<Schedule>,
    /// How expressions are evaluated.
    pub evaluate: Option<Evaluate>,
    /// The whole definition as written: `$workflow.definition`. The definition of a task, `$task.definition`,
    /// is `source.pointer(&task.pointer)`.
    pub source: Node,
    /// Fetched external functions, in the order of linking; see [`Workflow::link`].
    pub linked: Vec<Linked>,
    expressions: Vec<Expression>,
}

impl Workflow {
    /// The definition of `task` as written.
    pub fn definition_of(&self, task: &Task) -> Option<&Node> {
        self.source.pointer(&task.pointer)
    }
}

impl Workflow {
    /// Every expression of the definition, in source order.
    pub fn expressions(&self) -> &[Expression] {
        &self.expressions
    }
}

/// All parts of a definition that could be read. They are checked even if the workflow is incomplete.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) document: Option<Document>,
    pub(crate) input: Option<Input>,
    pub(crate) reusable: Use,
    pub(crate) tasks: Option<TaskList>,
    pub(crate) timeout: Option<TimeoutReference>,
    pub(crate) output: Option<Output>,
    pub(crate) schedule: Option<Schedule>,
    pub(crate) evaluate: Option<Evaluate>,
}

impl Parts {
    pub(crate) fn read(source: &Node, findings: &mut Findings) -> Self {
        const KEYS: &[&str] =
            &["document", "input", "use", "do", "timeout", "output", "schedule", "evaluate"];
        let Some(root) = At::new(source, "").fields(KEYS, findings) else { return Self::default() };
        let own = ["dsl", "namespace", "name", "version"];
        findings.outside = own.into_iter().filter(|key| root.get(key).is_some()).map(str::to_owned).collect();
        Self {
            document: root.required("document", findings).and_then(|at| Document::read(&at, findings)),
            input: root.get("input").and_then(|at| Input::read(&at, findings)),
            reusable: root.get("use").and_then(|at| Use::read(&at, findings)).unwrap_or_default(),
            tasks: root.required("do", findings).and_then(|at| TaskList::read(&at, findings)),
            timeout: root.get("timeout").and_then(|at| TimeoutReference::read(&at, findings)),
            output: root.get("output").and_then(|at| Output::read(&at, findings)),
            schedule: root.get("schedule").and_then(|at| Schedule::read(&at, findings)),
            evaluate: root.get("evaluate").and_then(|at| Evaluate::read(&at, findings)),
        }
    }

    /// Reads an external function, which `source` has under `/use/functions/<name>`.
    pub(crate) fn of_function(source: &Node, name: &str, findings: &mut Findings) -> Self {
        let name = Spanned::new(name.to_owned(), Span::default());
        let pointer = format!("/use/functions/{}", escape(&name.value));
        let Some(node) = source.pointer(&pointer) else { return Self::default() };
        let task = Task::read_alone(&name, &At::new(node, pointer), findings);
        Self { reusable: Use { functions: task.into_iter().collect(), ..Use::default() }, ..Self::default() }
    }

    /// Makes a workflow of these parts, as far as they exist.
    pub(crate) fn complete_as(
        self,
        document: Document,
        source: Node,
        expressions: Vec<Expression>,
    ) -> Workflow {
        let none = || TaskList { tasks: Vec::new(), pointer: "/do".to_owned(), span: Span::default() };
        Workflow {
            document,
            input: self.input,
            reusable: self.reusable,
            tasks: self.tasks.unwrap_or_else(none),
            timeout: self.timeout,
            output: self.output,
            schedule: self.schedule,
            evaluate: self.evaluate,
            source,
            linked: Vec::new(),
            expressions,
        }
    }

    /// The workflow, if its document and its tasks could be read.
    pub(crate) fn complete(mut self, source: Node, mut expressions: Vec<Expression>) -> Option<Workflow> {
        expressions.sort_by(|a, b| (a.span, &a.pointer).cmp(&(b.span, &b.pointer)));
        let document = self.document.take()?;
        self.tasks.as_ref()?;
        Some(self.complete_as(document, source, expressions))
    }
}
