//! The functions of the default catalog: what definitions may call, and what comes back.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use towpath_identity::Action;
use towpath_integrations::{Idempotent, Offered};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::extract::PathOf;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// The functions of the default catalog.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Functions {
    /// By integration, operation and version.
    functions: Vec<FunctionBody>,
}

/// One function: an operation of an integration. Where it goes, and with which secrets, is not in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FunctionBody {
    /// What a definition writes: `crm.get-customer:1.0.0@default`.
    call: String,
    /// Its integration and operation: `crm.get-customer`.
    name: String,
    /// Its version.
    version: String,
    /// One line about it.
    title: String,
    /// What people should know before they call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// Who answers for the integration.
    owner: String,
    /// Labels of what it returns.
    labels: Vec<String>,
    /// `read` or `write`.
    #[schema(value_type = String)]
    effect: towpath_access::Effect,
    /// Whether it may be carried out twice: `no`, `natural` or `key`.
    #[schema(value_type = String)]
    idempotent: Idempotent,
    /// JSON Schema of its arguments.
    #[schema(value_type = Object)]
    input: Value,
    /// JSON Schema of what it returns, where its document says so.
    #[serde(skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Object, required = false)]
    output: Value,
    /// What it may return.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<Value>,
}

impl From<Offered> for FunctionBody {
    fn from(offered: Offered) -> Self {
        let Offered { signature, description, owner, labels, idempotent, example } = offered;
        let name = format!("{}.{}", signature.integration, signature.operation);
        Self {
            call: format!("{name}:{}@default", signature.version),
            name,
            version: signature.version,
            title: signature.title,
            description,
            owner,
            labels,
            effect: signature.effect,
            idempotent,
            input: signature.input,
            output: signature.output,
            example,
        }
    }
}

/// List the functions that definitions may call
#[utoipa::path(
    get,
    path = "/v1/functions",
    operation_id = "listFunctions",
    tag = "integrations",
    responses((status = 200, description = "The default catalog", body = Functions), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<Functions>, ApiError> {
    caller.may(Action::ReadFunctions, None)?;
    Ok(Json(Functions { functions: functions(&state) }))
}

/// Read one function in all its versions
#[utoipa::path(
    get,
    path = "/v1/functions/{name}",
    operation_id = "readFunction",
    tag = "integrations",
    params(("name" = String, Path, description = "Such as `crm.get-customer`, or `crm.get-customer:1.0.0` for one version")),
    responses((status = 200, description = "Its versions", body = Functions), Guarded, Missing)
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(wanted): PathOf<String>,
) -> Result<Json<Functions>, ApiError> {
    caller.may(Action::ReadFunctions, None)?;
    let call = wanted.strip_suffix("@default").unwrap_or(&wanted);
    let (name, version) = call.split_once(':').map_or((call, None), |(name, version)| (name, Some(version)));
    let mut functions = functions(&state);
    functions.retain(|one| one.name == name && version.is_none_or(|version| one.version == version));
    if functions.is_empty() {
        return Err(ApiError::not_found("function", &wanted));
    }
    Ok(Json(Functions { functions }))
}

fn functions(state: &Shared) -> Vec<FunctionBody> {
    let mut functions: Vec<FunctionBody> = state.engine.offered().into_iter().map(Into::into).collect();
    functions.sort_by(|a, b| a.call.cmp(&b.call));
    functions
}
