//! The `request` of an operation of kind `http`. It is read once and filled with arguments for each call.

use ::http::Method;
use ::http::header::{HeaderMap, HeaderName};
use serde_json::{Map, Value, json};
use towpath_access::Effect;
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};
use url::Url;

use super::body::{self, Body};
use super::connection::{Target, read_name_once};
use crate::document::credential::{Credential, warn_of_variable};
use crate::document::fields::{Fields, Findings};
use crate::egress::{Hop, InPath, canonical, headers, is_safe};
use crate::failure::coded_problem;
use crate::operation::check_names;
use crate::template::{CannotStand, JsonTemplate, Template, text_of_scalar};
use crate::{Operation, content};

const KEYS: &[&str] = &["method", "path", "query", "headers", "body"];

/// The methods an operation may use.
pub(crate) const METHODS: &[(&str, Method)] = &[
    ("GET", Method::GET),
    ("HEAD", Method::HEAD),
    ("POST", Method::POST),
    ("PUT", Method::PUT),
    ("PATCH", Method::PATCH),
    ("DELETE", Method::DELETE),
    ("OPTIONS", Method::OPTIONS),
];

/// A request with places for arguments.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: Method,
    path: Template,
    query: Vec<(String, JsonTemplate)>,
    headers: Vec<(HeaderName, JsonTemplate)>,
    pub(super) secret_headers: Vec<(HeaderName, Credential)>,
    body: Body,
}

/// The base URL and the path rules that requests are checked against.
pub(super) struct Base {
    pub(super) url: Url,
    /// `None` if the connection is invalid.
    pub(super) in_path: Option<InPath>,
}

/// Reads `request` of `operation`.
pub(super) fn read_request_template(
    of: &Fields<'_>,
    operation: &Operation,
    base: &Base,
    findings: &mut Findings,
) -> Option<Request> {
    let value = of.required("request", findings)?;
    let fields = Fields::closed(value, &of.at("request"), KEYS, findings)?;
    fields.required("method", findings);
    let words: Vec<(&str, usize)> = METHODS.iter().enumerate().map(|(at, (word, _))| (*word, at)).collect();
    let method = fields.word("method", &words, findings).map(|at| METHODS[at].1.clone());
    if let Some(method) = &method
        && operation.effect() == Effect::Read
        && [Method::PUT, Method::PATCH, Method::DELETE].contains(method)
    {
        let message = format!("`{method}` is a write, but `effect` is `read`");
        findings.error_with(codes::TP3001, &fields.at("method"), message, "write `effect: write`");
    }
    let path = read_path(&fields, operation, base, findings);
    let query = read_members(&fields, "query", operation, findings);
    let (headers, secret_headers) = read_headers(&fields, operation, findings);
    let body = body::read_body_template(&fields, &headers, operation, findings);
    if let (Some(method), Some(body)) = (&method, &body)
        && is_safe(method)
        && !body.is_none()
    {
        findings.error(codes::TP3001, &fields.at("body"), format!("a `{method}` request has no body"));
    }
    Some(Request { method: method?, path: path?, query, headers, secret_headers, body: body? })
}

fn read_path(
    fields: &Fields<'_>,
    operation: &Operation,
    base: &Base,
    findings: &mut Findings,
) -> Option<Template> {
    let text = fields.required_text("path", findings)?;
    let place = fields.at("path");
    let template = match Template::parse(text) {
        Ok(template) => template,
        Err(why) => {
            findings.error(codes::TP3006, &place, why);
            return None;
        }
    };
    check_names(operation, [], template.names(), &place, findings);
    if !text.starts_with('/') {
        findings.error(codes::TP3006, &place, "a path must start with `/`");
        return None;
    }
    // The written path must be a valid URL path, so that at run time every difference comes from a value.
    let sample: Map<String, Value> =
        template.names().map(|name| (name.to_owned(), Value::from("x"))).collect();
    let sample = template.fill_path(&Value::Object(sample)).ok();
    let joined = sample.and_then(|sample| join_path(&base.url, &sample));
    let settled = joined.map(|mut url| {
        canonical::settle_path_and_query(&mut url).map_err(str::to_owned)?;
        base.in_path.as_ref().map_or(Ok(()), |in_path| in_path.check(&url))
    });
    if let Some(Err(why)) = settled {
        findings.error(codes::TP3006, &place, why);
        return None;
    }
    if settled.is_none() {
        let message = "this is not a URL path: no `?`, no `#`, no `..`, and other characters \
            percent-encoded";
        findings.error_with(codes::TP3006, &place, message, "write a query in `query`");
        return None;
    }
    Some(template)
}

/// Appends `path` to `base`, if the URL parser keeps the path unchanged.
fn join_path(base: &Url, path: &str) -> Option<Url> {
    let full = format!("{}{path}", base.path().trim_end_matches('/'));
    let mut url = base.clone();
    url.set_path(&full);
    (url.path() == full).then_some(url)
}

/// Reads the members of `key`, each as a template.
fn read_members(
    fields: &Fields<'_>,
    key: &str,
    operation: &Operation,
    findings: &mut Findings,
) -> Vec<(String, JsonTemplate)> {
    let Some(value) = fields.get(key) else { return Vec::new() };
    let Some(entries) = Fields::open(value, &fields.at(key), findings) else { return Vec::new() };
    let mut read = Vec::new();
    for (name, value, pointer) in entries.iter() {
        read.extend(
            read_member(value, &pointer, operation, findings).map(|template| (name.to_owned(), template)),
        );
    }
    read
}

/// Reads a template of a single value. It may be an argument that can be absent.
fn read_member(
    value: &Value,
    pointer: &str,
    operation: &Operation,
    findings: &mut Findings,
) -> Option<JsonTemplate> {
    if value.is_object() {
        findings.wrong(pointer, "text, a number or a list of these");
        return None;
    }
    match JsonTemplate::parse(value, pointer) {
        Ok(template @ JsonTemplate::Whole(_)) => {
            let (_, names) = template.names();
            check_names(operation, names, [], pointer, findings);
            Some(template)
        }
        Ok(template) => {
            let (optional, needed) = template.names();
            check_names(operation, optional, needed, pointer, findings);
            Some(template)
        }
        Err((place, why)) => {
            findings.error(codes::TP3006, &place, why);
            None
        }
    }
}

type Headers = (Vec<(HeaderName, JsonTemplate)>, Vec<(HeaderName, Credential)>);

fn read_headers(fields: &Fields<'_>, operation: &Operation, findings: &mut Findings) -> Headers {
    let (mut open, mut secret): Headers = (Vec::new(), Vec::new());
    let Some(value) = fields.get("headers") else { return (open, secret) };
    let Some(entries) = Fields::open(value, &fields.at("headers"), findings) else { return (open, secret) };
    for (name, value, pointer) in entries.iter() {
        let known = open.iter().map(|(known, _)| known).chain(secret.iter().map(|(known, _)| known));
        let name = read_name_once(name, known, &pointer, findings);
        if value.is_object() {
            secret.extend(name.zip(Credential::read(value, &pointer, findings)));
        } else {
            warn_of_variable(value.as_str().unwrap_or_default(), &pointer, findings);
            open.extend(name.zip(read_member(value, &pointer, operation, findings)));
        }
    }
    (open, secret)
}

impl Request {
    /// The request with `arguments` filled in, still without secrets.
    pub(super) fn fill(&self, target: &Target, arguments: &Value, who: &str) -> Result<Hop, Problem> {
        let refuse = |error: CannotStand| {
            let detail = format!("`{}` cannot be sent to `{who}`: {}", error.argument, error.why);
            coded_problem(problem_types::VALIDATION, codes::TP3029, detail)
        };
        let named = |name: &str, why: &'static str| refuse(CannotStand { argument: name.to_owned(), why });
        let path = self.path.fill_path(arguments).map_err(refuse)?;
        let mut url =
            join_path(&target.base, &path).ok_or_else(|| named("path", "it would change the path"))?;
        if !self.query.is_empty() {
            let mut pairs = url.query_pairs_mut();
            for (name, template) in &self.query {
                let value = template.fill(arguments).map_err(refuse)?;
                let place = |text: &str| {
                    pairs.append_pair(name, text);
                };
                content::each_text(&value, place).map_err(|why| named(name, why))?;
            }
        }
        let unsent = |why: String| {
            let detail = format!("the arguments cannot be sent to `{who}`: {why}");
            coded_problem(problem_types::VALIDATION, codes::TP3029, detail)
        };
        canonical::settle_path_and_query(&mut url).map_err(|why| unsent(why.to_owned()))?;
        target.in_path.check(&url).map_err(unsent)?;
        let mut headers = HeaderMap::new();
        for (name, template) in &self.headers {
            let value = in_header(template, arguments).map_err(refuse)?;
            if !value.is_null() {
                let text = text_of_scalar(Some(&value), name.as_str()).map_err(refuse)?;
                headers.insert(
                    name,
                    headers::parse_header_value(&text).map_err(|why| named(name.as_str(), why))?,
                );
            }
        }
        let body = self.body.fill(arguments, &mut headers).map_err(refuse)?;
        Ok(Hop { method: self.method.clone(), url, headers, body })
    }
}

/// The value of a header. Inside longer text, an argument must not contain a character that separates parts of a header.
fn in_header(template: &JsonTemplate, arguments: &Value) -> Result<Value, CannotStand> {
    let JsonTemplate::Text(template) = template else { return template.fill(arguments) };
    let filled = template.fill_with(arguments, |name, text| match text.contains(['"', '\\', ',', ';']) {
        false => Ok(text),
        true => Err(CannotStand {
            argument: name.to_owned(),
            why: "inside a header it must not contain a quote, backslash, comma or semicolon",
        }),
    });
    filled.map(Value::String)
}

/// JSON Schema of `request`.
pub(super) fn request_schema() -> Value {
    let methods: Vec<&str> = METHODS.iter().map(|(word, _)| *word).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["method", "path"],
        "description": "The request. `{name}` stands for an argument, `{{` for a brace.",
        "properties": {
            "method": { "enum": methods },
            "path": {
                "type": "string", "pattern": "^/",
                "description": "Appended to `baseUrl`. Each value is encoded and stays inside its segment.",
            },
            "query": {
                "type": "object",
                "description": "Query parameters. A list repeats the parameter; an absent argument omits it.",
            },
            "headers": {
                "type": "object", "additionalProperties": { "type": ["string", "number", "boolean", "object"] },
                "description": "Headers; `{secret: name}` takes a secret.",
            },
            "body": {
                "description": "JSON, or a form or XML by `Content-Type`. A whole string `\"{name}\"` takes the \
                    argument's own JSON value; `arguments` sends all of them. Every value is escaped for its place.",
            },
        },
    })
}
