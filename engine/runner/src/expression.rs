//! Compiled expressions: which variables are defined where, and their evaluation.

use std::rc::Rc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::{Expression as Written, Node, Workflow};
use towpath_dsl::snippet;
use towpath_wire::problem_types as types;

use crate::breadcrumb;
use crate::conditions;
use crate::expression_help;
use crate::fault::{Fault, Faultable};
use crate::jq;
use crate::run::Cx;
use crate::runtime_help;
use crate::scope::{Frame, WORKFLOW};
use crate::value::Value;

/// The place of an expression, which determines its variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The workflow's `input.from`.
    WorkflowInput,
    /// A task's `if` and `input.from`, where `$input` is not defined yet.
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
    /// The specification's table of the variables in each place.
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

/// The context in which an expression is compiled.
pub(crate) struct Names<'a> {
    pub(crate) place: Place,
    /// Variables of the enclosing loops and catches, outermost first.
    pub(crate) locals: &'a [String],
    /// JSON pointer of the task. Empty for the workflow itself.
    pub(crate) task: &'a str,
    pub(crate) workflow: &'a Workflow,
}

#[derive(Debug)]
enum Variable {
    Standard(Standard),
    Local(Rc<str>),
    /// The expression does not read it, so it is not computed.
    Unused,
}

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Expression {
    filter: jq::Filter,
    /// Its variables, in the order of compilation.
    variables: Vec<Variable>,
    /// `/do/0/total · set.total`.
    breadcrumb: String,
    /// The start of the field in the breadcrumb.
    field: usize,
}

impl Expression {
    pub(crate) fn compile(written: &Written, names: &Names<'_>) -> Result<Self, Vec<Diagnostic>> {
        let mut variables = names.visible();
        let given: Vec<&str> = variables.iter().map(Variable::name).collect();
        let filter = jq::compile(&written.jq, &given).map_err(|errors| {
            let translated = names.translated(written, &given, &errors);
            translated.unwrap_or_else(|| errors.iter().map(|error| names.explain(written, error)).collect())
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

    /// Evaluates the expression with `input` as `.`.
    pub(crate) fn evaluate(&self, cx: &Cx, input: &Value, frame: &Frame<'_>) -> Faultable<Value> {
        breadcrumb::set_breadcrumb(&self.breadcrumb);
        let variables: Vec<Value> = self.variables.iter().map(|variable| variable.value(cx, frame)).collect();
        self.filter
            .eval_at(input.clone(), &variables, cx.now(), cx.time_labels())
            .map_err(|error| self.fault(cx, &error))
    }

    /// Evaluates the expression outside a run, with `input` as `.` and `given` for its variables.
    pub(crate) fn evaluate_alone(
        &self,
        input: Value,
        given: &dyn Fn(&str) -> Value,
        now: i64,
    ) -> Result<Value, jq::EvalError> {
        breadcrumb::set_breadcrumb(&self.breadcrumb);
        let variables: Vec<Value> = self.variables.iter().map(|variable| given(variable.name())).collect();
        self.filter.eval(input, &variables, now)
    }

    /// Whether the result is neither `false` nor `null`.
    pub(crate) fn holds(&self, cx: &Cx, input: &Value, frame: &Frame<'_>) -> Faultable<bool> {
        Ok(self.evaluate(cx, input, frame)?.is_truthy())
    }

    #[cold]
    fn fault(&self, cx: &Cx, error: &jq::EvalError) -> Box<Fault> {
        let help =
            runtime_help::help_for_expression(error).map(|help| format!("; {help}")).unwrap_or_default();
        let detail = format!("`{}`: {error}{help}", &self.breadcrumb[self.field..]);
        // Endless recursion is a limit, like an endless loop, so no `try` in the expression can hide it.
        let mut fault = match error.code == codes::TP0416 {
            true => Fault::limit(&error.code, detail),
            false => Fault::new(types::EXPRESSION, &error.code, detail),
        };
        fault.problem.labels = cx.label_names(error.labels);
        fault
    }

    /// Whether it may read `$task`.
    pub(crate) fn reads_task(&self) -> bool {
        self.reads(Standard::Task)
    }

    /// Whether it may read `$workflow`.
    pub(crate) fn reads_workflow(&self) -> bool {
        self.reads(Standard::Workflow)
    }

    fn reads(&self, wanted: Standard) -> bool {
        self.variables.iter().any(|variable| matches!(variable, Variable::Standard(name) if *name == wanted))
    }
}

impl Names<'_> {
    /// The defined variables. If two have the same name, the later one counts: a loop may call its item
    /// `input`, which then shadows `$input`.
    fn visible(&self) -> Vec<Variable> {
        let standard = self.place.sees().iter().map(|standard| Variable::Standard(*standard));
        let locals = self.locals.iter().map(|local| Variable::Local(local.as_str().into()));
        standard.chain(locals).collect()
    }

    /// The diagnostic for an expression with words of other languages.
    fn translated(
        &self,
        written: &Written,
        given: &[&str],
        errors: &[jq::CompileError],
    ) -> Option<Vec<Diagnostic>> {
        let can_be =
            |error: &jq::CompileError| error.code() == codes::TP0401 || error.code() == codes::TP0402;
        let translated =
            jq::other_languages::translate_to_jq(&written.jq).filter(|_| errors.iter().all(can_be))?;
        let jq = match conditions::is_condition_at(&written.pointer, self.task) {
            true => conditions::with_double_equals(&translated.jq),
            false => translated.jq,
        };
        jq::compile(&jq, given).ok()?;
        let found = Diagnostic::error(codes::TP0421, translated.message)
            .at(written.locate(translated.place.start, translated.place.end))
            .pointer(written.pointer.as_str())
            .help(format!("write `{}`", offer_expression_line(self.workflow, written, &jq)));
        Some(vec![found])
    }

    fn explain(&self, written: &Written, error: &jq::CompileError) -> Diagnostic {
        let text = written.jq.get(error.start..error.end).unwrap_or_default();
        let help = match text.strip_prefix('$') {
            Some(name) if error.code() == codes::TP0403 => {
                let path = path_after_variable(written.jq.get(error.end..).unwrap_or_default());
                Some(self.variable(name, path, written, error.help()))
            }
            _ => expression_help::help_for_compile_error(&written.jq, error, &|jq| {
                offer_expression_line(self.workflow, written, jq)
            })
            .or_else(|| error.help()),
        };
        let mut found = Diagnostic::error(error.code(), error.message())
            .at(written.locate(error.start, error.end))
            .pointer(written.pointer.as_str());
        found.help = help;
        found
    }

    /// The help for an undefined variable. `path` is the path that is read from it.
    fn variable(&self, name: &str, path: &str, written: &Written, close: Option<String>) -> String {
        let elsewhere =
            STANDARD.iter().find(|standard| standard.name() == name && !self.place.sees().contains(standard));
        if let Some(standard) = elsewhere {
            return self.instead(*standard, path, written);
        }
        if let Some(owner) = expression_help::task_that_defines(self.workflow, name) {
            let field = kept_as(written, name, path);
            let line = format!("{field}: {}", snippet::expression(&format!("${name}{path}")));
            return format!(
                "`${name}` is defined only inside {owner}: store the value there, with `set: {{ {line} }}`, and read \
                 `.{field}` here"
            );
        }
        if let Some(close) = close {
            return close;
        }
        let field = format!("read the output of the previous task as `.{name}`");
        if expression_help::is_set(self.workflow, name) {
            return field;
        }
        let mut visible: Vec<String> = self.locals.iter().rev().map(|local| format!("`${local}`")).collect();
        visible.extend(self.place.sees().iter().map(|standard| format!("`${}`", standard.name())));
        visible.dedup();
        format!("{field}; defined here: {}", visible.join(", "))
    }

    /// What to read instead of a standard variable that is not defined here.
    fn instead(&self, standard: Standard, path: &str, written: &Written) -> String {
        let name = standard.name();
        let dot = if path.is_empty() { "." } else { path };
        let is_output = written.pointer.contains("/output/as");
        match (standard, self.place) {
            (Standard::Input, Place::WorkflowOutput) => {
                format!(
                    "write `$workflow.input{path}` instead of `${name}{path}`: `$input` is defined only inside a task"
                )
            }
            (Standard::Input, _) => format!(
                "write `{dot}` instead of `${name}{path}`: in `if` and `input.from`, read the input with a dot"
            ),
            (Standard::Output, _) if is_output => format!(
                "write `{dot}` instead of `${name}{path}`: in `output.as`, read the task's result with a dot"
            ),
            (Standard::Output, _) => {
                format!(
                    "`$output` is defined only in `export.as`; read the output of the previous task as `{dot}`"
                )
            }
            (Standard::Task, _) => "`$task` is defined only inside a task".to_owned(),
            (Standard::Context, _) => {
                "`$context` is not defined yet in the workflow's `input.from`".to_owned()
            }
            (Standard::Runtime | Standard::Secrets | Standard::Workflow, _) => {
                "this variable is defined in every expression".to_owned()
            }
        }
    }
}

/// A line with another expression in its place, for a help.
pub(crate) fn offer_expression_line(workflow: &Workflow, written: &Written, jq: &str) -> String {
    let node = workflow.source.pointer(&written.pointer);
    let is_bare = node.and_then(Node::as_str).is_some_and(|text| !text.trim_start().starts_with("${"));
    let value = if is_bare { snippet::text(jq) } else { snippet::expression(jq) };
    snippet::line(&written.pointer, &value)
}

/// The path that is read from a variable, from the text after it: `.customer.name`.
fn path_after_variable(rest: &str) -> &str {
    let mut end = 0;
    while let Some(name) = rest[end..].strip_prefix('.') {
        let length =
            name.len() - name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
        if length == 0 {
            break;
        }
        end += 1 + length;
    }
    &rest[..end]
}

/// A name under which to store a value of a variable: the name of its argument, or the last name of its path.
fn kept_as<'a>(written: &'a Written, name: &'a str, path: &'a str) -> &'a str {
    let is_name = |text: &&str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let is_argument = written.pointer.contains("/set/") || written.pointer.contains("/with/");
    let argument = written.pointer.rsplit('/').next().filter(|_| is_argument);
    let read = path.rsplit('.').next();
    argument.into_iter().chain(read).find(is_name).unwrap_or(name)
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
            Self::Standard(Standard::Task) => frame.describe(cx.time_labels()),
            Self::Standard(Standard::Workflow) => cx.workflow(),
        }
    }
}
