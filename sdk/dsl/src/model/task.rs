//! The common part of all tasks, and the list of task kinds.

use towpath_diagnostics::Span;

use super::NodeKind;
use super::{
    CallTask, DoTask, Duration, EmitTask, Export, Expression, ForTask, ForkTask, Input, ListenTask, Node,
    Output, RaiseTask, RunTask, SetTask, Spanned, SwitchTask, TryTask, WaitTask,
};
use crate::{
    parse::{Astray, At, Expected, Fields, Findings, help_with_values, other_tools, patterns},
    words::{alternatives, quote},
};
use std::collections::{BTreeMap, BTreeSet};
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};

/// Tasks in order, with unique names.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskList {
    /// The tasks.
    pub tasks: Vec<Task>,
    /// JSON pointer of the list, `/do` or `/do/0/loop/do`.
    pub pointer: String,
    /// The place of the list in the source text.
    pub span: Span,
}

/// One task.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its name, unique in its list.
    pub name: Spanned<String>,
    /// JSON pointer, `/do/0/lookUp`, `/do/0/loop/do/1/x`, `/do/0/t/catch/do/0/y`. Of a custom function:
    /// `/use/functions/name`.
    pub pointer: String,
    /// The place of its body in the source text.
    pub span: Span,
    /// `if`: the task runs only if this is true.
    pub if_: Option<Expression>,
    /// `input`: validates and transforms the input.
    pub input: Option<Input>,
    /// `output`: transforms and validates the output.
    pub output: Option<Output>,
    /// `export`: sets `$context`.
    pub export: Option<Export>,
    /// `timeout`: the maximum duration.
    pub timeout: Option<TimeoutReference>,
    /// `then`: the next step. Default: [`Flow::Continue`].
    pub then: Option<Spanned<Flow>>,
    /// `metadata`, a mapping.
    pub metadata: Option<Node>,
    /// The kind of task, with its own keys.
    pub kind: TaskKind,
}

/// The kinds of tasks, each in its own file.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each variant has the name of its key, and is documented at its type")]
pub enum TaskKind {
    Call(Box<CallTask>),
    Do(DoTask),
    Emit(EmitTask),
    For(ForTask),
    Fork(ForkTask),
    Listen(Box<ListenTask>),
    Raise(Box<RaiseTask>),
    Run(Box<RunTask>),
    Set(SetTask),
    Switch(SwitchTask),
    Try(Box<TryTask>),
    Wait(WaitTask),
}

/// The step after a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// The next task of the list.
    Continue,
    /// Leaves this list and continues after it.
    Exit,
    /// The end of the workflow.
    End,
    /// The task of this name in the same list.
    Task(String),
}

/// A timeout.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeout {
    /// The duration.
    pub after: Duration,
    /// Its place in the source text.
    pub span: Span,
}

/// A timeout, or the name of one under `use.timeouts`.
#[derive(Debug, Clone, PartialEq)]
pub enum TimeoutReference {
    /// Defined here.
    Inline(Timeout),
    /// Defined under `use.timeouts`.
    Named(Spanned<String>),
}

impl TaskList {
    /// The index of the task called `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.tasks.iter().position(|task| task.name.value == name)
    }
}

impl TaskKind {
    /// The key of this kind: `call`, `do`, …
    pub fn keyword(&self) -> &'static str {
        match self {
            Self::Call(_) => "call",
            Self::Do(_) => "do",
            Self::Emit(_) => "emit",
            Self::For(_) => "for",
            Self::Fork(_) => "fork",
            Self::Listen(_) => "listen",
            Self::Raise(_) => "raise",
            Self::Run(_) => "run",
            Self::Set(_) => "set",
            Self::Switch(_) => "switch",
            Self::Try(_) => "try",
            Self::Wait(_) => "wait",
        }
    }

    /// The task lists directly inside.
    pub fn lists(&self) -> Vec<&TaskList> {
        match self {
            Self::Do(task) => vec![&task.tasks],
            Self::For(task) => vec![&task.tasks],
            Self::Fork(task) => vec![&task.branches],
            Self::Try(task) => std::iter::once(&task.tasks).chain(&task.catch.tasks).collect(),
            Self::Listen(task) => task.foreach.iter().filter_map(|each| each.tasks.as_ref()).collect(),
            Self::Call(task) => task.lists(),
            Self::Emit(_)
            | Self::Raise(_)
            | Self::Run(_)
            | Self::Set(_)
            | Self::Switch(_)
            | Self::Wait(_) => Vec::new(),
        }
    }
}

/// Keys that every task may have.
const COMMON: &[&str] = &["if", "input", "output", "export", "timeout", "then", "metadata"];

/// Reads one kind of task.
type Read = fn(&Fields<'_>, &mut Findings) -> Option<TaskKind>;

/// Every kind of task: its main key, its other keys, and its reader. `for` and `listen` come before the kinds
/// that share a key with them.
const KINDS: &[(&str, &[&str], Read)] = &[
    ("for", ForTask::KEYS, |task, findings| ForTask::read(task, findings).map(TaskKind::For)),
    ("call", CallTask::KEYS, |task, findings| {
        CallTask::read(task, findings).map(Box::new).map(TaskKind::Call)
    }),
    ("do", DoTask::KEYS, |task, findings| DoTask::read(task, findings).map(TaskKind::Do)),
    ("emit", EmitTask::KEYS, |task, findings| EmitTask::read(task, findings).map(TaskKind::Emit)),
    ("fork", ForkTask::KEYS, |task, findings| ForkTask::read(task, findings).map(TaskKind::Fork)),
    ("listen", ListenTask::KEYS, |task, findings| {
        ListenTask::read(task, findings).map(Box::new).map(TaskKind::Listen)
    }),
    ("raise", RaiseTask::KEYS, |task, findings| {
        RaiseTask::read(task, findings).map(Box::new).map(TaskKind::Raise)
    }),
    ("run", RunTask::KEYS, |task, findings| RunTask::read(task, findings).map(Box::new).map(TaskKind::Run)),
    ("set", SetTask::KEYS, |task, findings| SetTask::read(task, findings).map(TaskKind::Set)),
    ("switch", SwitchTask::KEYS, |task, findings| SwitchTask::read(task, findings).map(TaskKind::Switch)),
    ("try", TryTask::KEYS, |task, findings| TryTask::read(task, findings).map(Box::new).map(TaskKind::Try)),
    ("wait", WaitTask::KEYS, |task, findings| WaitTask::read(task, findings).map(TaskKind::Wait)),
];

impl TaskList {
    /// Reads all valid tasks; the others are only reported.
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let items = at.items(findings)?;
        let mut first = BTreeMap::new();
        // An item with several keys, or with only the main key of a task, has no name. That is reported
        // elsewhere.
        let is_named = |item: &&At<'_>| {
            let entries = item.node.as_object().unwrap_or_default();
            entries.len() == 1 && KINDS.iter().all(|(keyword, ..)| *keyword != entries[0].0.value)
        };
        let unnamed = items.iter().filter(|item| !is_named(item)).filter_map(|item| item.node.as_object());
        let mut others: BTreeSet<String> =
            unnamed.clone().flatten().map(|(key, _)| key.value.clone()).collect();
        others.extend(
            unnamed
                .flatten()
                .filter(|(key, _)| key.value == "name")
                .filter_map(|(_, name)| name.as_str().map(str::to_owned)),
        );
        for (name, _) in items.iter().filter(is_named).filter_map(|item| item.node.as_object()).flatten() {
            if let Some(before) = first.insert(name.value.clone(), name.span) {
                let message = format!("there is already a task called {} in this list", quote(name));
                let diagnostic = at.error(codes::TP0205, message).at(name.span);
                findings.report(diagnostic.related(before, "first defined here").help("rename one of them"));
                first.insert(name.value.clone(), before);
            }
        }
        let names: BTreeSet<String> = first.into_keys().chain(others).collect();
        findings.open_list(&at.pointer, names);
        let tasks = items.iter().filter_map(|item| Task::read(item, findings)).collect();
        findings.close_list();
        Some(Self { tasks, pointer: at.pointer.clone(), span: at.node.span })
    }
}

impl Task {
    fn read(item: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let (name, body) = item.named_item("task", findings)?;
        if name.value.trim().is_empty() {
            findings.report(
                item.error(codes::TP0207, "a task needs a name")
                    .at(name.span)
                    .help("write one before the `:`"),
            );
        }
        if matches!(name.value.as_str(), "continue" | "exit" | "end") {
            let message = format!("`then: {}` never leads to the task of this name", name.value);
            let help = "`continue`, `exit` and `end` are directives; rename the task";
            findings.report(
                Diagnostic::warning(codes::TP0223, message).at(name.span).pointer(&body.pointer).help(help),
            );
        }
        Self::read_body(name, &body, findings)
    }

    /// Reads a task outside a list: a custom function. Its `then` has no valid target.
    pub(crate) fn read_alone(name: &Spanned<String>, at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        findings.open_list(&at.pointer, BTreeSet::new());
        let task = Self::read_body(name, at, findings);
        findings.close_list();
        task
    }

    fn read_body(name: &Spanned<String>, body: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let is_kind = |key: &str| KINDS.iter().any(|(keyword, ..)| *keyword == key);
        let does_nothing =
            body.node.as_object().is_none_or(|entries| !entries.iter().any(|(key, _)| is_kind(&key.value)));
        if is_kind(&name.value) && does_nothing {
            let message = format!("this task has no name: `{}` says what it does", name.value);
            let help = format!("write `- myTask:` and indent `{}:` below it", name.value);
            findings.report(body.error(codes::TP0211, message).at(name.span).help(help));
            return None;
        }
        if matches!(body.node.kind, NodeKind::Null) {
            let message = format!("the task {} does nothing", quote(name));
            let help = "indent its content below its name, further than the name";
            findings.report(body.error(codes::TP0210, message).at(name.span).help(help));
            return None;
        }
        let task = body.any_fields(findings)?;
        let kind = read_kind(name, &task, findings);
        Some(Self {
            name: name.clone(),
            pointer: body.pointer.clone(),
            span: body.node.span,
            if_: task.get("if").and_then(|at| at.expression(findings)),
            input: task.get("input").and_then(|at| Input::read(&at, findings)),
            output: task.get("output").and_then(|at| Output::read(&at, findings)),
            export: task.get("export").and_then(|at| Export::read(&at, findings)),
            timeout: task.get("timeout").and_then(|at| TimeoutReference::read(&at, findings)),
            then: task.get("then").and_then(|at| Flow::read(&at, findings)),
            metadata: task.get("metadata").and_then(|at| at.raw_mapping(findings)),
            kind: kind?,
        })
    }
}

fn read_kind(name: &Spanned<String>, task: &Fields<'_>, findings: &mut Findings) -> Option<TaskKind> {
    let mut kinds = KINDS.iter().filter(|(keyword, ..)| task.key(keyword).is_some());
    let Some((keyword, keys, read)) = kinds.next() else {
        findings.report(without_kind(name, task));
        return None;
    };
    for (other, ..) in kinds.filter(|(other, ..)| !keys.contains(other)) {
        let message = format!("the task {} does two things: `{keyword}` and `{other}`", quote(name));
        let place = |key| task.key(key).map(|key| key.span).unwrap_or(name.span);
        let diagnostic =
            task.at.error(codes::TP0210, message).at(place(other)).related(place(keyword), "the first one");
        findings.report(diagnostic.help("make it two tasks, one after the other"));
    }
    let all: Vec<&str> =
        KINDS.iter().map(|(keyword, ..)| *keyword).filter(|other| task.key(other).is_some()).collect();
    // Keys of another kind are already reported above as a second kind.
    let others: Vec<&str> = KINDS
        .iter()
        .filter(|(other, ..)| all.contains(other))
        .flat_map(|(_, keys, _)| keys.iter().copied())
        .collect();
    task.refuse_unknown(&[keys, COMMON, &others], findings);
    read(task, findings)
}

fn without_kind(name: &Spanned<String>, task: &Fields<'_>) -> Diagnostic {
    let keywords = || KINDS.iter().map(|(keyword, ..)| *keyword);
    let elsewhere = task.entries.iter().find_map(|(key, value)| {
        let elsewhere = other_tools::help_in(other_tools::Place::Task, key)?;
        Some((key, help_with_values::help_with_written_values(elsewhere, task, key, value)))
    });
    let slip =
        task.entries.iter().filter(|(key, _)| !COMMON.contains(&key.value.as_str())).find_map(|(key, _)| {
            // Keys that belong to `for` or `try` show which one is missing.
            match key.value.as_str() {
                "catch" => Some((key, "try")),
                "while" => Some((key, "for")),
                "with" => Some((key, "call")),
                "foreach" => Some((key, "listen")),
                _ => did_you_mean(key, keywords()).map(|keyword| (key, keyword)),
            }
        });
    let message = format!("the task {} does not say what it does", quote(name));
    let diagnostic = task.at.error(codes::TP0210, message);
    match (slip, elsewhere) {
        (Some((key, keyword)), _) if matches!(key.value.as_str(), "catch" | "while" | "with" | "foreach") => {
            diagnostic.at(key.span).help(format!("{} goes with `{keyword}`", quote(key)))
        }
        (_, Some((key, help))) => diagnostic.at(key.span).help(help),
        (Some((key, keyword)), None) => diagnostic.at(key.span).help(format!("did you mean `{keyword}`?")),
        (None, None) => diagnostic.at(name.span).help(format!("add one of {}", alternatives(keywords()))),
    }
}

impl Flow {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<Self>> {
        let text = at.literal(findings)?;
        let flow = match text.value.as_str() {
            "continue" => Self::Continue,
            "exit" => Self::Exit,
            "end" => Self::End,
            name => {
                check_target(at, &text, findings);
                Self::Task(name.to_owned())
            }
        };
        Some(Spanned::new(flow, text.span))
    }
}

/// Records a target that is not in the list, for the check when all lists are known.
fn check_target(at: &At<'_>, name: &Spanned<String>, findings: &mut Findings) {
    let Some(list) = findings.open.last().copied() else { return };
    if findings.lists.get(list).is_none_or(|(_, names)| !names.contains(&name.value)) {
        findings.astray.push(Astray { name: name.clone(), pointer: at.pointer.clone(), list });
    }
}

impl Timeout {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let timeout = at.fields(&["after"], findings)?;
        let after = timeout.required("after", findings).and_then(|at| Duration::read(&at, findings));
        Some(Self { after: after?, span: at.node.span })
    }
}

impl TimeoutReference {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        match &at.node.kind {
            NodeKind::String(_) => at.literal(findings).map(Self::Named),
            NodeKind::Object(_) => Timeout::read(at, findings).map(Self::Inline),
            _ => {
                at.wrong_type(Expected::TextOrMapping("the name of a timeout"), findings);
                None
            }
        }
    }

    /// Its place in the source text.
    pub fn span(&self) -> Span {
        match self {
            Self::Inline(timeout) => timeout.span,
            Self::Named(name) => name.span,
        }
    }
}

/// Reads the name of a variable, without the `$` of expressions.
pub(crate) fn read_variable(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    const TAKEN: &[&str] = &[
        "context",
        "input",
        "output",
        "task",
        "workflow",
        "runtime",
        "secrets",
        "authorization",
        "ENV",
        "__loc__",
    ];
    let name = at.literal(findings)?;
    if TAKEN.contains(&name.value.as_str()) {
        let message = format!("`${}` is a reserved variable", name.value);
        findings.report(at.error(codes::TP0213, message).help("choose another name"));
    } else if !patterns::is_variable(&name) {
        let message = format!("{} is not a valid variable name", quote(&name));
        let help = match name.strip_prefix('$').filter(|rest| patterns::is_variable(rest)) {
            Some(rest) => format!("write `{rest}` without the `$`; expressions read `${rest}`"),
            None => "use letters, digits and `_`, beginning with a letter".to_owned(),
        };
        findings.report(at.error(codes::TP0213, message).help(help));
    }
    Some(name)
}
