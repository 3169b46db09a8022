//! IT's integrations: documents, the kinds `http`, `sql` and `web`, and the one way out of the server.
//!
//! A document is read ([`IntegrationDocument::parse`]), all of them are connected ([`Registry::build`]), and
//! each call is prepared, judged by the caller, and carried out. Deciding, journaling and retrying never
//! happen here.

mod closed;
mod content;
mod document;
mod egress;
mod failure;
mod http;
mod json;
mod kind;
mod meaning;
mod offered;
mod operation;
mod plain;
mod registry;
mod schema;
mod secrets;
mod sql;
mod template;
#[cfg(test)]
mod testing;
mod web;

pub use document::{IntegrationDocument, document_schema};
pub use egress::{Lookup, SystemLookup};
pub use failure::CallFailure;
pub use meaning::{Allows, Meaning, Reachable};
pub use offered::Offered;
pub use operation::{Idempotent, Operation};
pub use registry::{CallContext, JudgeHop, Output, Prepared, Registry, TokenRequest};
pub use secrets::{EnvSecrets, FileSecrets, MapSecrets, SecretString, Secrets, WhyNot, is_secret_name};
pub use web::{canonical_request, describe_request};
