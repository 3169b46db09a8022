//! Search: everything that the caller may see, by names, titles, descriptions and ids. Never by values of runs.

mod rank;

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_identity::{Action, Extent, reach};
use towpath_journal::{HeadFilter, RunHead, RunId};
use towpath_runtime::{Asked, ReviewState};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::rank::{Query, Ranked};
use super::responses::Guarded;
use super::reviews::may_read_review;
use crate::caller::Caller;
use crate::convert::IntoApi as _;
use crate::extract::QueryOf;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

/// Most items in one answer, and how many where the caller does not say.
const MOST: usize = 50;
const USUAL: usize = 20;
/// Most characters of a question.
const LONGEST: usize = 100;
/// Most runs in one answer, and the fewest digits that a run is found by.
const RUNS: usize = 5;
const DIGITS: usize = 6;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(search))
}

/// Search
///
/// For workflows, drafts, operations, integrations, policies, requests, open reviews, principals, templates and runs that the caller may see. Every word
/// has to be found, in any case. Runs are found by their id alone, or its first digits.
#[utoipa::path(
    get,
    path = "/v1/search",
    operation_id = "search",
    tag = "server",
    params(api::SearchQuery),
    responses((status = 200, description = "The best first", body = api::Found), Guarded)
)]
async fn search(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::SearchQuery>,
) -> Result<Json<api::Found>, ApiError> {
    caller.may(Action::Search, None)?;
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(ApiError::malformed(format!("`limit` must be from 1 to {MOST}")));
    }
    if query.q.trim().is_empty() || query.q.chars().count() > LONGEST {
        return Err(ApiError::malformed(format!("`q` must have 1 to {LONGEST} characters")));
    }
    let mut found = Ranked::new(Query::new(&query.q));
    runs(&state, &caller, &mut found).await?;
    workflows(&state, &caller, &mut found).await?;
    drafts(&state, &caller, &mut found).await?;
    operations(&state, &caller, &mut found);
    documents(&state, &caller, &mut found).await?;
    requests(&state, &caller, &mut found).await?;
    principals(&state, &caller, &mut found);
    templates(&state, &caller, &mut found);
    reviews(&state, &caller, &mut found).await?;
    Ok(Json(api::Found { items: found.best(limit) }))
}

fn item(kind: api::FoundKind, id: String, title: String, subtitle: String) -> api::FoundItem {
    api::FoundItem { kind, id, title, subtitle, namespace: None, name: None, version: None }
}

async fn workflows(state: &Shared, caller: &Caller, found: &mut Ranked) -> Result<(), ApiError> {
    for part in reach(&caller.0, Action::ListWorkflows) {
        for one in state.engine.workflows(part.namespace.as_deref()).await? {
            let place = one.workflow;
            let id = format!("{}/{}", place.namespace, place.name);
            found.add(&[&id, &place.name, &place.title], &[], || api::FoundItem {
                namespace: Some(place.namespace.clone()),
                name: Some(place.name.clone()),
                version: Some(place.version.clone()),
                ..item(
                    api::FoundKind::Workflow,
                    id.clone(),
                    place.title.clone(),
                    format!("{id} {}", place.version),
                )
            });
        }
    }
    Ok(())
}

/// Drafts that are not live as they are.
async fn drafts(state: &Shared, caller: &Caller, found: &mut Ranked) -> Result<(), ApiError> {
    for part in reach(&caller.0, Action::ReadDefinition) {
        let drafts = state.engine.drafts(part.namespace.as_deref()).await?;
        for one in drafts.into_iter().filter(|one| one.is_ahead) {
            let id = format!("{}/{}", one.namespace, one.name);
            found.add(&[&id, &one.name], &[&one.saved_by], || api::FoundItem {
                namespace: Some(one.namespace.clone()),
                name: Some(one.name.clone()),
                ..item(
                    api::FoundKind::Draft,
                    id.clone(),
                    one.name.clone(),
                    format!("{id}, saved by {}", one.saved_by),
                )
            });
        }
    }
    Ok(())
}

fn operations(state: &Shared, caller: &Caller, found: &mut Ranked) {
    if caller.may(Action::ReadFunctions, None).is_err() {
        return;
    }
    for one in state.engine.offered() {
        let signature = &one.signature;
        let id = format!("{}.{}", signature.integration, signature.operation);
        let description = one.description.as_deref().unwrap_or_default();
        let names = [id.as_str(), &signature.operation, &signature.title];
        found.add(&names, &[description, &signature.integration], || api::FoundItem {
            name: Some(id.clone()),
            version: Some(signature.version.clone()),
            ..item(
                api::FoundKind::Operation,
                id.clone(),
                signature.title.clone(),
                format!("{id}:{}", signature.version),
            )
        });
    }
}

/// Policies and integrations.
async fn documents(state: &Shared, caller: &Caller, found: &mut Ranked) -> Result<(), ApiError> {
    if caller.may(Action::ReadPolicy, None).is_ok() {
        let titles = state.engine.policy_titles();
        for one in state.engine.policies().await? {
            let title = titles.get(&one.name).unwrap_or(&one.name);
            found.add(&[&one.name, title], &[], || {
                let subtitle = if one.active { "in force" } else { "saved, not in force" };
                let subtitle = format!("{}, {subtitle}", one.name);
                item(api::FoundKind::Policy, one.name.clone(), title.clone(), subtitle)
            });
        }
    }
    if caller.may(Action::ReadIntegration, None).is_ok() {
        for one in state.engine.integrations().await? {
            found.add(&[&one.name], &[&one.by], || {
                let subtitle = format!("written by {}", one.by);
                item(api::FoundKind::Integration, one.name.clone(), one.name.clone(), subtitle)
            });
        }
    }
    Ok(())
}

async fn requests(state: &Shared, caller: &Caller, found: &mut Ranked) -> Result<(), ApiError> {
    if reach(&caller.0, Action::ReadRequests).is_empty() {
        return Ok(());
    }
    let all = state.engine.plain_requests(None).await?.into_iter();
    for one in all.filter(|one| caller.may(Action::ReadRequests, Some(&one.namespace)).is_ok()) {
        let title = match &one.asked {
            Asked::Access { workflow, .. } => workflow,
            Asked::System { system, .. } => system,
        };
        found.add(&[&one.id, title], &[&one.purpose, &one.by], || {
            let state = match one.state {
                towpath_runtime::RequestState::Open => "open",
                towpath_runtime::RequestState::Granted => "granted",
                towpath_runtime::RequestState::Rejected => "rejected",
            };
            let subtitle = format!("{state}, asked by {}", one.by);
            api::FoundItem {
                namespace: Some(one.namespace.clone()),
                ..item(api::FoundKind::Request, one.id.clone(), title.clone(), subtitle)
            }
        });
    }
    Ok(())
}

fn principals(state: &Shared, caller: &Caller, found: &mut Ranked) {
    if reach(&caller.0, Action::ReadPrincipals).is_empty() {
        return;
    }
    for one in state.tokens.principals().into_iter().filter(|person| person.is_shown_to(&caller.0)) {
        let id = &one.record.id;
        let title = one.record.title.as_ref().unwrap_or(id);
        let grants: Vec<String> = one.grants.iter().map(ToString::to_string).collect();
        found.add(&[id, title], &[], || {
            item(api::FoundKind::Principal, id.clone(), title.clone(), grants.join(", "))
        });
    }
}

fn templates(state: &Shared, caller: &Caller, found: &mut Ranked) {
    if caller.may(Action::ReadFunctions, None).is_err() {
        return;
    }
    for one in state.templates.iter() {
        let needs: Vec<&str> = one.needs.iter().map(String::as_str).collect();
        found.add(&[&one.title, &one.id], &[&one.description, &needs.join(" ")], || {
            item(api::FoundKind::Template, one.id.clone(), one.title.clone(), one.description.clone())
        });
    }
}

/// Versions that wait for an approval.
async fn reviews(state: &Shared, caller: &Caller, found: &mut Ranked) -> Result<(), ApiError> {
    let open = state.engine.reviews(None, Some(ReviewState::InReview)).await?;
    for one in open.into_iter().filter(|one| may_read_review(caller, one)) {
        let place = &one.workflow;
        let (name, version) = (format!("{}/{}", place.namespace, place.name), place.version.clone());
        found.add(&[&name, &place.name], &[&one.author], || api::FoundItem {
            namespace: Some(place.namespace.clone()),
            name: Some(place.name.clone()),
            version: Some(version.clone()),
            ..item(
                api::FoundKind::Review,
                format!("{name}/{version}"),
                name.clone(),
                format!("{version} waits for an approval, submitted by {}", one.author),
            )
        });
    }
    Ok(())
}

/// Runs by their id, or its first digits.
async fn runs(state: &Shared, caller: &Caller, found: &mut Ranked) -> Result<(), ApiError> {
    let Some(digits) = digits(found.text()) else { return Ok(()) };
    let mut heads: Vec<RunHead> = Vec::new();
    for part in reach(&caller.0, Action::ReadRun) {
        if part.extent == Extent::All {
            let (namespace, before) = (part.namespace, after(&digits));
            let filter = HeadFilter { namespace, before, limit: RUNS, ..HeadFilter::default() };
            heads.extend(state.engine.runs(filter).await?);
        }
    }
    heads.retain(|head| head.run.to_string().starts_with(&digits));
    if let (true, Ok(run)) = (heads.is_empty(), digits.parse::<RunId>())
        && let Ok(view) = state.engine.run(run).await
        && caller.may_on_run(Action::ReadRun, &view.head).is_ok()
    {
        heads.push(view.head);
    }
    heads.sort_unstable_by_key(|head| std::cmp::Reverse(head.run));
    heads.dedup_by_key(|head| head.run);
    for head in heads.into_iter().take(RUNS) {
        let place = &head.workflow;
        let status: api::RunStatus = head.status.into_api();
        found.put(api::FoundItem {
            namespace: Some(place.namespace.clone()),
            name: Some(place.name.clone()),
            version: Some(place.version.clone()),
            ..item(
                api::FoundKind::Run,
                head.run.to_string(),
                format!("{}/{} {}", place.namespace, place.name, place.version),
                format!("{status}, started {}", rfc3339(head.started_at)),
            )
        });
    }
    Ok(())
}

/// The digits of a run's id, or of its begin, in lower case; nothing where the text is something else.
fn digits(text: &str) -> Option<String> {
    let digits: String = text.trim().chars().filter(|one| *one != '-').collect::<String>().to_lowercase();
    let is_begin =
        (DIGITS..=32).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_begin.then_some(digits)
}

/// The run that would follow the last one whose id begins with these digits; nothing where none can follow.
fn after(digits: &str) -> Option<RunId> {
    let last = u128::from_str_radix(&format!("{digits:f<32}"), 16).ok()?;
    last.checked_add(1).map(|next| RunId(Uuid::from_u128(next)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_found_by_the_begin_of_its_id() {
        assert_eq!(digits(" 0192F0c8 ").unwrap(), "0192f0c8");
        assert_eq!(digits("0192f0c8-d7e2-7b3c-9d0a-5f3e8b1c2d4e").unwrap().len(), 32);
        for other in ["0192f", "refund", "0192f0c8 d7", "0192f0c8d7e27b3c9d0a5f3e8b1c2d4e0"] {
            assert_eq!(digits(other), None, "{other}");
        }
        let next = after("0192f0").unwrap().to_string();
        assert_eq!(next, format!("{:0<32}", "0192f1"));
        assert_eq!(after(&"f".repeat(32)), None);
    }
}
