//! Shared by the tests of all kinds: a local server that records requests, and functions to build a registry and call it.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::http::header::HeaderMap;
use ::http::{Method, StatusCode};
use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use towpath_access::{Access, RunLabels};
use towpath_diagnostics::codes;
use towpath_wire::{CallEffect, CarriedOut, Json, Problem, SecretUse, problem_types};

use crate::failure::coded_problem;
use crate::{
    AuthorizeHop, CallContext, CallFailure, IntegrationDocument, Lookup, MapSecrets, Output, Prepared,
    Registry,
};

/// One request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) method: Method,
    pub(crate) uri: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// A local server.
pub(crate) struct Server {
    pub(crate) port: u16,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Server {
    /// Starts a server that answers every request with `answer`.
    pub(crate) async fn start<R: IntoResponse>(
        answer: impl Fn(&Arrived) -> R + Send + Sync + 'static,
    ) -> Self {
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&arrived);
        let answer = Arc::new(answer);
        let router = Router::new().fallback(move |request: Request| {
            let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
            async move {
                let (head, body) = request.into_parts();
                let body = to_bytes(body, usize::MAX).await.unwrap_or_default().to_vec();
                let one =
                    Arrived { method: head.method, uri: head.uri.to_string(), headers: head.headers, body };
                let response = answer(&one).into_response();
                log.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(one);
                response
            }
        });
        let listener = listen().await;
        let port = port(&listener);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { port, arrived }
    }

    /// All requests that arrived so far.
    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }
}

async fn listen() -> TcpListener {
    match TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await {
        Ok(listener) => listener,
        Err(error) => panic!("no port on the loopback: {error}"),
    }
}

fn port(listener: &TcpListener) -> u16 {
    listener.local_addr().map(|address| address.port()).unwrap_or_default()
}

/// A port that reads each connection once, answers with `bytes`, waits for `hold`, and closes it.
pub(crate) async fn answer_bytes(bytes: &'static str, hold: Duration) -> u16 {
    let listener = listen().await;
    let port = port(&listener);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(bytes.as_bytes()).await;
                tokio::time::sleep(hold).await;
            });
        }
    });
    port
}

/// A port without a listener.
pub(crate) async fn closed_port() -> u16 {
    port(&listen().await)
}

/// A redirect.
pub(crate) fn redirect(status: u16, location: impl std::fmt::Display) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    if let Ok(location) = location.to_string().parse() {
        response.headers_mut().insert("location", location);
    }
    response
}

/// Resolves names to fixed addresses, and counts lookups.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) known: BTreeMap<&'static str, Vec<IpAddr>>,
    pub(crate) asked: AtomicUsize,
}

impl Names {
    pub(crate) fn new<const N: usize>(known: [(&'static str, &[&str]); N]) -> Arc<Self> {
        let read = |addresses: &[&str]| addresses.iter().filter_map(|one| one.parse().ok()).collect();
        let known = known.into_iter().map(|(name, addresses)| (name, read(addresses))).collect();
        Arc::new(Self { known, asked: AtomicUsize::new(0) })
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl Lookup for Names {
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.known.get(host).cloned().ok_or_else(|| io::Error::other("no such name"))
    }
}

/// Records the authorized hops, and refuses those to the host `refused`.
#[derive(Default)]
pub(crate) struct Hops {
    pub(crate) refused: Option<&'static str>,
    pub(crate) authorized: Mutex<Vec<Access>>,
    /// The reported redactions.
    pub(crate) came_back: Mutex<Vec<(Vec<String>, usize)>>,
}

impl AuthorizeHop for Hops {
    fn authorize(&self, access: &Access) -> Result<(), Problem> {
        self.authorized.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(access.clone());
        match access.host.as_deref() == self.refused && self.refused.is_some() {
            true => Err(coded_problem(problem_types::AUTHORIZATION, codes::TP0001, "a policy says no")),
            false => Ok(()),
        }
    }

    fn report_redacted(&self, secrets: Vec<String>, places: usize) {
        self.came_back.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push((secrets, places));
    }
}

/// A registry of `documents` with the secrets `token` and `other`.
pub(crate) async fn registry_with(documents: &[&str], names: Arc<dyn Lookup>) -> Registry {
    let parsed = documents.iter().map(|text| match IntegrationDocument::parse(text) {
        (Some(document), _) => document,
        (None, found) => panic!("{found:#?}\n{text}"),
    });
    let secrets = MapSecrets::from_iter([("token", "s3cret-token"), ("other", "s3cret-other")]);
    match Registry::build_with_lookup(parsed.collect(), Arc::new(secrets), names).await {
        Ok(registry) => registry,
        Err(found) => panic!("{found:#?}"),
    }
}

/// Like [`registry_with`], without known names.
pub(crate) async fn registry(documents: &[&str]) -> Registry {
    registry_with(documents, Names::new([])).await
}

/// A call of `integration.operation`, version 1.0.0.
pub(crate) fn effect(integration: &str, operation: &str, arguments: Value) -> CallEffect {
    CallEffect {
        integration: integration.to_owned(),
        operation: operation.to_owned(),
        version: "1.0.0".to_owned(),
        arguments: Json::of(&arguments).unwrap_or_else(|_| Json::null()),
        secrets: Vec::new(),
        labels: Vec::new(),
        described: Vec::new(),
    }
}

/// `effect` with a secret.
pub(crate) fn with_secret(mut effect: CallEffect, pointer: &str, secret: &str) -> CallEffect {
    effect.secrets.push(SecretUse { pointer: pointer.to_owned(), secret: secret.to_owned() });
    effect
}

impl Registry {
    /// Prepares the call of a run that has received no labels.
    pub(crate) fn prepare(&self, call: &CallEffect) -> Result<Prepared, Problem> {
        self.prepare_for(call, RunLabels::NONE)
    }
}

/// Prepares and calls with the key `key-1`; `hops` authorizes.
pub(crate) async fn call_authorized_by(
    registry: &Registry,
    effect: &CallEffect,
    hops: &Hops,
) -> Result<Output, CallFailure> {
    call_of(registry, effect, hops, "acme").await
}

/// Prepares and calls, for a workflow in `namespace`.
pub(crate) async fn call_of(
    registry: &Registry,
    effect: &CallEffect,
    hops: &Hops,
    namespace: &str,
) -> Result<Output, CallFailure> {
    let prepared: Prepared = registry.prepare(effect).map_err(CallFailure::not_sent)?;
    let context = CallContext { idempotency_key: Some("key-1"), namespace, authorize: hops, deadline: None };
    registry.call(&prepared, context).await
}

/// Prepares and calls; every hop is allowed.
pub(crate) async fn call(registry: &Registry, effect: &CallEffect) -> Result<Value, CallFailure> {
    let output = call_authorized_by(registry, effect, &Hops::default()).await?;
    Ok(serde_json::from_str(output.value.get()).unwrap_or_default())
}

/// Whether the failed call was carried out, and the code of the failure.
pub(crate) fn failed_as(failure: &CallFailure) -> (&'static str, String) {
    let way = match failure.carried_out {
        CarriedOut::NotSent => "not sent",
        CarriedOut::RefusedThere => "refused",
        CarriedOut::Done => "done",
        CarriedOut::Unknown => "unknown",
    };
    (way, failure.problem.code.clone().unwrap_or_default())
}
