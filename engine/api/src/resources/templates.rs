//! Templates: definitions to begin with. The server has them from its start.

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::Caller;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn template_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_templates))
}

/// List templates
///
/// Definitions to begin with, each with cases and the operations that it calls.
#[utoipa::path(
    get,
    path = "/v1/templates",
    operation_id = "listTemplates",
    tag = "workflows",
    responses((status = 200, description = "The templates, in the order in which to show them", body = api::Templates), Guarded)
)]
async fn list_templates(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<api::Templates>, ApiError> {
    caller.may(Action::ReadFunctions, None)?;
    Ok(Json(api::Templates { items: state.templates.to_vec() }))
}
