//! Statistics: counts of runs, and how long people waited.

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{Interval, Range, Totals, Waited};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::Guarded;
use crate::caller::Caller;
use crate::convert::{IntoApi, IntoEngine};
use crate::extract::{QueryOf, WorkflowQuery};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::{rfc3339, time_of_query};

pub(crate) fn statistics_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_statistics))
}

impl IntoApi<api::RunCounts> for Totals {
    fn into_api(self) -> api::RunCounts {
        let Self { started, completed, faulted, cancelled, held, p50, p95 } = self;
        api::RunCounts { started, completed, faulted, cancelled, held, p50_ms: p50, p95_ms: p95 }
    }
}

impl IntoApi<api::WaitedFor> for Waited {
    fn into_api(self) -> api::WaitedFor {
        let Self { count, p50, p95 } = self;
        api::WaitedFor { count, p50_ms: p50, p95_ms: p95 }
    }
}

/// The workflows that somebody asks about, among those that they may see.
struct Wanted {
    /// `None`: all.
    namespaces: Vec<Option<String>>,
    /// Only this one, `namespace/name`.
    workflow: Option<String>,
}

impl Wanted {
    /// Reads the question, and refuses what the caller may not see.
    fn of(query: &api::StatisticsQuery, caller: &Caller) -> Result<Self, ApiError> {
        let action = Action::ReadStatistics;
        let place = WorkflowQuery::read(query.workflow.as_deref(), query.namespace.as_deref())?;
        let workflow = match (&place.namespace, place.name) {
            (_, None) => None,
            (Some(namespace), Some(name)) => Some(format!("{namespace}/{name}")),
            (None, Some(_)) => return Err(ApiError::malformed("`workflow` must be `namespace/name`")),
        };
        let namespace = place.namespace;
        let namespaces = match namespace {
            Some(namespace) => {
                caller.may(action, Some(&namespace))?;
                vec![Some(namespace)]
            }
            None => caller.namespaces(action)?,
        };
        Ok(Self { namespaces, workflow })
    }

    /// Whether a workflow, `namespace/name`, is asked about.
    fn takes(&self, workflow: &str) -> bool {
        let namespace = workflow.split('/').next().unwrap_or_default();
        let sees = self.namespaces.iter().any(|one| one.as_deref().is_none_or(|one| one == namespace));
        sees && self.workflow.as_ref().is_none_or(|wanted| wanted == workflow)
    }
}

/// Read statistics
///
/// Runs that began and ended by the hour or the day, how long they took, and how long people waited for a decision and for a
/// version to go live. Counts are kept for 31 days, in memory: after a start of the server they are read again (`complete`).
#[utoipa::path(
    get,
    path = "/v1/statistics",
    operation_id = "readStatistics",
    tag = "runs",
    params(api::StatisticsQuery),
    responses((status = 200, description = "Of the workflows that the caller may see", body = api::Statistics), Guarded)
)]
async fn read_statistics(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::StatisticsQuery>,
) -> Result<Json<api::Statistics>, ApiError> {
    let wanted = Wanted::of(&query, &caller)?;
    let (from, to) =
        (time_of_query("from", query.from.as_deref())?, time_of_query("to", query.to.as_deref())?);
    let range = Range::new(query.interval.into_engine(), from, to, state.engine.now());
    let range = range.map_err(ApiError::malformed)?;
    let takes = |workflow: &str| wanted.takes(workflow);
    let waits = state.engine.waits(&takes, range).await?;
    let figures = state.engine.figures(&takes, range);
    let workflows = figures.workflows.into_iter().filter_map(|(workflow, totals)| {
        let (namespace, name) = workflow.split_once('/')?;
        let (namespace, name) = (namespace.to_owned(), name.to_owned());
        Some(api::WorkflowCounts { namespace, name, totals: totals.into_api() })
    });
    Ok(Json(api::Statistics {
        interval: query.interval,
        from: rfc3339(range.from),
        to: rfc3339(range.to),
        since: rfc3339(figures.since),
        complete: figures.complete,
        series: figures
            .series
            .into_iter()
            .map(|(start, totals)| api::StatisticsPoint { start: rfc3339(start), counts: totals.into_api() })
            .collect(),
        totals: figures.totals.into_api(),
        workflows: workflows.collect(),
        waiting: api::WaitingTimes {
            request_to_decision: waits.request_to_decision.into_api(),
            draft_to_live: waits.draft_to_live.into_api(),
        },
    }))
}

impl IntoEngine<Interval> for api::StatisticsInterval {
    fn into_engine(self) -> Interval {
        match self {
            Self::Hour => Interval::Hour,
            Self::Day => Interval::Day,
        }
    }
}
