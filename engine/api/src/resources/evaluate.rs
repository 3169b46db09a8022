//! Evaluating an expression while it is written: in the sandbox, with values that the caller gives.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::HeaderMap;
use serde_json::value::RawValue;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::Expression;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use crate::body::input_json;
use crate::caller::Caller;
use crate::convert::IntoEngine;
use crate::diagnostic::diagnostics;
use crate::extract::{Name, PathOf};
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn evaluate_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(evaluate_expression))
}

impl IntoEngine<Expression> for api::Evaluate {
    fn into_engine(self) -> Expression {
        let Self { expression, input, context, output, variables } = self;
        let json = |text: Option<Box<RawValue>>| text.map(Into::into);
        Expression {
            text: expression,
            input: json(input),
            context: json(context),
            output: json(output),
            variables: variables.into_iter().map(|(name, value)| (name, value.into())).collect(),
        }
    }
}

/// Evaluate an expression
///
/// With values that the caller gives, in the sandbox and within its limits. It reaches nothing, and nothing is kept. What is
/// wrong is reported as a check reports it.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/evaluate",
    operation_id = "evaluateExpression",
    tag = "workflows",
    params(("namespace" = String, Path, description = "The namespace it is for")),
    request_body(content = api::Evaluate, content_type = "application/json"),
    responses(
        (status = 200, description = "The value, or what is wrong with the expression", body = api::Evaluated),
        Guarded, BodyProblems,
    )
)]
async fn evaluate_expression(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(namespace)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Evaluated>, ApiError> {
    caller.may(Action::CheckDefinition, Some(&namespace))?;
    let asked: api::Evaluate = input_json(&headers, body, &state.settings).await?;
    let text = asked.expression.clone();
    let found = state.engine.evaluate(asked.into_engine()).await?;
    let diagnostics = diagnostics(&found.diagnostics, Some(&text));
    Ok(Json(api::Evaluated { value: found.value.map(Into::into), diagnostics }))
}
