//! `fork`: runs tasks in parallel, each with the same input. The output is a list of the outputs, in the
//! order of the branches. With `compete`, it is the output of the first branch that completes.

use std::task::Poll;

use towpath_dsl::model::ForkTask;

use super::Done;
use crate::compile::{Compiled, Compiler};
use crate::fault::Faultable;
use crate::flow::{Running, Then, run_task};
use crate::program::Task;
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::Value;

/// `fork`.
#[derive(Debug)]
pub(crate) struct Fork {
    branches: Vec<Task>,
    compete: bool,
}

impl Fork {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &ForkTask) -> Compiled<Self> {
        let compete = task.compete.as_ref().is_some_and(|compete| compete.value);
        Ok(Self { branches: c.parallel(&task.branches)?, compete })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let branches = self.branches.iter().map(|task| Some(run_task(cx, task, frame.scope, input.clone())));
        let mut running: Vec<Option<Running<'_>>> = branches.collect();
        let mut outputs: Vec<Option<Value>> = self.branches.iter().map(|_| None).collect();
        let mut first_fault = None;
        std::future::poll_fn(|context| {
            for (branch, output) in running.iter_mut().zip(&mut outputs) {
                let Some(Poll::Ready(ended)) = branch.as_mut().map(|branch| branch.as_mut().poll(context))
                else {
                    continue;
                };
                *branch = None;
                match ended {
                    Ok((output, Then::End)) => {
                        return Poll::Ready(Ok(Done { output, then: Some(Then::End) }));
                    }
                    Ok((won, _)) if self.compete => return Poll::Ready(Ok(Done::with(won))),
                    Ok((ended, _)) => *output = Some(ended),
                    // A competing branch may fail as long as another one can still win. A limit ends the
                    // whole run.
                    Err(fault) if self.compete && fault.catchable => {
                        first_fault.get_or_insert(fault);
                    }
                    Err(fault) => return Poll::Ready(Err(fault)),
                }
            }
            if running.iter().any(Option::is_some) {
                return Poll::Pending;
            }
            Poll::Ready(match first_fault.take() {
                Some(fault) => Err(fault),
                None if self.compete => Ok(Done::with(input.clone())),
                None => Ok(Done::with(Value::array(outputs.iter_mut().filter_map(Option::take)))),
            })
        })
        .await
    }
}
