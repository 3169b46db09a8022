//! Kind `http`: named operations of an HTTP service. Each has a request template.

mod body;
pub(crate) mod connection;
mod exposed;
mod probe;
pub(crate) mod request;
#[cfg(test)]
mod tests;
mod xml;

use std::sync::Arc;

use ::http::HeaderMap;
use ::http::header::HeaderName;
use async_trait::async_trait;
use serde_json::{Value, json};
use towpath_access::Access;
use towpath_diagnostics::codes;
use towpath_wire::{Problem, REFUSALS, problem_types};
use url::Url;

use crate::call::{CallContext, Connection, Prepared, Reply, filled_request, is_write};
use crate::document::credential::{Credential, header_value, warn_of_secret};
use crate::document::fields::{Fields, Findings};
use crate::document::{self, Header};
use crate::egress::redact::Noting;
use crate::egress::{self, Accepted, ClientOptions, Clients, Errors, Hop, Route, Routes, headers};
use crate::failure::{coded_problem, communication_problem};
use crate::kind::{Connector, Kind, Reading, Setting};
use crate::operation::{self, Idempotent};
use crate::tested::Found;
use crate::{CallFailure, Secrets, content};
use connection::Target;
use exposed::Exposed;
use request::{Base, Request};

/// Kind `http`.
pub(crate) struct Http;

impl Kind for Http {
    fn name(&self) -> &'static str {
        "http"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["connection", document::TEST_ENDPOINT, "operations"]
    }

    fn schema(&self) -> (Value, &'static [&'static str]) {
        let idempotency = "Header of the idempotency key, with `idempotent: key`; `Idempotency-Key` \
            by default.";
        let own = json!({
            "request": request::request_schema(),
            "idempotencyHeader": { "type": "string", "description": idempotency },
            "refusals": refusals_schema(),
        });
        let own = exposed::with_schema(own);
        let operations = operation::operations_schema(own, &["request"]);
        (
            json!({
                "connection": connection::http_connection_schema(),
                (document::TEST_ENDPOINT): document::test_endpoint_schema(connection::http_connection_schema()),
                "operations": operations,
            }),
            &["connection", "operations"],
        )
    }

    fn read(&self, top: &Fields<'_>, header: &Header, findings: &mut Findings) -> Option<Reading> {
        let target = top
            .required("connection", findings)
            .and_then(|value| connection::read_http_connection(value, &top.at("connection"), findings));
        let same = |one: &Target, other: &Target| one.base == other.base;
        let endpoint = document::read_test_endpoint(
            top,
            target.as_ref(),
            connection::read_http_connection,
            same,
            findings,
        );
        let entries = operation::read_all(top, header, OWN_KEYS, findings);
        // If the base is wrong, requests are checked against a substitute, to find all problems at once.
        let base =
            target.as_ref().map(|target| target.base.clone()).or_else(|| Url::parse("http://base").ok())?;
        let base = Base { url: base, in_path: target.as_ref().map(|target| target.in_path.clone()) };
        let (mut operations, mut calls) = (Vec::new(), Vec::new());
        for (operation, fields) in entries {
            let request = request::read_request_template(&fields, &operation, &base, findings);
            let key_header = read_key_header(&fields, operation.idempotent, findings);
            let refusals = read_refusals(&fields, findings);
            let exposed = Exposed::read(&fields, findings);
            if let Some(request) = request {
                calls.push(Call { request, key_header, refusals, exposed });
                operations.push(Arc::new(operation));
            }
        }
        let connector =
            |target, place, calls| Arc::new(HttpConnector { target, place, calls }) as Arc<dyn Connector>;
        let test_endpoint = endpoint.map(|(target, place)| connector(target, place, calls.clone()));
        Some(Reading { operations, connector: connector(target?, "/connection", calls), test_endpoint })
    }
}

/// The keys of an operation that are specific to this kind.
const OWN_KEYS: &[&str] = &["request", "idempotencyHeader", "refusals", "errors", "responseHeaders"];

/// Reads `refusals`: the statuses that prove that this operation was not carried out. It can only remove statuses.
pub(crate) fn read_refusals(fields: &Fields<'_>, findings: &mut Findings) -> Option<Vec<u16>> {
    fields.get("refusals")?;
    let mut statuses = Vec::new();
    for (item, pointer) in fields.items("refusals", findings) {
        let status = item.as_u64().and_then(|status| u16::try_from(status).ok());
        match status.filter(|status| REFUSALS.contains(status)) {
            Some(status) => statuses.push(status),
            None => {
                let message = format!("status {item} does not prove that a call was not carried out");
                let known = REFUSALS.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
                let help = format!("allowed statuses: {known}");
                findings.error_with(codes::TP3001, &pointer, message, help);
            }
        }
    }
    Some(statuses)
}

/// JSON Schema of `refusals`.
pub(crate) fn refusals_schema() -> Value {
    json!({
        "type": "array", "items": { "enum": REFUSALS },
        "description": "Statuses that prove that a write was not carried out, so that `retry` may \
            send it again although it is `idempotent: no`. Default: all of these; an empty list: none.",
    })
}

/// The header for the idempotency key, if one is sent.
fn read_key_header(
    fields: &Fields<'_>,
    idempotent: Idempotent,
    findings: &mut Findings,
) -> Option<HeaderName> {
    let text = fields.text("idempotencyHeader", findings);
    match (text, idempotent) {
        (Some(_), Idempotent::No | Idempotent::Natural) => {
            let place = fields.at("idempotencyHeader");
            let message = "no key is sent unless the operation says `idempotent: key`";
            findings.error(codes::TP3001, &place, message);
            None
        }
        (text, Idempotent::Key) => connection::read_name(
            text.unwrap_or("Idempotency-Key"),
            &fields.at("idempotencyHeader"),
            findings,
        ),
        _ => None,
    }
}

#[derive(Debug)]
struct HttpConnector {
    target: Target,
    /// The place of the target in the document.
    place: &'static str,
    calls: Vec<Call>,
}

/// One operation.
#[derive(Debug, Clone)]
struct Call {
    request: Request,
    key_header: Option<HeaderName>,
    /// Statuses that prove that it was not carried out; `None`: the usual ones.
    refusals: Option<Vec<u16>>,
    /// What workflows see of its response besides a good body.
    exposed: Exposed,
}

#[async_trait]
impl Connector for HttpConnector {
    async fn connect(&self, setting: &Setting<'_>, findings: &mut Findings) -> Option<Arc<dyn Connection>> {
        let target = &self.target;
        let ca = target.ca.as_ref().map(|path| setting.folder.join(path));
        let options = ClientOptions {
            ca: ca.as_deref(),
            resolve: target.resolve.clone(),
            connect_timeout: target.connect_timeout,
        };
        let clients = match Clients::new(setting.surroundings, &options) {
            Ok(clients) => clients,
            Err(why) => {
                let place = format!("{}/ca", self.place);
                findings.error(codes::TP3007, &place, format!("TLS cannot be set up: {why}"));
                return None;
            }
        };
        for name in self.secrets() {
            warn_of_secret(name, self.place, setting.secrets.as_ref(), findings);
        }
        let (target, calls) = (target.clone(), self.calls.clone());
        Some(Arc::new(HttpConnection { target, calls, clients, secrets: Arc::clone(setting.secrets) }))
    }

    fn secrets(&self) -> Vec<&str> {
        let of_calls = self.calls.iter().flat_map(|call| &call.request.secret_headers);
        let headers = self.target.headers.iter().chain(of_calls);
        let mut names: Vec<&str> = headers.filter_map(|(_, credential)| credential.secret()).collect();
        names.extend(self.target.authentication.iter().flat_map(|one| one.secrets()));
        names.sort_unstable();
        names.dedup();
        names
    }
}

struct HttpConnection {
    target: Target,
    calls: Vec<Call>,
    clients: Clients,
    secrets: Arc<dyn Secrets>,
}

impl HttpConnection {
    fn call_of(&self, prepared: &Prepared) -> Result<&Call, Problem> {
        self.calls.get(prepared.at).ok_or_else(|| {
            let detail = format!("`{}` is not of this integration", prepared.operation.called());
            coded_problem(problem_types::RUNTIME, codes::TP0001, detail)
        })
    }

    /// Adds what every request carries: the connection's headers, where an operation has none of the same name, and its credentials.
    fn introduce(&self, headers: &mut HeaderMap, secrets: &dyn Secrets) -> Result<(), Problem> {
        for header in &self.target.headers {
            if !headers.contains_key(&header.0) {
                put(headers, header, secrets)?;
            }
        }
        match &self.target.authentication {
            Some(authentication) => authentication.apply(headers, secrets),
            None => Ok(()),
        }
    }

    /// The request with its secrets.
    fn complete(
        &self,
        prepared: &Prepared,
        request: Option<Hop>,
        context: &CallContext<'_>,
        secrets: &dyn Secrets,
    ) -> Result<Hop, Problem> {
        let call = self.call_of(prepared)?;
        let who = prepared.operation.called();
        let mut hop = filled_request(prepared, request)?;
        for header in &call.request.secret_headers {
            put(&mut hop.headers, header, secrets)?;
        }
        self.introduce(&mut hop.headers, secrets)?;
        if let Some(name) = &call.key_header {
            let refused = |why: &str| {
                let detail = format!("`{who}` cannot be called: {why}");
                coded_problem(problem_types::RUNTIME, codes::TP0001, detail)
            };
            let key = context.idempotency_key.ok_or_else(|| refused("it has no idempotency key"))?;
            hop.headers.insert(
                name,
                headers::parse_header_value(key).map_err(|_| refused("its idempotency key is no header"))?,
            );
        }
        Ok(hop)
    }
}

/// Sets one header, with the value of its secret if it is one.
fn put(
    headers: &mut HeaderMap,
    (name, credential): &(HeaderName, Credential),
    secrets: &dyn Secrets,
) -> Result<(), Problem> {
    let text = credential.resolve(secrets)?;
    headers.insert(name, header_value(&text)?);
    Ok(())
}

impl Routes for HttpConnection {
    fn route(&self, url: &Url) -> Result<Route<'_>, Problem> {
        let own = url.origin() == self.target.base.origin();
        if own || self.target.allow.iter().any(|authority| authority.covers(url)) {
            self.target.in_path.check(url).map_err(|why| {
                coded_problem(
                    problem_types::VALIDATION,
                    codes::TP3028,
                    format!("the request is refused: {why}"),
                )
            })?;
            return Ok(Route { clients: &self.clients, listed: true });
        }
        let detail = "the integration's document does not list its host in `allow`";
        Err(coded_problem(problem_types::AUTHORIZATION, codes::TP3020, detail))
    }
}

#[async_trait]
impl Connection for HttpConnection {
    fn prepare(&self, prepared: &mut Prepared) -> Result<(), Problem> {
        let who = prepared.operation.called();
        if !prepared.secrets.is_empty() {
            let detail =
                format!("`{who}` takes no secrets: its credentials are in the integration's document");
            return Err(coded_problem(problem_types::VALIDATION, codes::TP3014, detail));
        }
        prepared.request = self.fill(prepared)?;
        if let Some(hop) = &prepared.request {
            describe(&mut prepared.access, hop);
        }
        Ok(())
    }

    fn fill(&self, prepared: &Prepared) -> Result<Option<Hop>, Problem> {
        let who = prepared.operation.called();
        self.call_of(prepared)?.request.fill(&self.target, prepared.arguments(), &who).map(Some)
    }

    async fn call(
        &self,
        prepared: &Prepared,
        request: Option<Hop>,
        context: &CallContext<'_>,
    ) -> Result<Reply, CallFailure> {
        let noting = Noting::of(self.secrets.as_ref());
        let hop = self.complete(prepared, request, context, &noting).map_err(CallFailure::not_sent)?;
        let sent = noting.sent();
        let who = prepared.operation.called();
        let authorize = |hop: &Hop| {
            let mut access = prepared.access.clone();
            describe(&mut access, hop);
            context.authorize.authorize(&access)
        };
        let write = is_write(&prepared.access);
        let call = self.call_of(prepared).map_err(CallFailure::not_sent)?;
        let errors = |_: u16, body: Value| call.exposed.of_failure(body);
        let answer = egress::send(egress::Call {
            who: &who,
            hop,
            write,
            once: prepared.idempotent == Idempotent::No,
            redirects: self.target.redirects,
            accepted: Accepted::Success,
            refusals: call.refusals.as_deref(),
            errors: call.exposed.has_errors().then_some(&errors as &Errors<'_>),
            challenge: None,
            max_response_bytes: self.target.max_response_bytes,
            timeout: self.target.timeout,
            deadline: context.deadline,
            routes: self,
            authorize: &authorize,
            sent: &sent,
        })
        .await;
        if let Some((secrets, places)) = sent.came_back() {
            context.authorize.report_redacted(secrets, places);
        }
        let answer = answer?;
        let value = content::decode_body(&answer.body, &answer.headers).map_err(|why| {
            let detail = format!("the response of `{who}` was not understood: {why}");
            egress::unusable(write, communication_problem(502, codes::TP3027, detail))
        })?;
        Ok(Reply { value: call.exposed.of_answer(value, &answer.headers), labels: Vec::new() })
    }

    async fn test(&self, who: &str) -> Option<Found> {
        Some(self.probe(who).await)
    }
}

/// Sets the address of `access` from `hop`.
pub(crate) fn describe(access: &mut Access, hop: &Hop) {
    access.host = hop.url.host_str().map(str::to_owned);
    access.method = Some(hop.method.as_str().to_owned());
    access.path = Some(hop.url.path().to_owned());
    access.query = Some(hop.url.query().unwrap_or_default().to_owned());
}
