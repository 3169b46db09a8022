//! Backups: the server writes an archive into a folder of its own. It is not sent to the caller: an archive has everything,
//! also what the caller may not view, and the key of the audit log.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::backups::{BackupRefused, MakesBackups};
use crate::caller::Caller;
use crate::problem::ApiError;
use crate::state::{ApiState, Shared};

pub(crate) fn backup_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_backups, begin_backup))
}

/// List backups
///
/// The archives in the server's folder of backups, newest first, with the one that is being written.
#[utoipa::path(
    get,
    path = "/v1/backups",
    operation_id = "listBackups",
    tag = "server",
    responses(
        (status = 200, description = "The backups", body = api::Backups),
        (status = 409, description = "This server has no folder for backups", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded
    )
)]
async fn list_backups(State(state): State<Shared>, caller: Caller) -> Result<Json<api::Backups>, ApiError> {
    caller.may(Action::ReadBackups, None)?;
    let backups = made_by(&state)?;
    let folder = backups.folder().display().to_string();
    let items = off_thread(move || backups.list()).await?.map_err(ApiError::internal)?;
    Ok(Json(api::Backups { folder, items }))
}

/// Make a backup
///
/// The archive has everything that was answered before: journals, documents, large contents, the audit log with its keys, and
/// the names of secrets, never their values. The server continues meanwhile. Only one is made at a time.
#[utoipa::path(
    post,
    path = "/v1/backups",
    operation_id = "beginBackup",
    tag = "server",
    responses(
        (status = 202, description = "It is being written; `GET /v1/backups` tells when it is complete", body = api::Backup),
        (status = 409, description = "Another one is being written, or this server has no folder for backups",
         body = api::Problem, content_type = "application/problem+json"),
        Guarded
    )
)]
async fn begin_backup(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<(StatusCode, Json<api::Backup>), ApiError> {
    caller.may(Action::MakeBackups, None)?;
    let (backups, now) = (made_by(&state)?, state.engine.now());
    let begun = off_thread(move || backups.begin(now)).await?.map_err(refused)?;
    Ok((StatusCode::ACCEPTED, Json(begun)))
}

fn made_by(state: &ApiState) -> Result<Arc<dyn MakesBackups>, ApiError> {
    let none = || {
        let detail =
            "this server has no folder for backups; its operator sets `backups` in the configuration";
        ApiError::new(StatusCode::CONFLICT, codes::TP4172, detail)
    };
    state.backups.clone().ok_or_else(none)
}

fn refused(why: BackupRefused) -> ApiError {
    let words = why.to_string();
    match why {
        BackupRefused::UnderWay(_) => {
            ApiError::new(StatusCode::CONFLICT, codes::TP4171, words).retry_after(10)
        }
        BackupRefused::NoRoom(_) => ApiError::new(StatusCode::INSUFFICIENT_STORAGE, codes::TP4025, words),
        BackupRefused::Failed(_) => ApiError::internal(words),
    }
}

async fn off_thread<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(act).await.map_err(|error| ApiError::internal(error.to_string()))
}
