//! `do`: runs tasks in sequence. The output of the last one is the output.

use towpath_dsl::model::DoTask;

use super::Done;
use crate::compile::{Compiled, Compiler};
use crate::fault::Faultable;
use crate::flow::run_list;
use crate::program::Task;
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::Value;

/// `do`.
#[derive(Debug)]
pub(crate) struct Do {
    tasks: Vec<Task>,
}

impl Do {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &DoTask) -> Compiled<Self> {
        Ok(Self { tasks: c.tasks(&task.tasks)? })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        Ok(run_list(cx, &self.tasks, frame.scope, input.clone()).await?.done())
    }
}
