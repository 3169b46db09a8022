//! Reviews: versions that a person has to approve.

mod body;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{Review, ReviewVerdict, is_named_approver};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::body::{decided_review, in_full, review_summary};
use super::responses::{Body as BodyProblems, Decides, Guarded, Missing};
use crate::audit::record_labelled_view;
use crate::body::json_or_default;
use crate::caller::Caller;
use crate::convert::IntoEngine;
use crate::extract::{QueryOf, VersionPath};
use crate::fault::of_engine;
use crate::precondition::{Shown, digest_tag};
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) use self::body::in_review;

pub(crate) fn review_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_reviews))
        .routes(routes!(read_review))
        .routes(routes!(approve_review))
        .routes(routes!(request_review_changes))
        .routes(routes!(reject_review))
}

/// Whether the caller sees a review: because of a role in its namespace, or because a policy names them.
pub(super) fn may_read_review(caller: &Caller, review: &Review) -> bool {
    let here = Some(review.workflow.namespace.as_str());
    caller.may(Action::ReadReviews, here).is_ok() || is_named_approver(&caller.0, &review.awaiting)
}

/// List reviews
#[utoipa::path(
    get,
    path = "/v1/reviews",
    operation_id = "listReviews",
    tag = "reviews",
    params(api::ReviewsQuery),
    responses((status = 200, description = "Those that wait longest first", body = api::Reviews), Guarded)
)]
async fn list_reviews(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::ReviewsQuery>,
) -> Result<Json<api::Reviews>, ApiError> {
    if caller.namespaces(Action::ReadReviews).is_err() {
        caller.may(Action::DecideReviews, None)?;
    }
    let wanted = query.state.map(IntoEngine::into_engine);
    let mut found = state.engine.reviews(query.namespace.as_deref(), wanted).await?;
    found.retain(|review| may_read_review(&caller, review));
    found.sort_by_key(|review| review.submitted_at);
    let reviews = found.into_iter().map(|review| review_summary(&state, review)).collect();
    Ok(Json(api::Reviews { reviews }))
}

/// Read a review
///
/// The text, what it reaches compared with the published version, and who has to decide.
#[utoipa::path(
    get,
    path = "/v1/reviews/{namespace}/{name}/{version}",
    operation_id = "readReview",
    tag = "reviews",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("version" = String, Path, description = "The version"),
    ),
    responses(
        (status = 200, description = "The review", body = api::ReviewInFull, headers(("ETag" = String, description = "The digest of what is shown"))),
        Guarded, Missing,
    )
)]
async fn read_review(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
) -> Result<Response, ApiError> {
    let found = state.engine.review(&place.namespace, &place.name, &place.version).await;
    // 404 for callers who may not see it.
    let hidden = || caller.may(Action::ReadReviews, Some(&place.namespace));
    let found = found.or_else(|error| hidden().and(Err(error.into())))?;
    if !may_read_review(&caller, &found.review) {
        hidden()?;
    }
    if hidden().is_err() {
        // Read from outside of the namespace, because a policy names them.
        let target = format!("/v1/reviews/{}/{}/{}", place.namespace, place.name, place.version);
        record_labelled_view(&state, &caller, "GET /v1/reviews/{namespace}/{name}/{version}", target, &[])
            .await?;
    }
    let usage = state.engine.usage(&place.namespace, &place.name, &found.review.workflow.digest).await?;
    let tag = digest_tag(&found.digest);
    Ok(([tag], Json(in_full(&state, found, usage))).into_response())
}

/// Approve a version
///
/// For every rule that the caller may approve it for. With the last approval it is published in the same transaction, if
/// policies still allow it; otherwise nothing is decided. A version that is older than the one callers get is
/// published, and callers still get the newer one. Nobody can approve what they submitted, or wrote text of.
#[utoipa::path(
    post,
    path = "/v1/reviews/{namespace}/{name}/{version}/approve",
    operation_id = "approveReview",
    tag = "reviews",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("version" = String, Path, description = "The version"),
        ("If-Match" = String, Header, description = "The `ETag` of what was shown"),
    ),
    request_body(content = Option<api::Comment>, description = "A comment"),
    responses(
        (status = 200, description = "Approved", body = api::Decided),
        Guarded, Missing, BodyProblems, Decides,
    )
)]
async fn approve_review(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Decided>, ApiError> {
    decide_review(&state, &caller, place, ReviewVerdict::Approve, &headers, body).await
}

/// Request changes
///
/// The author changes the draft and publishes it again.
#[utoipa::path(
    post,
    path = "/v1/reviews/{namespace}/{name}/{version}/request-changes",
    operation_id = "requestChanges",
    tag = "reviews",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("version" = String, Path, description = "The version"),
        ("If-Match" = String, Header, description = "The `ETag` of what was shown"),
    ),
    request_body(content = Option<api::Comment>, description = "What has to change"),
    responses(
        (status = 200, description = "Changes are requested", body = api::Decided),
        Guarded, Missing, BodyProblems, Decides,
    )
)]
async fn request_review_changes(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Decided>, ApiError> {
    decide_review(&state, &caller, place, ReviewVerdict::RequestChanges, &headers, body).await
}

/// Reject a version
///
/// This content cannot be published, however often it is submitted.
#[utoipa::path(
    post,
    path = "/v1/reviews/{namespace}/{name}/{version}/reject",
    operation_id = "rejectReview",
    tag = "reviews",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("version" = String, Path, description = "The version"),
        ("If-Match" = String, Header, description = "The `ETag` of what was shown"),
    ),
    request_body(content = Option<api::Comment>, description = "Why not"),
    responses(
        (status = 200, description = "Rejected", body = api::Decided),
        Guarded, Missing, BodyProblems, Decides,
    )
)]
async fn reject_review(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Decided>, ApiError> {
    decide_review(&state, &caller, place, ReviewVerdict::Reject, &headers, body).await
}

async fn decide_review(
    state: &Shared,
    caller: &Caller,
    place: VersionPath,
    verdict: ReviewVerdict,
    headers: &HeaderMap,
    body: Body,
) -> Result<Json<api::Decided>, ApiError> {
    caller.may(Action::DecideReviews, Some(&place.namespace))?;
    let Shown(shown) = Shown::of(headers)?;
    let api::Comment { comment } = json_or_default(headers, body, &state.settings).await?;
    let result = state.engine.decide_review(&caller.0, place.place(), verdict, comment, &shown).await;
    let result = result.map_err(|error| of_engine(error, true))?;
    Ok(Json(decided_review(state, result)))
}
