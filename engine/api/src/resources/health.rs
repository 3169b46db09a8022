//! Whether the process lives, and whether it takes work. Both without a token.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use towpath_diagnostics::codes;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::fault::unavailable;
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(lives)).routes(routes!(ready))
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: &'static str,
}

/// Whether the process lives
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "readHealth",
    tag = "server",
    security(()),
    responses((status = 200, description = "It lives", body = Health))
)]
async fn lives() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Whether the server takes work
///
/// It does once it has taken up every interrupted run, and until it shuts down.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "readReadiness",
    tag = "server",
    security(()),
    responses(
        (status = 200, description = "It takes work", body = Health),
        (status = 503, description = "It does not, yet or any more", body = ProblemDetails,
         content_type = "application/problem+json"),
    )
)]
async fn ready(State(state): State<Shared>) -> Result<Json<Health>, ApiError> {
    if state.engine.ready() {
        Ok(Json(Health { status: "ok" }))
    } else {
        Err(unavailable(codes::TP4027, "the server is starting or shutting down"))
    }
}
