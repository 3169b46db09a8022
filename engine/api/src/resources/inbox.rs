//! The inbox: everything that waits for somebody's decision, as far as the caller sees it, and whether they may decide.
//!
//! Nothing is decided here. Who may is asked of the functions that decide.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_identity::{Action, may, reach};
use towpath_policies::Awaiting;
use towpath_runtime::{
    Asked, EngineError, Fault, GrantState, HeldCall, Proposed, Review, ReviewState, is_named_approver,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::Caller;
use crate::extract::QueryOf;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

/// Most items in one answer, and how many where the caller does not say.
const MOST: usize = 500;
const USUAL: usize = 200;
/// Most names in a title.
const NAMES: usize = 3;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(inbox))
}

/// An item, with the time since when it waits.
type Waiting = (i64, api::InboxItem);

/// An item that somebody has to decide about.
fn item(kind: api::InboxKind, id: String, title: String, from: String) -> api::InboxItem {
    api::InboxItem {
        kind,
        id,
        title,
        namespace: None,
        workflow: None,
        version: None,
        run: None,
        effect: None,
        from,
        since: String::new(),
        due_at: None,
        can_decide: false,
        why: String::new(),
        why_not: None,
    }
}

/// Why the caller may not decide: their role, or what the thing itself says of them.
fn why_not(caller: &Caller, action: Action, namespace: Option<&str>, own: Option<String>) -> Option<String> {
    may(&caller.0, action, namespace).err().map(|denied| denied.to_string()).or(own)
}

/// The policies that want a decision, and why.
fn reasons(awaiting: &[Awaiting]) -> String {
    let one = |rule: &Awaiting| format!("`{}`: {}", rule.policy, rule.reason.as_ref().unwrap_or(&rule.title));
    awaiting.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// List what waits for a decision
///
/// Reviews, held calls, requests, proposals of policies, approvals that became void, paused grants and tokens: what the caller
/// may decide about (`canDecide`), and what they only see, with the reason.
#[utoipa::path(
    get,
    path = "/v1/inbox",
    operation_id = "readInbox",
    tag = "inbox",
    params(api::InboxQuery),
    responses((status = 200, description = "Those that wait longest first", body = api::Inbox), Guarded)
)]
async fn inbox(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::InboxQuery>,
) -> Result<Json<api::Inbox>, ApiError> {
    caller.may(Action::ReadInbox, None)?;
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(ApiError::malformed(format!("`limit` must be from 1 to {MOST}")));
    }
    let mut found: Vec<Waiting> = reviews(&state, &caller).await?;
    found.extend(holds(&state, &caller).await?);
    found.extend(requests(&state, &caller).await?);
    found.extend(proposal(&state, &caller).await?);
    found.extend(grants(&state, &caller).await?);
    found.extend(tokens(&state, &caller).await?);
    for (since, item) in &mut found {
        item.since = rfc3339(*since);
        item.can_decide = item.why_not.is_none();
    }
    found.retain(|(_, item)| query.can_decide.is_none_or(|wanted| item.can_decide == wanted));
    found.sort_by(|(a, one), (b, other)| (a, one.kind, &one.id).cmp(&(b, other.kind, &other.id)));
    let total = found.len();
    let items = found.into_iter().take(limit).map(|(_, item)| item).collect();
    Ok(Json(api::Inbox { items, total }))
}

async fn reviews(state: &Shared, caller: &Caller) -> Result<Vec<Waiting>, ApiError> {
    let graces = state.engine.graces().await?;
    let until: BTreeMap<String, i64> = graces.into_iter().map(|one| (one.version, one.until)).collect();
    let found = state.engine.reviews(None, Some(ReviewState::InReview)).await?.into_iter();
    let seen = found.filter(|review| super::reviews::may_read_review(caller, review));
    Ok(seen.map(|review| of_review(caller, review, &until)).collect())
}

fn of_review(caller: &Caller, review: Review, until: &BTreeMap<String, i64>) -> Waiting {
    let place = &review.workflow;
    let kind = if review.published { api::InboxKind::VoidApproval } else { api::InboxKind::Review };
    let id = format!("{}/{}@{}", place.namespace, place.name, place.version);
    let own = review.why_not(&caller.0);
    let item = api::InboxItem {
        namespace: Some(place.namespace.clone()),
        workflow: Some(place.name.clone()),
        version: Some(place.version.clone()),
        due_at: until.get(&id).copied().map(rfc3339),
        why: reasons(&review.awaiting),
        why_not: why_not(caller, Action::DecideReviews, Some(&place.namespace), own),
        ..item(kind, id, place.title.clone(), review.author.clone())
    };
    (review.submitted_at, item)
}

async fn holds(state: &Shared, caller: &Caller) -> Result<Vec<Waiting>, ApiError> {
    let readable = |call: &HeldCall| {
        let namespace = Some(call.head.workflow.namespace.as_str());
        caller.may(Action::ReadHolds, namespace).is_ok() || is_named_approver(&caller.0, &call.awaiting)
    };
    let found = state.engine.holds(None).await?.into_iter();
    Ok(found.filter(readable).map(|call| of_hold(caller, &call)).collect())
}

/// A held call without its arguments: those are shown where it is decided, and reading them is recorded there.
fn of_hold(caller: &Caller, call: &HeldCall) -> Waiting {
    let HeldCall { head, held, awaiting, .. } = call;
    let place = &head.workflow;
    let id = format!("{}/{}", head.run, held.effect.id);
    let title = super::holds::describe_held_effect(&held.effect.kind);
    let item = api::InboxItem {
        namespace: Some(place.namespace.clone()),
        workflow: Some(place.name.clone()),
        version: Some(place.version.clone()),
        run: Some(head.run.to_string()),
        effect: Some(held.effect.id),
        due_at: Some(rfc3339(held.until)),
        why: reasons(awaiting),
        why_not: why_not(caller, Action::DecideHolds, Some(&place.namespace), call.why_not(&caller.0)),
        ..item(api::InboxKind::Hold, id, title, head.principal.clone())
    };
    (held.at, item)
}

async fn requests(state: &Shared, caller: &Caller) -> Result<Vec<Waiting>, ApiError> {
    let open = state.engine.plain_requests(Some(towpath_runtime::RequestState::Open)).await?.into_iter();
    let seen = open.filter(|one| caller.may(Action::ReadRequests, Some(&one.namespace)).is_ok());
    let items = seen.map(|request| {
        let own = request.why_not(&caller.0);
        let (title, workflow) = match &request.asked {
            Asked::Access { workflow, .. } => (workflow.clone(), Some(workflow.clone())),
            Asked::System { system, .. } => (system.clone(), None),
        };
        let item = api::InboxItem {
            namespace: Some(request.namespace),
            workflow,
            why: request.purpose,
            why_not: why_not(caller, Action::DecideRequests, None, own),
            ..item(api::InboxKind::Request, request.id, title, request.by)
        };
        (request.at, item)
    });
    Ok(items.collect())
}

async fn proposal(state: &Shared, caller: &Caller) -> Result<Option<Waiting>, ApiError> {
    if caller.may(Action::ReadPolicy, None).is_err() {
        return Ok(None);
    }
    let proposed = match state.engine.proposed_policies().await {
        Ok(proposed) => proposed,
        Err(EngineError::Fault(Fault::NotFound { .. })) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let active = state.engine.policies_active().await?.map(|(_, texts)| texts).unwrap_or_default();
    let why = "policies are put in force by two people";
    let item = api::InboxItem {
        why: proposed.reason.clone().unwrap_or_else(|| why.to_owned()),
        why_not: why_not(caller, Action::ActivatePolicies, None, proposed.why_not(&caller.0)),
        ..item(api::InboxKind::Proposal, proposed.shown(), changed(&proposed, &active), proposed.by.clone())
    };
    Ok(Some((proposed.at, item)))
}

/// The policies that a proposal changes, adds and removes, by name.
fn changed(proposed: &Proposed, active: &BTreeMap<String, String>) -> String {
    let is_other = |name: &&String| proposed.texts.get(*name) != active.get(*name);
    let mut names: Vec<&String> = proposed.texts.keys().chain(active.keys()).filter(is_other).collect();
    names.sort();
    names.dedup();
    let more = names.len().saturating_sub(NAMES);
    let shown = names.iter().take(NAMES).map(|name| (*name).clone()).collect::<Vec<_>>().join(", ");
    match (names.is_empty(), more) {
        (true, _) => "no policy".to_owned(),
        (false, 0) => shown,
        (false, more) => format!("{shown} and {more} more"),
    }
}

async fn grants(state: &Shared, caller: &Caller) -> Result<Vec<Waiting>, ApiError> {
    if reach(&caller.0, Action::ReadGrants).is_empty() {
        return Ok(Vec::new());
    }
    let changed: BTreeMap<String, i64> =
        state.engine.integrations().await?.into_iter().map(|text| (text.name, text.at)).collect();
    let found = state.engine.grants(None).await?.into_iter();
    let paused = found.filter(|grant| {
        grant.state == GrantState::ReferentChanged
            && caller.may(Action::ReadGrants, Some(&grant.namespace)).is_ok()
    });
    let items = paused.map(|grant| {
        let own = grant.why_not(&caller.0);
        let given = grant.confirmed.as_ref().map_or(grant.at, |confirmed| confirmed.at);
        // It is paused since an integration that it covers was written last.
        let integrations = grant.permits.iter().filter_map(|name| changed.get(name.split('.').next()?));
        let since = integrations.copied().max().unwrap_or(given).max(given);
        let item = api::InboxItem {
            namespace: Some(grant.namespace),
            workflow: Some(grant.workflow),
            due_at: Some(rfc3339(grant.ends_at)),
            why: grant.changes.join("; "),
            why_not: why_not(caller, Action::ConfirmGrants, None, own),
            ..item(api::InboxKind::Grant, grant.policy.clone(), grant.policy, grant.asked_by)
        };
        (since, item)
    });
    Ok(items.collect())
}

async fn tokens(state: &Shared, caller: &Caller) -> Result<Vec<Waiting>, ApiError> {
    if reach(&caller.0, Action::ReadTokens).is_empty() {
        return Ok(Vec::new());
    }
    let now = state.engine.now();
    let waiting = state.tokens.list().await?.into_iter().filter(|token| {
        let reads = |namespace: Option<&str>| may(&caller.0, Action::ReadTokens, namespace).is_ok();
        token.waits()
            && token.revoked_at.is_none()
            && token.expires_at.is_none_or(|end| now < end)
            && token.grants.iter().all(|grant| reads(grant.namespace.as_deref()))
    });
    let items = waiting.map(|token| {
        let own = token.may_be_confirmed_by(&caller.0).err().map(|error| error.to_string());
        let roles: Vec<String> = token.grants.iter().map(|grant| format!("`{}`", grant.role)).collect();
        let item = api::InboxItem {
            due_at: token.expires_at.map(rfc3339),
            why: format!(
                "a token of `{}` with the role {} needs a second person",
                token.principal,
                roles.join(", ")
            ),
            why_not: why_not(caller, Action::ConfirmTokens, None, own),
            ..item(api::InboxKind::Token, token.id, token.name, token.created_by)
        };
        (token.created_at, item)
    });
    Ok(items.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_called_by_the_policies_that_it_changes() {
        let texts = |names: &[(&str, &str)]| -> BTreeMap<String, String> {
            names.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let of = |new: &[(&str, &str)], old: &[(&str, &str)]| {
            let proposed = Proposed {
                digest: String::new(),
                by: "ivo".to_owned(),
                reason: None,
                impact: None,
                grace: 0,
                at: 0,
                base: None,
                texts: texts(new),
            };
            changed(&proposed, &texts(old))
        };
        assert_eq!(of(&[("a", "1"), ("b", "2")], &[("a", "1"), ("c", "3")]), "b, c");
        assert_eq!(of(&[("a", "1")], &[("a", "1")]), "no policy");
        let many = [("a", ""), ("b", ""), ("c", ""), ("d", ""), ("e", "")];
        assert_eq!(of(&many, &[]), "a, b, c and 2 more");
    }
}
