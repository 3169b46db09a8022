//! What a kind of integration is, and the one list of all kinds.
//!
//! A kind reads its part of a document into a [`Plan`]; a plan connects; a [`Connection`] carries calls out.
//! Nothing else in this crate knows which kinds there are.

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};

use crate::document::Header;
use crate::document::fields::{Fields, Findings};
use crate::egress::Surroundings;
use crate::failure::problem;
use crate::registry::{CallContext, JudgeHop, Prepared};
use crate::{CallFailure, Operation, Secrets};

/// Every kind there is.
pub(crate) const KINDS: &[&dyn Kind] = &[&crate::http::Http, &crate::sql::Sql, &crate::web::Web];

/// One kind of integration.
pub(crate) trait Kind: Sync {
    /// What stands in `kind:`.
    fn name(&self) -> &'static str;

    /// The top-level keys it reads itself.
    fn keys(&self) -> &'static [&'static str];

    /// The JSON Schemas of those keys, and which of them are required.
    fn schema(&self) -> (Value, &'static [&'static str]);

    /// Reads its part of a document.
    fn read(&self, top: &Fields<'_>, header: &Header, findings: &mut Findings) -> Option<Reading>;
}

/// What a kind made of a document.
pub(crate) struct Reading {
    pub(crate) operations: Vec<Arc<Operation>>,
    pub(crate) plan: Arc<dyn Plan>,
    /// The same calls, to a system where nothing is real.
    pub(crate) sandbox: Option<Arc<dyn Plan>>,
}

/// The kind's half of a document without errors. Nothing is open yet.
#[async_trait]
pub(crate) trait Plan: Debug + Send + Sync {
    /// Opens what calls need. What is only absent at the moment (a database file, a server) is a warning: it
    /// must not keep everything else from starting.
    async fn connect(&self, setting: &Setting<'_>, findings: &mut Findings) -> Option<Arc<dyn Connection>>;

    /// The names of the secrets that its requests carry, each once, sorted.
    fn secrets(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// What a plan connects in.
pub(crate) struct Setting<'a> {
    pub(crate) surroundings: &'a Surroundings,
    pub(crate) secrets: &'a Arc<dyn Secrets>,
    /// The folder that relative paths of the document start from.
    pub(crate) folder: &'a Path,
}

/// An integration that is ready.
#[async_trait]
pub(crate) trait Connection: Send + Sync {
    /// Completes what is to be judged (host, method, path, effect), and refuses what could not be sent at
    /// all. The arguments already fit the operation's schema.
    fn prepare(&self, prepared: &mut Prepared) -> Result<(), Problem>;

    /// Carries the call out.
    async fn call(&self, prepared: &Prepared, context: &CallContext<'_>) -> Result<Reply, CallFailure>;

    /// Fetches a document that a definition names by its URL. Only raw HTTP knows how.
    async fn fetch(&self, _uri: &str, _judge: &dyn JudgeHop) -> Result<String, Problem> {
        Err(problem(problem_types::CONFIGURATION, codes::TP3010, "this integration fetches nothing"))
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) value: Value,
    /// Labels besides those of the operation.
    pub(crate) labels: Vec<String>,
}
