//! Grants: what IT permitted on request, where each stands, and confirming those whose referents have changed.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use towpath_identity::Action;
use towpath_runtime::{Grant, GrantState};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::caller::Caller;
use crate::extract::{Name, PathOf, QueryOf};
use crate::fault::of_engine;
use crate::precondition::{Shown, digest_tag};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show)).routes(routes!(confirm))
}

/// A grant, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GrantedPermit {
    /// The policy that permits it.
    policy: String,
    /// Digest of what was granted and of what that means now: a confirmation names it. It is the entity tag too.
    digest: String,
    /// The workflow's namespace.
    namespace: String,
    /// The workflow's name.
    workflow: String,
    /// Digest of the definition it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<String>,
    /// `active`, `endsSoon`, `ended`, `referentChanged` (it waits for IT) or `superseded`.
    #[schema(value_type = String)]
    state: GrantState,
    /// The last day of it.
    expires: String,
    /// Whole days that are left.
    days_left: i64,
    /// What it permits, by name.
    permits: Vec<String>,
    /// What means something else now, in words: it waits for IT while there is any.
    changes: Vec<String>,
    /// What else is to be said of it, which stops nothing.
    remarks: Vec<String>,
    /// What it is for.
    purpose: String,
    /// The request it was given for.
    request: String,
    /// Who asked.
    asked_by: String,
    /// Who granted it.
    by: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// The last time that IT looked at what had changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<ConfirmationBody>,
}

/// That IT has looked at what had changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConfirmationBody {
    /// Who confirmed.
    by: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// What they said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What had changed.
    changes: Vec<String>,
}

/// Grants, those that end first in front.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Grants {
    /// The grants.
    grants: Vec<GrantedPermit>,
}

/// Which grants are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct GrantsQuery {
    /// Of this namespace; absent: of all that the caller may see.
    namespace: Option<String>,
}

/// A confirmation.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirm {
    /// What there is to say about it.
    reason: Option<String>,
}

impl From<Grant> for GrantedPermit {
    fn from(grant: Grant) -> Self {
        let confirmed = grant.confirmed.map(|one| ConfirmationBody {
            by: one.by,
            at: rfc3339(one.at),
            reason: one.reason,
            changes: one.changes,
        });
        Self {
            policy: grant.policy,
            digest: grant.digest,
            namespace: grant.namespace,
            workflow: grant.workflow,
            definition: grant.definition,
            state: grant.state,
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
/// What IT permitted on request, with the days that are left. One whose referents mean something else than when it was
/// granted waits for IT, and is not in force.
#[utoipa::path(
    get,
    path = "/v1/grants",
    operation_id = "listGrants",
    tag = "requests",
    params(GrantsQuery),
    responses((status = 200, description = "Those that end first in front", body = Grants), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<GrantsQuery>,
) -> Result<Json<Grants>, ApiError> {
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
    Ok(Json(Grants { grants: found.into_iter().map(GrantedPermit::from).collect() }))
}

/// Look at a grant
#[utoipa::path(
    get,
    path = "/v1/grants/{name}",
    operation_id = "readGrant",
    tag = "requests",
    params(("name" = String, Path, description = "The name of the policy")),
    responses(
        (status = 200, description = "The grant", body = GrantedPermit, headers(("ETag" = String, description = "Digest of what was shown"))),
        Guarded, Missing,
    )
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
) -> Result<Response, ApiError> {
    caller.namespaces(Action::ReadGrants)?;
    let grant = state.engine.grant_of(&name).await?;
    let readable = caller.may(Action::ReadGrants, Some(&grant.namespace));
    readable.map_err(|_| ApiError::not_found("grant", &name))?;
    let tag = digest_tag(&grant.digest);
    Ok(([tag], Json(GrantedPermit::from(grant))).into_response())
}

/// Confirm a grant
///
/// It is for what its referents mean now, and in force again. Nobody confirms what they asked for.
#[utoipa::path(
    post,
    path = "/v1/grants/{name}/confirm",
    operation_id = "confirmGrant",
    tag = "requests",
    params(
        ("name" = String, Path, description = "The name of the policy"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was shown, needed"),
    ),
    request_body(content = Option<Confirm>, description = "What there is to say about it"),
    responses(
        (status = 200, description = "In force again", body = GrantedPermit),
        (status = 409, description = "Nothing of it has changed, it is over, or it is not what was shown", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn confirm(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<GrantedPermit>, ApiError> {
    caller.may(Action::ConfirmGrants, None)?;
    let Confirm { reason } = crate::body::json_or_default(&headers, body, &state.settings).await?;
    let Shown(shown) = Shown::of(&headers)?;
    let confirmed = state.engine.confirm_grant(&caller.0, &name, reason, &shown).await;
    Ok(Json(confirmed.map_err(|error| of_engine(error, true))?.into()))
}
