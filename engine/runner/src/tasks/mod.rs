//! The task kinds, one file each: how a task of that kind is compiled and executed. To add a kind, add a file
//! and a line to each of the lists below.

mod call_custom;
mod call_function;
mod call_http;
mod call_openapi;
mod do_list;
mod emit;
mod for_each;
mod fork;
mod listen;
mod raise;
mod retry;
mod run_workflow;
mod set;
mod switch;
mod try_catch;
mod wait;

use towpath_dsl::model::{CallTask, Task, TaskKind};

use crate::compile::{Compiled, Compiler, Reported};
use crate::fault::Faultable;
use crate::flow::Then;
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::Value;

/// The compiled action of a task.
#[derive(Debug)]
pub(crate) enum Action {
    CallCustom(call_custom::CallCustom),
    CallFunction(call_function::CallFunction),
    CallHttp(Box<call_http::CallHttp>),
    CallOpenApi(Box<call_openapi::CallOpenApi>),
    Do(do_list::Do),
    Emit(emit::Emit),
    For(Box<for_each::For>),
    Fork(fork::Fork),
    Listen(Box<listen::Listen>),
    Raise(Box<raise::Raise>),
    RunWorkflow(run_workflow::RunWorkflow),
    Set(set::Set),
    Switch(switch::Switch),
    Try(Box<try_catch::Try>),
    Wait(wait::Wait),
}

/// The result of a task's action.
#[derive(Debug)]
pub(crate) struct Done {
    /// The raw output.
    pub(crate) output: Value,
    /// The next step, if the action decides it.
    pub(crate) then: Option<Then>,
}

impl Done {
    /// A result that continues with the task's own `then`.
    pub(crate) fn with(output: Value) -> Self {
        Self { output, then: None }
    }
}

impl Action {
    /// Compiles the action of `task`. `siblings` are the possible targets of its directives.
    pub(crate) fn compile(
        c: &mut Compiler<'_>,
        task: &Task,
        siblings: &towpath_dsl::model::TaskList,
    ) -> Compiled<Self> {
        Ok(match &task.kind {
            TaskKind::Call(call) => match &**call {
                CallTask::Function(call) if !call.target.is_offered() => {
                    Self::CallCustom(call_custom::CallCustom::compile(c, call)?)
                }
                CallTask::Function(call) => {
                    Self::CallFunction(call_function::CallFunction::compile(c, call)?)
                }
                CallTask::Http(call) => Self::CallHttp(Box::new(call_http::CallHttp::compile(c, call)?)),
                CallTask::OpenApi(call) => {
                    Self::CallOpenApi(Box::new(call_openapi::CallOpenApi::compile(c, call)?))
                }
                // The check of the definition has reported these kinds.
                _ => return Err(Reported),
            },
            TaskKind::Do(task) => Self::Do(do_list::Do::compile(c, task)?),
            TaskKind::Emit(task) => Self::Emit(emit::Emit::compile(c, task)?),
            TaskKind::For(task) => Self::For(Box::new(for_each::For::compile(c, task)?)),
            TaskKind::Fork(task) => Self::Fork(fork::Fork::compile(c, task)?),
            TaskKind::Listen(task) => Self::Listen(Box::new(listen::Listen::compile(c, task)?)),
            TaskKind::Raise(task) => Self::Raise(Box::new(raise::Raise::compile(c, task)?)),
            TaskKind::Run(task) => Self::RunWorkflow(run_workflow::RunWorkflow::compile(c, task)?),
            TaskKind::Set(task) => Self::Set(set::Set::compile(c, task)?),
            TaskKind::Switch(task) => Self::Switch(switch::Switch::compile(c, task, siblings)?),
            TaskKind::Try(task) => Self::Try(Box::new(try_catch::Try::compile(c, task, siblings)?)),
            TaskKind::Wait(task) => Self::Wait(wait::Wait::compile(c, task)?),
        })
    }

    /// The keyword of its kind.
    pub(crate) fn keyword(&self) -> &'static str {
        match self {
            Self::CallCustom(_) | Self::CallFunction(_) | Self::CallHttp(_) | Self::CallOpenApi(_) => "call",
            Self::Do(_) => "do",
            Self::Emit(_) => "emit",
            Self::For(_) => "for",
            Self::Fork(_) => "fork",
            Self::Listen(_) => "listen",
            Self::Raise(_) => "raise",
            Self::RunWorkflow(_) => "run",
            Self::Set(_) => "set",
            Self::Switch(_) => "switch",
            Self::Try(_) => "try",
            Self::Wait(_) => "wait",
        }
    }

    /// Executes the action. The frame's `input` is set.
    pub(crate) async fn run(&self, cx: &Cx, frame: &Frame<'_>) -> Faultable<Done> {
        let input = frame.input();
        match self {
            Self::CallCustom(task) => task.run(cx, frame, input).await,
            Self::CallFunction(task) => task.run(cx, frame, input).await,
            Self::CallHttp(task) => task.run(cx, frame, input).await,
            Self::CallOpenApi(task) => task.run(cx, frame, input).await,
            Self::Do(task) => task.run(cx, frame, input).await,
            Self::Emit(task) => task.run(cx, frame, input).await,
            Self::For(task) => task.run(cx, frame, input).await,
            Self::Fork(task) => task.run(cx, frame, input).await,
            Self::Listen(task) => task.run(cx, frame, input).await,
            Self::Raise(task) => Err(task.run(cx, frame, input)?),
            Self::RunWorkflow(task) => task.run(cx, frame, input).await,
            Self::Set(task) => task.run(cx, frame, input),
            Self::Switch(task) => task.run(cx, frame, input),
            Self::Try(task) => task.run(cx, frame, input).await,
            Self::Wait(task) => task.run(cx, frame, input).await,
        }
    }
}
