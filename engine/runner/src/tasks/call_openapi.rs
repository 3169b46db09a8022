//! `call: openapi`: a request described by an OpenAPI document, through the built-in integration `web`.

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{NodeKind, OpenApiCall};
use towpath_wire::problem_types as types;

use super::Done;
use super::call_http::{REQUEST, may_hold_secret};
use crate::authentication::Authentication;
use crate::call::call_described;
use crate::compile::{Compiled, Compiler, Reported};
use crate::expression::Place;
use crate::fault::{Fault, Faultable};
use crate::openapi::{Operation, Parameter, Unusable};
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::Value;

/// `call: openapi`.
#[derive(Debug)]
pub(crate) struct CallOpenApi {
    operation: Known,
    parameters: Template,
    authentication: Option<Authentication>,
    redirect: Option<bool>,
    output: Option<&'static str>,
}

#[derive(Debug)]
enum Known {
    Operation(Operation),
    /// The document at this URI was not fetched.
    NotFetched(String),
}

impl CallOpenApi {
    pub(super) fn compile(c: &mut Compiler<'_>, call: &OpenApiCall) -> Compiled<Self> {
        let parameters = match &call.parameters {
            Some(parameters) => c.template(parameters, Place::Definition),
            None => Ok(Template::Literal(Value::object::<&str>([]))),
        };
        let authentication = call.authentication.as_ref();
        let authentication = authentication.map(|written| Authentication::compile(c, written)).transpose();
        let operation = operation(c, call);
        Ok(Self {
            operation: operation?,
            parameters: parameters?,
            authentication: authentication?,
            redirect: call.redirect.as_ref().map(|redirect| redirect.value),
            output: call.output.as_ref().map(|output| output.value.as_str()),
        })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let operation = match &self.operation {
            Known::Operation(operation) => operation,
            Known::NotFetched(uri) => {
                let detail = format!("the document at `{uri}` was not fetched, so the call cannot be made");
                return Err(Fault::new(types::CONFIGURATION, &codes::TP1012, detail));
            }
        };
        let parameters = self.parameters.evaluate(cx, input, frame)?;
        if parameters.as_object().is_none() {
            let detail = format!("`parameters` must be a mapping, and is of type {}", parameters.type_name());
            return Err(Fault::new(types::EXPRESSION, &codes::TP1009, detail).about(cx, &parameters));
        }
        let request = operation.fill(&parameters).map_err(|fault| fault.about(cx, &parameters))?;
        let mut arguments = vec![
            ("method", Value::str(operation.method.as_str())),
            ("endpoint", Value::object([("uri", request.uri)])),
        ];
        if !request.headers.is_empty() {
            let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.clone()));
            arguments.push(("headers", Value::object(headers)));
        }
        arguments.extend(request.body.map(|body| ("body", body)));
        arguments.extend(self.redirect.map(|redirect| ("redirect", Value::bool(redirect))));
        arguments.extend(self.output.map(|output| ("output", Value::str(output))));
        if let Some(authentication) = &self.authentication {
            arguments.push(("authentication", authentication.evaluate(cx, frame, input)?));
        }
        let (arguments, described) = (Value::object(arguments), &operation.described);
        Ok(Done::with(call_described(cx, frame, REQUEST, &arguments, may_hold_secret, described).await?))
    }
}

fn operation(c: &mut Compiler<'_>, call: &OpenApiCall) -> Compiled<Known> {
    let uri = call.document.endpoint.uri_text().unwrap_or_default();
    let id = &call.operation_id;
    let found = c.resources().operation(&call.document.endpoint, &id.value);
    let Some(operation) = found.map_err(|found| c.report(found))? else {
        return Ok(Known::NotFetched(uri.to_owned()));
    };
    let operation = operation.map_err(|unusable| {
        c.report(match unusable {
            Unusable::Document(why) => {
                let message = format!("`{}` in the document at `{uri}` cannot be called: {why}", id.value);
                Diagnostic::error(codes::TP0607, message).at(id.span)
            }
            Unusable::Operation(known) => {
                let message = format!("the document at `{uri}` has no operation `{}`", id.value);
                Diagnostic::error(codes::TP0608, message).at(id.span).help(names(&id.value, &known))
            }
        })
    })?;
    check(c, call, &operation)?;
    Ok(Known::Operation(operation))
}

/// Checks that the operation has the given parameters.
fn check(c: &mut Compiler<'_>, call: &OpenApiCall, operation: &Operation) -> Compiled<()> {
    let given: &[_] = match call.parameters.as_ref().map(|parameters| &parameters.node.kind) {
        None => &[],
        Some(NodeKind::Object(entries)) => entries,
        // One expression gives all parameters.
        Some(_) => return Ok(()),
    };
    let mut found = Vec::new();
    for (name, _) in given.iter().filter(|(name, _)| !operation.takes(&name.value)) {
        let message =
            format!("the operation `{}` has no parameter `{}`", call.operation_id.value, name.value);
        let known: Vec<String> = operation.parameters.iter().map(|known| known.name.clone()).collect();
        found.push(Diagnostic::error(codes::TP0609, message).at(name.span).help(names(&name.value, &known)));
    }
    let refused = |name: &str| {
        let called = |parameter: &&Parameter| parameter.name == name;
        operation.parameters.iter().find(called).and_then(|parameter| parameter.refused.as_deref())
    };
    for (name, why) in given.iter().filter_map(|(name, _)| Some((name, refused(&name.value)?))) {
        let message = format!("`{}` cannot be given to `{}`: {why}", name.value, call.operation_id.value);
        found.push(Diagnostic::error(codes::TP0609, message).at(name.span));
    }
    for name in operation.missing(|name| given.iter().any(|(known, _)| known.value == name)) {
        let message = format!("the operation `{}` needs the parameter `{name}`", call.operation_id.value);
        found.push(Diagnostic::error(codes::TP0609, message).at(call.operation_id.span));
    }
    match found.is_empty() {
        true => Ok(()),
        false => {
            for found in found {
                c.report(found);
            }
            Err(Reported)
        }
    }
}

/// Maximum number of names in a help.
const MAX_LISTED: usize = 12;

fn names(wanted: &str, known: &[String]) -> String {
    if let Some(close) = did_you_mean(wanted, known.iter().map(String::as_str)) {
        return format!("did you mean `{close}`?");
    }
    let listed: Vec<String> = known.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
    match (listed.is_empty(), known.len() > MAX_LISTED) {
        (true, _) => "it has none".to_owned(),
        (false, more) => format!("there is {}{}", listed.join(", "), if more { ", …" } else { "" }),
    }
}
