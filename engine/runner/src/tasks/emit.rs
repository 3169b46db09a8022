//! `emit`: sends an event. The output is the whole event as it was sent.

use towpath_dsl::model::EmitTask;
use towpath_wire::{EffectKind, EmitEffect};

use super::Done;
use crate::call::{arguments_of_effect, result_of};
use crate::compile::{Compiled, Compiler};
use crate::expression::Place;
use crate::fault::Faultable;
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::Value;

/// `emit`.
#[derive(Debug)]
pub(crate) struct Emit {
    with: Template,
}

impl Emit {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &EmitTask) -> Compiled<Self> {
        Ok(Self { with: c.template(&task.with, Place::Definition)? })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let with = self.with.evaluate(cx, input, frame)?;
        // The host sets the time at which it was sent.
        let labels = cx.label_names(with.labels_deep() | cx.time_labels());
        let with = arguments_of_effect(cx, &with, |_| Err("an event"))?.text;
        let wanted = cx.request(frame, EffectKind::Emit(EmitEffect { with, labels }));
        Ok(Done::with(result_of(cx, wanted).await?))
    }
}
