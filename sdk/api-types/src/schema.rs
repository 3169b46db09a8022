//! The JSON Schemas of documents.

use serde::{Deserialize, Serialize};

/// The kinds of documents that have a schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct SchemaKinds {
    /// Their names.
    pub kinds: Vec<String>,
}

/// What a schema is made for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SchemaQuery {
    /// For `workflow`: definitions of this namespace, with the operations they may name and their arguments filled in.
    pub namespace: Option<String>,
}
