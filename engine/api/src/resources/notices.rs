//! Notices to the owners of workflows.

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::Notice;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::{Name, PathOf, QueryOf};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn notice_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_notices)).routes(routes!(mark_notice_seen))
}

impl IntoApi<api::Notice> for Notice {
    fn into_api(self) -> api::Notice {
        let notice = self;
        api::Notice {
            id: notice.id,
            workflow: notice.workflow,
            kind: notice.kind.into_api(),
            text: notice.text,
            details: notice.details,
            from: notice.from.map(rfc3339),
            at: rfc3339(notice.at),
            count: notice.count,
            run: notice.run,
            seen_by: notice.seen_by,
        }
    }
}

/// List notices
///
/// Those of workflows that the caller owns or is the deputy of.
#[utoipa::path(
    get,
    path = "/v1/notices",
    operation_id = "listNotices",
    tag = "workflows",
    params(api::NoticesQuery),
    responses((status = 200, description = "Newest first", body = api::Notices), Guarded)
)]
async fn list_notices(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::NoticesQuery>,
) -> Result<Json<api::Notices>, ApiError> {
    caller.namespaces(Action::ReadNotices)?;
    if query.everybody {
        caller.may(Action::ReadAllNotices, None)?;
    }
    let to = (!query.everybody).then_some(caller.0.id.as_str());
    let found = state.engine.notices(to, query.all).await?;
    Ok(Json(api::Notices { notices: found.into_iter().map(IntoApi::into_api).collect() }))
}

/// Mark a notice as seen
///
/// If the failure continues, there is a new notice.
#[utoipa::path(
    post,
    path = "/v1/notices/{id}/seen",
    operation_id = "seenNotice",
    tag = "workflows",
    params(("id" = String, Path, description = "The notice's id")),
    responses((status = 200, description = "The notice", body = api::Notice), Guarded, Missing)
)]
async fn mark_notice_seen(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
) -> Result<Json<api::Notice>, ApiError> {
    caller.namespaces(Action::ReadNotices)?;
    Ok(Json(state.engine.seen(&caller.0, &id).await?.into_api()))
}
