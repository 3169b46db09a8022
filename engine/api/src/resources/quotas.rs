//! Quotas of namespaces, and rates of the caller's token.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::Quota;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::QueryOf;
use crate::problem::ApiError;
use crate::rates::Rates;
use crate::state::Shared;

pub(crate) fn quota_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_quotas))
}

impl IntoApi<api::Quota> for Quota {
    fn into_api(self) -> api::Quota {
        let Self { what, used, most } = self;
        api::Quota { what: what.into_api(), used, most }
    }
}

/// Read quotas
///
/// How many drafts, versions, unfinished runs and events each namespace has and may have, and how often this token may act in a
/// minute. The operator sets them. Requests over a quota are refused with 429 and `Retry-After`.
#[utoipa::path(
    get,
    path = "/v1/quotas",
    operation_id = "listQuotas",
    tag = "server",
    params(api::QuotasQuery),
    responses((status = 200, description = "By namespace", body = api::Quotas), Guarded)
)]
async fn list_quotas(
    State(state): State<Shared>,
    Extension(rates): Extension<Arc<Rates>>,
    caller: Caller,
    QueryOf(query): QueryOf<api::QuotasQuery>,
) -> Result<Json<api::Quotas>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ReadQuotas, Some(&namespace))?;
            Some(vec![namespace])
        }
        // A part without a namespace is everywhere.
        None => caller.namespaces(Action::ReadQuotas)?.into_iter().collect(),
    };
    let token = rates.left(&caller.0, state.engine.now()).into_iter();
    let token = token
        .map(|(rated, left, per_minute)| api::TokenRate { what: rated.into_api(), per_minute, left })
        .collect();
    let found = state.engine.quotas(namespaces.as_deref()).await?;
    let namespaces = found.into_iter().map(|(namespace, quotas)| api::NamespaceQuotas {
        namespace,
        quotas: quotas.into_iter().map(IntoApi::into_api).collect(),
    });
    Ok(Json(api::Quotas { token, namespaces: namespaces.collect() }))
}
