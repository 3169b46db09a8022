//! Every resource, in one list: a route that is not described in OpenAPI cannot be registered.

mod adoption;
mod audit;
mod cases;
mod changes;
mod codes;
mod draft_runs;
mod drafts;
mod estate;
mod evaluate;
mod events;
mod explain;
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
mod quotas;
mod receipts;
mod requests;
mod reviews;
mod runs;
mod runs_of_workflow;
mod schemas;
mod search;
mod secrets;
mod sessions;
mod settings;
mod sign_in_links;
mod statistics;
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
pub fn router(state: ApiState) -> Router {
    let state: Shared = Arc::new(state);
    let (routes, description) = described();
    let rates = Arc::new(Rates::new(state.settings.per_minute));
    let denied = Arc::new(Denied::default());
    if let Some(log) = &state.audit {
        let changes = Arc::clone(state.engine.changes());
        log.watch(move || changes.tell(Topic::Audit));
    }
    let router = routes
        .merge(openapi::routes(description))
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
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().1
}

/// All resources. Adding one adds its line here.
fn described() -> (Router<Shared>, utoipa::openapi::OpenApi) {
    let (routes, mut description) = all();
    openapi::complete(&mut description);
    (routes, description)
}

fn all() -> (Router<Shared>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(openapi::base())
        .merge(runs_of_workflow::routes())
        .merge(draft_runs::routes())
        .merge(runs::routes())
        .merge(adoption::routes())
        .merge(receipts::routes())
        .merge(fixtures::routes())
        .merge(trace::routes())
        .merge(events::routes())
        .merge(workflows::routes())
        .merge(drafts::routes())
        .merge(evaluate::routes())
        .merge(try_run::routes())
        .merge(cases::routes())
        .merge(templates::routes())
        .merge(history::routes())
        .merge(presence::routes())
        .merge(lifecycle::routes())
        .merge(settings::routes())
        .merge(owners::routes())
        .merge(notices::routes())
        .merge(inbox::routes())
        .merge(requests::routes())
        .merge(grants::routes())
        .merge(reviews::routes())
        .merge(holds::routes())
        .merge(impact::routes())
        .merge(explain::routes())
        .merge(policies::routes())
        .merge(policy_sets::routes())
        .merge(integrations::routes())
        .merge(functions::routes())
        .merge(secrets::routes())
        .merge(me::routes())
        .merge(quotas::routes())
        .merge(statistics::routes())
        .merge(estate::routes())
        .merge(search::routes())
        .merge(tokens::routes())
        .merge(sessions::routes())
        .merge(sign_in_links::routes())
        .merge(principals::routes())
        .merge(audit::routes())
        .merge(changes::routes())
        .merge(violations::routes())
        .merge(schemas::routes())
        .merge(codes::routes())
        .merge(health::routes())
        .merge(openapi::described())
        .split_for_parts()
}
