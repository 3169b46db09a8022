//! Requests: what champions need from IT, and how long it takes.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{AccessRequest, Asked, ShownRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::convert::{IntoApi as _, IntoEngine};
use crate::extract::{Name, PathOf, QueryOf};
use crate::fault::of_engine;
use crate::precondition::{Shown, digest_tag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::{milliseconds_of_rfc3339, rfc3339};

/// A grant that ends within so many days ends soon.
const SOON: i64 = 14 * 24 * 3600 * 1000;

pub(crate) fn request_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_requests, open_request))
        .routes(routes!(read_request))
        .routes(routes!(grant_request))
        .routes(routes!(reject_request))
}

fn api_shown_request(
    ShownRequest { request, permits, digest }: ShownRequest,
    now: i64,
) -> api::AccessRequest {
    api::AccessRequest { permits, digest: Some(digest), ..access_request_body(request, now) }
}

fn access_request_body(request: AccessRequest, now: i64) -> api::AccessRequest {
    let decided = request.decision.as_ref().map_or(now, |decision| decision.at);
    let decision = request.decision.map(|decision| {
        let ends =
            decision.expires.as_ref().and_then(|day| milliseconds_of_rfc3339(&format!("{day}T23:59:59Z")));
        api::RequestDecision {
            by: decision.by,
            at: rfc3339(decision.at),
            reason: decision.reason,
            policy: decision.policy,
            expires: decision.expires,
            ends_soon: ends.is_some_and(|ends| ends - now < SOON),
        }
    });
    let mut body = api::AccessRequest {
        id: request.id,
        namespace: request.namespace,
        state: request.state.into_api(),
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

/// List requests
#[utoipa::path(
    get,
    path = "/v1/requests",
    operation_id = "listRequests",
    tag = "requests",
    params(api::RequestsQuery),
    responses((status = 200, description = "Those that wait longest first", body = api::Requests), Guarded)
)]
async fn list_requests(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::RequestsQuery>,
) -> Result<Json<api::Requests>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ReadRequests, Some(&namespace))?;
            vec![Some(namespace)]
        }
        None => caller.namespaces(Action::ReadRequests)?,
    };
    let (mut found, wanted) = (Vec::new(), query.state.map(IntoEngine::into_engine));
    for namespace in namespaces {
        found.extend(state.engine.requests(namespace.as_deref(), wanted).await?);
    }
    found.sort_by_key(|one| one.request.at);
    let now = state.engine.now();
    Ok(Json(api::Requests { requests: found.into_iter().map(|one| api_shown_request(one, now)).collect() }))
}

/// Request access, or a system
///
/// With `workflow`: access that policies refuse to its draft; the request contains the smallest permit that would allow exactly
/// that. With `system` and `data`: a system that no integration reaches yet.
#[utoipa::path(
    post,
    path = "/v1/requests",
    operation_id = "openRequest",
    tag = "requests",
    request_body(content = api::NewRequest, description = "What is needed, and the purpose"),
    responses(
        (status = 201, description = "Opened", body = api::AccessRequest),
        (status = 409, description = "Policies refuse nothing of the draft", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "Neither access nor a system is requested, or both", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn open_request(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    content: Body,
) -> Result<Response, ApiError> {
    let api::NewRequest { namespace, purpose, workflow, system, data, vendor } =
        read_json_body(&headers, content, &state.settings).await?;
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
    Ok((StatusCode::CREATED, Json(access_request_body(opened, engine.now()))).into_response())
}

/// Read a request
#[utoipa::path(
    get,
    path = "/v1/requests/{id}",
    operation_id = "readRequest",
    tag = "requests",
    params(("id" = String, Path, description = "The request's id")),
    responses(
        (status = 200, description = "The request", body = api::AccessRequest, headers(("ETag" = String, description = "Digest of what was shown"))),
        Guarded, Missing,
    )
)]
async fn read_request(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
) -> Result<Response, ApiError> {
    let found = state.engine.shown_request(&id).await?;
    let readable = caller.may(Action::ReadRequests, Some(&found.request.namespace));
    readable.map_err(|_| ApiError::not_found("request", &id))?;
    let tag = digest_tag(&found.digest);
    Ok(([tag], Json(api_shown_request(found, state.engine.now()))).into_response())
}

/// Grant a request
///
/// The drafted permit, or a narrowed one, is put in force beside the other policies; it must have an end date. The person who
/// requested it cannot grant it.
#[utoipa::path(
    post,
    path = "/v1/requests/{id}/grant",
    operation_id = "grantRequest",
    tag = "requests",
    params(
        ("id" = String, Path, description = "The request's id"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown; required"),
    ),
    request_body(content = Option<api::GrantRequest>, description = "The permit, where it is not the drafted one"),
    responses(
        (status = 200, description = "Granted", body = api::GrantedRequest),
        (status = 409, description = "It was decided before, has changed since it was shown, or a policy has the permit's name", body = api::Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The permit has errors or a failing test, has no end date, or there is no drafted one", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn grant_request(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
    headers: HeaderMap,
    content: Body,
) -> Result<Json<api::GrantedRequest>, ApiError> {
    caller.may(Action::DecideRequests, None)?;
    let api::GrantRequest { permit, reason } =
        crate::body::json_or_default(&headers, content, &state.settings).await?;
    let Shown(shown) = Shown::of(&headers)?;
    let granted = state.engine.grant(&caller.0, &id, permit, reason, &shown).await;
    let (request, still_refused) = granted.map_err(|error| of_engine(error, true))?;
    Ok(Json(api::GrantedRequest { request: access_request_body(request, state.engine.now()), still_refused }))
}

/// Reject a request
#[utoipa::path(
    post,
    path = "/v1/requests/{id}/reject",
    operation_id = "rejectRequest",
    tag = "requests",
    params(
        ("id" = String, Path, description = "The request's id"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown; required"),
    ),
    request_body(content = api::RejectRequest, description = "Why not"),
    responses(
        (status = 200, description = "Rejected", body = api::AccessRequest),
        (status = 409, description = "It was decided before, or has changed since it was shown", body = api::Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn reject_request(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
    headers: HeaderMap,
    content: Body,
) -> Result<Json<api::AccessRequest>, ApiError> {
    caller.may(Action::DecideRequests, None)?;
    let api::RejectRequest { reason } = read_json_body(&headers, content, &state.settings).await?;
    let Shown(shown) = Shown::of(&headers)?;
    let rejected = state.engine.reject_request(&caller.0, &id, reason, &shown).await;
    let request = rejected.map_err(|error| of_engine(error, true))?;
    Ok(Json(access_request_body(request, state.engine.now())))
}
