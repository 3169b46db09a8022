//! `run`: runs a process or another workflow. One file per kind.

mod container;
mod script;
mod shell;
mod workflow;

pub use container::ContainerRun;
pub use script::{ScriptRun, ScriptSource};
pub use shell::ShellRun;
pub use workflow::WorkflowRun;

use super::Spanned;
use crate::parse::{Fields, Findings};

/// `run`: runs a process or another workflow.
#[derive(Debug, Clone, PartialEq)]
pub struct RunTask {
    /// The process.
    pub process: Process,
    /// Whether the task waits for its end. Default: `true`.
    pub await_: Option<Spanned<bool>>,
    /// What becomes the output. Default: standard output.
    pub return_: Option<Spanned<ProcessReturn>>,
}

/// The process to run.
#[derive(Debug, Clone, PartialEq)]
pub enum Process {
    /// A container.
    Container(ContainerRun),
    /// A script.
    Script(ScriptRun),
    /// A shell command.
    Shell(ShellRun),
    /// Another workflow.
    Workflow(WorkflowRun),
}

/// The part of a process that becomes the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProcessReturn {
    /// Standard output.
    #[default]
    Stdout,
    /// Standard error.
    Stderr,
    /// The exit code.
    Code,
    /// All three.
    All,
    /// Nothing.
    None,
}

impl ProcessReturn {
    const WORDS: &[(&str, Self)] = &[
        ("stdout", Self::Stdout),
        ("stderr", Self::Stderr),
        ("code", Self::Code),
        ("all", Self::All),
        ("none", Self::None),
    ];
}

impl RunTask {
    pub(crate) const KEYS: &[&str] = &["run"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        const KINDS: &[&str] = &["container", "script", "shell", "workflow"];
        let run = task.required("run", findings)?.any_fields(findings)?;
        run.refuse_unknown(&[KINDS, &["await", "return"]], findings);
        let await_ = run.get("await").and_then(|at| at.boolean(findings));
        let return_ = run.get("return").and_then(|at| at.word(ProcessReturn::WORDS, findings));
        let (kind, value) = run.exactly_one(KINDS, findings)?;
        let process = match kind {
            "container" => ContainerRun::read(&value, findings).map(Process::Container),
            "script" => ScriptRun::read(&value, findings).map(Process::Script),
            "shell" => ShellRun::read(&value, findings).map(Process::Shell),
            _ => WorkflowRun::read(&value, findings).map(Process::Workflow),
        };
        Some(Self { process: process?, await_, return_ })
    }
}
