//! Calls that wait until somebody signs them.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_identity::Action;
use towpath_runtime::{EngineError, HeldCall, HoldAsked, is_named};
use towpath_wire::EffectKind;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Decides, Guarded, Missing};
use super::reviews::{Comment, bodies};
use crate::audit::{seen, unmasked};
use crate::body::json_or_default;
use crate::caller::Caller;
use crate::decision::AwaitingBody;
use crate::extract::{HoldPath, QueryOf};
use crate::fault::of_engine;
use crate::mask;
use crate::people::{PersonBody, people};
use crate::precondition::{Shown, digest_tag};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(sign))
        .routes(routes!(decline))
}

/// A call that waits for a signature.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HoldBody {
    /// The run that wants it.
    run: String,
    /// The effect, counted within the run.
    effect: u64,
    /// The workflow's namespace.
    namespace: String,
    /// The workflow's name.
    workflow: String,
    /// Its version.
    version: String,
    /// Digest of what matters to a decision about it; also the entity tag. A decision names it.
    digest: String,
    /// The principal who started the run; they cannot sign.
    started_by: String,
    /// The principals behind the events that the run has received; they cannot sign either.
    heard_from: Vec<String>,
    /// JSON pointer of the task.
    task: String,
    /// `call`, `emit` or `run`.
    kind: &'static str,
    /// What is called: `payments.refund:1.0.0`.
    what: String,
    /// With these arguments, exactly; `null` where a secret stands. `{"$masked": [labels]}` where the caller may not see
    /// values with their labels.
    #[schema(value_type = Object)]
    arguments: Value,
    /// Labels of what is in the arguments.
    labels: Vec<String>,
    /// Those of the labels that the caller may not view: they can decline, and sign only where a policy says `signUnseen`.
    unseen: Vec<String>,
    /// Since when it waits.
    #[schema(format = DateTime)]
    since: String,
    /// Until when.
    #[schema(format = DateTime)]
    until: String,
    /// What becomes of it then: `deny` or `allow`.
    default: &'static str,
    /// The rules it waits for, and who may sign.
    awaiting: Vec<AwaitingBody>,
    /// The principals who have signed already.
    signed_by: Vec<String>,
    /// Who stands behind whoever started the run, and those who have signed.
    people: Vec<PersonBody>,
}

/// Calls that wait, those that wait longest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Holds {
    /// The calls.
    holds: Vec<HoldBody>,
}

/// Which holds are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HoldsQuery {
    /// Of workflows of this namespace; absent: of all that the caller may see.
    namespace: Option<String>,
}

impl HoldBody {
    /// The arguments are there for callers who may see values with their labels.
    fn new(state: &Shared, call: HeldCall, caller: &Caller) -> Self {
        let (digest, unseen) = (state.engine.hold_digest(&call), call.unseen(&caller.0));
        let HeldCall { head, held, awaiting, signatures, .. } = call;
        let (kind, what, arguments, labels) = match held.effect.kind {
            EffectKind::Call(call) => {
                let what = format!("{}.{}:{}", call.integration, call.operation, call.version);
                ("call", what, Some(call.arguments), call.labels)
            }
            EffectKind::Emit(emit) => ("emit", "an event".to_owned(), Some(emit.with), emit.labels),
            EffectKind::Run(run) => (
                "run",
                format!("{}/{} {}", run.namespace, run.name, run.version),
                Some(run.input),
                run.labels,
            ),
            EffectKind::Listen(listen) => ("listen", "events".to_owned(), Some(listen.with), listen.labels),
            EffectKind::Wait(_) => ("wait", String::new(), None, Vec::new()),
        };
        let arguments = match caller.0.may_view(&labels) {
            true => arguments.and_then(|text| serde_json::from_str(text.get()).ok()).unwrap_or_default(),
            false => mask::masked(&labels),
        };
        Self {
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
            default: if held.release { "allow" } else { "deny" },
            awaiting: bodies(&awaiting),
            signed_by: signatures.into_iter().filter_map(|signed| signed.by).collect(),
            people: Vec::new(),
        }
    }
}

/// List calls that wait for a signature
#[utoipa::path(
    get,
    path = "/v1/holds",
    operation_id = "listHolds",
    tag = "holds",
    params(HoldsQuery),
    responses((status = 200, description = "Those that wait longest first", body = Holds), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<HoldsQuery>,
) -> Result<Json<Holds>, ApiError> {
    // Whoever a policy names sees what waits for them, in whatever namespace the workflow is.
    let readable = |call: &HeldCall| {
        let namespace = Some(call.head.workflow.namespace.as_str());
        caller.may(Action::ReadHolds, namespace).is_ok() || is_named(&caller.0, &call.awaiting)
    };
    if caller.namespaces(Action::ReadHolds).is_err() {
        caller.may(Action::DecideHolds, None)?;
    }
    let mut found = state.engine.holds(query.namespace.as_deref()).await?;
    found.retain(readable);
    found.sort_by_key(|call| call.held.at);
    Ok(Json(Holds { holds: bodies_of(&state, &caller, found).await? }))
}

/// Look at a call that waits
#[utoipa::path(
    get,
    path = "/v1/holds/{run}/{effect}",
    operation_id = "readHold",
    tag = "holds",
    params(
        ("run" = String, Path, description = "The run's id"),
        ("effect" = u64, Path, description = "The effect, counted within the run"),
    ),
    responses(
        (status = 200, description = "The call", body = HoldBody, headers(("ETag" = String, description = "The digest of what is shown"))),
        (status = 409, description = "It does not wait any more: `detail` says who was first", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    HoldPath { run, effect }: HoldPath,
) -> Result<Response, ApiError> {
    let call = found(&state, &caller, Action::ReadHolds, &run, effect).await?;
    if let Some(words) = &call.settled {
        return Err(of_engine(EngineError::HoldSettled(words.clone()), true));
    }
    let body = HoldBody::new(&state, call, &caller);
    let seen_labels: &[String] = if body.unseen.is_empty() { &body.labels } else { &[] };
    let target = format!("/v1/holds/{}/{}", body.run, body.effect);
    seen(&state, &caller, "GET /v1/holds/{run}/{effect}", target, seen_labels).await?;
    Ok(([digest_tag(&body.digest)], Json(body)).into_response())
}

/// Sign a call
///
/// For every rule that the caller may sign for. With the last signature the call is judged once more, right before it
/// goes out. Nobody signs a call of a run that they started, or whose events they sent; and nobody signs values that they
/// may not view, unless the policy says `signUnseen`.
#[utoipa::path(
    post,
    path = "/v1/holds/{run}/{effect}/sign",
    operation_id = "signHold",
    tag = "holds",
    params(
        ("run" = String, Path, description = "The run's id"),
        ("effect" = u64, Path, description = "The effect, counted within the run"),
        ("If-Match" = String, Header, description = "The `ETag` of what was shown"),
    ),
    request_body(content = Option<Comment>, description = "What there is to say about it"),
    responses((status = 204, description = "Signed, and on disk"), Guarded, Missing, BodyProblems, Decides)
)]
async fn sign(
    State(state): State<Shared>,
    caller: Caller,
    HoldPath { run, effect }: HoldPath,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let call = found(&state, &caller, Action::DecideHolds, &run, effect).await?;
    let asked = asked(&state, &headers, body).await?;
    let signed = state.engine.sign(&caller.0, call.head.run, effect, asked).await;
    signed.map(|()| StatusCode::NO_CONTENT).map_err(|error| of_engine(error, true))
}

/// Decline to sign a call
///
/// It does not go out; the workflow sees an error that it may catch.
#[utoipa::path(
    post,
    path = "/v1/holds/{run}/{effect}/decline",
    operation_id = "declineHold",
    tag = "holds",
    params(
        ("run" = String, Path, description = "The run's id"),
        ("effect" = u64, Path, description = "The effect, counted within the run"),
        ("If-Match" = String, Header, description = "The `ETag` of what was shown"),
    ),
    request_body(content = Option<Comment>, description = "Why not"),
    responses((status = 204, description = "Declined, and on disk"), Guarded, Missing, BodyProblems, Decides)
)]
async fn decline(
    State(state): State<Shared>,
    caller: Caller,
    HoldPath { run, effect }: HoldPath,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let call = found(&state, &caller, Action::DecideHolds, &run, effect).await?;
    let asked = asked(&state, &headers, body).await?;
    let declined = state.engine.decline(&caller.0, call.head.run, effect, asked).await;
    declined.map(|()| StatusCode::NO_CONTENT).map_err(|error| of_engine(error, true))
}

/// What the caller says of a call that was shown to them.
async fn asked(state: &Shared, headers: &HeaderMap, body: Body) -> Result<HoldAsked, ApiError> {
    let Shown(shown) = Shown::of(headers)?;
    let Comment { comment } = json_or_default(headers, body, &state.settings).await?;
    Ok(HoldAsked { comment, shown })
}

/// Calls as the caller may see them; that they were seen is written down.
async fn bodies_of(state: &Shared, caller: &Caller, calls: Vec<HeldCall>) -> Result<Vec<HoldBody>, ApiError> {
    let mut shown = Vec::with_capacity(calls.len());
    for call in calls {
        let mut body = HoldBody::new(state, call, caller);
        let signers = body.signed_by.iter().map(String::as_str);
        body.people = people(state, std::iter::once(body.started_by.as_str()).chain(signers));
        if caller.0.may_view(&body.labels) {
            let target = format!("/v1/holds/{}/{}", body.run, body.effect);
            unmasked(state, caller, "GET /v1/holds/{run}/{effect}", target, &body.labels).await?;
        }
        shown.push(body);
    }
    Ok(shown)
}

/// The call, for whoever may see it; to everybody else it does not exist.
async fn found(
    state: &Shared,
    caller: &Caller,
    action: Action,
    run: &str,
    effect: u64,
) -> Result<HeldCall, ApiError> {
    let none = || ApiError::not_found("hold", &format!("{run}/{effect}"));
    let call = state.engine.held(run.parse().map_err(|_| none())?, effect).await?;
    let namespace = Some(call.head.workflow.namespace.as_str());
    // A policy may name signers of any namespace: who signs may look.
    if is_named(&caller.0, &call.awaiting) {
        caller.may(Action::DecideHolds, None)?;
        return Ok(call);
    }
    caller.may(Action::ReadHolds, namespace).map_err(|_| none())?;
    caller.may(action, namespace)?;
    Ok(call)
}
