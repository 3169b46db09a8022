//! `wait`: a pause. The data passes through as it is.

use towpath_dsl::model::WaitTask;
use towpath_wire::{EffectKind, WaitEffect};

use super::Done;
use crate::call::unexpected_answer;
use crate::compile::{Compiled, Compiler};
use crate::duration::Length;
use crate::effects::Answer;
use crate::expression::Place;
use crate::fault::{Fault, Faultable};
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::{Labels, Value};

/// `wait`.
#[derive(Debug)]
pub(crate) struct Wait {
    length: Length,
}

impl Wait {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &WaitTask) -> Compiled<Self> {
        Ok(Self { length: Length::compile(c, &task.duration, Place::Definition)? })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let length = self.length.pause(cx, input, frame, "wait")?;
        pause(cx, frame, length).await?;
        Ok(Done::with(input.clone().with_labels(length.1)))
    }
}

/// Waits so many milliseconds. What time it is afterwards tells of what their number was computed from.
pub(super) async fn pause(
    cx: &Cx,
    frame: &Frame<'_>,
    (milliseconds, labels): (i64, Labels),
) -> Faultable<()> {
    let until = cx.now().saturating_add(milliseconds);
    let effect = WaitEffect { until, labels: cx.label_names(labels) };
    match cx.want(frame, EffectKind::Wait(effect)).await {
        Answer::Fired => {
            cx.label_time(labels);
            Ok(())
        }
        Answer::Error(problem) => Err(Fault::from_problem(problem)),
        Answer::Output(..) => Err(unexpected_answer()),
    }
}
