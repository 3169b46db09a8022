//! Integrations: what workflows can reach. In force as soon as they are put.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use towpath_identity::Action;
use towpath_runtime::Confirmed;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use super::texts::{Saved, TextBody, TextSummary, found, save};
use crate::body::document;
use crate::caller::Caller;
use crate::extract::{Name, PathOf, QueryOf};
use crate::precondition::Precondition;
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show, put, delete))
}

/// Integrations by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Integrations {
    /// The integrations.
    integrations: Vec<TextSummary>,
}

/// What was confirmed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ConfirmQuery {
    /// Digest of what the change takes, as it was answered (`impact`): needed where it takes something.
    confirm: Option<String>,
}

impl From<ConfirmQuery> for Confirmed {
    fn from(query: ConfirmQuery) -> Self {
        query.confirm.map_or(Self::No, Self::Impact)
    }
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
/// Where it takes something from versions that can be called or from unfinished runs, it answers 409 with what it takes, and
/// goes through with `confirm` and the digest of that. Their owners find a notice.
#[utoipa::path(
    put,
    path = "/v1/integrations/{name}",
    operation_id = "writeIntegration",
    tag = "integrations",
    params(
        ("name" = String, Path, description = "The integration's name, as in the document"),
        ConfirmQuery,
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if there is none yet"),
    ),
    request_body(content = String, content_type = "application/yaml", description = "The integration, YAML or JSON; `GET /v1/schemas/integration` has its schema"),
    responses(
        (status = 200, description = "Saved and in force", body = Saved, headers(("ETag" = String, description = "The revision"))),
        (status = 409, description = "It takes something from live workflows (`affected`), which has to be confirmed with `impact`", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, BodyProblems, Changes,
    )
)]
async fn put(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    QueryOf(query): QueryOf<ConfirmQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::WriteIntegration, None)?;
    let source = document(&headers, body, &state.settings).await?;
    let (engine, who, name) = (&state.engine, &caller.0, name.as_str());
    let current = engine.integration(name).await.ok().map(|text| text.revision);
    let confirmed = &query.into();
    let put = |source, expected| engine.change_integration(who, name, source, expected, confirmed);
    save(&headers, current, source, put).await
}

/// Delete an integration
///
/// Only when no version that is not retired reaches it. Runs under way that still would, see an error: where there are any,
/// it goes through with `confirm` and the digest of what it takes.
#[utoipa::path(
    delete,
    path = "/v1/integrations/{name}",
    operation_id = "deleteIntegration",
    tag = "integrations",
    params(
        ("name" = String, Path, description = "The integration's name"),
        ConfirmQuery,
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 409, description = "Versions that are not retired reach it, which `detail` names; or it takes something from unfinished runs (`affected`)", body = ProblemDetails,
         content_type = "application/problem+json"),
        (status = 412, description = "It is at another revision", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn delete(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    QueryOf(query): QueryOf<ConfirmQuery>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    caller.may(Action::WriteIntegration, None)?;
    let current = state.engine.integration(&name).await.ok().map(|text| text.revision);
    let precondition = Precondition::at(&headers, current)?;
    let (expected, confirmed) = (precondition.expected, query.into());
    let deleted = state.engine.delete_integration(&caller.0, &name, expected, &confirmed).await;
    deleted.map_err(|error| precondition.failed(error))?;
    Ok(StatusCode::NO_CONTENT)
}
