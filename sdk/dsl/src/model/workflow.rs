//! A whole workflow definition.

use super::Expression;
use super::{Document, Evaluate, Input, Node, Output, Schedule, Task, TaskList, TimeoutReference, Use};
use crate::parse::{At, Findings};

/// A workflow definition that was read without errors of structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Workflow {
    /// Who it is.
    pub document: Document,
    /// What it takes in.
    pub input: Option<Input>,
    /// What its tasks refer to by name.
    pub reusable: Use,
    /// What it does, in order.
    pub tasks: TaskList,
    /// How long it may take.
    pub timeout: Option<TimeoutReference>,
    /// What it gives back.
    pub output: Option<Output>,
    /// What starts it, other than a caller.
    pub schedule: Option<Schedule>,
    /// How expressions are evaluated.
    pub evaluate: Option<Evaluate>,
    /// The whole definition as it was written: `$workflow.definition`. A task's own definition, `$task.definition`,
    /// is `source.pointer(&task.pointer)`.
    pub source: Node,
    expressions: Vec<Expression>,
}

impl Workflow {
    /// The definition of `task` as it was written.
    pub fn definition_of(&self, task: &Task) -> Option<&Node> {
        self.source.pointer(&task.pointer)
    }
}

impl Workflow {
    /// Reads all that can be read. With any error among the problems the workflow is incomplete and must not run.
    pub(crate) fn read(source: Node, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] =
            &["document", "input", "use", "do", "timeout", "output", "schedule", "evaluate"];
        let parts = At::new(&source, "").fields(KEYS, findings).and_then(|root| {
            let document = root.required("document", findings).and_then(|at| Document::read(&at, findings));
            let input = root.get("input").and_then(|at| Input::read(&at, findings));
            let reusable = root.get("use").and_then(|at| Use::read(&at, findings)).unwrap_or_default();
            let tasks = root.required("do", findings).and_then(|at| TaskList::read(&at, findings));
            let timeout = root.get("timeout").and_then(|at| TimeoutReference::read(&at, findings));
            let output = root.get("output").and_then(|at| Output::read(&at, findings));
            let schedule = root.get("schedule").and_then(|at| Schedule::read(&at, findings));
            let evaluate = root.get("evaluate").and_then(|at| Evaluate::read(&at, findings));
            Some((document?, input, reusable, tasks?, timeout, output, schedule, evaluate))
        });
        let mut expressions = std::mem::take(&mut findings.expressions);
        expressions.sort_by(|a, b| (a.span, &a.pointer).cmp(&(b.span, &b.pointer)));
        parts.map(|(document, input, reusable, tasks, timeout, output, schedule, evaluate)| Self {
            document,
            input,
            reusable,
            tasks,
            timeout,
            output,
            schedule,
            evaluate,
            expressions,
            source,
        })
    }

    /// Every expression of the definition, in the order of the text.
    pub fn expressions(&self) -> &[Expression] {
        &self.expressions
    }
}
