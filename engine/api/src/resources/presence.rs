//! Who else looks at a draft.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::extract::{QueryOf, WorkflowPath};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

/// Most characters of a tab's id, and of a task's reference.
const TAB_LENGTH: usize = 64;
const TASK_LENGTH: usize = 500;

pub(crate) fn presence_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(renew_presence, delete_presence))
}

/// Say that you look at a draft
///
/// For 30 seconds, or until it is said again. The answer has everybody who does.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/draft/presence",
    operation_id = "putPresence",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The namespace"),
        ("name" = String, Path, description = "The name of the workflow"),
    ),
    request_body(content = api::NewPresence, description = "The tab, and where it is"),
    responses((status = 200, description = "Everybody who looks at it", body = api::Presence), Guarded, BodyProblems)
)]
async fn renew_presence(
    State(state): State<Shared>,
    caller: Caller,
    path: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Presence>, ApiError> {
    caller.may(Action::ReadDefinition, Some(&path.namespace))?;
    let asked: api::NewPresence = read_json_body(&headers, body, &state.settings).await?;
    let tab = checked_tab_id(Some(asked.tab))?;
    let is_task = |task: &String| task.starts_with('/') && task.len() <= TASK_LENGTH;
    if !asked.task.as_ref().is_none_or(is_task) {
        return Err(ApiError::malformed("`task` must be a JSON pointer such as `/do/0/find`"));
    }
    let workflow = (path.namespace.as_str(), path.name.as_str());
    let here = state.engine.look_at_draft(&caller.0, workflow, &tab, asked.task);
    let items = here.into_iter().map(|one| api::PresentPerson {
        is_me: one.principal == caller.0.id,
        principal: one.principal,
        tab: one.tab,
        task: one.task,
        since: rfc3339(one.since),
    });
    Ok(Json(api::Presence { items: items.collect() }))
}

/// Say that you do not look at a draft any more
#[utoipa::path(
    delete,
    path = "/v1/workflows/{namespace}/{name}/draft/presence",
    operation_id = "deletePresence",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The namespace"),
        ("name" = String, Path, description = "The name of the workflow"),
        api::PresenceQuery,
    ),
    responses((status = 204, description = "The tab is forgotten"), Guarded)
)]
async fn delete_presence(
    State(state): State<Shared>,
    caller: Caller,
    path: WorkflowPath,
    QueryOf(query): QueryOf<api::PresenceQuery>,
) -> Result<StatusCode, ApiError> {
    caller.may(Action::ReadDefinition, Some(&path.namespace))?;
    let tab = checked_tab_id(query.tab)?;
    state.engine.leave_draft(&caller.0, (&path.namespace, &path.name), &tab);
    Ok(StatusCode::NO_CONTENT)
}

fn checked_tab_id(text: Option<String>) -> Result<String, ApiError> {
    let fits = |text: &String| {
        (1..=TAB_LENGTH).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    text.filter(fits)
        .ok_or_else(|| ApiError::malformed("`tab` must have 1 to 64 letters, digits, `_` and `-`"))
}
