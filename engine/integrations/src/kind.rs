//! The trait of a kind of integration. `kinds.rs` lists the kinds.
//!
//! A kind reads its part of a document into a [`Connector`], which opens a [`Connection`], which carries calls out.

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use crate::call::Connection;
use crate::document::Header;
use crate::document::fields::{Fields, Findings};
use crate::egress::Surroundings;
use crate::{Operation, Secrets};

/// One kind of integration.
pub(crate) trait Kind: Sync {
    /// The value of `kind:` in a document.
    fn name(&self) -> &'static str;

    /// The top-level keys that this kind reads.
    fn keys(&self) -> &'static [&'static str];

    /// The JSON Schemas of these keys, and which of them are required.
    fn schema(&self) -> (Value, &'static [&'static str]);

    /// Reads its part of a document.
    fn read(&self, top: &Fields<'_>, header: &Header, findings: &mut Findings) -> Option<Reading>;
}

/// What a kind read from a document.
pub(crate) struct Reading {
    pub(crate) operations: Vec<Arc<Operation>>,
    pub(crate) connector: Arc<dyn Connector>,
    /// Sends the same calls to the test endpoint of the document.
    pub(crate) test_endpoint: Option<Arc<dyn Connector>>,
}

/// The kind's part of a document without errors. Nothing is open yet.
#[async_trait]
pub(crate) trait Connector: Debug + Send + Sync {
    /// Opens what calls need. A database file or a server that is missing at the moment is a warning, so that the other
    /// integrations still start.
    async fn connect(&self, setting: &Setting<'_>, findings: &mut Findings) -> Option<Arc<dyn Connection>>;

    /// The names of the secrets in its requests, each once, sorted.
    fn secrets(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// What a connector needs from the server.
pub(crate) struct Setting<'a> {
    pub(crate) surroundings: &'a Surroundings,
    pub(crate) secrets: &'a Arc<dyn Secrets>,
    /// The folder for relative paths in the document.
    pub(crate) folder: &'a Path,
}
