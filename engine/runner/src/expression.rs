//! Compiled expressions: which variables each may see where, and evaluating them.

use std::rc::Rc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::{Expression as Written, Workflow};
use towpath_wire::problem_types as types;

use crate::breadcrumb;
use crate::fault::{Fault, Faultable};
use crate::hints;
use crate::jq;
use crate::run::Cx;
use crate::scope::{Frame, WORKFLOW};
use crate::value::Value;

/// Where an expression stands, which decides what it sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The workflow's `input.from`.
    WorkflowInput,
    /// A task's `if` and `input.from`: there is no `$input` yet.
    Before,
    /// Anything inside a task, and its `output.as`.
    Definition,
    /// A task's `export.as`, the only place with `$output`.
    Export,
    /// The workflow's `output.as`.
    WorkflowOutput,
}

/// A variable every workflow has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standard {
    Context,
    Input,
    Output,
    Runtime,
    Secrets,
    Task,
    Workflow,
}

const STANDARD: [Standard; 7] = {
    use Standard::{Context, Input, Output, Runtime, Secrets, Task, Workflow};
    [Context, Input, Output, Runtime, Secrets, Task, Workflow]
};

impl Standard {
    /// Where it can be used, for who used it elsewhere.
    const fn whereabouts(self) -> &'static str {
        match self {
            Self::Input => {
                "`$input` is the task's transformed input: not there yet in `if` and `input.from`, use `.`"
            }
            Self::Output => "`$output` is only there in `export.as`; in `output.as` the output is `.`",
            Self::Task => "`$task` is only there inside a task",
            Self::Context => "`$context` is not there yet in the workflow's `input.from`",
            Self::Runtime | Self::Secrets | Self::Workflow => "this variable is there in every expression",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::Input => "input",
            Self::Output => "output",
            Self::Runtime => "runtime",
            Self::Secrets => "secrets",
            Self::Task => "task",
            Self::Workflow => "workflow",
        }
    }
}

impl Place {
    /// The specification's table of which argument is there in which expression.
    const fn sees(self) -> &'static [Standard] {
        use Standard::{Context, Input, Output, Runtime, Secrets, Task, Workflow};
        match self {
            Self::WorkflowInput => &[Runtime, Secrets, Workflow],
            Self::Before => &[Context, Runtime, Secrets, Task, Workflow],
            Self::Definition => &[Context, Input, Runtime, Secrets, Task, Workflow],
            Self::Export => &[Context, Input, Output, Runtime, Secrets, Task, Workflow],
            Self::WorkflowOutput => &[Context, Runtime, Secrets, Workflow],
        }
    }
}

/// What is known where an expression stands.
pub(crate) struct Names<'a> {
    pub(crate) place: Place,
    /// Variables of the loops and catches around, outermost first.
    pub(crate) locals: &'a [String],
    /// JSON pointer of the task; empty for the workflow itself.
    pub(crate) task: &'a str,
    pub(crate) workflow: &'a Workflow,
}

#[derive(Debug)]
enum Variable {
    Standard(Standard),
    Local(Rc<str>),
    /// The expression does not look at it, so nothing need be made ready.
    Unused,
}

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Expression {
    filter: jq::Filter,
    /// What it is given, in the order it was compiled with.
    variables: Vec<Variable>,
    /// `/do/0/total · set.total`.
    breadcrumb: String,
    /// Where in the breadcrumb the field begins.
    field: usize,
}

impl Expression {
    pub(crate) fn compile(written: &Written, names: &Names<'_>) -> Result<Self, Vec<Diagnostic>> {
        let mut variables = names.visible();
        let given: Vec<&str> = variables.iter().map(Variable::name).collect();
        let filter = jq::compile(&written.jq, &given).map_err(|errors| {
            errors.into_iter().map(|error| names.explain(written, error)).collect::<Vec<_>>()
        })?;
        for (at, variable) in variables.iter_mut().enumerate() {
            if !filter.used().contains(&at) {
                *variable = Variable::Unused;
            }
        }
        let task = if names.task.is_empty() { WORKFLOW } else { names.task };
        let field = written.pointer.strip_prefix(names.task).unwrap_or(&written.pointer);
        let breadcrumb = format!("{task} · {}", field.trim_start_matches('/').replace('/', "."));
        Ok(Self { filter, variables, field: task.len() + " · ".len(), breadcrumb })
    }

    /// The value it gives, with `input` as `.`.
    pub(crate) fn evaluate(&self, cx: &Cx, input: &Value, frame: &Frame<'_>) -> Faultable<Value> {
        breadcrumb::set(&self.breadcrumb);
        let variables: Vec<Value> = self.variables.iter().map(|variable| variable.value(cx, frame)).collect();
        self.filter.eval(input.clone(), &variables, cx.now()).map_err(|error| self.fault(cx, &error))
    }

    /// Whether it gives anything but `false` and `null`.
    pub(crate) fn holds(&self, cx: &Cx, input: &Value, frame: &Frame<'_>) -> Faultable<bool> {
        Ok(self.evaluate(cx, input, frame)?.is_truthy())
    }

    #[cold]
    fn fault(&self, cx: &Cx, error: &jq::EvalError) -> Box<Fault> {
        let detail = format!("`{}`: {}", &self.breadcrumb[self.field..], error.message);
        // Recursion without end is a limit, like loops without end: nothing that lets errors pass hides it.
        let mut fault = match error.code == codes::TP0416 {
            true => Fault::limit(&error.code, detail),
            false => Fault::new(types::EXPRESSION, &error.code, detail),
        };
        fault.problem.labels = cx.label_names(error.labels);
        fault
    }

    /// Whether it may look at `$task`.
    pub(crate) fn asks_task(&self) -> bool {
        self.asks(Standard::Task)
    }

    /// Whether it may look at `$workflow`.
    pub(crate) fn asks_workflow(&self) -> bool {
        self.asks(Standard::Workflow)
    }

    fn asks(&self, wanted: Standard) -> bool {
        self.variables.iter().any(|variable| matches!(variable, Variable::Standard(name) if *name == wanted))
    }
}

impl Names<'_> {
    /// The variables there are. Of two of one name the later counts: a loop may call its item `input`, and then
    /// that is what `$input` means inside.
    fn visible(&self) -> Vec<Variable> {
        let standard = self.place.sees().iter().map(|standard| Variable::Standard(*standard));
        let locals = self.locals.iter().map(|local| Variable::Local(local.as_str().into()));
        standard.chain(locals).collect()
    }

    fn explain(&self, written: &Written, error: jq::CompileError) -> Diagnostic {
        let text = written.jq.get(error.start..error.end).unwrap_or_default();
        let help = match text.strip_prefix('$') {
            Some(name) if error.code == codes::TP0403 => Some(self.variable(name, error.help)),
            _ => hints::help(&written.jq, &error).or(error.help),
        };
        let mut found = Diagnostic::error(error.code, error.message)
            .at(written.locate(error.start, error.end))
            .pointer(written.pointer.as_str());
        found.help = help;
        found
    }

    /// What to do about a variable that is not there.
    fn variable(&self, name: &str, close: Option<String>) -> String {
        let elsewhere =
            STANDARD.iter().find(|standard| standard.name() == name && !self.place.sees().contains(standard));
        if let Some(standard) = elsewhere {
            return standard.whereabouts().to_owned();
        }
        let mut visible: Vec<String> = self.locals.iter().rev().map(|local| format!("`${local}`")).collect();
        visible.extend(self.place.sees().iter().map(|standard| format!("`${}`", standard.name())));
        visible.dedup();
        let visible = format!("there is {} here", visible.join(", "));
        if let Some(owner) = hints::owner(self.workflow, name) {
            return format!("`${name}` is only there inside of {owner}; {visible}");
        }
        match close {
            Some(close) => format!("{close} {visible}"),
            None => format!("what the task before gave is read as `.{name}`; {visible}"),
        }
    }
}

impl Variable {
    fn name(&self) -> &str {
        match self {
            Self::Standard(standard) => standard.name(),
            Self::Local(name) => name,
            Self::Unused => "",
        }
    }

    fn value(&self, cx: &Cx, frame: &Frame<'_>) -> Value {
        match self {
            Self::Unused => Value::null(),
            Self::Local(name) => frame.scope.get(name).cloned().unwrap_or_default(),
            Self::Standard(Standard::Context) => cx.context(),
            Self::Standard(Standard::Input) => frame.input().clone(),
            Self::Standard(Standard::Output) => frame.output.clone().unwrap_or_default(),
            Self::Standard(Standard::Runtime) => cx.runtime(),
            Self::Standard(Standard::Secrets) => cx.secrets(),
            Self::Standard(Standard::Task) => frame.describe(),
            Self::Standard(Standard::Workflow) => cx.workflow(),
        }
    }
}
