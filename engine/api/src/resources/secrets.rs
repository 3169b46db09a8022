//! Secrets: their values go in and never come out; their names are listed.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use towpath_identity::Action;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::data_json;
use crate::caller::Caller;
use crate::extract::{Name, PathOf};
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(put))
}

/// The names of secrets.
#[derive(Serialize, ToSchema)]
pub(crate) struct SecretNames {
    /// The names of those that are there, sorted.
    secrets: Vec<String>,
    /// Those that are there and those that something names, sorted, with who uses each.
    uses: Vec<SecretUseBody>,
}

/// A secret and who uses it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretUseBody {
    /// Its name.
    name: String,
    /// `integration crm` or `workflow support/refund-triage 1.0.0`, sorted: workflows of namespaces that the caller may list.
    used_by: Vec<String>,
    /// Why it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// A secret's value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretValue {
    /// The value; it can be replaced, never read.
    value: String,
}

/// List the names of secrets
///
/// Of those that were put here, or into the server's folder, and who uses each. Nobody sees what is in them.
#[utoipa::path(
    get,
    path = "/v1/secrets",
    operation_id = "listSecrets",
    tag = "integrations",
    responses((status = 200, description = "By name", body = SecretNames), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<SecretNames>, ApiError> {
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
        SecretUseBody {
            name: found.name,
            used_by: integrations.chain(workflows).collect(),
            problem: found.problem,
        }
    });
    let uses = uses.collect();
    Ok(Json(SecretNames { secrets, uses }))
}

/// Set a secret
///
/// It is used from the next call on.
#[utoipa::path(
    put,
    path = "/v1/secrets/{name}",
    operation_id = "writeSecret",
    tag = "integrations",
    params(("name" = String, Path, description = "The secret's name")),
    request_body(content = SecretValue, description = "The value"),
    responses((status = 204, description = "Set"), Guarded, Missing, BodyProblems)
)]
async fn put(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    caller.may(Action::WriteSecrets, None)?;
    let SecretValue { value } = data_json(&headers, body, &state.settings).await?;
    state.engine.put_secret(&caller.0, &name, value).await?;
    Ok(StatusCode::NO_CONTENT)
}
