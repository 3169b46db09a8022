//! `call: http`: a request through the built-in integration `web`. The host decides whether it is allowed.

use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::{Endpoint, HttpCall, OrExpression};
use towpath_wire::problem_types as types;

use super::Done;
use crate::authentication::Authentication;
use crate::call::{Operation, call_and_wait};
use crate::compile::{Compiled, Compiler, Reported};
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable};
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::uri::{Malformed, UriTemplate};
use crate::value::Value;

pub(super) const REQUEST: Operation<'static> =
    Operation { integration: "web", operation: "request", version: "1.0.0" };

/// `call: http`.
#[derive(Debug)]
pub(crate) struct CallHttp {
    method: String,
    uri: Uri,
    authentication: Option<Authentication>,
    headers: Option<Template>,
    query: Option<Template>,
    body: Option<Template>,
    redirect: Option<bool>,
    output: Option<&'static str>,
}

#[derive(Debug)]
enum Uri {
    Template(UriTemplate),
    Computed(Expression),
}

impl CallHttp {
    pub(super) fn compile(c: &mut Compiler<'_>, call: &HttpCall) -> Compiled<Self> {
        let mut template = |template: &Option<_>| {
            template.as_ref().map(|template| c.template(template, Place::Definition)).transpose()
        };
        let (headers, query, body) = (template(&call.headers), template(&call.query), template(&call.body));
        let uri = Uri::compile(c, &call.endpoint);
        let authentication = call.endpoint.authentication.as_ref();
        let authentication = authentication.map(|written| Authentication::compile(c, written)).transpose();
        Ok(Self {
            method: call.method.value.to_ascii_uppercase(),
            uri: uri?,
            authentication: authentication?,
            headers: headers?,
            query: query?,
            body: body?,
            redirect: call.redirect.as_ref().map(|redirect| redirect.value),
            output: call.output.as_ref().map(|output| output.value.as_str()),
        })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let arguments = self.arguments(cx, frame, input)?;
        Ok(Done::with(call_and_wait(cx, frame, REQUEST, &arguments, may_hold_secret).await?))
    }

    fn arguments(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Value> {
        let uri = self.uri.resolve(cx, frame, input)?;
        let mut arguments =
            vec![("method", Value::str(self.method.as_str())), ("endpoint", Value::object([("uri", uri)]))];
        let mapping = |name: &'static str, template: &Template| -> Faultable<(&'static str, Value)> {
            let value = template.evaluate(cx, input, frame)?;
            if value.as_object().is_none() {
                let detail = format!("`{name}` must be a mapping, and is of type {}", value.type_name());
                return Err(Fault::new(types::EXPRESSION, &codes::TP1009, detail).about(cx, &value));
            }
            Ok((name, value))
        };
        arguments.extend(self.headers.as_ref().map(|headers| mapping("headers", headers)).transpose()?);
        arguments.extend(self.query.as_ref().map(|query| mapping("query", query)).transpose()?);
        if let Some(body) = &self.body {
            arguments.push(("body", body.evaluate(cx, input, frame)?));
        }
        arguments.extend(self.redirect.map(|redirect| ("redirect", Value::bool(redirect))));
        arguments.extend(self.output.map(|output| ("output", Value::str(output))));
        if let Some(authentication) = &self.authentication {
            arguments.push(("authentication", authentication.evaluate(cx, frame, input)?));
        }
        Ok(Value::object(arguments))
    }
}

impl Uri {
    fn compile(c: &mut Compiler<'_>, endpoint: &Endpoint) -> Compiled<Self> {
        match &endpoint.uri {
            OrExpression::Expression(written) => c.expression(written, Place::Definition).map(Self::Computed),
            OrExpression::Literal(text) => match UriTemplate::parse(text) {
                Ok(template) => Ok(Self::Template(template)),
                // The check of the definition has reported this.
                Err(Malformed::Braces) => Err(Reported),
                Err(Malformed::Name(message)) => Err(c.report(
                    Diagnostic::error(codes::TP0605, message)
                        .at(text.span)
                        .help("write `{name}` to fill in a value from the top level of the task's input"),
                )),
            },
        }
    }

    fn resolve(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Value> {
        match self {
            Self::Template(template) => template.expand(input).map_err(|fault| fault.about(cx, input)),
            Self::Computed(expression) => {
                let uri = expression.evaluate(cx, input, frame)?;
                if let Some(secret) = uri.as_secret() {
                    return Err(Fault::misplaced_secret(secret, "a URL").about(cx, &uri));
                }
                if uri.as_str().is_none() {
                    let detail = format!("the endpoint must be a text, and is of type {}", uri.type_name());
                    return Err(Fault::new(types::EXPRESSION, &codes::TP1006, detail).about(cx, &uri));
                }
                Ok(uri)
            }
        }
    }
}

pub(super) fn may_hold_secret(pointer: &str) -> Result<(), &'static str> {
    match pointer.split('/').nth(1) {
        Some("authentication" | "headers") => Ok(()),
        Some("query") => Err("a query"),
        Some("body") => Err("a body"),
        _ => Err("a request"),
    }
}
