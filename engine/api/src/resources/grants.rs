//! Grants: what IT permitted on request, and confirming those whose operations have changed.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::Grant;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::{Name, PathOf, QueryOf};
use crate::fault::of_engine;
use crate::precondition::{Shown, digest_tag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn grant_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_grants))
        .routes(routes!(read_grant))
        .routes(routes!(confirm_grant))
}

impl IntoApi<api::GrantedPermit> for Grant {
    fn into_api(self) -> api::GrantedPermit {
        let grant = self;
        let confirmed = grant.confirmed.map(|one| api::Confirmation {
            by: one.by,
            at: rfc3339(one.at),
            reason: one.reason,
            changes: one.changes,
        });
        api::GrantedPermit {
            policy: grant.policy,
            digest: grant.digest,
            namespace: grant.namespace,
            workflow: grant.workflow,
            definition: grant.definition,
            state: grant.state.into_api(),
            expires: grant.expires,
            days_left: grant.days_left,
            permits: grant.permits,
            changes: grant.changes,
            remarks: grant.remarks,
            purpose: grant.purpose,
            request: grant.request,
            asked_by: grant.asked_by,
            by: grant.by,
            at: rfc3339(grant.at),
            confirmed,
        }
    }
}

/// List grants
///
/// What IT permitted on request, with the days that are left. A grant whose operation has changed is paused until IT confirms
/// it.
#[utoipa::path(
    get,
    path = "/v1/grants",
    operation_id = "listGrants",
    tag = "requests",
    params(api::GrantsQuery),
    responses((status = 200, description = "Those that end first at the top", body = api::Grants), Guarded)
)]
async fn list_grants(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::GrantsQuery>,
) -> Result<Json<api::Grants>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ReadGrants, Some(&namespace))?;
            vec![Some(namespace)]
        }
        None => caller.namespaces(Action::ReadGrants)?,
    };
    let mut found = Vec::new();
    for namespace in namespaces {
        found.extend(state.engine.grants(namespace.as_deref()).await?);
    }
    found.sort_by(|a, b| (&a.expires, &a.policy).cmp(&(&b.expires, &b.policy)));
    Ok(Json(api::Grants { grants: found.into_iter().map(IntoApi::into_api).collect() }))
}

/// Read a grant
#[utoipa::path(
    get,
    path = "/v1/grants/{name}",
    operation_id = "readGrant",
    tag = "requests",
    params(("name" = String, Path, description = "The name of the policy")),
    responses(
        (status = 200, description = "The grant", body = api::GrantedPermit, headers(("ETag" = String, description = "Digest of what was shown"))),
        Guarded, Missing,
    )
)]
async fn read_grant(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
) -> Result<Response, ApiError> {
    caller.namespaces(Action::ReadGrants)?;
    let grant = state.engine.grant_of(&name).await?;
    let readable = caller.may(Action::ReadGrants, Some(&grant.namespace));
    readable.map_err(|_| ApiError::not_found("grant", &name))?;
    let tag = digest_tag(&grant.digest);
    Ok(([tag], Json(grant.into_api())).into_response())
}

/// Confirm a grant
///
/// It covers the changed operation and is in force again. The person who requested it cannot confirm it.
#[utoipa::path(
    post,
    path = "/v1/grants/{name}/confirm",
    operation_id = "confirmGrant",
    tag = "requests",
    params(
        ("name" = String, Path, description = "The name of the policy"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown; required"),
    ),
    request_body(content = Option<api::GrantConfirmation>, description = "A comment"),
    responses(
        (status = 200, description = "In force again", body = api::GrantedPermit),
        (status = 409, description = "Nothing has changed, the grant has ended, or it has changed since it was shown", body = api::Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn confirm_grant(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::GrantedPermit>, ApiError> {
    caller.may(Action::ConfirmGrants, None)?;
    let api::GrantConfirmation { reason } =
        crate::body::json_or_default(&headers, body, &state.settings).await?;
    let Shown(shown) = Shown::of(&headers)?;
    let confirmed = state.engine.confirm_grant(&caller.0, &name, reason, &shown).await;
    Ok(Json(confirmed.map_err(|error| of_engine(error, true))?.into_api()))
}
