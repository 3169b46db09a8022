//! Events from outside, in the formats of CloudEvents over HTTP: structured, a batch, or binary.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::{Extension, Json};
use base64::Engine as _;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::{Action, reach};
use towpath_runtime::{AcceptedEvent, SentEvent};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use crate::body::{expect_utf8, read_bytes_body, without_bom};
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::fault::of_engine;
use crate::problem::ApiError;
use crate::rates::{Rated, Rates};
use crate::state::Shared;

/// Most events in one batch.
const BATCH: usize = 1_000;
const STRUCTURED: &str = "application/cloudevents+json";
const BATCHED: &str = "application/cloudevents-batch+json";

pub(crate) fn event_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(send_events))
}

impl IntoApi<api::AcceptedEvent> for AcceptedEvent {
    fn into_api(self) -> api::AcceptedEvent {
        let Self { position, duplicate } = self;
        api::AcceptedEvent { position, duplicate }
    }
}

/// Send events to the runs that listen
///
/// CloudEvents 1.0: one event as `application/cloudevents+json`, several as `application/cloudevents-batch+json`, or one
/// with its attributes in `ce-` headers and its data as the body. The answer means that they are on disk, and that every
/// run that listens for them in a namespace where the caller may send events gets them once, also after a crash of the
/// server. An event that the same caller has sent before, for the same namespaces and under the same source and id, is not
/// delivered again.
#[utoipa::path(
    post,
    path = "/v1/events",
    operation_id = "sendEvents",
    tag = "events",
    params(
        ("ce-id" = Option<String>, Header, description = "Binary mode: the event's id; likewise `ce-source`, `ce-type`, `ce-specversion` and every other attribute"),
    ),
    request_body(content = serde_json::Value, content_type = "application/cloudevents+json", description = "An event"),
    responses(
        (status = 202, description = "On disk", body = api::AcceptedEvents),
        Guarded, BodyProblems
    )
)]
async fn send_events(
    State(state): State<Shared>,
    Extension(rates): Extension<Arc<Rates>>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<api::AcceptedEvents>), ApiError> {
    let reached = reach(&caller.0, Action::SendEvents);
    if reached.is_empty() {
        caller.may(Action::SendEvents, None)?;
    }
    // A part without a namespace is everywhere.
    let namespaces: Option<Vec<String>> = reached.into_iter().map(|part| part.namespace).collect();
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    expect_utf8(&headers)?;
    let body = read_bytes_body(&headers, body, &state.settings).await?;
    let events = match media.as_str() {
        BATCHED => event_batch(&body)?,
        _ if headers.contains_key("ce-specversion") => vec![binary_event(&headers, &media, &body)?],
        STRUCTURED | "application/json" => vec![structured_event(&body)?],
        _ => {
            let detail = format!(
                "the body is sent as `{media}`; send an event as `{STRUCTURED}`, several as `{BATCHED}`, or its \
                 attributes as `ce-` headers"
            );
            return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::TP4010, detail));
        }
    };
    let events: Vec<SentEvent> = events
        .into_iter()
        .map(|event| SentEvent { event: event.into(), namespaces: namespaces.clone() })
        .collect();
    for (at, event) in events.iter().enumerate() {
        event.check().map_err(|refused| malformed_event(format!("event {at}: {refused}")))?;
    }
    let count = u32::try_from(events.len()).unwrap_or(u32::MAX);
    rates.take(&caller.0, Rated::Events, count, state.engine.now())?;
    let accepted =
        state.engine.send_events(&caller.0, events).await.map_err(|error| of_engine(error, false))?;
    let events = accepted.into_iter().map(IntoApi::into_api).collect();
    Ok((StatusCode::ACCEPTED, Json(api::AcceptedEvents { events })))
}

fn malformed_event(detail: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, codes::TP4008, detail.into())
}

fn structured_event(body: &[u8]) -> Result<Box<RawValue>, ApiError> {
    serde_json::from_slice(without_bom(body)).map_err(|error| {
        malformed_event(format!("not JSON at line {} column {}", error.line(), error.column()))
    })
}

fn event_batch(body: &[u8]) -> Result<Vec<Box<RawValue>>, ApiError> {
    let events: Vec<Box<RawValue>> = serde_json::from_slice(without_bom(body))
        .map_err(|_| malformed_event("a batch is a JSON list of events"))?;
    if events.len() > BATCH {
        return Err(malformed_event(format!(
            "a batch has at most {BATCH} events, this one has {}",
            events.len()
        )));
    }
    Ok(events)
}

/// Attributes from the headers, data from the body: JSON as it is, text as text, everything else in base64.
fn binary_event(headers: &HeaderMap, media: &str, body: &[u8]) -> Result<Box<RawValue>, ApiError> {
    let mut event: BTreeMap<String, Value> = BTreeMap::new();
    for (name, value) in headers {
        let Some(attribute) = name.as_str().strip_prefix("ce-") else { continue };
        let value = value.to_str().map_err(|_| malformed_event(format!("`{name}` is not plain text")))?;
        let value = percent_encoding::percent_decode_str(value).decode_utf8();
        let value = value.map_err(|_| malformed_event(format!("`{name}` is not UTF-8")))?;
        event.insert(attribute.to_owned(), value.into_owned().into());
    }
    if !media.is_empty() {
        event.insert("datacontenttype".to_owned(), media.into());
    }
    if media.is_empty() || media == "application/json" || media.ends_with("+json") {
        if !body.is_empty() {
            let data = serde_json::from_slice(without_bom(body)).map_err(|error| {
                malformed_event(format!(
                    "the data is not JSON at line {} column {}",
                    error.line(),
                    error.column()
                ))
            })?;
            event.insert("data".to_owned(), data);
        }
    } else if let (true, Ok(text)) = (media.starts_with("text/"), std::str::from_utf8(body)) {
        event.insert("data".to_owned(), text.into());
    } else {
        let data = base64::engine::general_purpose::STANDARD.encode(body);
        event.insert("data_base64".to_owned(), data.into());
    }
    to_raw_value(&event).map_err(|error| malformed_event(error.to_string()))
}
