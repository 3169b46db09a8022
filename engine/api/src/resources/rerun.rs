//! Running a run again: the plan, and the start.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_journal::Status;
use towpath_runtime::{Repeated, RerunAsked, RerunPlan};
use towpath_wire::EffectKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::holds::describe_held_effect;
use super::responses::{Body as BodyProblems, Guarded, Missing};
use super::runs_of_workflow::run_accepted_response;
use crate::audit::record_unmasked_view;
use crate::body::json_or_default;
use crate::caller::Caller;
use crate::convert::IntoApi as _;
use crate::extract::RunPath;
use crate::fault::of_engine;
use crate::mask;
use crate::prefer::idempotency_key;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn rerun_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(rerun))
}

/// Run a run again
///
/// As a new run with the same input, on behalf of the caller: from its start, or `from` a task at the top of the workflow that it had
/// come to. Effects before that task are not sent; they get the results that the earlier run got. Policies decide anew on
/// everything. Without `confirm` nothing is started: the answer lists the writes that would be repeated, with a digest. With
/// `confirm`, that digest, it starts. A write whose operation takes a key is sent with the key of the earlier run. The same `confirm`
/// again joins the run that it started, unless it comes with another `Idempotency-Key`. From a task on, a run is run again with its own version.
#[utoipa::path(
    post,
    path = "/v1/runs/{id}/rerun",
    operation_id = "rerunRun",
    tag = "runs",
    params(
        ("id" = String, Path, description = "The run's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters. With the same key the same `confirm` joins the run it started; without a key it always does"),
    ),
    request_body = Option<api::RerunRequest>,
    responses(
        (status = 200, description = "What would be repeated; nothing was started", body = api::RerunPlan),
        (status = 202, description = "The new run; its start is on disk", body = api::Accepted,
         headers(("Location" = String, description = "The run"))),
        (status = 409, description = "The run has not ended, or it is not what was shown", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "It cannot be run again from there", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn rerun(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let head = state.engine.run(run).await?.head;
    // Whoever may stop the run and start its workflow.
    caller.may_on_run(Action::CancelRun, &head)?;
    caller.may(Action::StartRun, Some(&head.workflow.namespace))?;
    let insider = caller.is_insider(&head.workflow.namespace);
    let api::RerunRequest { from, version, confirm } =
        json_or_default(&headers, body, &state.settings).await?;
    let asked = RerunAsked { from, version };
    let refused = |error| of_engine(error, insider);
    let Some(confirm) = confirm else {
        let plan = state.engine.plan_rerun(run, &asked).await.map_err(refused)?;
        let (shown, seen) = plan_for(plan, &caller, insider);
        record_unmasked_view(&state, &caller, "POST /v1/runs/{id}/rerun", format!("/v1/runs/{run}"), &seen)
            .await?;
        return Ok(Json(shown).into_response());
    };
    let key = idempotency_key(&headers)?;
    let started =
        state.engine.rerun(&caller.0, run, &asked, &confirm, key.as_deref()).await.map_err(refused)?;
    state.engine.durable(&started).await.map_err(refused)?;
    Ok(run_accepted_response(started.run, Status::Running))
}

/// The plan, with arguments as far as the caller may see them, and the labels of those that they see.
fn plan_for(plan: RerunPlan, caller: &Caller, insider: bool) -> (api::RerunPlan, Vec<String>) {
    let RerunPlan { head, version, from, repeats, recorded, digest } = plan;
    let mut seen = Vec::new();
    let repeats = repeats
        .into_iter()
        .map(|one| if insider { write_for(one, caller, &mut seen) } else { outline_of(&one) })
        .collect();
    let shown = api::RerunPlan {
        run: head.run.to_string(),
        workflow: head.workflow.into_api(),
        version,
        from,
        repeats,
        recorded: recorded as u64,
        digest,
    };
    (shown, seen)
}

/// A write as somebody sees it who may not read the journal: that there is one.
fn outline_of(write: &Repeated) -> api::RepeatedWrite {
    api::RepeatedWrite {
        effect: write.effect.id,
        task: String::new(),
        operation: String::new(),
        arguments: serde_json::Value::Null,
        done: write.done,
        protected: write.protected,
    }
}

fn write_for(write: Repeated, caller: &Caller, seen: &mut Vec<String>) -> api::RepeatedWrite {
    let Repeated { effect, done, protected } = write;
    let arguments = match &effect.kind {
        EffectKind::Call(call) => Some(&call.arguments),
        EffectKind::Emit(emit) => Some(&emit.with),
        EffectKind::Run(run) => Some(&run.input),
        EffectKind::Listen(_) | EffectKind::Wait(_) => None,
    };
    let labels = effect.kind.labels();
    let arguments = match caller.0.may_view(labels) {
        true => {
            seen.extend(labels.iter().cloned());
            arguments.and_then(|text| serde_json::from_str(text.get()).ok()).unwrap_or_default()
        }
        false => mask::masked(labels),
    };
    let operation = describe_held_effect(&effect.kind);
    api::RepeatedWrite { effect: effect.id, task: effect.task, operation, arguments, done, protected }
}
