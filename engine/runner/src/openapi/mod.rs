//! OpenAPI documents, 3.0 to 3.2, and Swagger 2.0: the one operation that a call names, and how its parameters become
//! a request. Pure.
//!
//! Documents are read as the JSON they are: a typed model of three versions would refuse what real documents get wrong
//! in places that no call ever looks at.

mod document;
mod operation;
mod request;
mod source;
#[cfg(test)]
mod tests;

pub(crate) use document::Unusable;
pub(crate) use operation::{Operation, Parameter};
pub(crate) use source::{Source, percent_decoded};
