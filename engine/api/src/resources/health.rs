//! Whether the process lives, and whether it takes work. Both without a token.

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_diagnostics::codes;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::fault::unavailable_now;
use crate::problem::ApiError;
use crate::state::Shared;

const AUDIT_REFUSES: &str = "the audit log cannot be written, so nothing can be changed before the next start; the server's log \
    says why";

const PAUSED: &str = "paused after restore: nothing goes out before IT confirms";

pub(crate) fn health_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_health)).routes(routes!(read_readiness))
}

/// Whether the process is alive
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "readHealth",
    tag = "server",
    security(()),
    responses((status = 200, description = "It is alive", body = api::Health))
)]
async fn read_health() -> Json<api::Health> {
    Json(api::Health { status: api::HealthStatus::Ok })
}

/// Whether the server accepts work
///
/// Yes, after it has resumed every interrupted run and until it shuts down; no, while its disk is full, the audit log
/// cannot be written, or its data were restored and nobody has confirmed what goes out. `detail` says what is wrong.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "readReadiness",
    tag = "server",
    security(()),
    responses(
        (status = 200, description = "It accepts work", body = api::Health),
        (status = 503, description = "It does not, because it is starting, shutting down or impaired", body = api::Problem,
         content_type = "application/problem+json"),
    )
)]
async fn read_readiness(State(state): State<Shared>) -> Result<Json<api::Health>, ApiError> {
    if state.engine.is_paused_after_restore() {
        return Err(unavailable_now(codes::TP4170, PAUSED).retry_after(60));
    }
    if !state.engine.ready() {
        return Err(unavailable_now(codes::TP4027, "the server is starting or shutting down"));
    }
    let mut wrong: Vec<String> = (state.troubles)();
    if state.audit.as_ref().is_some_and(|log| log.failure().is_some()) {
        wrong.push(AUDIT_REFUSES.to_owned());
    }
    if wrong.is_empty() {
        return Ok(Json(api::Health { status: api::HealthStatus::Ok }));
    }
    let status = http::StatusCode::SERVICE_UNAVAILABLE;
    Err(ApiError::new(status, codes::TP4160, wrong.join("; ")).retry_after(60))
}
