//! The estate: workflows, systems and data, and who answers for them.

use axum::Json;
use axum::extract::State;
use towpath_access::Kind;
use towpath_api_types as api;
use towpath_identity::{Action, reach};
use towpath_runtime::{
    EstateIntegration, EstateLabel, EstateOperation, EstateWorkflow, Grant, Reaching, SecretNow, VersionState,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::queues::circuit_of;
use super::responses::Guarded;
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::QueryOf;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn estate_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_estate))
}

impl IntoApi<api::Reaching> for Reaching {
    fn into_api(self) -> api::Reaching {
        let Self { kind, integration, operation, labels, reads } = self;
        let kind = match kind {
            Kind::Fetch => api::ReachKind::Fetch,
            Kind::Run => api::ReachKind::Run,
            Kind::Emit | Kind::Listen => api::ReachKind::Event,
            Kind::Call | Kind::Start | Kind::Respond | Kind::Configure => api::ReachKind::Call,
        };
        let access = if reads { api::OperationEffect::Read } else { api::OperationEffect::Write };
        api::Reaching { kind, integration, operation, labels, access }
    }
}

impl IntoApi<api::EstateLabel> for EstateLabel {
    fn into_api(self) -> api::EstateLabel {
        let Self { label, workflows, leaves_to } = self;
        let leaves_to =
            leaves_to.into_iter().map(|one| api::Leaving { to: one.to, workflows: one.workflows }).collect();
        api::EstateLabel { label, workflows, leaves_to }
    }
}

impl IntoApi<api::EstateOperation> for EstateOperation {
    fn into_api(self) -> api::EstateOperation {
        let Self { offered, workflows, calls_per_day, failures_per_day } = self;
        api::EstateOperation {
            name: offered.signature.operation,
            version: offered.signature.version,
            title: offered.signature.title,
            effect: offered.signature.effect.into_api(),
            labels: offered.labels,
            workflows,
            calls_per_day,
            failures_per_day,
        }
    }
}

impl IntoApi<api::EstateSecret> for SecretNow {
    fn into_api(self) -> api::EstateSecret {
        let Self { name, is_present, changed_at } = self;
        api::EstateSecret { name, is_present, changed_at: changed_at.map(rfc3339) }
    }
}

fn estate_workflow(state: &Shared, found: EstateWorkflow) -> api::EstateWorkflow {
    let EstateWorkflow { workflow, state: standing, owner, deputy, is_switched_off, last_change_at, reaches } =
        found;
    let answers = |who: &String| state.tokens.may(who, Action::Publish, &workflow.namespace);
    let may_be_called = matches!(standing, VersionState::Published | VersionState::Deprecated);
    let is_orphan = ![&owner, &deputy].into_iter().flatten().any(answers);
    api::EstateWorkflow {
        is_orphan,
        namespace: workflow.namespace,
        name: workflow.name,
        title: workflow.title,
        owner,
        deputy,
        live_version: Some(workflow.version).filter(|_| may_be_called),
        state: standing.into_api(),
        is_switched_off,
        last_change_at: rfc3339(last_change_at),
        reaches: reaches.into_iter().map(IntoApi::into_api).collect(),
    }
}

fn estate_integration(
    found: EstateIntegration,
    circuit: api::Circuit,
    sees_secrets: bool,
) -> api::EstateIntegration {
    let EstateIntegration { name, title, owner, is_switched_off, operations, secrets } = found;
    api::EstateIntegration {
        name,
        title,
        owner,
        is_switched_off,
        circuit,
        operations: operations.into_iter().map(IntoApi::into_api).collect(),
        secrets: secrets.into_iter().filter(|_| sees_secrets).map(IntoApi::into_api).collect(),
    }
}

fn estate_grant(state: &Shared, found: Grant) -> api::EstateGrant {
    api::EstateGrant {
        last_used_at: state.engine.last_permitted(&found.policy).map(rfc3339),
        name: found.policy,
        namespace: found.namespace,
        workflow: found.workflow,
        state: found.state.into_api(),
        ends_at: rfc3339(found.ends_at),
        days_left: found.days_left,
    }
}

/// Read the estate
///
/// Which workflows reach which systems and which data, who answers for them, how much is used, and which grants end. Of the
/// namespaces that the caller may see; the data map says what definitions may do, not what happened.
#[utoipa::path(
    get,
    path = "/v1/estate",
    operation_id = "readEstate",
    tag = "server",
    params(api::NamespaceQuery),
    responses((status = 200, description = "The estate", body = api::Estate), Guarded)
)]
async fn read_estate(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::NamespaceQuery>,
) -> Result<Json<api::Estate>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ReadEstate, Some(&namespace))?;
            vec![Some(namespace)]
        }
        None => caller.namespaces(Action::ReadEstate)?,
    };
    let sees =
        |namespace: &str| namespaces.iter().any(|one| one.as_deref().is_none_or(|one| one == namespace));
    let found = state.engine.estate(&sees).await?;
    let grants = match reach(&caller.0, Action::ReadGrants).is_empty() {
        true => Vec::new(),
        false => state.engine.grants(None).await?,
    };
    let readable = |grant: &Grant| {
        sees(&grant.namespace) && caller.may(Action::ReadGrants, Some(&grant.namespace)).is_ok()
    };
    let grants = grants.into_iter().filter(readable).map(|one| estate_grant(&state, one)).collect();
    let sees_secrets = caller.may(Action::ReadSecretNames, None).is_ok();
    let mut integrations = Vec::with_capacity(found.integrations.len());
    for one in found.integrations {
        let circuit = circuit_of(&state, &one.name).await?;
        integrations.push(estate_integration(one, circuit, sees_secrets));
    }
    Ok(Json(api::Estate {
        workflows: found.workflows.into_iter().map(|one| estate_workflow(&state, one)).collect(),
        labels: found.labels.into_iter().map(IntoApi::into_api).collect(),
        grants,
        integrations,
        calls_since: rfc3339(found.calls_since),
        complete: found.complete,
    }))
}
