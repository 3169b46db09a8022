//! Kind `web`: raw HTTP from workflows (`call: http`), only to the hosts that IT lists.

mod authentication;
mod fetch;
mod hosts;
mod request;
mod schema;
#[cfg(test)]
mod spellings;
#[cfg(test)]
mod tests;
mod visited;

use std::sync::Arc;

use ::http::header::{HeaderMap, HeaderName};
use async_trait::async_trait;
use serde_json::{Map, Value, json};
use towpath_access::{Access, Effect, canonical};
use towpath_diagnostics::codes;
use towpath_wire::{Problem, SecretUse, problem_types};
use url::Url;

use crate::call::{
    AuthorizeHop, CallContext, Connection, Prepared, Reply, TokenRequest, filled_request, is_write,
};
use crate::document::Header;
use crate::document::credential::{header_value, read_secret};
use crate::document::fields::{Fields, Findings};
use crate::egress::redact::Noting;
use crate::egress::{
    self, Accepted, ClientOptions, Clients, Errors, Hop, Received, Route, Routes, headers, is_safe,
};
use crate::failure::{coded_problem, communication_problem};
use crate::http::describe;
use crate::kind::{Connector, Kind, Reading, Setting};
use crate::schema::Schema;
use crate::{CallFailure, Idempotent, Operation, Secrets, content};
use authentication::{Endpoint, Errand, Scheme, Tokens, bear, endpoint_named, token_access};
use hosts::{HostRule, Pattern};
use request::WHO;
use visited::Visited;

/// Kind `web`.
pub(crate) struct Web;

impl Kind for Web {
    fn name(&self) -> &'static str {
        "web"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["hosts"]
    }

    fn schema(&self) -> (Value, &'static [&'static str]) {
        (json!({ "hosts": schema::hosts_schema() }), &[])
    }

    fn read(&self, top: &Fields<'_>, header: &Header, findings: &mut Findings) -> Option<Reading> {
        let hosts = hosts::read_hosts(top, findings);
        let input = match Schema::compile(&request::input_schema()) {
            Ok(input) => input,
            Err(bad) => {
                findings.error(codes::TP3005, "", bad.why);
                return None;
            }
        };
        let operation = Operation {
            integration: header.name.clone(),
            name: "request".to_owned(),
            version: "1.0.0".to_owned(),
            title: "Any HTTP request".to_owned(),
            description: None,
            effect: Effect::Write,
            idempotent: Idempotent::No,
            labels: header.labels.clone(),
            input,
            output: None,
            example: None,
        };
        Some(Reading {
            operations: vec![Arc::new(operation)],
            connector: Arc::new(WebConnector { hosts }),
            test_endpoint: None,
        })
    }
}

#[derive(Debug)]
struct WebConnector {
    hosts: Vec<HostRule>,
}

#[async_trait]
impl Connector for WebConnector {
    async fn connect(&self, setting: &Setting<'_>, findings: &mut Findings) -> Option<Arc<dyn Connection>> {
        let mut hosts = Vec::new();
        for rule in &self.hosts {
            let ca = rule.ca.as_ref().map(|path| setting.folder.join(path));
            let pinned = match (&rule.pattern, rule.resolve) {
                (Pattern::Exact(host), Some(address)) => [(host.clone(), address)].into(),
                _ => Default::default(),
            };
            let options =
                ClientOptions { ca: ca.as_deref(), resolve: pinned, connect_timeout: rule.connect_timeout };
            match Clients::new(setting.surroundings, &options) {
                Ok(clients) => hosts.push((rule.clone(), clients)),
                Err(why) => {
                    let place = format!("{}/ca", rule.pointer);
                    findings.error(codes::TP3007, &place, format!("TLS cannot be set up: {why}"));
                }
            }
        }
        hosts.sort_by_key(|(rule, _)| std::cmp::Reverse(rule.precision()));
        let (secrets, tokens) = (Arc::clone(setting.secrets), Tokens::default());
        Some(Arc::new(WebConnection { hosts, secrets, tokens }))
    }

    fn secrets(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.hosts.iter().flat_map(|rule| &rule.secrets).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

struct WebConnection {
    /// The most exact pattern first.
    hosts: Vec<(HostRule, Clients)>,
    secrets: Arc<dyn Secrets>,
    tokens: Tokens,
}

impl Routes for WebConnection {
    fn route(&self, url: &Url) -> Result<Route<'_>, Problem> {
        let (rule, clients) = self.rule(url, "this address")?;
        Ok(Route { clients, listed: rule.listed })
    }
}

impl WebConnection {
    /// The host entry for an address. An error names the field with the address, never the address: it may contain data that
    /// the workflow received.
    fn rule(&self, url: &Url, of: &str) -> Result<&(HostRule, Clients), Problem> {
        let found = self.hosts.iter().find(|(rule, _)| rule.covers(url)).ok_or_else(|| {
            let detail = format!("raw HTTP may not reach {of}: the integration `web` does not list its host");
            coded_problem(problem_types::AUTHORIZATION, codes::TP3020, detail)
        })?;
        found.0.in_path.check(url).map_err(|why| request::refuse(codes::TP3028, why))?;
        Ok(found)
    }

    /// The request with its secrets, but without a token.
    fn complete(
        mut hop: Hop,
        prepared: &Prepared,
        scheme: &Scheme,
        secrets: &dyn Secrets,
    ) -> Result<Hop, Problem> {
        scheme.apply(&mut hop.headers)?;
        for used in &prepared.secrets {
            if let Some(name) = header_place(used) {
                let text = read_secret(&used.secret, secrets)?;
                hop.headers.insert(name, header_value(&text)?);
            }
        }
        Ok(hop)
    }

    /// Checks that each secret is in a field where secrets are allowed, and may be sent to this host.
    fn check_secrets<'a>(
        rule: &HostRule,
        secrets: impl IntoIterator<Item = &'a SecretUse>,
    ) -> Result<(), Problem> {
        let refuse = |kind: &str, detail: String| Err(coded_problem(kind, codes::TP3014, detail));
        for used in secrets {
            let in_header = header_place(used).is_some_and(|name| rule.secret_headers.contains(&name));
            if !used.pointer.starts_with("/authentication/") && !in_header {
                // Header names may contain data that the workflow received, so the message shows only the field.
                let field = used.pointer.split('/').nth(1).unwrap_or_default();
                let detail = format!(
                    "a secret is allowed in `authentication` and in the host's `secretHeaders`, but not at this place in `{field}`"
                );
                return refuse(problem_types::VALIDATION, detail);
            }
            if !rule.secrets.contains(&used.secret) {
                let detail = format!("the secret `{}` may not be sent to this host", used.secret);
                return refuse(problem_types::AUTHORIZATION, detail);
            }
        }
        Ok(())
    }
}

/// The header that a secret is in, if it is in a header.
fn header_place(used: &SecretUse) -> Option<HeaderName> {
    let name = used.pointer.strip_prefix("/headers/")?;
    headers::parse_header_name(&name.replace("~1", "/").replace("~0", "~")).ok()
}

/// Sets the address and the effect of `access` from `hop`.
fn describe_raw(access: &mut Access, hop: &Hop) {
    describe(access, hop);
    access.effect = if is_safe(&hop.method) { Effect::Read } else { Effect::Write };
}

/// Brings the arguments of a raw request into the form that is evaluated and sent.
///
/// # Errors
/// A header appears twice.
pub fn canonical_request(arguments: &mut Value) -> Result<(), Problem> {
    canonical::arguments(arguments).map_err(|canonical::Twice(name)| request::header_twice(&name))
}

/// Sets host, method, path, query and effect of a raw request from its canonical arguments.
///
/// # Errors
/// The arguments are not those of `call: http`.
pub fn describe_request(access: &mut Access) -> Result<(), Problem> {
    let hop = request::fill_raw_request(access.arguments.as_ref().unwrap_or(&Value::Null))?;
    describe_raw(access, &hop);
    Ok(())
}

#[async_trait]
impl Connection for WebConnection {
    fn prepare(&self, prepared: &mut Prepared) -> Result<(), Problem> {
        prepared.access.arguments.as_mut().map_or(Ok(()), canonical_request)?;
        let hop = request::fill_raw_request(prepared.arguments())?;
        let (rule, _) = self.rule(&hop.url, ENDPOINT)?;
        Self::check_secrets(rule, &prepared.secrets)?;
        describe_raw(&mut prepared.access, &hop);
        prepared.token = match authentication::endpoint(prepared.arguments()) {
            None => None,
            Some(Endpoint::FoundOut) => Some(TokenRequest::FoundOut),
            Some(Endpoint::Written(url)) => {
                endpoint_named(&self.rule(&url, AUTHORITY)?.0, &url)?;
                Some(TokenRequest::At(Box::new(token_access(&prepared.access, &url))))
            }
        };
        if is_safe(&hop.method) {
            prepared.idempotent = Idempotent::Natural;
        }
        prepared.request = Some(hop);
        Ok(())
    }

    async fn call(
        &self,
        prepared: &Prepared,
        request: Option<Hop>,
        context: &CallContext<'_>,
    ) -> Result<Reply, CallFailure> {
        let hop = filled_request(prepared, request).map_err(CallFailure::not_sent)?;
        let visited = Visited::of(self);
        let labelled = |mut failure: CallFailure| {
            failure.problem.label(&visited.labels());
            failure
        };
        let value = self.send(hop, prepared, context, &visited).await.map_err(labelled)?;
        Ok(Reply { value, labels: visited.labels() })
    }

    async fn fetch(&self, uri: &str, authorize: &dyn AuthorizeHop) -> Result<String, Problem> {
        fetch::fetch(self, uri, authorize).await
    }
}

/// The name of the request's address in errors.
const ENDPOINT: &str = "the address in `endpoint`";
/// The name of the token endpoint in errors.
const AUTHORITY: &str = "the address in `authentication`";

impl WebConnection {
    /// Sends the call and the requests before it. `visited` records each host.
    async fn send(
        &self,
        hop: Hop,
        prepared: &Prepared,
        context: &CallContext<'_>,
        visited: &Visited<'_>,
    ) -> Result<Value, CallFailure> {
        let arguments = prepared.arguments();
        let noting = Noting::of(self.secrets.as_ref());
        let scheme = Scheme::read(arguments, &prepared.secrets, &noting);
        let scheme = scheme.map_err(CallFailure::not_sent)?;
        let mut hop = Self::complete(hop, prepared, &scheme, &noting).map_err(CallFailure::not_sent)?;
        let (rule, _) = self.rule(&hop.url, ENDPOINT).map_err(CallFailure::not_sent)?;
        if let Scheme::Token(grant) = &scheme {
            let token = self.tokens.get(grant, Errand { connection: self, prepared, context, visited }).await;
            let borne = token.and_then(|token| {
                bear(&mut hop.headers, &token)?;
                noting.add("the access token", token);
                Ok(())
            });
            borne.map_err(CallFailure::not_sent)?;
        }
        let secrets = noting.sent();
        let follow = arguments["redirect"].as_bool().unwrap_or(false);
        let authorize = |hop: &Hop| {
            let mut access = prepared.access.clone();
            describe_raw(&mut access, hop);
            context.authorize.authorize(&access)
        };
        let origin = hop.url.origin();
        let answer_challenge = |hop: &Hop, asked: &HeaderMap| match &scheme {
            Scheme::Digest(digest) => digest.answer(&origin, hop, asked),
            _ => Ok(None),
        };
        let errors = |status: u16, body: Value| is_described(&prepared.described, status).then_some(body);
        let write = is_write(&prepared.access);
        let sent = egress::send(egress::Call {
            who: WHO,
            hop,
            write,
            once: write,
            redirects: if follow { rule.redirects } else { 0 },
            accepted: if follow { Accepted::Redirection } else { Accepted::Success },
            refusals: rule.refusals.as_deref(),
            errors: (!prepared.described.is_empty()).then_some(&errors as &Errors<'_>),
            challenge: Some(&answer_challenge),
            max_response_bytes: rule.max_response_bytes,
            timeout: rule.timeout,
            deadline: context.deadline,
            routes: visited,
            authorize: &authorize,
            sent: &secrets,
        });
        let sent = sent.await;
        if let Some((secrets, places)) = secrets.came_back() {
            context.authorize.report_redacted(secrets, places);
        }
        let answer = match (sent, &scheme) {
            (Ok(answer), _) => answer,
            (Err(failure), Scheme::Token(grant)) if failure.problem.status == 401 => {
                self.tokens.forget(grant, context.namespace).await;
                return Err(failure);
            }
            (Err(failure), _) => return Err(failure),
        };
        let form = arguments["output"].as_str().unwrap_or("content");
        shape(&answer, form).map_err(|why| {
            let detail = format!("the response of `{WHO}` was not understood: {why}");
            egress::unusable(write, communication_problem(502, codes::TP3027, detail))
        })
    }
}

/// Whether an OpenAPI document describes failed responses with this status.
fn is_described(described: &[String], status: u16) -> bool {
    let (exact, class) = (status.to_string(), format!("{}XX", status / 100));
    described.iter().any(|one| *one == exact || one.eq_ignore_ascii_case(&class) || one == "default")
}

/// The response in the form that the call wants.
fn shape(answer: &Received, form: &str) -> Result<Value, String> {
    match form {
        "raw" => Ok(content::base64_value(&answer.body)),
        "response" => Ok(json!({
            "request": {
                "method": answer.hop.method.as_str(),
                "uri": answer.hop.url.as_str(),
                "headers": shown(&answer.hop.headers),
            },
            "statusCode": answer.status.as_u16(),
            "headers": shown(&answer.headers),
            "content": content::decode_body(&answer.body, &answer.headers)?,
        })),
        _ => content::decode_body(&answer.body, &answer.headers),
    }
}

/// Headers as an object, without those that carry credentials. Values of the same name are joined with commas.
fn shown(headers: &HeaderMap) -> Value {
    let mut object = Map::new();
    for (name, value) in headers.iter().filter(|(name, value)| !headers::is_sensitive(name, value)) {
        let text = String::from_utf8_lossy(value.as_bytes());
        match object.get_mut(name.as_str()) {
            Some(Value::String(before)) => {
                before.push_str(", ");
                before.push_str(&text);
            }
            _ => {
                object.insert(name.as_str().to_owned(), Value::from(text));
            }
        }
    }
    Value::Object(object)
}
