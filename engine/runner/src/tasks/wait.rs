//! `wait`: pauses for a duration. The input is returned unchanged.

use towpath_dsl::model::WaitTask;
use towpath_wire::{EffectKind, WaitEffect};

use super::Done;
use crate::call::unexpected_result;
use crate::compile::{Compiled, Compiler};
use crate::duration::Length;
use crate::effects::EffectResult;
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

/// Waits for a number of milliseconds. Afterwards the time has the labels of the values from which the
/// duration was computed.
pub(super) async fn pause(
    cx: &Cx,
    frame: &Frame<'_>,
    (milliseconds, labels): (i64, Labels),
) -> Faultable<()> {
    let until = cx.now().saturating_add(milliseconds);
    let effect = WaitEffect { until, labels: cx.label_names(labels) };
    match cx.request(frame, EffectKind::Wait(effect)).await {
        EffectResult::Fired => {
            cx.label_time(labels);
            Ok(())
        }
        EffectResult::Error(problem) => Err(Fault::from_problem(problem)),
        EffectResult::Output(..) => Err(unexpected_result()),
    }
}
