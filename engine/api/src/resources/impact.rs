//! What the saved policies would change.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use crate::body::input_json;
use crate::caller::Caller;
use crate::convert::IntoApi as _;
use crate::diagnostic::diagnostics;
use crate::extract::QueryOf;
use crate::fault::of_engine;
use crate::problem::ApiError;
use crate::state::Shared;

/// Most days that are looked back.
const MOST: i64 = 90;
/// Most runs that are executed again.
const MOST_RERUN: usize = 1_000;
const DAY: i64 = 24 * 3600 * 1000;

pub(crate) fn impact_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_policy_impact, read_policy_impact_with))
}

/// What the saved policies would change
///
/// If they were activated now: live versions whose accesses would be decided differently (`versions`, with approvals that would
/// become invalid), and starts and calls of the last days that would be decided differently with their arguments (`calls`).
/// `affected` lists the live workflows that lose something. With `rerun` the newest runs are executed again in a fresh sandbox: a
/// denied call becomes the error that the workflow would get, all others get their recorded answers; from an effect without a
/// recording on, the result is unknown. Nothing is changed. The newest 20,000 runs are read.
#[utoipa::path(
    get,
    path = "/v1/policies/impact",
    operation_id = "policyImpact",
    tag = "policies",
    params(api::ImpactQuery),
    responses(
        (status = 200, description = "What would change", body = api::Impact),
        (status = 422, description = "The saved policies have errors, listed in `diagnostics`", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded,
    )
)]
async fn read_policy_impact(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::ImpactQuery>,
) -> Result<Json<api::Impact>, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let (since, rerun) = read_impact_query(&state, &query)?;
    let found = state.engine.impact(since, Some(rerun)).await.map_err(|error| of_engine(error, true))?;
    Ok(Json(found.into_api()))
}

/// What other policies would change
///
/// As `GET`, with these texts beside those that are saved, and with what is probably wrong with them (`warnings`), as
/// `towpath policies check` finds it. Nothing is saved.
#[utoipa::path(
    post,
    path = "/v1/policies/impact",
    operation_id = "policyImpactWith",
    tag = "policies",
    params(api::ImpactQuery),
    request_body(content = api::ImpactPolicies, description = "The policies"),
    responses(
        (status = 200, description = "What would change", body = api::Impact),
        (status = 422, description = "The policies have errors, listed in `diagnostics`", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn read_policy_impact_with(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::ImpactQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Impact>, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let (since, rerun) = read_impact_query(&state, &query)?;
    let api::ImpactPolicies { policies } = input_json(&headers, body, &state.settings).await?;
    let found = state.engine.policy_findings(&policies).await.map_err(|error| of_engine(error, true))?;
    let warnings = found.into_iter().map(|one| {
        let source = policies.get(&one.policy).map(String::as_str);
        let shown = diagnostics(&one.found, source);
        (one.policy, shown)
    });
    let warnings = warnings.collect();
    let impact = state.engine.impact_with(policies, since, Some(rerun)).await;
    let impact = impact.map_err(|error| of_engine(error, true))?.into_api();
    Ok(Json(api::Impact { warnings, ..impact }))
}

/// Since when, and how many runs are executed again.
fn read_impact_query(state: &Shared, query: &api::ImpactQuery) -> Result<(i64, usize), ApiError> {
    let days = query.days.unwrap_or(7);
    if !(1..=MOST).contains(&days) {
        return Err(ApiError::malformed(format!("`days` must be from 1 to {MOST}")));
    }
    let since = state.engine.now() - days * DAY;
    let rerun = query.rerun.unwrap_or_default();
    if rerun > MOST_RERUN {
        return Err(ApiError::malformed(format!("`rerun` must be from 0 to {MOST_RERUN}")));
    }
    Ok((since, rerun))
}
