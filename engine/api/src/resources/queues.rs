//! What waits in line: calls in front of integrations, runs of workflows that policies limit.

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_integrations::OnOpen;
use towpath_runtime::{CircuitState, EngineError, RunQueue, Traffic};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::QueryOf;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn queues_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_queues))
}

impl IntoApi<api::Circuit> for CircuitState {
    fn into_api(self) -> api::Circuit {
        match self {
            Self::Closed => api::Circuit::Closed,
            Self::Open => api::Circuit::Open,
            Self::HalfOpen => api::Circuit::HalfOpen,
        }
    }
}

impl IntoApi<api::Traffic> for Traffic {
    fn into_api(self) -> api::Traffic {
        let Self { host, circuit, since, next_probe_at, failures, why, under_way, waiting, capacity } = self;
        api::Traffic {
            host,
            circuit: circuit.into_api(),
            since: since.map(rfc3339),
            next_probe_at: next_probe_at.map(rfc3339),
            failures,
            why,
            under_way,
            waiting,
            concurrency: capacity.concurrency,
            per_second: capacity.per_second,
            per_minute: capacity.per_minute,
            on_open: match capacity.on_open {
                OnOpen::Fail => api::OnOpen::Fail,
                OnOpen::Wait => api::OnOpen::Wait,
            },
        }
    }
}

impl IntoApi<api::RunQueue> for RunQueue {
    fn into_api(self) -> api::RunQueue {
        let Self { namespace, name, concurrent_runs, runs_per_minute, under_way, waiting } = self;
        api::RunQueue { namespace, name, concurrent_runs, runs_per_minute, under_way, waiting }
    }
}

/// How an integration stands.
pub(crate) async fn traffic_of(state: &Shared, integration: &str) -> Result<Vec<api::Traffic>, EngineError> {
    let traffic = state.engine.traffic(integration).await?;
    Ok(traffic.into_iter().map(IntoApi::into_api).collect())
}

/// The worst circuit of an integration.
pub(crate) async fn circuit_of(state: &Shared, integration: &str) -> Result<api::Circuit, EngineError> {
    let traffic = state.engine.traffic(integration).await?;
    let stands = |circuit| traffic.iter().any(|one| one.circuit == circuit);
    Ok(match (stands(CircuitState::Open), stands(CircuitState::HalfOpen)) {
        (true, _) => api::Circuit::Open,
        (false, true) => api::Circuit::HalfOpen,
        (false, false) => api::Circuit::Closed,
    })
}

/// List queues of runs
///
/// Workflows whose policies limit `concurrentRuns` or `runsPerMinute`, once a run of them was started: how many runs are under way,
/// and how many are on disk and begin later.
#[utoipa::path(
    get,
    path = "/v1/queues",
    operation_id = "listQueues",
    tag = "runs",
    params(api::NamespaceQuery),
    responses((status = 200, description = "By namespace and name", body = api::RunQueues), Guarded)
)]
async fn list_queues(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::NamespaceQuery>,
) -> Result<Json<api::RunQueues>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ReadQuotas, Some(&namespace))?;
            vec![Some(namespace)]
        }
        None => caller.namespaces(Action::ReadQuotas)?,
    };
    let sees =
        |namespace: &str| namespaces.iter().any(|one| one.as_deref().is_none_or(|one| one == namespace));
    let queues = state.engine.run_queues(&sees).into_iter().map(IntoApi::into_api).collect();
    Ok(Json(api::RunQueues { queues }))
}
