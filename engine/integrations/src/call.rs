//! One call: the prepared call, what it needs from its run, the trait that carries it out, and what it returns.
//!
//! The registry prepares calls, each kind carries them out, and both use the types of this file. Nothing here knows the
//! registry or a kind.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use serde_json::Value;
use towpath_access::{Access, Effect};
use towpath_diagnostics::codes;
use towpath_wire::{Json, Problem, SecretUse, problem_types};

use crate::egress::Hop;
use crate::failure::coded_problem;
use crate::tested::Found;
use crate::{CallFailure, Idempotent, Operation};

/// A call whose arguments are decoded, checked and fixed. Nothing has been sent.
pub struct Prepared {
    /// The access to evaluate. `arguments` is the value that will be sent, with `null` in place of secrets. Every other
    /// request of the call (a redirect, a request for a token) is evaluated as an access made from this one.
    pub access: Access,
    /// Whether the call may be repeated when its outcome is unknown.
    pub idempotent: Idempotent,
    pub(crate) operation: Arc<Operation>,
    /// Index of the operation in its document.
    pub(crate) at: usize,
    pub(crate) secrets: Vec<SecretUse>,
    /// Of raw HTTP: statuses of failed responses that an OpenAPI document describes.
    pub(crate) described: Vec<String>,
    /// The request, filled from the arguments and without secrets: the one that the access describes. `None` for kinds
    /// that send no HTTP request.
    pub(crate) request: Option<Hop>,
    /// The request for a token that may be sent before the call.
    pub(crate) token: Option<TokenRequest>,
    pub(crate) connection: Arc<dyn Connection>,
    pub(crate) test_endpoint: Option<Arc<dyn Connection>>,
}

/// A request for a token. It is a write of its own.
#[derive(Debug, Clone)]
pub enum TokenRequest {
    /// The access it makes.
    At(Box<Access>),
    /// Its address is found when the call is sent. It is evaluated then.
    FoundOut,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("operation", &self.operation.called()).finish_non_exhaustive()
    }
}

impl Prepared {
    /// The operation it calls.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// Whether its integration has a test endpoint, so that it can be sent there instead.
    pub fn has_test_endpoint(&self) -> bool {
        self.test_endpoint.is_some()
    }

    /// The request for a token that may be sent before the call; `None` if it needs no token.
    pub fn token(&self) -> Option<&TokenRequest> {
        self.token.as_ref()
    }

    /// The names of the secrets it will send, sorted.
    pub fn secrets(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.secrets.iter().map(|used| used.secret.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The arguments that were evaluated.
    pub(crate) fn arguments(&self) -> &Value {
        self.access.arguments.as_ref().unwrap_or(&Value::Null)
    }
}

/// Decides about every request of a call after the first: redirects, and requests for a token.
pub trait AuthorizeHop: Send + Sync {
    /// Allows the request, or returns the problem that the call ends with.
    fn authorize(&self, access: &Access) -> Result<(), Problem>;

    /// Reports that a response contained secrets of its request: their names, and at how many places they were redacted.
    fn report_redacted(&self, _secrets: Vec<String>, _places: usize) {}
}

/// What a call needs to know about its run.
#[derive(Clone, Copy)]
pub struct CallContext<'a> {
    /// The idempotency key, for operations with `idempotent: key`. It is the same for every attempt.
    pub idempotency_key: Option<&'a str>,
    /// The namespace of the workflow. What is cached about an authority is cached per namespace.
    pub namespace: &'a str,
    /// Authorizes redirects and requests for a token.
    pub authorize: &'a dyn AuthorizeHop,
    /// When to give up, besides the timeout of the integration.
    pub deadline: Option<Instant>,
}

/// The result of a call.
#[derive(Debug)]
pub struct Output {
    /// JSON that fits the output schema of the operation.
    pub value: Json,
    /// Its labels, sorted.
    pub labels: Vec<String>,
}

/// An open integration, which carries calls out.
#[async_trait]
pub(crate) trait Connection: Send + Sync {
    /// Fills the request, completes the access to evaluate with it (host, method, path, effect), and refuses calls that could
    /// not be sent. The arguments already fit the input schema of the operation.
    fn prepare(&self, prepared: &mut Prepared) -> Result<(), Problem>;

    /// The request of a call that another connection prepared, to this one: a test endpoint has an address of its own.
    fn fill(&self, _prepared: &Prepared) -> Result<Option<Hop>, Problem> {
        Ok(None)
    }

    /// Carries the call out. `request` was filled by this connection.
    async fn call(
        &self,
        prepared: &Prepared,
        request: Option<Hop>,
        context: &CallContext<'_>,
    ) -> Result<Reply, CallFailure>;

    /// Tests the connection of the integration `who` with one harmless request; `None` if it has none of its own.
    async fn test(&self, _who: &str) -> Option<Found> {
        None
    }

    /// Fetches a document that a definition names by its URL. Only raw HTTP can do this.
    async fn fetch(&self, _uri: &str, _authorize: &dyn AuthorizeHop) -> Result<String, Problem> {
        Err(coded_problem(problem_types::CONFIGURATION, codes::TP3010, "this integration fetches nothing"))
    }
}

/// What a connection returns for a call. Its value is not yet checked against the output schema.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) value: Value,
    /// Labels besides those of the operation.
    pub(crate) labels: Vec<String>,
}

/// The request of a call that sends one.
///
/// # Errors
/// The call was prepared without one.
pub(crate) fn filled_request(prepared: &Prepared, request: Option<Hop>) -> Result<Hop, Problem> {
    request.ok_or_else(|| {
        let detail = format!("`{}` was prepared without a request", prepared.operation.called());
        coded_problem(problem_types::RUNTIME, codes::TP0001, detail)
    })
}

/// Whether the access that was evaluated is a write.
pub(crate) fn is_write(access: &Access) -> bool {
    access.effect == Effect::Write
}
