//! What champions ask IT for, and how long it takes.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use towpath_identity::Action;
use towpath_runtime::{AccessRequest, Asked, RequestState, ShownRequest};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::json;
use crate::caller::Caller;
use crate::extract::{Name, PathOf, QueryOf};
use crate::fault::of_engine;
use crate::precondition::{Shown, digest_tag};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::{milliseconds, rfc3339};

/// A grant that ends within so many days ends soon.
const SOON: i64 = 14 * 24 * 3600 * 1000;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(show))
        .routes(routes!(grant))
        .routes(routes!(reject))
}

/// A request.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestBody {
    /// Its id.
    id: String,
    /// The namespace it is for.
    namespace: String,
    /// `open`, `granted` or `rejected`.
    #[schema(value_type = String)]
    state: RequestState,
    /// What it is for.
    purpose: String,
    /// Who asks.
    by: String,
    /// When.
    #[schema(format = DateTime)]
    opened_at: String,
    /// Seconds until it was decided, or, while it is open, so far.
    waited_s: i64,
    /// The workflow that asks for access.
    #[serde(skip_serializing_if = "Option::is_none")]
    workflow: Option<String>,
    /// What policies refuse, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    refused: Vec<String>,
    /// The smallest permit for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    permit: Option<String>,
    /// What that permit would reach now, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    permits: Vec<String>,
    /// Digest of the request and of what its permit reaches: a decision names it. It is the entity tag too.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// What no permit was drafted for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    left: Vec<String>,
    /// The system that is not here.
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<String>,
    /// Which data goes there, or comes from there.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<String>,
    /// How it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionBody>,
}

/// How a request was decided.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DecisionBody {
    /// Who decided.
    by: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// What they said.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The policy that was put in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    /// The last day of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    /// It ends within two weeks, or has ended.
    ends_soon: bool,
}

/// A request that was granted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Granted {
    /// The request now.
    #[serde(flatten)]
    request: RequestBody,
    /// What policies refuse of the draft all the same, in words.
    still_refused: Vec<String>,
}

/// Requests, those that wait longest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Requests {
    /// The requests.
    requests: Vec<RequestBody>,
}

/// What is asked for: access for a workflow, or a system.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRequest {
    /// The namespace it is for.
    namespace: String,
    /// What it is for.
    purpose: String,
    /// A workflow whose draft reaches what policies refuse.
    workflow: Option<String>,
    /// Or a system that is not here.
    system: Option<String>,
    /// Which data goes there, or comes from there; needed with `system`.
    data: Option<String>,
    /// Whose it is.
    vendor: Option<String>,
}

/// A grant.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grant {
    /// The permit, narrowed; absent: as it was drafted.
    permit: Option<String>,
    /// What there is to say about it.
    reason: Option<String>,
}

/// A no.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rejection {
    /// Why; whoever asked reads it.
    reason: String,
}

/// Which requests are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RequestsQuery {
    /// Of this namespace; absent: of all that the caller may see.
    namespace: Option<String>,
    /// In this state: `open`, `granted` or `rejected`.
    #[param(value_type = Option<String>)]
    state: Option<RequestState>,
}

impl RequestBody {
    fn shown(ShownRequest { request, permits, digest }: ShownRequest, now: i64) -> Self {
        Self { permits, digest: Some(digest), ..Self::new(request, now) }
    }

    fn new(request: AccessRequest, now: i64) -> Self {
        let decided = request.decision.as_ref().map_or(now, |decision| decision.at);
        let decision = request.decision.map(|decision| {
            let ends = decision.expires.as_ref().and_then(|day| milliseconds(&format!("{day}T23:59:59Z")));
            DecisionBody {
                by: decision.by,
                at: rfc3339(decision.at),
                reason: decision.reason,
                policy: decision.policy,
                expires: decision.expires,
                ends_soon: ends.is_some_and(|ends| ends - now < SOON),
            }
        });
        let mut body = Self {
            id: request.id,
            namespace: request.namespace,
            state: request.state,
            purpose: request.purpose,
            by: request.by,
            opened_at: rfc3339(request.at),
            waited_s: (decided - request.at).max(0) / 1000,
            workflow: None,
            refused: Vec::new(),
            permit: None,
            permits: Vec::new(),
            digest: None,
            left: Vec::new(),
            system: None,
            data: None,
            vendor: None,
            decision,
        };
        match request.asked {
            Asked::Access { workflow, refused, permit, left } => {
                body.workflow = Some(workflow);
                (body.refused, body.permit, body.left) = (refused, permit, left);
            }
            Asked::System { system, data, vendor } => {
                (body.system, body.data, body.vendor) = (Some(system), Some(data), vendor);
            }
        }
        body
    }
}

/// List requests
#[utoipa::path(
    get,
    path = "/v1/requests",
    operation_id = "listRequests",
    tag = "requests",
    params(RequestsQuery),
    responses((status = 200, description = "Those that wait longest first", body = Requests), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<RequestsQuery>,
) -> Result<Json<Requests>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ReadRequests, Some(&namespace))?;
            vec![Some(namespace)]
        }
        None => caller.namespaces(Action::ReadRequests)?,
    };
    let mut found = Vec::new();
    for namespace in namespaces {
        found.extend(state.engine.requests(namespace.as_deref(), query.state).await?);
    }
    found.sort_by_key(|shown| shown.request.at);
    let now = state.engine.now();
    Ok(Json(Requests { requests: found.into_iter().map(|shown| RequestBody::shown(shown, now)).collect() }))
}

/// Ask for access, or for a system
///
/// With `workflow`: for what its draft reaches and policies refuse; the request carries the smallest permit that would
/// allow exactly that. With `system` and `data`: for a system that no integration reaches yet.
#[utoipa::path(
    post,
    path = "/v1/requests",
    operation_id = "openRequest",
    tag = "requests",
    request_body(content = NewRequest, description = "What is asked for, and what for"),
    responses(
        (status = 201, description = "Asked for", body = RequestBody),
        (status = 409, description = "Nothing of the draft is refused", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "It is neither, or both", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn open(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let NewRequest { namespace, purpose, workflow, system, data, vendor } =
        json(&headers, body, &state.settings).await?;
    caller.may(Action::OpenRequest, Some(&namespace))?;
    let engine = &state.engine;
    let opened = match (workflow, system, data) {
        (Some(workflow), None, None) => {
            engine.request_access(&caller.0, &namespace, &workflow, purpose).await
        }
        (None, Some(system), Some(data)) => {
            engine.request_system(&caller.0, &namespace, system, data, vendor, purpose).await
        }
        _ => {
            let detail = "ask with `workflow`, for access, or with `system` and `data`, for a system";
            return Err(ApiError::malformed(detail));
        }
    };
    let opened = opened.map_err(|error| of_engine(error, true))?;
    Ok((StatusCode::CREATED, Json(RequestBody::new(opened, engine.now()))).into_response())
}

/// Look at a request
#[utoipa::path(
    get,
    path = "/v1/requests/{id}",
    operation_id = "readRequest",
    tag = "requests",
    params(("id" = String, Path, description = "The request's id")),
    responses(
        (status = 200, description = "The request", body = RequestBody, headers(("ETag" = String, description = "Digest of what was shown"))),
        Guarded, Missing,
    )
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
) -> Result<Response, ApiError> {
    let shown = state.engine.shown_request(&id).await?;
    let readable = caller.may(Action::ReadRequests, Some(&shown.request.namespace));
    readable.map_err(|_| ApiError::not_found("request", &id))?;
    let tag = digest_tag(&shown.digest);
    Ok(([tag], Json(RequestBody::shown(shown, state.engine.now()))).into_response())
}

/// Grant a request
///
/// The drafted permit, or a narrowed one, is put in force beside the others; it has to end some day. Nobody grants what
/// they asked for.
#[utoipa::path(
    post,
    path = "/v1/requests/{id}/grant",
    operation_id = "grantRequest",
    tag = "requests",
    params(
        ("id" = String, Path, description = "The request's id"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown, needed"),
    ),
    request_body(content = Option<Grant>, description = "The permit, where it is not the drafted one"),
    responses(
        (status = 200, description = "Granted", body = Granted),
        (status = 409, description = "It was decided before, is not what was shown, or there is a policy of the permit's name", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "The permit has errors or a failing test, never ends, or was not drafted", body = ProblemDetails,
         content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn grant(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Granted>, ApiError> {
    caller.may(Action::DecideRequests, None)?;
    let Grant { permit, reason } = crate::body::json_or_default(&headers, body, &state.settings).await?;
    let Shown(shown) = Shown::of(&headers)?;
    let granted = state.engine.grant(&caller.0, &id, permit, reason, &shown).await;
    let (request, still_refused) = granted.map_err(|error| of_engine(error, true))?;
    Ok(Json(Granted { request: RequestBody::new(request, state.engine.now()), still_refused }))
}

/// Reject a request
#[utoipa::path(
    post,
    path = "/v1/requests/{id}/reject",
    operation_id = "rejectRequest",
    tag = "requests",
    params(
        ("id" = String, Path, description = "The request's id"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown, needed"),
    ),
    request_body(content = Rejection, description = "Why not"),
    responses(
        (status = 200, description = "Rejected", body = RequestBody),
        (status = 409, description = "It was decided before, or is not what was shown", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn reject(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<RequestBody>, ApiError> {
    caller.may(Action::DecideRequests, None)?;
    let Rejection { reason } = json(&headers, body, &state.settings).await?;
    let Shown(shown) = Shown::of(&headers)?;
    let rejected = state.engine.reject_request(&caller.0, &id, reason, &shown).await;
    let request = rejected.map_err(|error| of_engine(error, true))?;
    Ok(Json(RequestBody::new(request, state.engine.now())))
}
