//! Notices to whoever answers for workflows.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use towpath_identity::Action;
use towpath_runtime::Notice;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::extract::{Name, PathOf, QueryOf};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(seen))
}

/// Which notices.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticesQuery {
    /// Those that somebody has seen already too.
    #[serde(default)]
    all: bool,
    /// Everybody's; only for IT, auditors and operators.
    #[serde(default)]
    everybody: bool,
}

/// Notices, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Notices {
    /// The notices.
    notices: Vec<NoticeBody>,
}

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoticeBody {
    /// Its id.
    id: String,
    /// `namespace/name`.
    workflow: String,
    /// `policies`: they take something from it; `failed`: runs of it fail; `handedOver`: somebody else answers for it; `review`: a version waits for an approval, or does not any more; `secret`: an integration sends secrets back.
    kind: String,
    /// In words.
    text: String,
    /// Details, the first offending place first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    details: Vec<String>,
    /// When it takes effect, where that is later than the notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    from: Option<String>,
    /// When it was given, or happened last.
    #[schema(format = DateTime)]
    at: String,
    /// How often it happened, at least.
    count: u64,
    /// The newest run with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<String>,
    /// Who has seen it.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_by: Option<String>,
}

impl From<Notice> for NoticeBody {
    fn from(notice: Notice) -> Self {
        Self {
            id: notice.id,
            workflow: notice.workflow,
            kind: notice.kind.as_str().to_owned(),
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
    params(NoticesQuery),
    responses((status = 200, description = "Newest first", body = Notices), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<NoticesQuery>,
) -> Result<Json<Notices>, ApiError> {
    caller.namespaces(Action::ReadNotices)?;
    if query.everybody {
        caller.may(Action::ReadAllNotices, None)?;
    }
    let to = (!query.everybody).then_some(caller.0.id.as_str());
    let found = state.engine.notices(to, query.all).await?;
    Ok(Json(Notices { notices: found.into_iter().map(NoticeBody::from).collect() }))
}

/// Say that a notice was seen
///
/// A failure that goes on is told anew then.
#[utoipa::path(
    post,
    path = "/v1/notices/{id}/seen",
    operation_id = "seenNotice",
    tag = "workflows",
    params(("id" = String, Path, description = "The notice's id")),
    responses((status = 200, description = "The notice", body = NoticeBody), Guarded, Missing)
)]
async fn seen(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
) -> Result<Json<NoticeBody>, ApiError> {
    caller.namespaces(Action::ReadNotices)?;
    Ok(Json(state.engine.seen(&caller.0, &id).await?.into()))
}
