//! Sets of policies: those that were in force, the one that waits for a second signer, and live versions that were given
//! time.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use towpath_identity::Action;
use towpath_runtime::{Activate, Activation, Confirmed, Grace, Proposed, Revision};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::{json, json_or_default};
use crate::caller::Caller;
use crate::diagnostic::{DiagnosticBody, bodies};
use crate::extract::PathOf;
use crate::fault::of_engine;
use crate::precondition::{Shown, digest_tag};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(enforce))
        .routes(routes!(proposed, withdraw))
        .routes(routes!(sign))
}

/// How policies are put in force.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub(crate) struct ActivateBody {
    /// Why, for whoever reads the revisions.
    reason: Option<String>,
    /// `digest` of the impact report that was read: needed where they take something from live workflows.
    impact: Option<String>,
    /// Seconds that live versions which they take something from stay under the policies before; at most 90 days.
    grace_seconds: u32,
    /// Only these saved policies are put in force, or taken out where they were deleted; all others stay as they are in
    /// force, whatever is saved of them. Absent: all.
    policies: Option<Vec<String>>,
    /// Where the server wants a second signer: digest of your own open proposal that this one replaces.
    replaces: Option<String>,
}

impl From<ActivateBody> for Activate {
    fn from(body: ActivateBody) -> Self {
        Self {
            reason: body.reason,
            confirmed: body.impact.map_or(Confirmed::No, Confirmed::Impact),
            grace: i64::from(body.grace_seconds) * 1000,
            only: body.policies,
            replaces: body.replaces,
        }
    }
}

/// The policies in force.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActivationBody {
    #[serde(flatten)]
    revision: RevisionBody,
    /// Live versions that stay under the policies before for a while.
    graces: Vec<GraceBody>,
    /// What is probably not meant.
    warnings: Vec<DiagnosticBody>,
}

/// A set of policies that was put in force.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RevisionBody {
    /// Digest of the whole set.
    digest: String,
    /// Counts up with each activation.
    revision: u64,
    /// Their names, sorted.
    policies: Vec<String>,
    /// The principal who activated, or proposed, them.
    by: String,
    /// Who signed, where that takes two.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_by: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Policies that were not there before, or had another text.
    changed: Vec<String>,
    /// Policies that were there before.
    removed: Vec<String>,
}

impl From<Revision> for RevisionBody {
    fn from(revision: Revision) -> Self {
        let Revision { digest, revision, policies, by, signed_by, reason, at, changed, removed } = revision;
        Self { digest, revision, policies, by, signed_by, reason, at: rfc3339(at), changed, removed }
    }
}

/// A live version that stays under the policies before.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GraceBody {
    /// `namespace/name@version`.
    version: String,
    /// Digest of the set it is judged by.
    policies: String,
    /// Until then.
    #[schema(format = DateTime)]
    until: String,
}

impl From<Grace> for GraceBody {
    fn from(Grace { version, policies, until }: Grace) -> Self {
        Self { version, policies, until: rfc3339(until) }
    }
}

/// Policies that wait for a second signer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProposedBody {
    /// Digest of the whole proposal: texts, reason, grace, impact, proposer, revision. A signature names it, and it is the
    /// entity tag too.
    digest: String,
    /// Digest of the texts, as a set.
    policy_set: String,
    /// The revision in force that they were proposed after.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<u64>,
    /// Who proposed them, and cannot sign.
    by: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Digest of the impact report that the proposer has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<String>,
    /// Seconds that live versions are given.
    grace_seconds: i64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// The texts, by policy.
    texts: BTreeMap<String, String>,
    /// Delegated policies that were left out when they were proposed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    warnings: Vec<DiagnosticBody>,
}

impl From<Proposed> for ProposedBody {
    fn from(proposed: Proposed) -> Self {
        let shown = proposed.shown();
        let Proposed { digest: policy_set, by, reason, impact, grace, at, base, texts } = proposed;
        let (digest, grace_seconds, at) = (shown, grace / 1000, rfc3339(at));
        Self { digest, policy_set, base, by, reason, impact, grace_seconds, at, texts, warnings: Vec::new() }
    }
}

/// What became of an activation.
pub(crate) fn answer(activation: Activation) -> Response {
    match activation {
        Activation::InForce { revision, graces, warnings } => Json(ActivationBody {
            revision: (*revision).into(),
            graces: graces.into_iter().map(GraceBody::from).collect(),
            warnings: bodies(&warnings, None),
        })
        .into_response(),
        Activation::Proposed { proposed, warnings } => {
            let warnings = bodies(&warnings, None);
            let body = ProposedBody { warnings, ..ProposedBody::from(*proposed) };
            (StatusCode::ACCEPTED, Json(body)).into_response()
        }
    }
}

/// Reads how policies are put in force; an absent body is an empty one.
pub(crate) async fn asked(state: &Shared, headers: &HeaderMap, body: Body) -> Result<Activate, ApiError> {
    json_or_default::<ActivateBody>(headers, body, &state.settings).await.map(Activate::from)
}

/// The sets that were in force.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PolicySets {
    /// Newest first; the first is in force.
    revisions: Vec<RevisionBody>,
    /// Live versions that stay under an earlier one for a while.
    graces: Vec<GraceBody>,
}

/// List the revisions of the policies
#[utoipa::path(
    get,
    path = "/v1/policy-sets",
    operation_id = "listPolicySets",
    tag = "policies",
    responses((status = 200, description = "Newest first", body = PolicySets), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<PolicySets>, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let revisions = state.engine.policy_revisions().await?.into_iter().map(RevisionBody::from).collect();
    let graces = state.engine.graces().await?.into_iter().map(GraceBody::from).collect();
    Ok(Json(PolicySets { revisions, graces }))
}

/// The texts of a set.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PolicySetBody {
    /// Digest of the whole set.
    digest: String,
    /// The texts, by policy.
    texts: BTreeMap<String, String>,
}

/// Read the policies of a set that was in force
#[utoipa::path(
    get,
    path = "/v1/policy-sets/{digest}",
    operation_id = "readPolicySet",
    tag = "policies",
    params(("digest" = String, Path, description = "The set's digest, as decisions name it: `sha256:…`")),
    responses((status = 200, description = "The texts", body = PolicySetBody), Guarded, Missing)
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(digest): PathOf<String>,
) -> Result<Json<PolicySetBody>, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let texts = state.engine.policy_set(&digest).await?;
    Ok(Json(PolicySetBody { digest, texts }))
}

/// Which versions' time ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnforceBody {
    /// Workflows, as `namespace/name`; all where absent.
    workflows: Option<Vec<String>>,
}

/// Versions whose time has ended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Enforced {
    /// What they had.
    ended: Vec<GraceBody>,
}

/// Enforce the policies in force on live versions now
///
/// Ends the time that live versions were given at an activation, before it is over. Whoever answers for them finds a notice.
#[utoipa::path(
    post,
    path = "/v1/policy-sets/enforce",
    operation_id = "enforcePolicies",
    tag = "policies",
    request_body(content = EnforceBody, description = "Which"),
    responses((status = 200, description = "Versions whose time has ended", body = Enforced), Guarded, BodyProblems)
)]
async fn enforce(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Enforced>, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let EnforceBody { workflows } = json(&headers, body, &state.settings).await?;
    let ended = state.engine.enforce_policies(&caller.0, workflows.as_deref()).await?;
    Ok(Json(Enforced { ended: ended.into_iter().map(GraceBody::from).collect() }))
}

/// Read what waits for a second signer
#[utoipa::path(
    get,
    path = "/v1/policy-sets/proposed",
    operation_id = "readProposedPolicies",
    tag = "policies",
    responses(
        (status = 200, description = "The policies proposed", body = ProposedBody, headers(("ETag" = String, description = "Digest of the proposal"))),
        Guarded, Missing,
    )
)]
async fn proposed(State(state): State<Shared>, caller: Caller) -> Result<Response, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let body = ProposedBody::from(state.engine.proposed_policies().await?);
    Ok(([digest_tag(&body.digest)], Json(body)).into_response())
}

/// Take a proposal back
#[utoipa::path(
    delete,
    path = "/v1/policy-sets/proposed",
    operation_id = "withdrawPolicies",
    tag = "policies",
    params(
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown, needed"),
    ),
    responses(
        (status = 204, description = "Nothing is proposed any more"),
        (status = 409, description = "Another proposal is open, or none", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded,
    )
)]
async fn withdraw(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let Shown(shown) = Shown::of(&headers)?;
    state.engine.withdraw_policies(&shown).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A signature.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignBody {
    /// Digest of the impact report that was read, where it is another one than when they were proposed.
    impact: Option<String>,
}

/// Sign the policies that somebody else has proposed
///
/// Puts them in force, in one transaction with the end of the proposal. Whoever proposed them cannot. `If-Match` is the digest
/// of the proposal as it was shown, which covers everything that takes effect.
#[utoipa::path(
    post,
    path = "/v1/policy-sets/proposed/sign",
    operation_id = "signPolicies",
    tag = "policies",
    params(
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown, needed"),
    ),
    request_body(content = Option<SignBody>, description = "What else was read"),
    responses(
        (status = 200, description = "In force", body = ActivationBody),
        (status = 409, description = "Another proposal is open, or none; they take something from live workflows that was not confirmed; or others were put in force meanwhile", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn sign(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let SignBody { impact } = json_or_default(&headers, body, &state.settings).await?;
    let Shown(shown) = Shown::of(&headers)?;
    let signed = state.engine.sign_policies(&caller.0, &shown, impact).await;
    signed.map(answer).map_err(|error| of_engine(error, true))
}
