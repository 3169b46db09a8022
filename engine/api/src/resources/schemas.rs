//! The JSON Schemas of the documents people write.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_access::Effect;
use towpath_dsl::schema::{self, Operation};
use towpath_identity::Action;
use towpath_wire::FunctionSignature;
use utoipa::{IntoParams, ToSchema};
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

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// The kinds of documents that have a schema.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Kinds {
    /// Their names.
    kinds: Vec<&'static str>,
}

/// What a schema is made for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SchemaQuery {
    /// For `workflow`: definitions of this namespace, with the operations they may name and their arguments filled in.
    namespace: Option<String>,
}

/// List the kinds of documents that have a schema
#[utoipa::path(
    get,
    path = "/v1/schemas",
    operation_id = "listSchemas",
    tag = "server",
    responses((status = 200, description = "The kinds", body = Kinds), Guarded)
)]
async fn list(caller: Caller) -> Result<Json<Kinds>, ApiError> {
    caller.may(Action::ReadSchemas, None)?;
    Ok(Json(Kinds { kinds: KINDS.iter().map(|(kind, _)| *kind).collect() }))
}

/// Read the JSON Schema of a kind of document
///
/// The schema of workflows is of what this server accepts: what it cannot run is not in it. With a namespace, which
/// wants a role there, the operations of all integrations are in it as well; whether policies permit them is said when
/// a definition is checked.
#[utoipa::path(
    get,
    path = "/v1/schemas/{kind}",
    operation_id = "readSchema",
    tag = "server",
    params(("kind" = String, Path, description = "Such as `policy`"), SchemaQuery),
    responses(
        (status = 200, description = "JSON Schema, draft 2020-12", content_type = "application/schema+json", body = Object),
        Guarded, Missing,
    )
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(kind)): PathOf<Name>,
    QueryOf(query): QueryOf<SchemaQuery>,
) -> Result<Response, ApiError> {
    caller.may(Action::ReadSchemas, None)?;
    let (kind, schema) =
        KINDS.iter().find(|(name, _)| *name == kind).ok_or_else(|| ApiError::not_found("schema", &kind))?;
    let schema = match query.namespace {
        None => schema(),
        Some(namespace) if *kind == WORKFLOW => {
            // What may be called is for whoever may read what calls it, in that namespace.
            caller.may(Action::ReadFunctions, None)?;
            caller.may(Action::ReadDefinition, Some(&namespace))?;
            schema::workflow(Some(&namespace), Some(&operations(state.engine.functions())))
        }
        Some(_) => {
            return Err(ApiError::malformed(format!("the schema `{kind}` is the same in every namespace")));
        }
    };
    let mut response = Json(schema).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/schema+json"));
    Ok(response)
}

fn operations(functions: Vec<FunctionSignature>) -> Vec<Operation> {
    let mut operations: Vec<Operation> = functions.into_iter().map(named).collect();
    operations.sort_by(|a, b| a.call.cmp(&b.call));
    operations
}

fn named(function: FunctionSignature) -> Operation {
    let FunctionSignature { integration, operation, version, title, effect, input, .. } = function;
    let call = format!("{integration}.{operation}:{version}@default");
    Operation { call, title, writes: effect == Effect::Write, input }
}
