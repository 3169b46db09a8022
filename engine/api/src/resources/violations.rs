//! Reports of browsers that a page broke its content security policy. They are counted, and the log says so; what they say is not
//! kept, since anybody may send anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::{Extension, Json};
use http::{HeaderMap, StatusCode};
use parking_lot::Mutex;
use serde_json::Value;
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use crate::body::small;
use crate::caller::Caller;
use crate::problem::ApiError;
use crate::state::Shared;

/// Directives that are counted by name; every other name is `other`.
const DIRECTIVES: &[&str] = &[
    "base-uri",
    "connect-src",
    "default-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
];
/// How often the log says that there were some, in milliseconds.
const SAID_EVERY: i64 = 60_000;
/// Most reports that are read of one request.
const PER_REQUEST: usize = 100;

pub(crate) fn violation_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(count_violations, report_violation))
}

/// The reports since the start of the server.
#[derive(Default)]
pub(crate) struct Reports(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    count: u64,
    directives: BTreeMap<&'static str, u64>,
    said_at: Option<i64>,
}

impl Reports {
    /// Counts these; how many there were so far, where the log should say so.
    fn add(&self, directives: &[&'static str], now: i64) -> Option<u64> {
        let mut counted = self.0.lock();
        for directive in directives {
            counted.count += 1;
            *counted.directives.entry(*directive).or_default() += 1;
        }
        let is_due = counted.said_at.is_none_or(|said| now.saturating_sub(said) >= SAID_EVERY);
        if is_due {
            counted.said_at = Some(now);
        }
        is_due.then_some(counted.count)
    }
}

/// Report a violation of the content security policy
///
/// Browsers send these by themselves. Only their number is kept, for each directive.
#[utoipa::path(
    post,
    path = "/v1/csp-reports",
    operation_id = "reportViolation",
    tag = "server",
    security(()),
    request_body(description = "A report, or several", content((Object = "application/csp-report"), (Object = "application/reports+json"))),
    responses((status = 204, description = "Counted"), BodyProblems)
)]
async fn report_violation(
    State(state): State<Shared>,
    Extension(reports): Extension<Arc<Reports>>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let bytes = small(&headers, body, &state.settings).await?;
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|_| ApiError::new(StatusCode::BAD_REQUEST, codes::TP4008, "this is no report"))?;
    let directives = broken_directives(&value);
    if directives.is_empty() {
        return Err(ApiError::malformed("this is no report of a violation"));
    }
    if let Some(count) = reports.add(&directives, state.engine.now()) {
        let directive = directives.first().copied().unwrap_or_default();
        tracing::warn!(directive, count, "a page broke its content security policy, says a browser");
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Count the violations of the content security policy
///
/// As browsers reported them since the start of the server.
#[utoipa::path(
    get,
    path = "/v1/csp-reports",
    operation_id = "countViolations",
    tag = "server",
    responses((status = 200, description = "How many", body = api::Violations), Guarded)
)]
async fn count_violations(
    caller: Caller,
    Extension(reports): Extension<Arc<Reports>>,
) -> Result<Json<api::Violations>, ApiError> {
    caller.may(Action::ReadAudit, None)?;
    let counted = reports.0.lock();
    let directives = counted.directives.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    Ok(Json(api::Violations { count: counted.count, directives }))
}

/// The directives that a report names: of `report-uri`, or of the Reporting API.
fn broken_directives(value: &Value) -> Vec<&'static str> {
    let directive = |report: &Value, names: [&str; 2]| {
        let named = names.iter().find_map(|name| report.get(name)?.as_str())?;
        // Older browsers send the whole directive.
        let word = named.split(' ').next().unwrap_or_default();
        Some(DIRECTIVES.iter().copied().find(|known| *known == word).unwrap_or("other"))
    };
    match value {
        Value::Array(reports) => {
            let bodies = reports.iter().take(PER_REQUEST).filter_map(|report| report.get("body"));
            bodies.filter_map(|body| directive(body, ["effectiveDirective", "violatedDirective"])).collect()
        }
        one => {
            let report = one.get("csp-report");
            let found = report.and_then(|one| directive(one, ["effective-directive", "violated-directive"]));
            found.into_iter().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_known_directives_are_kept_by_name() {
        for (report, expected) in [
            (
                json!({ "csp-report": { "effective-directive": "img-src", "blocked-uri": "https://x" } }),
                &["img-src"][..],
            ),
            (json!({ "csp-report": { "violated-directive": "script-src 'self'" } }), &["script-src"]),
            (json!({ "csp-report": { "violated-directive": "<script>" } }), &["other"]),
            (
                json!([{ "type": "csp-violation", "body": { "effectiveDirective": "style-src-attr" } }, { "body": 1 }]),
                &["style-src-attr"],
            ),
            (json!({ "unknown": 1 }), &[]),
            (json!("x"), &[]),
        ] {
            assert_eq!(broken_directives(&report), expected, "{report}");
        }
    }

    #[test]
    fn the_log_says_so_once_a_minute() {
        let reports = Reports::default();
        assert_eq!(reports.add(&["img-src"], 0), Some(1));
        assert_eq!(reports.add(&["img-src", "other"], SAID_EVERY - 1), None);
        assert_eq!(reports.add(&["other"], SAID_EVERY), Some(4));
        assert_eq!(reports.0.lock().directives, BTreeMap::from([("img-src", 2), ("other", 2)]));
    }
}
