//! `call` of an operation of an integration: `call: crm.get-customer:1.0.0@default`.

use towpath_dsl::model::{FunctionCall, FunctionTarget};

use super::Done;
use crate::call::{Operation, call_and_wait};
use crate::compile::{Compiled, Compiler, Reported};
use crate::expression::Place;
use crate::fault::Faultable;
use crate::functions;
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::Value;

/// `call` of an operation.
#[derive(Debug)]
pub(crate) struct CallFunction {
    integration: String,
    operation: String,
    version: String,
    arguments: Template,
}

impl CallFunction {
    pub(super) fn compile(c: &mut Compiler<'_>, call: &FunctionCall) -> Compiled<Self> {
        let arguments = match &call.arguments {
            Some(arguments) => c.template(arguments, Place::Definition),
            None => Ok(Template::Literal(Value::object::<&str>([]))),
        };
        // The check of the definition has reported other functions.
        let FunctionTarget::Catalog { integration, operation, version, .. } = &call.target else {
            return Err(Reported);
        };
        let known = functions::check_operation_call(c, call, arguments.as_ref().ok());
        known?;
        Ok(Self {
            integration: integration.clone(),
            operation: operation.clone(),
            version: version.clone(),
            arguments: arguments?,
        })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let operation =
            Operation { integration: &self.integration, operation: &self.operation, version: &self.version };
        let arguments = self.arguments.evaluate(cx, input, frame)?;
        // The integration decides whether this operation accepts a secret here.
        Ok(Done::with(call_and_wait(cx, frame, operation, &arguments, |_| Ok(())).await?))
    }
}
