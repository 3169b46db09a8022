//! OpenAPI 3.0 to 3.2 and Swagger 2.0: reads the operation that a call names, and builds the request from its
//! parameters. Pure functions.
//!
//! Documents are read as JSON, because a typed model of three versions would refuse documents with errors in
//! unused parts.

mod document;
mod operation;
mod request;
mod source;
#[cfg(test)]
mod tests;

pub(crate) use document::Unusable;
pub(crate) use operation::{Operation, Parameter};
pub(crate) use source::{Source, percent_decoded};
