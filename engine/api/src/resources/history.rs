//! Drafts: the list of them, their revisions, and restoring one.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{DraftRevision, DraftSummary};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafts::saved_draft_response;
use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::extract::{QueryOf, RevisionPath, WorkflowPath};
use crate::precondition::Precondition;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn draft_history_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_drafts))
        .routes(routes!(list_draft_revisions))
        .routes(routes!(read_draft_revision))
        .routes(routes!(restore_draft))
}

fn draft_summary(
    state: &Shared,
    draft: DraftSummary,
    titles: &dyn Fn(&str, &str) -> Option<String>,
) -> api::DraftSummary {
    let DraftSummary { namespace, name, revision, saved_at, saved_by, is_ahead } = draft;
    api::DraftSummary {
        title: titles(&namespace, &name),
        live_version: state.engine.standing_of(&namespace, &name).current,
        namespace,
        name,
        revision,
        saved_at: rfc3339(saved_at),
        saved_by,
        is_ahead,
    }
}

/// A revision; `current` is that of the draft as it is now.
fn revision_summary(one: DraftRevision, current: u64) -> api::DraftRevision {
    let DraftRevision { revision, saved_at, saved_by, digest, note } = one;
    let (saved_at, is_current) = (rfc3339(saved_at), revision == current);
    api::DraftRevision { revision, saved_at, saved_by, digest, is_current, note }
}

/// List drafts
///
/// Who saved each last, and whether it was saved since a version of it went live.
#[utoipa::path(
    get,
    path = "/v1/drafts",
    operation_id = "listDrafts",
    tag = "workflows",
    params(api::NamespaceQuery),
    responses((status = 200, description = "Those that were saved last first", body = api::Drafts), Guarded)
)]
async fn list_drafts(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::NamespaceQuery>,
) -> Result<Json<api::Drafts>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ReadDefinition, Some(&namespace))?;
            vec![Some(namespace)]
        }
        None => caller.namespaces(Action::ReadDefinition)?,
    };
    let mut found = Vec::new();
    let mut titles = std::collections::HashMap::new();
    for namespace in namespaces {
        found.extend(state.engine.drafts(namespace.as_deref()).await?);
        for one in state.engine.workflows(namespace.as_deref()).await? {
            titles.insert((one.workflow.namespace, one.workflow.name), one.workflow.title);
        }
    }
    found.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
    let title = |namespace: &str, name: &str| titles.get(&(namespace.to_owned(), name.to_owned())).cloned();
    let items = found.into_iter().map(|draft| draft_summary(&state, draft, &title)).collect();
    Ok(Json(api::Drafts { items }))
}

/// List the revisions of a draft
///
/// The last 100. The same text saved again is one revision.
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/draft/revisions",
    operation_id = "listDraftRevisions",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    responses((status = 200, description = "Newest first", body = api::DraftRevisions), Guarded, Missing)
)]
async fn list_draft_revisions(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
) -> Result<Json<api::DraftRevisions>, ApiError> {
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    let found = state.engine.draft_revisions(&namespace, &name).await?;
    let current = found.first().map_or(0, |newest| newest.revision);
    Ok(Json(api::DraftRevisions {
        items: found.into_iter().map(|one| revision_summary(one, current)).collect(),
    }))
}

/// Read a revision of a draft
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/draft/revisions/{revision}",
    operation_id = "readDraftRevision",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("revision" = u64, Path, description = "The revision"),
    ),
    responses((status = 200, description = "The revision with its text", body = api::DraftRevisionText), Guarded, Missing)
)]
async fn read_draft_revision(
    State(state): State<Shared>,
    caller: Caller,
    RevisionPath { namespace, name, revision }: RevisionPath,
) -> Result<Json<api::DraftRevisionText>, ApiError> {
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    let (found, source) = state.engine.draft_revision(&namespace, &name, revision).await?;
    let newest = state.engine.draft_revisions(&namespace, &name).await?;
    let current = newest.first().map_or(0, |newest| newest.revision);
    Ok(Json(api::DraftRevisionText { about: revision_summary(found, current), source }))
}

/// Restore a revision of a draft
///
/// Its text is saved as a new revision; nothing is removed.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/{name}/draft/restore",
    operation_id = "restoreDraft",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("If-Match" = Option<String>, Header, description = "Only if the draft is at this revision"),
    ),
    request_body(content = api::RestoreDraft, description = "Which revision"),
    responses(
        (status = 200, description = "Saved", body = api::SavedDraft, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing, BodyProblems, Changes,
    )
)]
async fn restore_draft(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::WriteDraft, Some(&namespace))?;
    let api::RestoreDraft { revision } = read_json_body(&headers, body, &state.settings).await?;
    let current = state.engine.draft(&namespace, &name).await?.revision;
    let precondition = Precondition::at(&headers, Some(current))?;
    let place = (namespace.as_str(), name.as_str());
    let restored = state.engine.restore_draft(&caller.0, place, revision, precondition.expected).await;
    let (draft, report) = restored.map_err(|error| precondition.failed(error))?;
    Ok(saved_draft_response(&draft, report))
}
