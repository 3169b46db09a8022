//! The JSON Schemas of the documents people write.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use towpath_access::Effect;
use towpath_api_types as api;
use towpath_dsl::schema::{self, Operation};
use towpath_identity::Action;
use towpath_wire::FunctionSignature;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::extract::{Name, PathOf, QueryOf};
use crate::problem::ApiError;
use crate::state::Shared;

/// A kind of document, and how its schema is made.
type Kind = (&'static str, fn() -> Value);

/// Every kind. Adding one adds its line here.
const KINDS: &[Kind] = &[
    ("integration", || towpath_integrations::document_schema()),
    ("policy", || towpath_policies::policy_schema().clone()),
    ("receipt", || towpath_runtime::receipt_schema()),
    (WORKFLOW, || schema::workflow(None, None)),
];

/// The kind that champions write.
const WORKFLOW: &str = "workflow";

pub(crate) fn schema_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_schemas)).routes(routes!(read_schema))
}

/// List the kinds of documents that have a schema
#[utoipa::path(
    get,
    path = "/v1/schemas",
    operation_id = "listSchemas",
    tag = "server",
    responses((status = 200, description = "The kinds", body = api::SchemaKinds), Guarded)
)]
async fn list_schemas(caller: Caller) -> Result<Json<api::SchemaKinds>, ApiError> {
    caller.may(Action::ReadSchemas, None)?;
    Ok(Json(api::SchemaKinds { kinds: KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect() }))
}

/// Read the JSON Schema of a kind of document
///
/// The schema of workflows contains only what this server can run. With a namespace, which needs a role there, it also contains
/// the operations of all integrations; whether policies permit them is found by checking a definition.
#[utoipa::path(
    get,
    path = "/v1/schemas/{kind}",
    operation_id = "readSchema",
    tag = "server",
    params(("kind" = String, Path, description = "Such as `policy`"), api::SchemaQuery),
    responses(
        (status = 200, description = "JSON Schema, draft 2020-12", content_type = "application/schema+json", body = Object),
        Guarded, Missing,
    )
)]
async fn read_schema(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(kind)): PathOf<Name>,
    QueryOf(query): QueryOf<api::SchemaQuery>,
) -> Result<Response, ApiError> {
    caller.may(Action::ReadSchemas, None)?;
    let (kind, schema) =
        KINDS.iter().find(|(name, _)| *name == kind).ok_or_else(|| ApiError::not_found("schema", &kind))?;
    let schema = match query.namespace {
        None => schema(),
        Some(namespace) if *kind == WORKFLOW => {
            // Operations are shown to callers who may read definitions of that namespace.
            caller.may(Action::ReadFunctions, None)?;
            caller.may(Action::ReadDefinition, Some(&namespace))?;
            schema::workflow(Some(&namespace), Some(&schema_operations(state.engine.functions())))
        }
        Some(_) => {
            return Err(ApiError::malformed(format!("the schema `{kind}` is the same in every namespace")));
        }
    };
    let mut response = Json(schema).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/schema+json"));
    Ok(response)
}

fn schema_operations(functions: Vec<FunctionSignature>) -> Vec<Operation> {
    let mut operations: Vec<Operation> = functions.into_iter().map(schema_operation).collect();
    operations.sort_by(|a, b| a.call.cmp(&b.call));
    operations
}

fn schema_operation(function: FunctionSignature) -> Operation {
    let FunctionSignature { integration, operation, version, title, effect, input, .. } = function;
    let call = format!("{integration}.{operation}:{version}@default");
    Operation { call, title, writes: effect == Effect::Write, input }
}
