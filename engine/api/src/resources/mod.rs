//! Every resource, in one list: a route that is not described in OpenAPI cannot be registered.

mod adoption;
mod audit;
mod backups;
mod bulk;
mod cases;
mod changes;
mod codes;
mod draft_runs;
mod drafts;
mod estate;
mod evaluate;
mod events;
mod explain;
mod failures;
mod fixtures;
mod functions;
mod grants;
mod health;
mod history;
mod holds;
mod impact;
mod inbox;
mod integrations;
mod lifecycle;
mod me;
mod notices;
mod openapi;
mod owners;
mod policies;
mod policy_sets;
mod presence;
mod principals;
mod queues;
mod quotas;
mod receipts;
mod requests;
mod rerun;
mod restore;
mod retention;
mod reviews;
mod runs;
mod runs_of_workflow;
mod schedules;
mod schemas;
mod search;
mod secrets;
mod sessions;
mod settings;
mod sign_in_links;
mod statistics;
mod stopping;
mod templates;
mod texts;
mod tokens;
mod trace;
mod try_run;
mod violations;
mod workflows;

use std::sync::Arc;

use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use towpath_runtime::Topic;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use openapi::responses;

use crate::denied::Denied;
use crate::finish::{no_method, no_route, with_finish_layer};
use crate::rates::Rates;
use crate::state::{ApiState, Shared};

/// The API as a router, ready to be served.
pub fn api_router(state: ApiState) -> Router {
    let state: Shared = Arc::new(state);
    let (routes, description) = routes_and_description();
    let rates = Arc::new(Rates::new(state.settings.per_minute));
    let denied = Arc::new(Denied::default());
    if let Some(log) = &state.audit {
        let changes = Arc::clone(state.engine.changes());
        log.watch(move || changes.tell(Topic::Audit));
    }
    let router = routes
        .merge(openapi::openapi_routes(description))
        .route_layer(from_fn_with_state((Arc::clone(&state), denied), crate::audit::audit))
        .route_layer(from_fn_with_state((Arc::clone(&state), rates), crate::rates::limit_requests))
        .route_layer(from_fn(crate::precondition::not_modified))
        .layer(Extension(Arc::new(violations::Reports::default())))
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .with_state(Arc::clone(&state));
    with_finish_layer(router, &state.ids)
}

/// The OpenAPI description that `GET /v1/openapi.json` answers with.
pub fn openapi_description() -> utoipa::openapi::OpenApi {
    routes_and_description().1
}

/// All resources. Adding one adds its line here.
fn routes_and_description() -> (Router<Shared>, utoipa::openapi::OpenApi) {
    let (routes, mut description) = all_routes();
    openapi::complete_description(&mut description);
    (routes, description)
}

fn all_routes() -> (Router<Shared>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(openapi::base_description())
        .merge(runs_of_workflow::start_run_routes())
        .merge(draft_runs::draft_run_routes())
        .merge(runs::routes())
        .merge(adoption::adoption_routes())
        .merge(stopping::stopping_routes())
        .merge(rerun::rerun_routes())
        .merge(bulk::bulk_routes())
        .merge(failures::failure_routes())
        .merge(receipts::receipt_routes())
        .merge(fixtures::fixture_routes())
        .merge(trace::trace_routes())
        .merge(events::event_routes())
        .merge(workflows::workflow_routes())
        .merge(drafts::draft_routes())
        .merge(evaluate::evaluate_routes())
        .merge(try_run::try_run_routes())
        .merge(cases::case_routes())
        .merge(templates::template_routes())
        .merge(history::draft_history_routes())
        .merge(presence::presence_routes())
        .merge(lifecycle::lifecycle_routes())
        .merge(settings::settings_routes())
        .merge(schedules::schedule_routes())
        .merge(owners::owner_routes())
        .merge(notices::notice_routes())
        .merge(inbox::routes())
        .merge(requests::request_routes())
        .merge(grants::grant_routes())
        .merge(reviews::review_routes())
        .merge(holds::hold_routes())
        .merge(impact::impact_routes())
        .merge(explain::explain_routes())
        .merge(policies::routes())
        .merge(policy_sets::policy_set_routes())
        .merge(integrations::routes())
        .merge(functions::function_routes())
        .merge(secrets::secret_routes())
        .merge(me::me_routes())
        .merge(queues::queues_routes())
        .merge(quotas::quota_routes())
        .merge(statistics::statistics_routes())
        .merge(estate::estate_routes())
        .merge(search::routes())
        .merge(tokens::routes())
        .merge(sessions::session_routes())
        .merge(sign_in_links::sign_in_link_routes())
        .merge(principals::principal_routes())
        .merge(audit::audit_routes())
        .merge(backups::backup_routes())
        .merge(restore::restore_routes())
        .merge(retention::retention_routes())
        .merge(changes::change_routes())
        .merge(violations::violation_routes())
        .merge(schemas::schema_routes())
        .merge(codes::code_routes())
        .merge(health::health_routes())
        .merge(openapi::description_route())
        .split_for_parts()
}
