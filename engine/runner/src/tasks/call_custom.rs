//! `call` of a function that is a task: a custom function under `use.functions`, or an external one at a URL
//! or in a catalog. Its arguments are its input.

use towpath_diagnostics::codes;
use towpath_dsl::model::FunctionCall;
use towpath_wire::problem_types as types;

use super::Done;
use crate::compile::{Compiled, Compiler};
use crate::expression::Place;
use crate::fault::{Fault, Faultable};
use crate::flow::{Then, inlined_scope, run_task};
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::Value;

/// `call` of a function that is a task.
#[derive(Debug)]
pub(crate) struct CallCustom {
    function: Known,
    arguments: Template,
}

#[derive(Debug)]
enum Known {
    /// Its index in the program's functions.
    At(usize),
    /// An external function that was not fetched.
    NotFetched(String),
}

impl CallCustom {
    pub(super) fn compile(c: &mut Compiler<'_>, call: &FunctionCall) -> Compiled<Self> {
        let arguments = match &call.arguments {
            Some(arguments) => c.template(arguments, Place::Definition)?,
            None => Template::Literal(Value::object::<&str>([])),
        };
        let function =
            c.function(call)?.map_or_else(|| Known::NotFetched(call.name.value.clone()), Known::At);
        Ok(Self { function, arguments })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let arguments = self.arguments.evaluate(cx, input, frame)?;
        let function = match &self.function {
            Known::At(place) => cx.function(*place).ok_or_else(Fault::lost_function)?,
            Known::NotFetched(name) => {
                let detail = format!("the function `{name}` was not fetched, so it cannot be called");
                return Err(Fault::new(types::CONFIGURATION, &codes::TP1012, detail));
            }
        };
        let scope = inlined_scope(frame, false);
        let (output, then) = run_task(cx, function, &scope, arguments).await?;
        Ok(Done { output, then: (then == Then::End).then_some(Then::End) })
    }
}
