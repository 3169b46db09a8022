//! How long ended runs are kept: rules of IT, by namespace and workflow.

use std::collections::BTreeSet;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use jiff::{Span, SpanRelativeTo, Unit};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_runtime::{Retention, RetentionRule, RetentionTimes};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

/// Runs are kept for an hour at least: until then their idempotency keys hold.
const SHORTEST: i64 = 3_600_000;
/// A thousand years.
const LONGEST: i64 = 366_000 * 24 * SHORTEST;

pub(crate) fn retention_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_retention, write_retention))
}

impl IntoApi<api::Retention> for Retention {
    fn into_api(self) -> api::Retention {
        let Self { default, rules, changed, revision } = self;
        let (by, at) = changed.unzip();
        api::Retention {
            default: default.into_api(),
            rules: rules.into_iter().map(IntoApi::into_api).collect(),
            revision,
            by,
            at: at.map(rfc3339),
        }
    }
}

impl IntoApi<api::RetentionRule> for RetentionRule {
    fn into_api(self) -> api::RetentionRule {
        let Self { namespace, name, times } = self;
        api::RetentionRule { namespace, name, times: times.into_api() }
    }
}

impl IntoApi<api::RetentionTimes> for RetentionTimes {
    fn into_api(self) -> api::RetentionTimes {
        let text = |time: Option<i64>| time.map(|time| super::schedules::duration(time.unsigned_abs()));
        let Self { completed, faulted, cancelled } = self;
        api::RetentionTimes { completed: text(completed), faulted: text(faulted), cancelled: text(cancelled) }
    }
}

/// Read how long ended runs are kept
///
/// The default of the server, and the rules for namespaces and workflows. Without either a run is kept forever.
#[utoipa::path(
    get,
    path = "/v1/retention",
    operation_id = "readRetention",
    tag = "server",
    responses((status = 200, description = "What is kept for how long", body = api::Retention), Guarded)
)]
async fn read_retention(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<api::Retention>, ApiError> {
    caller.may(Action::ReadRetention, None)?;
    Ok(Json(state.engine.retention().await?.into_api()))
}

/// Change how long ended runs are kept
///
/// Replaces all rules. Within the hour, runs whose time is over are forgotten: journal, inputs, outputs, idempotency key. Runs
/// under way are never forgotten.
#[utoipa::path(
    put,
    path = "/v1/retention",
    operation_id = "writeRetention",
    tag = "server",
    request_body(content = api::PutRetention, description = "All rules"),
    responses(
        (status = 200, description = "What is kept from now on", body = api::Retention),
        (status = 409, description = "They are at another revision", body = api::Problem,
         content_type = "application/problem+json"),
        (status = 422, description = "A time is no duration from an hour to a thousand years, or two rules are for the same", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded
    )
)]
async fn write_retention(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Retention>, ApiError> {
    caller.may(Action::WriteRetention, None)?;
    let api::PutRetention { rules, revision } = read_json_body(&headers, body, &state.settings).await?;
    let rules = rules.into_iter().map(rule_for_engine).collect::<Result<Vec<_>, _>>()?;
    let places: BTreeSet<_> = rules.iter().map(|rule| (&rule.namespace, &rule.name)).collect();
    if places.len() < rules.len() {
        return Err(unusable("two rules are for the same namespace or workflow".to_owned()));
    }
    Ok(Json(state.engine.put_retention(&caller.0, rules, revision).await?.into_api()))
}

fn unusable(detail: String) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4174, detail)
}

fn rule_for_engine(rule: api::RetentionRule) -> Result<RetentionRule, ApiError> {
    let api::RetentionRule { namespace, name, times } = rule;
    let api::RetentionTimes { completed, faulted, cancelled } = times;
    let time = |text: Option<String>| text.map(|text| milliseconds_of_duration(&text)).transpose();
    let times =
        RetentionTimes { completed: time(completed)?, faulted: time(faulted)?, cancelled: time(cancelled)? };
    Ok(RetentionRule { namespace, name, times })
}

/// Reads an ISO 8601 duration. A day has 24 hours.
fn milliseconds_of_duration(text: &str) -> Result<i64, ApiError> {
    let wrong = || unusable(format!("`{text}` is no duration such as `P30D`"));
    let span: Span = text.parse().map_err(|_| wrong())?;
    let total = span.total((Unit::Millisecond, SpanRelativeTo::days_are_24_hours())).map_err(|_| wrong())?;
    // A duration has at most 20 000 years, which a float has exactly enough of.
    if !total.is_finite() {
        return Err(wrong());
    }
    match total as i64 {
        time @ SHORTEST..=LONGEST => Ok(time),
        _ => Err(unusable(format!("`{text}` is not between an hour and a thousand years"))),
    }
}

#[cfg(test)]
mod tests {
    use super::milliseconds_of_duration;

    #[test]
    fn durations_are_read_as_they_are_written() {
        for (text, days) in [
            ("P30D", Some(30)),
            ("P1W", Some(7)),
            ("PT24H", Some(1)),
            ("PT59M", None),
            ("P400000D", None),
            ("P1M", None),
            ("-P1D", None),
            ("30", None),
        ] {
            let read = milliseconds_of_duration(text).ok();
            assert_eq!(read, days.map(|days: i64| days * 86_400_000), "{text}");
        }
    }
}
