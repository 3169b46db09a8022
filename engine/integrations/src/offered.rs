//! What people may know of an operation: what it takes and returns, and who answers for it. Never where it goes, nor a
//! secret's name.

use serde_json::Value;
use towpath_wire::FunctionSignature;

use crate::{Idempotent, Operation, Registry};

/// One function of the catalog `default`, for the people who call it.
#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    /// Its name, version, title, effect and schemas.
    pub signature: FunctionSignature,
    /// What people should know before they call it.
    pub description: Option<String>,
    /// Who answers for the integration.
    pub owner: String,
    /// Labels of what it returns, sorted.
    pub labels: Vec<String>,
    /// Whether it may be carried out twice.
    pub idempotent: Idempotent,
    /// What it may return.
    pub example: Option<Value>,
}

impl Registry {
    /// The functions of the catalog `default`, sorted by integration.
    pub fn offered(&self) -> Vec<Offered> {
        let instances = self.instances.values().filter(|instance| instance.in_catalog);
        let offered = instances.flat_map(|instance| {
            instance.operations.iter().map(|operation| Offered {
                signature: signature(operation),
                description: operation.description.clone(),
                owner: instance.owner.clone(),
                labels: operation.labels.clone(),
                idempotent: operation.idempotent,
                example: operation.example.clone(),
            })
        });
        offered.collect()
    }
}

/// An operation as definitions are checked against it.
pub(crate) fn signature(operation: &Operation) -> FunctionSignature {
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
