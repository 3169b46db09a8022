//! The JSON Schemas of the documents people write.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::Value;
use towpath_identity::Action;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::extract::{Name, PathOf};
use crate::problem::ApiError;
use crate::state::Shared;

/// A kind of document, and how its schema is made.
type Kind = (&'static str, fn() -> Value);

/// Every kind. Adding one adds its line here.
const KINDS: &[Kind] = &[
    ("integration", || towpath_integrations::document_schema()),
    ("policy", || towpath_policies::policy_schema().clone()),
];

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// The kinds of documents that have a schema.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Kinds {
    /// Their names.
    kinds: Vec<&'static str>,
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
#[utoipa::path(
    get,
    path = "/v1/schemas/{kind}",
    operation_id = "readSchema",
    tag = "server",
    params(("kind" = String, Path, description = "Such as `policy`")),
    responses(
        (status = 200, description = "JSON Schema, draft 2020-12", content_type = "application/schema+json", body = Object),
        Guarded, Missing,
    )
)]
async fn show(caller: Caller, PathOf(Name(kind)): PathOf<Name>) -> Result<Response, ApiError> {
    caller.may(Action::ReadSchemas, None)?;
    let (_, schema) =
        KINDS.iter().find(|(name, _)| *name == kind).ok_or_else(|| ApiError::not_found("schema", &kind))?;
    let mut response = Json(schema()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/schema+json"));
    Ok(response)
}
