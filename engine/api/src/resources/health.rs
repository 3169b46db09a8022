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

const AUDIT_REFUSES: &str = "the audit log cannot be written, so nothing can be changed before the next start; the server's log \
    says why";

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
/// It does once it has taken up every interrupted run, and until it shuts down; not while its disk is full, and not while
/// the audit log cannot be written. `detail` says what is wrong.
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
    if !state.engine.ready() {
        return Err(unavailable(codes::TP4027, "the server is starting or shutting down"));
    }
    let mut wrong: Vec<String> = (state.troubles)();
    if state.audit.as_ref().is_some_and(|log| log.failure().is_some()) {
        wrong.push(AUDIT_REFUSES.to_owned());
    }
    if wrong.is_empty() {
        return Ok(Json(Health { status: "ok" }));
    }
    let status = http::StatusCode::SERVICE_UNAVAILABLE;
    Err(ApiError::new(status, codes::TP4160, wrong.join("; ")).retry_after(60))
}
