//! Versions that somebody has to approve before they go live.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use towpath_access::Reach;
use towpath_identity::Action;
use towpath_journal::{RunHead, Status};
use towpath_policies::Awaiting;
use towpath_runtime::{Called, Publication, Review, ReviewState, ReviewVerdict, Usage, is_named};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::json_or_default;
use crate::caller::Caller;
use crate::decision::AwaitingBody;
use crate::extract::{QueryOf, VersionPath};
use crate::fault::of_engine;
use crate::people::{PersonBody, people};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(approve))
        .routes(routes!(request_changes))
        .routes(routes!(reject))
}

/// A version that somebody has to approve.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReviewSummary {
    /// `document.namespace`.
    namespace: String,
    /// `document.name`.
    name: String,
    /// `document.version`.
    version: String,
    /// `document.title`, or the name.
    title: String,
    /// Digest of the definition.
    digest: String,
    /// Digest of everything it can reach.
    profile: String,
    /// The principal who submitted it.
    author: String,
    /// When.
    #[schema(format = DateTime)]
    submitted_at: String,
    /// `inReview`, `changesRequested`, `rejected` or `published`.
    #[schema(value_type = String)]
    state: ReviewState,
    /// The rules that nobody has approved it for yet, and who may.
    awaiting: Vec<AwaitingBody>,
    /// Approvals so far.
    approvals: Vec<ApprovalBody>,
}

/// An approval.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApprovalBody {
    /// The policy it satisfies.
    policy: String,
    /// Digest of that policy's document.
    rule: String,
    /// The principal who approved.
    by: String,
    /// What they said.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// Something that happened in a review.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoteBody {
    /// Where the review stood afterwards.
    #[schema(value_type = String)]
    state: ReviewState,
    /// Who did it.
    by: String,
    /// What they said.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// Everything somebody needs to decide.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReviewBody {
    /// What lists say of it.
    #[serde(flatten)]
    summary: ReviewSummary,
    /// What it reaches more than the version that is live, and less.
    reach: ReachBody,
    /// The text.
    source: String,
    /// The text that is live now.
    #[serde(skip_serializing_if = "Option::is_none")]
    live: Option<String>,
    /// What happened, in order.
    history: Vec<NoteBody>,
    /// Who called the workflow of late, those who did most first.
    callers: Vec<CalledBody>,
    /// Live workflows that start it, as `namespace/name`.
    started_by: Vec<String>,
    /// Runs of this very definition as a draft, newest first.
    tried: Vec<TriedBody>,
    /// Who stands behind its author, and those who have decided.
    people: Vec<PersonBody>,
}

/// Who called a workflow.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CalledBody {
    /// The principal.
    by: String,
    /// How often, among the newest 1,000 runs.
    runs: u64,
    /// When last.
    #[schema(format = DateTime)]
    last: String,
}

/// A run of the definition as a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TriedBody {
    /// The run.
    run: String,
    /// Who tried it.
    by: String,
    /// How it ended, or where it stands.
    #[schema(value_type = String)]
    status: Status,
    /// When it began.
    #[schema(format = DateTime)]
    at: String,
}

impl From<Called> for CalledBody {
    fn from(Called { by, runs, last }: Called) -> Self {
        Self { by, runs, last: rfc3339(last) }
    }
}

impl From<RunHead> for TriedBody {
    fn from(head: RunHead) -> Self {
        let RunHead { run, principal, status, started_at, .. } = head;
        Self { run: run.to_string(), by: principal, status, at: rfc3339(started_at) }
    }
}

/// What changes in what a workflow reaches.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReachBody {
    /// What it did not reach before, in words.
    gained: Vec<ReachedBody>,
    /// What it no longer reaches, in words.
    lost: Vec<ReachedBody>,
}

/// Something that is reached.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReachedBody {
    /// In words: `calls payments.refund 1.0.0`.
    what: String,
    /// JSON pointer of the task; empty for the workflow itself.
    task: String,
}

/// Reviews, those that wait longest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reviews {
    /// The reviews.
    reviews: Vec<ReviewSummary>,
}

/// What somebody says about it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comment {
    /// For the author, and for whoever looks later.
    pub(crate) comment: Option<String>,
}

/// What became of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decided {
    /// The review now.
    #[serde(flatten)]
    summary: ReviewSummary,
    /// It was the last approval, and the version can be called.
    live: bool,
}

/// A publish that somebody has to approve.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InReview {
    /// It cannot be called yet.
    live: bool,
    /// The review.
    review: ReviewSummary,
}

impl InReview {
    pub(crate) fn new(review: Review) -> Self {
        Self { live: false, review: review.into() }
    }
}

/// Which reviews are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReviewsQuery {
    /// Of this namespace; absent: of all that the caller may see.
    namespace: Option<String>,
    /// In this state: `inReview`, `changesRequested`, `rejected` or `published`.
    #[param(value_type = Option<String>)]
    state: Option<ReviewState>,
}

impl From<Review> for ReviewSummary {
    fn from(review: Review) -> Self {
        let profile = review.profile.digest();
        let approvals = review.approvals.into_iter().map(|approval| ApprovalBody {
            policy: approval.policy,
            rule: approval.rule,
            by: approval.by,
            comment: approval.comment,
            at: rfc3339(approval.at),
        });
        Self {
            namespace: review.workflow.namespace,
            name: review.workflow.name,
            version: review.workflow.version,
            title: review.workflow.title,
            digest: review.workflow.digest,
            profile,
            author: review.author,
            submitted_at: rfc3339(review.submitted_at),
            state: review.state,
            awaiting: bodies(&review.awaiting),
            approvals: approvals.collect(),
        }
    }
}

impl From<Reach> for ReachBody {
    fn from(reach: Reach) -> Self {
        let bodies = |list: Vec<towpath_access::Reached>| {
            list.into_iter().map(|one| ReachedBody { what: one.what, task: one.task }).collect()
        };
        Self { gained: bodies(reach.gained), lost: bodies(reach.lost) }
    }
}

/// Whether the caller sees a review: in its namespace, or because a policy names them in whatever namespace.
fn readable(caller: &Caller, review: &Review) -> bool {
    let here = Some(review.workflow.namespace.as_str());
    caller.may(Action::ReadReviews, here).is_ok() || is_named(&caller.0, &review.awaiting)
}

/// Who is waited for, as callers see it.
pub(crate) fn bodies(awaiting: &[Awaiting]) -> Vec<AwaitingBody> {
    awaiting.iter().map(AwaitingBody::from).collect()
}

/// List reviews
#[utoipa::path(
    get,
    path = "/v1/reviews",
    operation_id = "listReviews",
    tag = "reviews",
    params(ReviewsQuery),
    responses((status = 200, description = "Those that wait longest first", body = Reviews), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<ReviewsQuery>,
) -> Result<Json<Reviews>, ApiError> {
    if caller.namespaces(Action::ReadReviews).is_err() {
        caller.may(Action::DecideReviews, None)?;
    }
    let mut found = state.engine.reviews(query.namespace.as_deref(), query.state).await?;
    found.retain(|review| readable(&caller, review));
    found.sort_by_key(|review| review.submitted_at);
    Ok(Json(Reviews { reviews: found.into_iter().map(ReviewSummary::from).collect() }))
}

/// Look at a review
///
/// The text, what it reaches more and less than what is live, and who has to decide.
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
    responses((status = 200, description = "The review", body = ReviewBody), Guarded, Missing)
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
) -> Result<Json<ReviewBody>, ApiError> {
    let found = state.engine.review(&place.namespace, &place.name, &place.version).await;
    // To whoever may not see it, it does not exist.
    let hidden = || caller.may(Action::ReadReviews, Some(&place.namespace));
    let (review, live, reach) = found.or_else(|error| hidden().and(Err(error.into())))?;
    if !readable(&caller, &review) {
        hidden()?;
    }
    let source = review.source.clone();
    let deciders = review.history.iter().map(|note| note.by.as_str());
    let people = people(&state, std::iter::once(review.author.as_str()).chain(deciders));
    let history = review.history.iter().map(|note| NoteBody {
        state: note.state,
        by: note.by.clone(),
        comment: note.comment.clone(),
        at: rfc3339(note.at),
    });
    let history = history.collect();
    let Usage { callers, started_by, tried } =
        state.engine.usage(&place.namespace, &place.name, &review.workflow.digest).await?;
    Ok(Json(ReviewBody {
        summary: review.into(),
        reach: reach.into(),
        source,
        live,
        history,
        callers: callers.into_iter().map(CalledBody::from).collect(),
        started_by,
        tried: tried.into_iter().map(TriedBody::from).collect(),
        people,
    }))
}

/// Approve a version
///
/// For every rule that the caller may approve it for. With the last approval it goes live, if policies still let it.
/// Nobody approves what they submitted.
#[utoipa::path(
    post,
    path = "/v1/reviews/{namespace}/{name}/{version}/approve",
    operation_id = "approveReview",
    tag = "reviews",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("version" = String, Path, description = "The version"),
    ),
    request_body(content = Comment, description = "What there is to say about it"),
    responses(
        (status = 200, description = "Approved", body = Decided),
        (status = 409, description = "Nobody has to decide any more", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn approve(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Decided>, ApiError> {
    decide(&state, &caller, place, ReviewVerdict::Approve, &headers, body).await
}

/// Ask for changes
///
/// The author changes the draft, and publishes it again.
#[utoipa::path(
    post,
    path = "/v1/reviews/{namespace}/{name}/{version}/request-changes",
    operation_id = "requestChanges",
    tag = "reviews",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("version" = String, Path, description = "The version"),
    ),
    request_body(content = Comment, description = "What has to change"),
    responses(
        (status = 200, description = "Asked for", body = Decided),
        (status = 409, description = "Nobody has to decide any more", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn request_changes(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Decided>, ApiError> {
    decide(&state, &caller, place, ReviewVerdict::RequestChanges, &headers, body).await
}

/// Reject a version
///
/// It does not go live as it is, however often it is submitted.
#[utoipa::path(
    post,
    path = "/v1/reviews/{namespace}/{name}/{version}/reject",
    operation_id = "rejectReview",
    tag = "reviews",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("version" = String, Path, description = "The version"),
    ),
    request_body(content = Comment, description = "Why not"),
    responses(
        (status = 200, description = "Rejected", body = Decided),
        (status = 409, description = "Nobody has to decide any more", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn reject(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Decided>, ApiError> {
    decide(&state, &caller, place, ReviewVerdict::Reject, &headers, body).await
}

async fn decide(
    state: &Shared,
    caller: &Caller,
    place: VersionPath,
    verdict: ReviewVerdict,
    headers: &HeaderMap,
    body: Body,
) -> Result<Json<Decided>, ApiError> {
    caller.may(Action::DecideReviews, Some(&place.namespace))?;
    let Comment { comment } = json_or_default(headers, body, &state.settings).await?;
    let decided = state.engine.decide_review(&caller.0, place.place(), verdict, comment).await;
    let (review, publication) = decided.map_err(|error| of_engine(error, true))?;
    let live = matches!(publication, Some(Publication::Live(_)));
    Ok(Json(Decided { summary: review.into(), live }))
}
