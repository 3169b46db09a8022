//! Why, and what if: what the policies in force would decide, for a question that somebody writes by hand.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_policies::{Subject, WhatIf};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use crate::body::data_json;
use crate::caller::Caller;
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(explain))
}

/// A question. A subject that is not given is taken to fit, a field that is not given says nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionBody {
    /// What is asked; `kind` is `call` and `effect` is `write` unless given.
    #[schema(value_type = Object)]
    access: Value,
    /// The workflow that asks.
    #[schema(value_type = Option<Object>)]
    workflow: Option<Value>,
    /// Who started the run.
    #[schema(value_type = Option<Object>)]
    caller: Option<Value>,
    /// Everything the version can reach.
    #[schema(value_type = Option<Object>)]
    profile: Option<Value>,
    /// When; each policy sees it in its own time zone.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// Policies that the version is approved for.
    #[serde(default)]
    approved: Vec<String>,
    /// Policies that the call is signed for.
    #[serde(default)]
    signed: Vec<String>,
}

/// Explain what would be decided
///
/// By the policies in force: the decision, and each rule that speaks of it, with the part that settles it.
#[utoipa::path(
    post,
    path = "/v1/policies/explain",
    operation_id = "explainPolicies",
    tag = "policies",
    request_body(content = QuestionBody, description = "The question"),
    responses(
        (status = 200, description = "The decision, and the rules", body = Value),
        (status = 422, description = "It is no question that could be asked", body = ProblemDetails,
         content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn explain(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    caller.may(Action::ReadPolicy, None)?;
    let asked: QuestionBody = data_json(&headers, body, &state.settings).await?;
    let subjects = [
        (Subject::Access, Some(asked.access)),
        (Subject::Workflow, asked.workflow),
        (Subject::Caller, asked.caller),
        (Subject::Profile, asked.profile),
    ];
    let subjects: BTreeMap<Subject, Value> =
        subjects.into_iter().filter_map(|(subject, value)| Some((subject, value?))).collect();
    let asked = WhatIf { subjects, at: asked.at, approved: asked.approved, signed: asked.signed };
    let explained = state.engine.explain(&asked);
    let explained =
        explained.map_err(|why| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4040, why))?;
    Ok(Json(serde_json::to_value(explained).unwrap_or_default()))
}
