//! Sets of policies: those that were in force, the one that waits for a second person, and live versions with a grace period.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{Activate, Activation, Confirmed, Grace, Proposed, Revision};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::{json_or_default, read_json_body};
use crate::caller::Caller;
use crate::convert::{IntoApi, IntoEngine};
use crate::diagnostic::diagnostics;
use crate::extract::PathOf;
use crate::fault::of_engine;
use crate::precondition::{Shown, digest_tag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn policy_set_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_policy_sets))
        .routes(routes!(read_policy_set))
        .routes(routes!(end_grace))
        .routes(routes!(read_proposed_policies, withdraw_policies))
        .routes(routes!(approve_policies))
}

impl IntoEngine<Activate> for api::Activate {
    fn into_engine(self) -> Activate {
        let body = self;
        Activate {
            reason: body.reason,
            confirmed: body.impact.map_or(Confirmed::No, Confirmed::Impact),
            grace: i64::from(body.grace_seconds) * 1000,
            only: body.policies,
            replaces: body.replaces,
        }
    }
}

impl IntoApi<api::Revision> for Revision {
    fn into_api(self) -> api::Revision {
        let Self { digest, revision, policies, by, approved_by, reason, at, changed, removed } = self;
        api::Revision {
            digest,
            revision,
            policies,
            by,
            approved_by,
            reason,
            at: rfc3339(at),
            changed,
            removed,
        }
    }
}

impl IntoApi<api::Grace> for Grace {
    fn into_api(self) -> api::Grace {
        let Self { version, policies, until } = self;
        api::Grace { version, policies, until: rfc3339(until) }
    }
}

impl IntoApi<api::Proposed> for Proposed {
    fn into_api(self) -> api::Proposed {
        let shown = self.shown();
        let Self { digest: policy_set, by, reason, impact, grace, at, base, texts } = self;
        let (digest, grace_seconds, at) = (shown, grace / 1000, rfc3339(at));
        let warnings = Vec::new();
        api::Proposed { digest, policy_set, base, by, reason, impact, grace_seconds, at, texts, warnings }
    }
}

/// What became of an activation.
pub(crate) fn activation_response(activation: Activation) -> Response {
    match activation {
        Activation::InForce { revision, graces, warnings } => Json(api::InForce {
            revision: (*revision).into_api(),
            graces: graces.into_iter().map(IntoApi::into_api).collect(),
            warnings: diagnostics(&warnings, None),
        })
        .into_response(),
        Activation::Proposed { proposed, warnings } => {
            let warnings = diagnostics(&warnings, None);
            let body = api::Proposed { warnings, ..(*proposed).into_api() };
            (StatusCode::ACCEPTED, Json(body)).into_response()
        }
    }
}

/// Reads how policies are put in force; an absent body is an empty one.
pub(crate) async fn read_activation(
    state: &Shared,
    headers: &HeaderMap,
    body: Body,
) -> Result<Activate, ApiError> {
    json_or_default::<api::Activate>(headers, body, &state.settings).await.map(IntoEngine::into_engine)
}

/// List the revisions of the policies
#[utoipa::path(
    get,
    path = "/v1/policy-sets",
    operation_id = "listPolicySets",
    tag = "policies",
    responses((status = 200, description = "Newest first", body = api::PolicySets), Guarded)
)]
async fn list_policy_sets(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<api::PolicySets>, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let revisions = state.engine.policy_revisions().await?.into_iter().map(IntoApi::into_api).collect();
    let graces = state.engine.graces().await?.into_iter().map(IntoApi::into_api).collect();
    Ok(Json(api::PolicySets { revisions, graces }))
}

/// Read the policies of a set that was in force
#[utoipa::path(
    get,
    path = "/v1/policy-sets/{digest}",
    operation_id = "readPolicySet",
    tag = "policies",
    params(("digest" = String, Path, description = "The set's digest, as decisions name it: `sha256:…`")),
    responses((status = 200, description = "The texts", body = api::PolicySet), Guarded, Missing)
)]
async fn read_policy_set(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(digest): PathOf<String>,
) -> Result<Json<api::PolicySet>, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let texts = state.engine.policy_set(&digest).await?;
    Ok(Json(api::PolicySet { digest, texts }))
}

/// Enforce the policies in force on live versions now
///
/// Ends the grace periods of live versions before their time. The owners get a notice.
#[utoipa::path(
    post,
    path = "/v1/policy-sets/enforce",
    operation_id = "enforcePolicies",
    tag = "policies",
    request_body(content = api::Enforce, description = "Which versions"),
    responses((status = 200, description = "Versions whose grace period was ended", body = api::Enforced), Guarded, BodyProblems)
)]
async fn end_grace(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Enforced>, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let api::Enforce { workflows } = read_json_body(&headers, body, &state.settings).await?;
    let ended = state.engine.end_grace(&caller.0, workflows.as_deref()).await?;
    Ok(Json(api::Enforced { ended: ended.into_iter().map(IntoApi::into_api).collect() }))
}

/// Read the policies that wait for a second person
#[utoipa::path(
    get,
    path = "/v1/policy-sets/proposed",
    operation_id = "readProposedPolicies",
    tag = "policies",
    responses(
        (status = 200, description = "The policies proposed", body = api::Proposed, headers(("ETag" = String, description = "Digest of the proposal"))),
        Guarded, Missing,
    )
)]
async fn read_proposed_policies(State(state): State<Shared>, caller: Caller) -> Result<Response, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let body: api::Proposed = state.engine.proposed_policies().await?.into_api();
    Ok(([digest_tag(&body.digest)], Json(body)).into_response())
}

/// Withdraw a proposal
#[utoipa::path(
    delete,
    path = "/v1/policy-sets/proposed",
    operation_id = "withdrawPolicies",
    tag = "policies",
    params(
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown; required"),
    ),
    responses(
        (status = 204, description = "It is withdrawn"),
        (status = 409, description = "Another proposal is open, or none", body = api::Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = api::Problem, content_type = "application/problem+json"),
        Guarded,
    )
)]
async fn withdraw_policies(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let Shown(shown) = Shown::of(&headers)?;
    state.engine.withdraw_policies(&shown).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put policies in force that another person has proposed
///
/// In one transaction with the end of the proposal. The proposer cannot. `If-Match` is the digest
/// of the proposal as it was shown, which covers everything that takes effect.
#[utoipa::path(
    post,
    path = "/v1/policy-sets/proposed/approve",
    operation_id = "approvePolicies",
    tag = "policies",
    params(
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown; required"),
    ),
    request_body(content = Option<api::ApproveProposal>, description = "The impact report that was read"),
    responses(
        (status = 200, description = "In force", body = api::InForce),
        (status = 409, description = "Another proposal is open, or none; live workflows lose something that was not confirmed; or other policies were put in force in between", body = api::Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = api::Problem, content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn approve_policies(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let api::ApproveProposal { impact } = json_or_default(&headers, body, &state.settings).await?;
    let Shown(shown) = Shown::of(&headers)?;
    let approved = state.engine.approve_policies(&caller.0, &shown, impact).await;
    approved.map(activation_response).map_err(|error| of_engine(error, true))
}
