//! IT's integrations: their documents, the kinds `http`, `sql` and `web`, and egress, the one place that sends requests.
//!
//! [`IntegrationDocument::parse`] reads a document and [`Registry::build`] connects all of them. Each call is prepared,
//! evaluated by the caller, and carried out. This crate does not decide, journal or retry.

mod call;
mod closed;
mod content;
mod document;
mod document_schema;
mod egress;
mod failure;
mod fingerprint;
mod http;
mod integration_document;
mod json;
mod kind;
mod kinds;
mod offered;
mod operation;
mod plain;
mod registry;
mod schema;
mod secrets;
mod sql;
mod template;
mod tested;
#[cfg(test)]
mod testing;
mod web;

pub use call::{AuthorizeHop, CallContext, Output, Prepared, TokenRequest};
pub use document::capacity::{Capacity, OnOpen};
pub use document_schema::document_schema;
pub use egress::{Lookup, SystemLookup};
pub use failure::{CallFailure, Health};
pub use fingerprint::{Allows, Fingerprint, Reachable};
pub use integration_document::IntegrationDocument;
pub use offered::Offered;
pub use operation::{Idempotent, Operation};
pub use registry::Registry;
pub use secrets::{FileSecrets, MapSecrets, SecretString, Secrets, WhyNot, is_secret_name};
pub use tested::{Found, NotTested, Tested};
pub use web::{canonical_request, describe_request};
