//! Policies: drafts are put one by one, and put in force all together.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{Author, Revision, policy_owner};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::policy_sets::{activation_response, read_activation};
use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use super::texts::{save_text, text_response, text_summary};
use crate::body::read_document_body;
use crate::caller::Caller;
use crate::extract::{Name, PathOf};
use crate::fault::of_engine;
use crate::precondition::Precondition;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(active))
        .routes(routes!(show, put, delete))
        .routes(routes!(activate))
        .routes(routes!(activate_one))
}

/// List policies
#[utoipa::path(
    get,
    path = "/v1/policies",
    operation_id = "listPolicies",
    tag = "policies",
    responses((status = 200, description = "By name", body = api::Policies), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<api::Policies>, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let policies = state.engine.policies().await?.into_iter().map(text_summary).collect();
    Ok(Json(api::Policies { policies }))
}

/// Read the policies in force
///
/// As they were activated; texts saved since then are not in it.
#[utoipa::path(
    get,
    path = "/v1/policies/active",
    operation_id = "readActivePolicies",
    tag = "policies",
    responses((status = 200, description = "The policies in force", body = api::ActivePolicies), Guarded)
)]
async fn active(State(state): State<Shared>, caller: Caller) -> Result<Json<api::ActivePolicies>, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let Some((Revision { digest, revision, by, at, .. }, texts)) = state.engine.policies_active().await?
    else {
        return Ok(Json(api::ActivePolicies::default()));
    };
    let policies = texts.into_iter().map(|(name, source)| api::ActivePolicy { name, source }).collect();
    let (digest, by, at) = (Some(digest), Some(by), Some(rfc3339(at)));
    Ok(Json(api::ActivePolicies { revision, digest, by, at, policies }))
}

/// Read a policy
#[utoipa::path(
    get,
    path = "/v1/policies/{name}",
    operation_id = "readPolicy",
    tag = "policies",
    params(("name" = String, Path, description = "The policy's name")),
    responses(
        (status = 200, description = "The draft revision", body = api::Text, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing,
    )
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
) -> Result<Response, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    Ok(text_response(state.engine.policy(&name).await?))
}

/// Write a policy's draft revision
///
/// It takes effect with `POST /v1/policies/activate`.
#[utoipa::path(
    put,
    path = "/v1/policies/{name}",
    operation_id = "writePolicy",
    tag = "policies",
    params(
        ("name" = String, Path, description = "The policy's name, as in the document"),
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if there is none yet"),
    ),
    request_body(content = String, content_type = "application/yaml", description = "The policy, YAML or JSON; `GET /v1/schemas/policy` has its schema"),
    responses(
        (status = 200, description = "Saved", body = api::SavedText, headers(("ETag" = String, description = "The revision"))),
        Guarded, BodyProblems, Changes,
    )
)]
async fn put(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let is_it = writes_any(&caller)?;
    let source = read_document_body(&headers, body, &state.settings).await?;
    let owner = policy_owner(&source);
    if !is_it {
        may_write(&state, &caller, &name, owner.clone()).await?;
    }
    let (engine, who, name) = (&state.engine, &caller.0, name.as_str());
    let current = engine.policy(name).await.ok().map(|text| text.revision);
    let author = author(is_it, owner.as_deref());
    let put = |source, expected| engine.put_policy_as(who, author, name, source, expected);
    save_text(&headers, current, source, put).await
}

/// Delete a policy's draft
///
/// It stays in force until the next activation.
#[utoipa::path(
    delete,
    path = "/v1/policies/{name}",
    operation_id = "deletePolicy",
    tag = "policies",
    params(
        ("name" = String, Path, description = "The policy's name"),
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 412, description = "It is at another revision", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn delete(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    let is_it = writes_any(&caller)?;
    let owner = match is_it {
        true => None,
        false => policy_owner(&state.engine.policy(&name).await?.source),
    };
    if !is_it {
        may_write(&state, &caller, &name, owner.clone()).await?;
    }
    let current = state.engine.policy(&name).await.ok().map(|text| text.revision);
    let precondition = Precondition::at(&headers, current)?;
    let author = author(is_it, owner.as_deref());
    let deleted = state.engine.delete_policy(&caller.0, author, &name, precondition.expected).await;
    deleted.map_err(|error| precondition.failed(error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the caller may write any policy; refuses callers who may write none, before anything is read.
fn writes_any(caller: &Caller) -> Result<bool, ApiError> {
    match caller.may(Action::WritePolicy, None) {
        Ok(()) => Ok(true),
        Err(_) if caller.namespaces(Action::WriteOwnPolicy).is_ok() => Ok(false),
        Err(error) => Err(error),
    }
}

/// For whom a policy is changed. The engine looks once more, inside of its lock.
fn author(is_it: bool, owner: Option<&str>) -> Author<'_> {
    match owner {
        Some(namespace) if !is_it => Author::Namespace(namespace),
        _ => Author::It,
    }
}

/// Refuses a caller who may not replace the current policy of that name by one of `owner`.
async fn may_write(
    state: &Shared,
    caller: &Caller,
    name: &str,
    owner: Option<String>,
) -> Result<(), ApiError> {
    let Some(namespace) = &owner else { return caller.may(Action::WritePolicy, None) };
    caller.may(Action::WriteOwnPolicy, Some(namespace))?;
    match state.engine.policy(name).await {
        Ok(before) if policy_owner(&before.source) != owner => caller.may(Action::WritePolicy, None),
        _ => Ok(()),
    }
}

/// Put one delegated policy in force
///
/// One with an `owner`, which only narrows what IT's policies allow; where its draft was deleted, it is removed.
/// All other policies stay as they are.
#[utoipa::path(
    post,
    path = "/v1/policies/{name}/activate",
    operation_id = "activatePolicy",
    tag = "policies",
    params(("name" = String, Path, description = "The policy's name")),
    request_body(content = Option<api::Activate>, description = "How"),
    responses(
        (status = 200, description = "In force", body = api::InForce),
        (status = 409, description = "Live workflows lose something (`affected`), which has to be confirmed with `impact`; or other policies were put in force in between", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "Errors, failing tests, or more than narrowing, listed in `diagnostics`", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn activate_one(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let is_it = writes_any(&caller)?;
    let owner = match is_it {
        true => None,
        false => state.engine.owner_of_policy(&name).await?,
    };
    if !is_it {
        may_write(&state, &caller, &name, owner.clone()).await?;
    }
    let asked = read_activation(&state, &headers, body).await?;
    let author = author(is_it, owner.as_deref());
    let activated = state.engine.activate_policy(&caller.0, &name, author, asked).await;
    activated.map(activation_response).map_err(|error| of_engine(error, true))
}

/// Put all policies in force
///
/// All drafts at once, after their own tests have passed; otherwise nothing changes. If live workflows lose something, the
/// answer is 409 with the impact report; the digest of that report confirms it, at once or with a grace period. Their owners
/// get a notice. Where the server requires a second person, the policies are proposed.
///
/// A delegated policy with errors is left out, with a warning (TP4134); the text of it in force stays. With `policies` only
/// these change: an emergency forbid takes effect although other drafts are unfinished.
#[utoipa::path(
    post,
    path = "/v1/policies/activate",
    operation_id = "activatePolicies",
    tag = "policies",
    request_body(content = Option<api::Activate>, description = "How"),
    responses(
        (status = 200, description = "In force", body = api::InForce),
        (status = 202, description = "A second person has to agree first", body = api::Proposed),
        (status = 409, description = "Live workflows lose something (`affected`), which has to be confirmed with `impact`; or other policies were put in force in between", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "Errors or failing tests, listed in `diagnostics`", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded,
    )
)]
async fn activate(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let asked = read_activation(&state, &headers, body).await?;
    let activated = state.engine.activate_policies(&caller.0, asked).await;
    activated.map(activation_response).map_err(|error| of_engine(error, true))
}
