//! The functions of the default catalog: what definitions may call, and what comes back.

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_integrations::Offered;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::PathOf;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn function_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_functions)).routes(routes!(read_function))
}

impl IntoApi<api::Function> for Offered {
    fn into_api(self) -> api::Function {
        let Self { signature, description, owner, labels, idempotent, example } = self;
        let name = format!("{}.{}", signature.integration, signature.operation);
        api::Function {
            call: format!("{name}:{}@default", signature.version),
            name,
            version: signature.version,
            title: signature.title,
            description,
            owner,
            labels,
            effect: signature.effect.into_api(),
            idempotent: idempotent.into_api(),
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
    responses((status = 200, description = "The default catalog", body = api::Functions), Guarded)
)]
async fn list_functions(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<api::Functions>, ApiError> {
    caller.may(Action::ReadFunctions, None)?;
    Ok(Json(api::Functions { functions: catalog_functions(&state) }))
}

/// Read one function in all its versions
#[utoipa::path(
    get,
    path = "/v1/functions/{name}",
    operation_id = "readFunction",
    tag = "integrations",
    params(("name" = String, Path, description = "Such as `crm.get-customer`, or `crm.get-customer:1.0.0` for one version")),
    responses((status = 200, description = "Its versions", body = api::Functions), Guarded, Missing)
)]
async fn read_function(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(wanted): PathOf<String>,
) -> Result<Json<api::Functions>, ApiError> {
    caller.may(Action::ReadFunctions, None)?;
    let call = wanted.strip_suffix("@default").unwrap_or(&wanted);
    let (name, version) = call.split_once(':').map_or((call, None), |(name, version)| (name, Some(version)));
    let mut functions = catalog_functions(&state);
    functions.retain(|one| one.name == name && version.is_none_or(|version| one.version == version));
    if functions.is_empty() {
        return Err(ApiError::not_found("function", &wanted));
    }
    Ok(Json(api::Functions { functions }))
}

fn catalog_functions(state: &Shared) -> Vec<api::Function> {
    let mut functions: Vec<api::Function> =
        state.engine.offered().into_iter().map(IntoApi::into_api).collect();
    functions.sort_by(|a, b| a.call.cmp(&b.call));
    functions
}
