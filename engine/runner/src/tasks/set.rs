//! `set`: sets the task's output.

use towpath_dsl::model::SetTask;

use super::Done;
use crate::compile::{Compiled, Compiler};
use crate::expression::Place;
use crate::fault::Faultable;
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::Value;

/// `set`.
#[derive(Debug)]
pub(crate) struct Set {
    value: Template,
}

impl Set {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &SetTask) -> Compiled<Self> {
        Ok(Self { value: c.transform(&task.value, Place::Definition)? })
    }

    pub(super) fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        Ok(Done::with(self.value.evaluate(cx, input, frame)?))
    }
}
