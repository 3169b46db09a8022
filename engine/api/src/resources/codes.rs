//! The pages that explain codes. Without a token: they say nothing about this server.

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Missing;
use crate::extract::{Name, PathOf};
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn code_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(explain_code))
}

/// Explain a code
#[utoipa::path(
    get,
    path = "/v1/codes/{code}",
    operation_id = "explainCode",
    tag = "server",
    security(()),
    params(("code" = String, Path, description = "Such as `TP4004`")),
    responses((status = 200, description = "What it means and what to do", content_type = "text/markdown", body = String), Missing)
)]
async fn explain_code(PathOf(Name(code)): PathOf<Name>) -> Result<Response, ApiError> {
    let page = towpath_diagnostics::codes::page(&code).ok_or_else(|| ApiError::not_found("code", &code))?;
    Ok(([(CONTENT_TYPE, "text/markdown; charset=utf-8")], page).into_response())
}
