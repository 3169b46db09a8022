//! Integrations: what workflows can reach. In force as soon as they are put.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use serde::Serialize;
use towpath_identity::Action;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use super::texts::{Saved, TextBody, TextSummary, found, save};
use crate::body::document;
use crate::caller::Caller;
use crate::extract::{Name, PathOf};
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show, put))
}

/// Integrations by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Integrations {
    /// The integrations.
    integrations: Vec<TextSummary>,
}

/// List integrations
#[utoipa::path(
    get,
    path = "/v1/integrations",
    operation_id = "listIntegrations",
    tag = "integrations",
    responses((status = 200, description = "By name", body = Integrations), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<Integrations>, ApiError> {
    caller.may(Action::ReadIntegration, None)?;
    let integrations = state.engine.integrations().await?.into_iter().map(TextSummary::from).collect();
    Ok(Json(Integrations { integrations }))
}

/// Read an integration
#[utoipa::path(
    get,
    path = "/v1/integrations/{name}",
    operation_id = "readIntegration",
    tag = "integrations",
    params(("name" = String, Path, description = "The integration's name")),
    responses(
        (status = 200, description = "The document", body = TextBody, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing,
    )
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
) -> Result<Response, ApiError> {
    caller.may(Action::ReadIntegration, None)?;
    Ok(found(state.engine.integration(&name).await?))
}

/// Write an integration
///
/// It is in force at once. Grants for what means something else with it wait for IT from then on; `diagnostics` names them.
#[utoipa::path(
    put,
    path = "/v1/integrations/{name}",
    operation_id = "writeIntegration",
    tag = "integrations",
    params(
        ("name" = String, Path, description = "The integration's name, as in the document"),
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if there is none yet"),
    ),
    request_body(content = String, content_type = "application/yaml", description = "The integration, YAML or JSON; `GET /v1/schemas/integration` has its schema"),
    responses(
        (status = 200, description = "Saved and in force", body = Saved, headers(("ETag" = String, description = "The revision"))),
        Guarded, BodyProblems, Changes,
    )
)]
async fn put(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::WriteIntegration, None)?;
    let source = document(&headers, body, &state.settings).await?;
    let (engine, who, name) = (&state.engine, &caller.0, name.as_str());
    save(&headers, source, |source, expected| engine.put_integration(who, name, source, expected)).await
}
