//! What the saved policies would change.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::HeaderMap;
use serde::Deserialize;
use towpath_identity::Action;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use crate::body::input_json;
use crate::caller::Caller;
use crate::extract::QueryOf;
use crate::fault::of_engine;
use crate::impact::ImpactBody;
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;

/// Most days that are looked back.
const MOST: i64 = 90;
/// Most runs that are executed again.
const MOST_RERUN: usize = 1_000;
const DAY: i64 = 24 * 3600 * 1000;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(impact, impact_with))
}

/// How far to look back.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImpactQuery {
    /// Days, 1 to 90; 7 where absent.
    #[param(minimum = 1, maximum = 90)]
    days: Option<i64>,
    /// How many of the newest runs are executed again under the saved policies, 0 to 1,000; 0 where absent.
    #[param(minimum = 0, maximum = 1000)]
    rerun: Option<usize>,
}

/// What the saved policies would change
///
/// If they were activated now: live versions that would be judged otherwise (`versions`, with approvals that would be void),
/// and starts and calls of the last days that would be decided otherwise with the arguments they had (`calls`); `affected` says
/// from which live workflows something is taken. With `rerun` the newest runs are executed again in a fresh sandbox: a call
/// that is denied is the error that the workflow would see, all others are answered as they were; where a run comes to an
/// effect without a recording it says that nothing is known from there. Nothing changes by asking. The newest 20,000 runs
/// are looked at.
#[utoipa::path(
    get,
    path = "/v1/policies/impact",
    operation_id = "policyImpact",
    tag = "policies",
    params(ImpactQuery),
    responses(
        (status = 200, description = "What would change", body = ImpactBody),
        (status = 422, description = "The saved policies have errors, listed in `diagnostics`", body = ProblemDetails,
         content_type = "application/problem+json"),
        Guarded,
    )
)]
async fn impact(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<ImpactQuery>,
) -> Result<Json<ImpactBody>, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let (since, rerun) = asked(&state, &query)?;
    let found = state.engine.impact(since, Some(rerun)).await.map_err(|error| of_engine(error, true))?;
    Ok(Json(found.into()))
}

/// Policies that are on no server yet.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithPolicies {
    /// Texts by name, in the place of those that are saved under these names, or besides.
    policies: BTreeMap<String, String>,
}

/// What other policies would change
///
/// As `GET`, with these texts beside those that are saved. Nothing is saved.
#[utoipa::path(
    post,
    path = "/v1/policies/impact",
    operation_id = "policyImpactWith",
    tag = "policies",
    params(ImpactQuery),
    request_body(content = WithPolicies, description = "The policies"),
    responses(
        (status = 200, description = "What would change", body = ImpactBody),
        (status = 422, description = "The policies have errors, listed in `diagnostics`", body = ProblemDetails,
         content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn impact_with(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<ImpactQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<ImpactBody>, ApiError> {
    caller.may(Action::ActivatePolicies, None)?;
    let (since, rerun) = asked(&state, &query)?;
    let WithPolicies { policies } = input_json(&headers, body, &state.settings).await?;
    let found = state.engine.impact_with(policies, since, Some(rerun)).await;
    Ok(Json(found.map_err(|error| of_engine(error, true))?.into()))
}

/// Since when, and how many runs are executed again.
fn asked(state: &Shared, query: &ImpactQuery) -> Result<(i64, usize), ApiError> {
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
