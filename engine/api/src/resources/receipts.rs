//! Receipts of runs: signed, for callers who may see every value in them.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::audit::record_unmasked_view;
use crate::caller::Caller;
use crate::extract::RunPath;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn receipt_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_receipt))
}

/// Read the receipt of a run
///
/// Its journal as it is on disk, its definition and the policies that its decisions name, signed with the key of the
/// audit log: `towpath verify` replays the run from it, offline. For runs that have ended, and for callers who
/// may see every value in them. Reading values with labels is recorded in the audit log. `/v1/schemas/receipt` has its JSON Schema.
#[utoipa::path(
    get,
    path = "/v1/runs/{id}/receipt",
    operation_id = "readReceipt",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    responses(
        (status = 200, description = "The receipt, byte for byte as it was signed", body = Object),
        (status = 409, description = "The run has not ended", body = api::Problem, content_type = "application/problem+json"),
        (status = 503, description = "The server has no key to sign with", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn read_receipt(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
) -> Result<Response, ApiError> {
    let view = state.engine.run(run).await?;
    caller.may_on_run(Action::ReadJournal, &view.head)?;
    let log = state.audit.clone().ok_or_else(|| {
        let detail = "receipts are signed with the key of the audit log, and this server keeps none";
        ApiError::new(StatusCode::SERVICE_UNAVAILABLE, codes::TP4052, detail)
    })?;
    let made = state.engine.receipt(&caller.0, run).await?;
    if !caller.0.may_view(&made.labels) {
        let detail = format!(
            "a receipt holds every value of its run, and those of this one have labels you may not see: {}",
            made.labels.join(", ")
        );
        return Err(ApiError::new(StatusCode::FORBIDDEN, codes::TP4051, detail).run(run));
    }
    let target = format!("/v1/runs/{run}/receipt");
    record_unmasked_view(&state, &caller, "GET /v1/runs/{id}/receipt", target, &made.labels).await?;
    let sealed = serde_json::to_string(&made.receipt).and_then(|text| log.seal(text));
    let sealed = sealed.map_err(|error| ApiError::internal(format!("a receipt: {error}")))?;
    let name = format!("attachment; filename=\"{run}.receipt.json\"");
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, name.as_str()),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, sealed).into_response())
}
