//! Changes of state as server-sent events: what a page reads again, instead of asking all the time.
//!
//! An event says what has changed, never what it is now. Each is checked against the roles of the caller when it is sent, and the
//! stream ends when the token or the session does.

use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::{Action, Principal, may, may_on_run, reach};
use towpath_runtime::{Change, Heard, Listener, Missed, Topic};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::{Caller, principal_of_token};
use crate::convert::IntoApi;
use crate::extract::QueryOf;
use crate::problem::ApiError;
use crate::serve::Stopping;
use crate::state::Shared;
use crate::time::rfc3339;

/// How often something is sent, so that the connection and whoever listens are known to be there.
const BEAT: Duration = Duration::from_secs(15);
/// How long changes are gathered before they are sent together.
const GATHER: Duration = Duration::from_millis(50);
/// When a browser tries again after it lost the connection.
const RETRY: Duration = Duration::from_secs(2);

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Tells proxies not to keep pieces back.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

pub(crate) fn change_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(stream_changes))
}

impl IntoApi<api::ChangeTopic> for Topic {
    fn into_api(self) -> api::ChangeTopic {
        match self {
            Self::Runs => api::ChangeTopic::Runs,
            Self::Holds => api::ChangeTopic::Holds,
            Self::Reviews => api::ChangeTopic::Reviews,
            Self::Requests => api::ChangeTopic::Requests,
            Self::Workflows => api::ChangeTopic::Workflows,
            Self::Drafts => api::ChangeTopic::Drafts,
            Self::Policies => api::ChangeTopic::Policies,
            Self::Integrations => api::ChangeTopic::Integrations,
            Self::Notices => api::ChangeTopic::Notices,
            Self::Grants => api::ChangeTopic::Grants,
            Self::Tokens => api::ChangeTopic::Tokens,
            Self::Audit => api::ChangeTopic::Audit,
            Self::Presence => api::ChangeTopic::Presence,
        }
    }
}

/// Listen to changes
///
/// A stream of server-sent events. `change` says what is worth reading again; `reset`, that everything is: the stream was resumed
/// (`Last-Event-ID`) after too long, or after a start of the server. A comment comes every 15 seconds. Only what the caller may see is
/// sent. The stream ends with the token or the session, and when the server stops.
#[utoipa::path(
    get,
    path = "/v1/changes",
    operation_id = "streamChanges",
    tag = "server",
    params(
        api::ChangesQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event, to go on there"),
    ),
    responses(
        (status = 200, description = "Events `change`, with a `Change`, and `reset`, with a `Reset`", content_type = "text/event-stream", body = String),
        Guarded,
    )
)]
async fn stream_changes(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::ChangesQuery>,
    stopping: Option<Extension<Stopping>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let wanted = Wanted::read(query)?;
    let after = headers.get(LAST_EVENT_ID).map(|id| id.to_str().unwrap_or_default());
    let Some(listener) = state.engine.changes().listen(&caller.0.id, after) else {
        let detail = "this principal listens to as many streams of changes as one may; close one";
        let error = ApiError::new(StatusCode::TOO_MANY_REQUESTS, codes::TP4125, detail);
        return Err(error.retry_after(15));
    };
    let first = Event::default().comment("connected").id(listener.cursor()).retry(RETRY);
    // A cursor that is not where the listener was is written only with what it has missed.
    let first = if after.is_some() { Event::default().comment("connected").retry(RETRY) } else { first };
    let stopping = stopping.map(|Extension(stopping)| stopping);
    let stream = Stream { state, headers, listener, wanted, stopping, ready: VecDeque::from([first]) };
    let events = futures_util::stream::unfold(stream, |mut stream| async move {
        let event = stream.next().await?;
        Some((Ok::<_, Infallible>(event), stream))
    });
    let mut response = Sse::new(events).into_response();
    response.headers_mut().insert(BUFFERING, HeaderValue::from_static("no"));
    Ok(response)
}

/// One stream.
struct Stream {
    state: Shared,
    /// Those of the request, for whom it is.
    headers: HeaderMap,
    listener: Listener,
    wanted: Wanted,
    stopping: Option<Stopping>,
    /// What is to be sent next.
    ready: VecDeque<Event>,
}

impl Stream {
    /// The next event; `None`: the stream ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let who = principal_of_token(&self.headers, &self.state)?;
            self.hear(&who);
            if self.ready.is_empty() {
                self.wait().await?;
            }
        }
    }

    /// Makes events of what there is to hear.
    fn hear(&mut self, who: &Principal) {
        match self.listener.hear() {
            Heard::Missed(missed) => {
                let reason = match missed {
                    Missed::Restarted => api::ResetReason::Restarted,
                    Missed::Overrun => api::ResetReason::Missed,
                };
                let event = event_with_data(Event::default().event("reset"), &api::Reset { reason });
                self.ready.push_back(event.id(self.listener.cursor()));
            }
            Heard::Changes(changes) => {
                let wanted = changes.into_iter().filter(|change| self.wanted.has(change));
                let mut seen: Vec<api::Change> =
                    wanted.filter_map(|change| change_seen_by(&self.state, who, change)).collect();
                // Those without details may say the same several times.
                seen.dedup_by(|a, b| a.topic == b.topic && a.id.is_none() && b.id.is_none() && *a == *b);
                let last = seen.pop();
                let event = |change: &api::Change| event_with_data(Event::default().event("change"), change);
                self.ready.extend(seen.iter().map(event));
                // Whoever loses the connection between these hears all of them again.
                self.ready.extend(last.as_ref().map(|last| event(last).id(self.listener.cursor())));
            }
        }
    }

    /// Waits for something to hear, or to send; `None`: the server stops.
    async fn wait(&mut self) -> Option<()> {
        let stopped = async {
            match &mut self.stopping {
                Some(stopping) => stopping.stopped().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stopped => return None,
            () = self.listener.wait() => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(BEAT) => {
                self.ready.push_back(Event::default().comment("").id(self.listener.cursor()));
            }
        }
        Some(())
    }
}

fn event_with_data(event: Event, data: &impl Serialize) -> Event {
    // Only strings, so encoding does not fail, and JSON has no line breaks.
    event.data(serde_json::to_string(data).unwrap_or_default())
}

/// What a caller wants to hear.
struct Wanted {
    /// Empty: all.
    topics: BTreeSet<api::ChangeTopic>,
    workflow: Option<(String, String)>,
    run: Option<String>,
}

impl Wanted {
    fn read(query: api::ChangesQuery) -> Result<Self, ApiError> {
        let topics = query.topics.iter().flat_map(|topics| topics.split(','));
        let topics = topics.map(|topic| topic.trim().parse::<api::ChangeTopic>());
        let topics =
            topics.collect::<Result<_, _>>().map_err(|error| ApiError::malformed(error.to_string()))?;
        let workflow = match query.workflow {
            None => None,
            Some(text) => {
                let parts = text.split_once('/').filter(|(namespace, name)| {
                    !namespace.is_empty() && !name.is_empty() && !name.contains('/')
                });
                let parts = parts.map(|(namespace, name)| (namespace.to_owned(), name.to_owned()));
                Some(parts.ok_or_else(|| ApiError::malformed("`workflow` must be `namespace/name`"))?)
            }
        };
        Ok(Self { topics, workflow, run: query.run })
    }

    fn has(&self, change: &Change) -> bool {
        let is_of_run = matches!(change.topic, Topic::Runs | Topic::Holds);
        let is_wanted_workflow = match (&self.workflow, &change.namespace, &change.workflow) {
            (Some((namespace, name)), Some(of), Some(workflow)) => namespace == of && name == workflow,
            (Some((namespace, _)), Some(of), None) => namespace == of,
            _ => true,
        };
        (self.topics.is_empty() || self.topics.contains(&change.topic.into_api()))
            && is_wanted_workflow
            && (!is_of_run || self.run.is_none() || self.run == change.id)
    }
}

/// A change as a caller may see it; `None` where they may not. Who may see only some things of a topic, and cannot be told here whether
/// this is one, hears that something has changed, and not what.
fn change_seen_by(state: &Shared, who: &Principal, change: Change) -> Option<api::Change> {
    let namespace = change.namespace.as_deref();
    let there = |action| may(who, action, namespace).is_ok();
    let anywhere = |action| may(who, action, None).is_ok();
    let is_seen = match change.topic {
        Topic::Runs => {
            let by = change.principal.as_deref().unwrap_or_default();
            namespace.is_some_and(|namespace| may_on_run(who, Action::ReadRun, namespace, by).is_ok())
        }
        Topic::Holds => there(Action::ReadHolds),
        Topic::Reviews => there(Action::ReadReviews),
        Topic::Requests => there(Action::ReadRequests),
        Topic::Workflows => there(Action::ListWorkflows),
        Topic::Drafts | Topic::Presence => there(Action::ReadDefinition),
        Topic::Policies => anywhere(Action::ReadPolicy),
        Topic::Integrations => anywhere(Action::ReadIntegration),
        Topic::Notices => there(Action::ReadNotices),
        Topic::Grants => there(Action::ReadGrants),
        Topic::Tokens => change.principal.as_deref().is_some_and(|principal| {
            let shown = |person: towpath_identity::Person| person.is_shown_to(who);
            principal == who.id || state.tokens.principal(principal).is_ok_and(shown)
        }),
        Topic::Audit => anywhere(Action::ReadAudit),
    };
    let topic = change.topic.into_api();
    let at = rfc3339(change.at);
    if is_seen {
        let Change { namespace, workflow, id, .. } = change;
        return Some(api::Change { topic, namespace, workflow, id, at });
    }
    let hears = match change.topic {
        // People whom a policy names decide in any namespace.
        Topic::Holds => anywhere(Action::DecideHolds),
        Topic::Reviews => anywhere(Action::DecideReviews),
        // Functions of the catalog come from integrations.
        Topic::Integrations => anywhere(Action::ReadFunctions),
        Topic::Tokens => !reach(who, Action::ReadTokens).is_empty(),
        _ => false,
    };
    hears.then_some(api::Change { topic, namespace: None, workflow: None, id: None, at })
}
