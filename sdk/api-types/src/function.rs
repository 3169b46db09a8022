//! The functions of the default catalog.

use serde::{Deserialize, Serialize};
use serde_json::Value;

words! {
    /// Whether an operation changes anything.
    pub enum OperationEffect {
        /// It changes nothing and may be repeated freely.
        Read = "read",
        /// It may change something.
        Write = "write",
    }
}

words! {
    /// Whether an operation may be carried out twice.
    pub enum Idempotency {
        /// No.
        No = "no",
        /// Yes: twice has the same result as once.
        Natural = "natural",
        /// Yes: the other side recognises the key that the engine sends with each call.
        Key = "key",
    }
}

/// The functions of the default catalog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Functions {
    /// By integration, operation and version.
    pub functions: Vec<Function>,
}

/// One function: an operation of an integration, without its address and secrets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Function {
    /// What a definition writes: `crm.get-customer:1.0.0@default`.
    pub call: String,
    /// Its integration and operation: `crm.get-customer`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One line about it.
    pub title: String,
    /// What people should know before they call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who owns the integration.
    pub owner: String,
    /// Labels of what it returns.
    pub labels: Vec<String>,
    /// Whether it changes anything.
    pub effect: OperationEffect,
    /// Whether it may be carried out twice.
    pub idempotent: Idempotency,
    /// JSON Schema of its arguments.
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub input: Value,
    /// JSON Schema of what it returns, where its document has one.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub output: Value,
    /// An example of what it returns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}
