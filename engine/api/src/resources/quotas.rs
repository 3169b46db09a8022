//! Quotas: what namespaces have and may have, and what the caller's token may ask for in a minute.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use towpath_identity::Action;
use towpath_runtime::Quota;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::Caller;
use crate::extract::QueryOf;
use crate::problem::ApiError;
use crate::rates::Rates;
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Of which namespaces.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuotasQuery {
    /// Of this namespace; absent: of every one that the caller may see.
    namespace: Option<String>,
}

/// What there is and what may be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotasBody {
    /// What the caller's token may ask for.
    token: Vec<RateBody>,
    /// What namespaces have.
    namespaces: Vec<NamespaceQuotas>,
}

/// What a token may ask for in a minute.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RateBody {
    /// `drafts`, `versions`, `runs`, `events`, or `refused` requests.
    what: &'static str,
    /// How many in a minute, and at once.
    per_minute: u32,
    /// How many are left now.
    left: u32,
}

/// What one namespace has.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamespaceQuotas {
    /// The namespace.
    namespace: String,
    /// Each quota.
    quotas: Vec<QuotaBody>,
}

/// What a namespace has of something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotaBody {
    /// `drafts`; `versions` that are not retired; `runs` under way; `events` that are kept, where newer ones push out the
    /// oldest.
    what: &'static str,
    /// How many there are.
    used: u64,
    /// How many there may be.
    most: u64,
}

impl From<Quota> for QuotaBody {
    fn from(Quota { what, used, most }: Quota) -> Self {
        Self { what, used, most }
    }
}

/// See quotas
///
/// What each namespace has and may have of drafts, versions, runs under way and events, and what this token may ask for in a
/// minute. The operator sets them. Whatever is over one is refused with 429 and `Retry-After`.
#[utoipa::path(
    get,
    path = "/v1/quotas",
    operation_id = "listQuotas",
    tag = "server",
    params(QuotasQuery),
    responses((status = 200, description = "By namespace", body = QuotasBody), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    Extension(rates): Extension<Arc<Rates>>,
    caller: Caller,
    QueryOf(query): QueryOf<QuotasQuery>,
) -> Result<Json<QuotasBody>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ReadQuotas, Some(&namespace))?;
            Some(vec![namespace])
        }
        // A part without a namespace is everywhere.
        None => caller.namespaces(Action::ReadQuotas)?.into_iter().collect(),
    };
    let token = rates.left(&caller.0, state.engine.now()).into_iter();
    let token =
        token.map(|(rated, left, per_minute)| RateBody { what: rated.name(), per_minute, left }).collect();
    let found = state.engine.quotas(namespaces.as_deref()).await?;
    let namespaces = found.into_iter().map(|(namespace, quotas)| NamespaceQuotas {
        namespace,
        quotas: quotas.into_iter().map(QuotaBody::from).collect(),
    });
    Ok(Json(QuotasBody { token, namespaces: namespaces.collect() }))
}
