//! Secrets: their values go in and never come out; their names are listed.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::data_json;
use crate::caller::Caller;
use crate::extract::{Name, PathOf};
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn secret_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_secrets)).routes(routes!(write_secret))
}

/// List the names of secrets
///
/// Of secrets set here or in the server's folder, and the users of each. Values are never shown.
#[utoipa::path(
    get,
    path = "/v1/secrets",
    operation_id = "listSecrets",
    tag = "integrations",
    responses((status = 200, description = "By name", body = api::SecretNames), Guarded)
)]
async fn list_secrets(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<api::SecretNames>, ApiError> {
    caller.may(Action::ReadSecretNames, None)?;
    let secrets = state.engine.secret_names().await?;
    let uses = state.engine.secret_uses(&secrets).await?.into_iter().map(|found| {
        let workflows = found
            .workflows
            .into_iter()
            .filter(|one| caller.may(Action::ListWorkflows, Some(&one.namespace)).is_ok());
        let workflows =
            workflows.map(|one| format!("workflow {}/{} {}", one.namespace, one.name, one.version));
        let integrations = found.integrations.into_iter().map(|name| format!("integration {name}"));
        api::SecretUse {
            name: found.name,
            used_by: integrations.chain(workflows).collect(),
            problem: found.problem,
        }
    });
    let uses = uses.collect();
    Ok(Json(api::SecretNames { secrets, uses }))
}

/// Set a secret
///
/// The next call uses it.
#[utoipa::path(
    put,
    path = "/v1/secrets/{name}",
    operation_id = "writeSecret",
    tag = "integrations",
    params(("name" = String, Path, description = "The secret's name")),
    request_body(content = api::SecretValue, description = "The value"),
    responses((status = 204, description = "Set"), Guarded, Missing, BodyProblems)
)]
async fn write_secret(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    caller.may(Action::WriteSecrets, None)?;
    let api::SecretValue { value } = data_json(&headers, body, &state.settings).await?;
    state.engine.put_secret(&caller.0, &name, value).await?;
    Ok(StatusCode::NO_CONTENT)
}
