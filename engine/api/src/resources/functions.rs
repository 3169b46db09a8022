//! The functions of the default catalog: what definitions may call.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use towpath_identity::Action;
use towpath_wire::FunctionSignature;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::Caller;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The functions of the default catalog.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Functions {
    /// By integration, operation and version.
    functions: Vec<FunctionBody>,
}

/// One function: an operation of an integration.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FunctionBody {
    /// What a definition writes: `crm.get-customer:1.0.0@default`.
    pub(super) call: String,
    /// One line about it.
    pub(super) title: String,
    /// `read` or `write`.
    #[schema(value_type = String)]
    pub(super) effect: towpath_access::Effect,
    /// JSON Schema of its arguments.
    #[schema(value_type = Object)]
    pub(super) input: Value,
}

impl From<FunctionSignature> for FunctionBody {
    fn from(function: FunctionSignature) -> Self {
        let FunctionSignature { integration, operation, version, title, effect, input, .. } = function;
        Self { call: format!("{integration}.{operation}:{version}@default"), title, effect, input }
    }
}

/// List the functions that definitions may call
#[utoipa::path(
    get,
    path = "/v1/functions",
    operation_id = "listFunctions",
    tag = "integrations",
    responses((status = 200, description = "The default catalog", body = Functions), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<Functions>, ApiError> {
    caller.may(Action::ReadFunctions, None)?;
    let mut functions: Vec<FunctionBody> = state.engine.functions().into_iter().map(Into::into).collect();
    functions.sort_by(|a, b| a.call.cmp(&b.call));
    Ok(Json(Functions { functions }))
}
