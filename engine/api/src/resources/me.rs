//! Who a token speaks for, and what it may: so that nobody has to try to find out.

use axum::Json;
use serde::Serialize;
use towpath_identity::Role;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use super::tokens::GrantBody;
use crate::caller::Caller;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(me))
}

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MeBody {
    /// The principal: what drafts, approvals and journals record.
    id: String,
    /// What the token is called.
    name: String,
    /// What policies see as `caller.kind`.
    #[schema(value_type = String)]
    kind: Role,
    /// What the token may be, and where.
    grants: Vec<GrantBody>,
    /// Labels of values it may see; `*`: all.
    may_view: Vec<String>,
    /// The id of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Who minted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    minted_by: Option<String>,
}

/// Look at your own token
///
/// Who it speaks for, and its roles.
#[utoipa::path(
    get,
    path = "/v1/me",
    operation_id = "readMe",
    tag = "tokens",
    responses((status = 200, description = "Who asks", body = MeBody), Guarded)
)]
async fn me(caller: Caller) -> Result<Json<MeBody>, ApiError> {
    let who = &caller.0;
    Ok(Json(MeBody {
        id: who.id.clone(),
        name: who.name.clone(),
        kind: who.kind,
        grants: who.roles.iter().cloned().map(GrantBody::from).collect(),
        may_view: who.may_view.clone(),
        token: who.minted.token.clone(),
        minted_by: who.minted.by.clone(),
    }))
}
