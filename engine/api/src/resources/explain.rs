//! What-if questions: what the policies in force would decide about an access that the caller describes.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use std::collections::BTreeMap;
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_policies::{Subject, WhatIf};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use crate::body::data_json;
use crate::caller::Caller;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn explain_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(explain_policies))
}

/// Explain what would be decided
///
/// By the policies in force: the decision, and each rule that applies, with the part that decides.
#[utoipa::path(
    post,
    path = "/v1/policies/explain",
    operation_id = "explainPolicies",
    tag = "policies",
    request_body(content = api::PolicyQuestion, description = "The question"),
    responses(
        (status = 200, description = "The decision, and the rules", body = Value),
        (status = 422, description = "The question cannot be evaluated", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn explain_policies(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let asked: api::PolicyQuestion = data_json(&headers, body, &state.settings).await?;
    let subjects = [
        (Subject::Access, Some(asked.access)),
        (Subject::Workflow, asked.workflow),
        (Subject::Caller, asked.caller),
        (Subject::Profile, asked.profile),
    ];
    let subjects: BTreeMap<Subject, Value> =
        subjects.into_iter().filter_map(|(subject, value)| Some((subject, value?))).collect();
    let asked = WhatIf { subjects, at: asked.at, approved: asked.approved, released: asked.released };
    let explained = state.engine.explain(&asked);
    let explained =
        explained.map_err(|why| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4040, why))?;
    Ok(Json(serde_json::to_value(explained).unwrap_or_default()))
}
