//! Schedules: which published workflows start without a caller, and when; pausing and resuming them.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{Fired, FiringOutcome, ScheduleView, StartsAt};
use towpath_wire::Schedule;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::{json_or_default, read_json_body};
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::{QueryOf, WorkflowPath};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn schedule_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_schedules))
        .routes(routes!(pause_schedule))
        .routes(routes!(resume_schedule))
}

impl IntoApi<api::Schedule> for ScheduleView {
    fn into_api(self) -> api::Schedule {
        let Self { namespace, name, version, owner, schedule, zone, paused, stopped, next, last } = self;
        let state = match (&paused, &stopped) {
            (Some(_), _) => api::ScheduleState::Paused,
            (None, Some(_)) => api::ScheduleState::Stopped,
            (None, None) => api::ScheduleState::Active,
        };
        let paused = paused.map(|paused| api::SchedulePaused {
            by: paused.by,
            reason: paused.reason,
            at: rfc3339(paused.at),
        });
        api::Schedule {
            namespace,
            name,
            version,
            owner,
            state,
            times: times(schedule, zone, &next),
            paused,
            stopped,
            last: last.map(IntoApi::into_api),
        }
    }
}

impl IntoApi<api::StartTimes> for StartsAt {
    fn into_api(self) -> api::StartTimes {
        times(self.schedule, self.zone, &self.next)
    }
}

impl IntoApi<api::Firing> for Fired {
    fn into_api(self) -> api::Firing {
        let (outcome, run, reason) = match self.outcome {
            FiringOutcome::Started(run) => (api::FiringOutcome::Started, Some(run), None),
            FiringOutcome::Skipped(run) => (api::FiringOutcome::Skipped, Some(run), None),
            FiringOutcome::Refused(why) => (api::FiringOutcome::Refused, None, Some(why)),
        };
        let run = run.map(|run| run.to_string());
        api::Firing { due_at: rfc3339(self.due), at: rfc3339(self.at), outcome, run, reason }
    }
}

fn times(schedule: Schedule, zone: Option<String>, next: &[i64]) -> api::StartTimes {
    api::StartTimes {
        every: schedule.every.map(duration),
        cron: schedule.cron,
        time_zone: zone,
        after: schedule.after.map(duration),
        on: schedule.on,
        missed: schedule.missed.into_api(),
        overlap: schedule.overlap.into_api(),
        next: next.iter().map(|time| rfc3339(*time)).collect(),
    }
}

/// A duration as ISO 8601 text, in days, hours, minutes and seconds.
pub(super) fn duration(milliseconds: u64) -> String {
    let (seconds, rest) = (milliseconds / 1_000, milliseconds % 1_000);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let part = |number: u64, unit: &str| if number == 0 { String::new() } else { format!("{number}{unit}") };
    let last = match (seconds % 60, rest) {
        (last, 0) => part(last, "S"),
        (last, rest) => format!("{last}.{rest:03}S"),
    };
    let time = format!("{}{}{last}", part(hours, "H"), part(minutes, "M"));
    let time = if time.is_empty() { time } else { format!("T{time}") };
    match format!("P{}{time}", part(days, "D")) {
        empty if empty == "P" => "PT0S".to_owned(),
        text => text,
    }
}

/// List schedules
///
/// Of published workflows, by name: when they start without a caller, what became of the newest firing, and who paused them.
#[utoipa::path(
    get,
    path = "/v1/schedules",
    operation_id = "listSchedules",
    tag = "schedules",
    params(api::SchedulesQuery),
    responses((status = 200, description = "The schedules", body = api::Schedules), Guarded)
)]
async fn list_schedules(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::SchedulesQuery>,
) -> Result<Json<api::Schedules>, ApiError> {
    if let Some(namespace) = &query.namespace {
        caller.may(Action::ReadSchedules, Some(namespace))?;
    }
    let reach = caller.namespaces(Action::ReadSchedules)?;
    let mut found = state.engine.schedules(query.namespace.as_deref()).await?;
    let sees = |namespace: &str| reach.iter().any(|one| one.as_deref().is_none_or(|one| one == namespace));
    found.retain(|schedule| sees(&schedule.namespace));
    Ok(Json(api::Schedules { items: found.into_iter().map(IntoApi::into_api).collect() }))
}

/// Pause a schedule
///
/// It starts nothing until it is resumed. Runs under way continue, and callers may still call the workflow. Pausing it again
/// replaces the reason.
#[utoipa::path(
    post,
    path = "/v1/schedules/{namespace}/{name}/pause",
    operation_id = "pauseSchedule",
    tag = "schedules",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    request_body(content = api::PauseSchedule, description = "Why"),
    responses((status = 200, description = "It is paused", body = api::Schedule), Guarded, Missing, BodyProblems)
)]
async fn pause_schedule(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Schedule>, ApiError> {
    caller.may(Action::PauseSchedules, Some(&namespace))?;
    let api::PauseSchedule { reason } = read_json_body(&headers, body, &state.settings).await?;
    let paused = state.engine.pause_schedule(&caller.0, (&namespace, &name), &reason).await?;
    Ok(Json(paused.into_api()))
}

/// Resume a schedule
///
/// Times of the pause are left out, unless `makeUp`: then they count as missed, and the schedule's `missed` says what becomes of
/// them. Events of the pause start nothing.
#[utoipa::path(
    post,
    path = "/v1/schedules/{namespace}/{name}/resume",
    operation_id = "resumeSchedule",
    tag = "schedules",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    request_body(content = Option<api::ResumeSchedule>, description = "Why, and whether the times of the pause are made up"),
    responses((status = 200, description = "It is not paused", body = api::Schedule), Guarded, Missing, BodyProblems)
)]
async fn resume_schedule(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Schedule>, ApiError> {
    caller.may(Action::PauseSchedules, Some(&namespace))?;
    let api::ResumeSchedule { reason, make_up } = json_or_default(&headers, body, &state.settings).await?;
    let resumed = state.engine.resume_schedule(&caller.0, (&namespace, &name), reason, make_up).await?;
    Ok(Json(resumed.into_api()))
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_written_shortly() {
        for (milliseconds, text) in [
            (0, "PT0S"),
            (1_000, "PT1S"),
            (1_050, "PT1.050S"),
            (300_000, "PT5M"),
            (86_400_000, "P1D"),
            (90_061_000, "P1DT1H1M1S"),
            (604_800_000, "P7D"),
        ] {
            assert_eq!(duration(milliseconds), text);
        }
    }
}
