//! `run: workflow`: starts another workflow, under its own identity and policies. With `await`, its output is
//! the output. Otherwise the input is returned unchanged.

use towpath_dsl::model::{Process, RunTask};
use towpath_wire::{EffectKind, RunEffect};

use super::Done;
use crate::call::{arguments_of_effect, result_of};
use crate::compile::{Compiled, Compiler, Reported};
use crate::expression::Place;
use crate::fault::Faultable;
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::Value;

/// `run: workflow`.
#[derive(Debug)]
pub(crate) struct RunWorkflow {
    namespace: String,
    name: String,
    version: String,
    input: Template,
    waits: bool,
}

impl RunWorkflow {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &RunTask) -> Compiled<Self> {
        // The check of the definition has reported other processes.
        let Process::Workflow(workflow) = &task.process else { return Err(Reported) };
        let input = match &workflow.input {
            Some(input) => c.template(input, Place::Definition)?,
            None => Template::Literal(Value::object::<&str>([])),
        };
        Ok(Self {
            namespace: workflow.namespace.value.clone(),
            name: workflow.name.value.clone(),
            version: workflow.version.value.clone(),
            input,
            waits: task.await_.as_ref().is_none_or(|waits| waits.value),
        })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let given = self.input.evaluate(cx, input, frame)?;
        let labels = cx.label_names(given.labels_deep());
        let effect = RunEffect {
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            version: self.version.clone(),
            input: arguments_of_effect(cx, &given, |_| Err("the input of another workflow"))?.text,
            labels,
            await_: self.waits,
        };
        let output = result_of(cx, cx.request(frame, EffectKind::Run(effect))).await?;
        Ok(Done::with(if self.waits { output } else { input.clone() }))
    }
}
