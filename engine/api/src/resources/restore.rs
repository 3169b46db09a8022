//! The pause after a restore: what would go out, and the confirmation that lets it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{PendingCall, PendingRun, PendingSchedule, RestoreReport};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn restore_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_restore)).routes(routes!(confirm_restore))
}

impl IntoApi<api::Restore> for RestoreReport {
    fn into_api(self) -> api::Restore {
        let Self { mark, digest, unfinished, runs, schedules } = self;
        let confirmed = mark.as_ref().and_then(|mark| mark.confirmed.as_ref());
        api::Restore {
            state: match (&mark, confirmed) {
                (None, _) => api::RestoreState::Never,
                (Some(_), Some(_)) if digest.is_empty() => api::RestoreState::Confirmed,
                // Also where the pause could not end after a confirmation: somebody may confirm again.
                (Some(_), _) => api::RestoreState::Paused,
            },
            taken_at: mark.as_ref().map(|mark| rfc3339(mark.taken_at)),
            restored_at: mark.as_ref().map(|mark| rfc3339(mark.restored_at)),
            confirmed_by: confirmed.map(|confirmed| confirmed.by.clone()),
            confirmed_at: confirmed.map(|confirmed| rfc3339(confirmed.at)),
            digest,
            unfinished: unfinished as u64,
            runs: runs.into_iter().map(IntoApi::into_api).collect(),
            schedules: schedules.into_iter().map(IntoApi::into_api).collect(),
        }
    }
}

impl IntoApi<api::PendingRun> for PendingRun {
    fn into_api(self) -> api::PendingRun {
        let Self { head, calls, problem } = self;
        api::PendingRun {
            id: head.run.to_string(),
            namespace: head.workflow.namespace,
            name: head.workflow.name,
            version: head.workflow.version,
            started_at: rfc3339(head.started_at),
            wake_at: head.wake_at.map(rfc3339),
            calls: calls.into_iter().map(IntoApi::into_api).collect(),
            problem,
        }
    }
}

impl IntoApi<api::PendingCall> for PendingCall {
    fn into_api(self) -> api::PendingCall {
        let Self { task, what, fate } = self;
        api::PendingCall { task, what, fate: fate.into_api() }
    }
}

impl IntoApi<api::PendingSchedule> for PendingSchedule {
    fn into_api(self) -> api::PendingSchedule {
        let Self { namespace, name, due, events_after, problem, .. } = self;
        let due = due.into_iter().map(rfc3339).collect();
        api::PendingSchedule { namespace, name, due, events_after, problem }
    }
}

/// Read what a restore lets out
///
/// After its data were restored from a backup, the server is paused: nothing goes out, and new runs and events are refused.
/// This lists the interrupted runs with their calls that have no result, and the schedules that start runs at once: with times
/// that were missed, and the position after which they have not looked at events.
#[utoipa::path(
    get,
    path = "/v1/restore",
    operation_id = "readRestore",
    tag = "server",
    responses((status = 200, description = "Whether it is paused, and what would go out", body = api::Restore), Guarded)
)]
async fn read_restore(State(state): State<Shared>, caller: Caller) -> Result<Json<api::Restore>, ApiError> {
    caller.may(Action::ReadRestore, None)?;
    Ok(Json(state.engine.restore_report().await?.into_api()))
}

/// Confirm a restore
///
/// Interrupted runs go on, schedules start, and new runs are taken. Send the digest of what was shown: if other runs or
/// schedules would go on by now, nothing is confirmed.
#[utoipa::path(
    post,
    path = "/v1/restore/confirm",
    operation_id = "confirmRestore",
    tag = "server",
    request_body(content = api::ConfirmRestore, description = "The digest of what was shown"),
    responses(
        (status = 200, description = "It is confirmed", body = api::Restore),
        (status = 409, description = "Something else would go out by now, or the server is not paused",
         body = api::Problem, content_type = "application/problem+json"),
        Guarded
    )
)]
async fn confirm_restore(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Restore>, ApiError> {
    caller.may(Action::ConfirmRestore, None)?;
    let api::ConfirmRestore { digest } = read_json_body(&headers, body, &state.settings).await?;
    Ok(Json(state.engine.confirm_restore(&caller.0, &digest).await?.into_api()))
}

#[cfg(test)]
mod tests {
    use towpath_runtime::{RestoreConfirmed, RestoreMark};

    use super::*;

    #[test]
    fn a_pause_that_did_not_end_with_its_confirmation_is_shown_as_a_pause() {
        let report = |confirmed: bool, digest: &str| {
            let confirmed =
                confirmed.then(|| RestoreConfirmed { by: "it".to_owned(), at: 3, digest: "d".to_owned() });
            let mark = Some(RestoreMark { taken_at: 1, restored_at: 2, confirmed });
            let (digest, runs, schedules) = (digest.to_owned(), Vec::new(), Vec::new());
            RestoreReport { mark, digest, unfinished: 0, runs, schedules }.into_api().state
        };
        assert_eq!(report(false, "d"), api::RestoreState::Paused);
        assert_eq!(report(true, "d"), api::RestoreState::Paused);
        assert_eq!(report(true, ""), api::RestoreState::Confirmed);
    }
}
