//! The caller: principal, roles and labels of the token.

use axum::Json;
use towpath_api_types as api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn me_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_me))
}

/// Read your own token
///
/// Its principal and its roles.
#[utoipa::path(
    get,
    path = "/v1/me",
    operation_id = "readMe",
    tag = "tokens",
    responses((status = 200, description = "The caller", body = api::Me), Guarded)
)]
async fn read_me(caller: Caller) -> Result<Json<api::Me>, ApiError> {
    let who = &caller.0;
    Ok(Json(api::Me {
        id: who.id.clone(),
        name: who.name.clone(),
        kind: who.kind.into_api(),
        grants: who.roles.iter().cloned().map(IntoApi::into_api).collect(),
        may_view: who.may_view.clone(),
        token: who.minted.token.clone(),
        minted_by: who.minted.by.clone(),
    }))
}
