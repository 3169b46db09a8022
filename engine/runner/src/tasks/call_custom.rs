//! `call` of a function that the definition itself makes, under `use.functions`. Its arguments are its input.

use towpath_dsl::model::{FunctionCall, FunctionTarget};

use super::Done;
use crate::compile::{Compiled, Compiler, Reported};
use crate::expression::Place;
use crate::fault::{Fault, Faultable};
use crate::flow::{Then, elsewhere, run_task};
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::Value;

/// `call` of a custom function.
#[derive(Debug)]
pub(crate) struct CallCustom {
    /// Its place under `use.functions`.
    function: usize,
    arguments: Template,
}

impl CallCustom {
    pub(super) fn compile(c: &mut Compiler<'_>, call: &FunctionCall) -> Compiled<Self> {
        let arguments = match &call.arguments {
            Some(arguments) => c.template(arguments, Place::Definition)?,
            None => Template::Literal(Value::object::<&str>([])),
        };
        let FunctionTarget::Custom(name) = &call.target else { return Err(Reported) };
        // The check of the definition has said so where there is none of that name.
        let function = c.workflow().reusable.function(name).ok_or(Reported)?;
        Ok(Self { function, arguments })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let arguments = self.arguments.evaluate(cx, input, frame)?;
        let Some(function) = cx.function(self.function) else { return Err(Fault::lost_function()) };
        let scope = elsewhere(frame, false);
        let (output, then) = run_task(cx, function, &scope, arguments).await?;
        Ok(Done { output, then: (then == Then::End).then_some(Then::End) })
    }
}
