//! The public description of operations: arguments, results and owner. It never contains an address or the name of a
//! secret.

use serde_json::Value;
use towpath_wire::FunctionSignature;

use crate::{Idempotent, Operation};

/// One function in the catalog `default`, for people who call it.
#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    /// Its name, version, title, effect and schemas.
    pub signature: FunctionSignature,
    /// Notes for people who call it.
    pub description: Option<String>,
    /// The owner of the integration.
    pub owner: String,
    /// Labels of its result, sorted.
    pub labels: Vec<String>,
    /// Whether it may be repeated.
    pub idempotent: Idempotent,
    /// An example of its result.
    pub example: Option<Value>,
}

impl Offered {
    /// Describes an operation of an integration with this owner.
    pub(crate) fn of(owner: &str, operation: &Operation) -> Self {
        Self {
            signature: signature_of_operation(operation),
            description: operation.description.clone(),
            owner: owner.to_owned(),
            labels: operation.labels.clone(),
            idempotent: operation.idempotent,
            example: operation.example.clone(),
        }
    }
}

/// The signature that definitions are checked against.
pub(crate) fn signature_of_operation(operation: &Operation) -> FunctionSignature {
    FunctionSignature {
        integration: operation.integration.clone(),
        operation: operation.name.clone(),
        version: operation.version.clone(),
        title: operation.title.clone(),
        effect: operation.effect,
        input: operation.input().clone(),
        output: operation.output().cloned().unwrap_or_default(),
    }
}
