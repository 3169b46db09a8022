//! Holds: calls that wait until a person releases them.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{EngineError, HeldCall, HoldAsked, RunsError, is_named_approver};
use towpath_wire::EffectKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Decides, Guarded, Missing};
use crate::audit::{record_labelled_view, record_unmasked_view};
use crate::body::json_or_default;
use crate::caller::Caller;
use crate::decision::list_for_api;
use crate::extract::{HoldPath, QueryOf};
use crate::fault::of_engine;
use crate::mask;
use crate::people::people_of_ids;
use crate::precondition::{Shown, digest_tag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn hold_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_holds))
        .routes(routes!(read_hold))
        .routes(routes!(release_hold))
        .routes(routes!(decline_hold))
}

/// What waits, without its arguments.
pub(super) fn describe_held_effect(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Call(call) => format!("{}.{}:{}", call.integration, call.operation, call.version),
        EffectKind::Emit(_) => "an event".to_owned(),
        EffectKind::Run(run) => format!("{}/{} {}", run.namespace, run.name, run.version),
        EffectKind::Listen(_) => "events".to_owned(),
        EffectKind::Wait(_) => String::new(),
    }
}

/// A hold as the caller may see it: the arguments only where they may see values with their labels.
fn masked_hold(state: &Shared, call: HeldCall, caller: &Caller) -> api::Hold {
    let (digest, unseen) = (state.engine.hold_digest(&call), call.unseen(&caller.0));
    let HeldCall { head, held, awaiting, releases, .. } = call;
    let what = describe_held_effect(&held.effect.kind);
    let (kind, arguments, labels) = match held.effect.kind {
        EffectKind::Call(call) => (api::HoldKind::Call, Some(call.arguments), call.labels),
        EffectKind::Emit(emit) => (api::HoldKind::Emit, Some(emit.with), emit.labels),
        EffectKind::Run(run) => (api::HoldKind::Run, Some(run.input), run.labels),
        EffectKind::Listen(listen) => (api::HoldKind::Listen, Some(listen.with), listen.labels),
        EffectKind::Wait(_) => (api::HoldKind::Wait, None, Vec::new()),
    };
    let arguments = match caller.0.may_view(&labels) {
        true => arguments.and_then(|text| serde_json::from_str(text.get()).ok()).unwrap_or_default(),
        false => mask::masked(&labels),
    };
    api::Hold {
        run: head.run.to_string(),
        effect: held.effect.id,
        namespace: head.workflow.namespace,
        workflow: head.workflow.name,
        version: head.workflow.version,
        digest,
        started_by: head.principal,
        heard_from: head.heard_from,
        task: held.effect.task,
        kind,
        what,
        arguments,
        labels,
        unseen,
        since: rfc3339(held.at),
        until: rfc3339(held.until),
        default: if held.release { api::HoldDefault::Allow } else { api::HoldDefault::Deny },
        awaiting: list_for_api(&awaiting),
        released_by: releases.into_iter().filter_map(|released| released.by).collect(),
        people: Vec::new(),
    }
}

/// List calls that wait to be released
#[utoipa::path(
    get,
    path = "/v1/holds",
    operation_id = "listHolds",
    tag = "holds",
    params(api::HoldsQuery),
    responses((status = 200, description = "Those that wait longest first", body = api::Holds), Guarded)
)]
async fn list_holds(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::HoldsQuery>,
) -> Result<Json<api::Holds>, ApiError> {
    // A person whom a policy names sees the calls that wait for them, in any namespace.
    let readable = |call: &HeldCall| {
        let namespace = Some(call.head.workflow.namespace.as_str());
        caller.may(Action::ReadHolds, namespace).is_ok() || is_named_approver(&caller.0, &call.awaiting)
    };
    if caller.namespaces(Action::ReadHolds).is_err() {
        caller.may(Action::DecideHolds, None)?;
    }
    let mut found = state.engine.holds(query.namespace.as_deref()).await?;
    found.retain(readable);
    found.sort_by_key(|call| call.held.at);
    Ok(Json(api::Holds { holds: bodies_of(&state, &caller, found).await? }))
}

/// Read a call that waits
#[utoipa::path(
    get,
    path = "/v1/holds/{run}/{effect}",
    operation_id = "readHold",
    tag = "holds",
    params(
        ("run" = String, Path, description = "The run's id"),
        ("effect" = u64, Path, description = "The number of the effect in the run"),
    ),
    responses(
        (status = 200, description = "The call", body = api::Hold, headers(("ETag" = String, description = "The digest of what is shown"))),
        (status = 409, description = "It no longer waits: `detail` says who decided", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn read_hold(
    State(state): State<Shared>,
    caller: Caller,
    HoldPath { run, effect }: HoldPath,
) -> Result<Response, ApiError> {
    let call = find_held_call(&state, &caller, Action::ReadHolds, &run, effect).await?;
    if let Some(words) = &call.settled {
        return Err(of_engine(EngineError::Runs(RunsError::HoldSettled(words.clone())), true));
    }
    let body = masked_hold(&state, call, &caller);
    let seen_labels: &[String] = if body.unseen.is_empty() { &body.labels } else { &[] };
    let target = format!("/v1/holds/{}/{}", body.run, body.effect);
    record_labelled_view(&state, &caller, "GET /v1/holds/{run}/{effect}", target, seen_labels).await?;
    Ok(([digest_tag(&body.digest)], Json(body)).into_response())
}

/// Release a call
///
/// For every rule that the caller may release for. After the last one the call is evaluated again and sent. Nobody can release a
/// call of a run that they started, or whose events they sent; nor values that they may not see, unless the policy says
/// `releaseUnseen`.
#[utoipa::path(
    post,
    path = "/v1/holds/{run}/{effect}/release",
    operation_id = "releaseHold",
    tag = "holds",
    params(
        ("run" = String, Path, description = "The run's id"),
        ("effect" = u64, Path, description = "The number of the effect in the run"),
        ("If-Match" = String, Header, description = "The `ETag` of what was shown"),
    ),
    request_body(content = Option<api::Comment>, description = "A comment"),
    responses((status = 204, description = "Released, and on disk"), Guarded, Missing, BodyProblems, Decides)
)]
async fn release_hold(
    State(state): State<Shared>,
    caller: Caller,
    HoldPath { run, effect }: HoldPath,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let call = find_held_call(&state, &caller, Action::DecideHolds, &run, effect).await?;
    let asked = read_hold_answer(&state, &headers, body).await?;
    let released = state.engine.release(&caller.0, call.head.run, effect, asked).await;
    released.map(|()| StatusCode::NO_CONTENT).map_err(|error| of_engine(error, true))
}

/// Decline to release a call
///
/// It is not sent; the workflow gets an error that it can catch.
#[utoipa::path(
    post,
    path = "/v1/holds/{run}/{effect}/decline",
    operation_id = "declineHold",
    tag = "holds",
    params(
        ("run" = String, Path, description = "The run's id"),
        ("effect" = u64, Path, description = "The number of the effect in the run"),
        ("If-Match" = String, Header, description = "The `ETag` of what was shown"),
    ),
    request_body(content = Option<api::Comment>, description = "Why not"),
    responses((status = 204, description = "Declined, and on disk"), Guarded, Missing, BodyProblems, Decides)
)]
async fn decline_hold(
    State(state): State<Shared>,
    caller: Caller,
    HoldPath { run, effect }: HoldPath,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let call = find_held_call(&state, &caller, Action::DecideHolds, &run, effect).await?;
    let asked = read_hold_answer(&state, &headers, body).await?;
    let declined = state.engine.decline(&caller.0, call.head.run, effect, asked).await;
    declined.map(|()| StatusCode::NO_CONTENT).map_err(|error| of_engine(error, true))
}

/// What the caller says of a call that was shown to them.
async fn read_hold_answer(state: &Shared, headers: &HeaderMap, body: Body) -> Result<HoldAsked, ApiError> {
    let Shown(shown) = Shown::of(headers)?;
    let api::Comment { comment } = json_or_default(headers, body, &state.settings).await?;
    Ok(HoldAsked { comment, shown })
}

/// Calls as the caller may see them; that they were seen is written down.
async fn bodies_of(
    state: &Shared,
    caller: &Caller,
    calls: Vec<HeldCall>,
) -> Result<Vec<api::Hold>, ApiError> {
    let mut shown = Vec::with_capacity(calls.len());
    for call in calls {
        let mut body = masked_hold(state, call, caller);
        let approvers = body.released_by.iter().map(String::as_str);
        body.people = people_of_ids(state, std::iter::once(body.started_by.as_str()).chain(approvers));
        if caller.0.may_view(&body.labels) {
            let target = format!("/v1/holds/{}/{}", body.run, body.effect);
            record_unmasked_view(state, caller, "GET /v1/holds/{run}/{effect}", target, &body.labels).await?;
        }
        shown.push(body);
    }
    Ok(shown)
}

/// The call; 404 for callers who may not see it.
async fn find_held_call(
    state: &Shared,
    caller: &Caller,
    action: Action,
    run: &str,
    effect: u64,
) -> Result<HeldCall, ApiError> {
    let none = || ApiError::not_found("hold", &format!("{run}/{effect}"));
    let call = state.engine.held(run.parse().map_err(|_| none())?, effect).await?;
    let namespace = Some(call.head.workflow.namespace.as_str());
    // A policy may name approvers of any namespace: who releases may look.
    if is_named_approver(&caller.0, &call.awaiting) {
        caller.may(Action::DecideHolds, None)?;
        return Ok(call);
    }
    caller.may(Action::ReadHolds, namespace).map_err(|_| none())?;
    caller.may(action, namespace)?;
    Ok(call)
}
