//! The OpenAPI description: what all routes share of it, and the route that serves it.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Description, RefOr};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::MEDIA_TYPE;
use crate::state::Shared;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Towpath",
        description = "Low-code workflows with IT guardrails. Every error is a problem document \
                       (RFC 9457) with a stable code; `GET /v1/codes/{code}` explains each.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(towpath_api_types::Problem, towpath_api_types::Change, towpath_api_types::Reset)),
    modifiers(&Bearer),
    security(("bearer" = []), ("session" = [])),
    tags(
        (name = "runs", description = "Starting workflows and reading runs"),
        (name = "events", description = "Events for the runs that listen"),
        (name = "workflows", description = "Writing, checking and publishing definitions"),
        (name = "requests", description = "What champions need from IT"),
        (name = "inbox", description = "Everything that waits for a decision"),
        (name = "reviews", description = "Versions that a person has to approve"),
        (name = "schedules", description = "Workflows that start without a caller"),
        (name = "holds", description = "Calls that a person has to release"),
        (name = "policies", description = "What workflows may do"),
        (name = "integrations", description = "What workflows can reach"),
        (name = "audit", description = "Who changed what"),
        (name = "identity", description = "Principals, tokens and roles"),
        (name = "server", description = "The server itself"),
    )
)]
struct Base;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut Description) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("tp_…")
            .description(Some("A token from `POST /v1/tokens` or `towpath tokens create`."))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
        let cookie = "A session from `POST /v1/sessions`. Where the console is reached over `https`, the cookie is \
                      `__Host-towpath_session`. What changes something also needs the header `X-Towpath-CSRF`.";
        let cookie = ApiKeyValue::with_description("towpath_session", cookie);
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// What all routes share.
pub(crate) fn base_description() -> Description {
    Base::openapi()
}

/// The description of the route that serves the description.
pub(crate) fn description_route() -> OpenApiRouter<Shared> {
    let (_, description) = OpenApiRouter::<Shared>::new().routes(routes!(read_description)).split_for_parts();
    OpenApiRouter::with_openapi(description)
}

/// Routes whose answers come from a workflow: it can raise any status.
const RAISING: [&str; 2] =
    ["/v1/workflows/{namespace}/{name}/runs", "/v1/workflows/{namespace}/{name}/draft/runs"];

/// Adds to each route what the layers around all of them answer: 304 where there is an entity tag
/// (`precondition::not_modified`), what may be wrong with a body (`body`, `plain`), and a full disk. What a route says of
/// a status itself stays.
pub(crate) fn complete_description(description: &mut Description) {
    for (path, item) in &mut description.paths.paths {
        let operations =
            [(&mut item.get, false), (&mut item.put, true), (&mut item.post, true), (&mut item.delete, true)];
        for (operation, changes) in operations {
            let Some(operation) = operation else { continue };
            let found = &mut operation.responses.responses;
            let has_tag = matches!(
                found.get("200"),
                Some(RefOr::T(response)) if response.headers.contains_key("ETag")
            );
            if !changes && has_tag {
                let known = utoipa::openapi::ResponseBuilder::new()
                    .description("It is what `If-None-Match` names")
                    .build();
                found.insert("304".to_owned(), RefOr::T(known));
            }
            let mut common = Vec::new();
            if operation.request_body.is_some() {
                common.extend(responses::problems(&responses::BODY));
            }
            if changes {
                common.extend(responses::problems(&[(507, "The server's disk is full")]));
            }
            if changes && RAISING.contains(&path.as_str()) {
                common.extend(responses::raised());
            }
            for (status, response) in common {
                found.entry(status).or_insert(response);
            }
        }
    }
}

/// The route itself, with the whole description at hand.
pub(crate) fn openapi_routes(description: Description) -> Router<Shared> {
    let text = Bytes::from(description.to_json().unwrap_or_default());
    Router::new().route("/v1/openapi.json", get(move || async move { description_response(text) }))
}

/// This description
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    operation_id = "readDescription",
    tag = "server",
    security(()),
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = Object))
)]
async fn read_description() -> Response {
    description_response(Bytes::from(super::openapi_description().to_json().unwrap_or_default()))
}

fn description_response(text: Bytes) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

/// Problems that routes have in common, for their descriptions.
pub(crate) mod responses {
    use utoipa::IntoResponses;
    use utoipa::openapi::{ContentBuilder, Ref, Response, ResponseBuilder};

    use super::{BTreeMap, MEDIA_TYPE, RefOr};

    type Responses = BTreeMap<String, RefOr<Response>>;

    /// What may be wrong with any body.
    pub(crate) const BODY: [(u16, &str); 5] = [
        (400, "The request cannot be read"),
        (408, "The body did not arrive in time"),
        (413, "The body is too large; `limit` says what is accepted"),
        (415, "The body's media type or encoding is not supported here"),
        (422, "A text for people has control characters, or the request cannot be fulfilled"),
    ];

    fn problem(description: &str) -> RefOr<Response> {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        RefOr::T(ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build())
    }

    pub(crate) fn problems(list: &[(u16, &str)]) -> Responses {
        list.iter().map(|(status, description)| (status.to_string(), problem(description))).collect()
    }

    /// Any status that a workflow raises.
    pub(crate) fn raised() -> Responses {
        let raised = "The workflow raised an error with this status";
        ["4XX", "5XX"].into_iter().map(|range| (range.to_owned(), problem(raised))).collect()
    }

    macro_rules! described {
        ($($(#[$doc:meta])* $name:ident = $list:expr;)+) => {$(
            $(#[$doc])*
            pub(crate) struct $name;

            impl IntoResponses for $name {
                fn responses() -> Responses {
                    problems(&$list)
                }
            }
        )+};
    }

    described! {
        /// What every route that wants a token may answer.
        Guarded = [
            (400, "The path, the query or a header cannot be read"),
            (401, "No token or session, or one that is unknown, expired or revoked"),
            (403, "The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server"),
            (429, "A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request"),
            (500, "Something went wrong inside; `instance` names the incident in the log"),
            (503, "The server cannot do it now; `Retry-After` says when to repeat the request"),
        ];
        /// What names something may answer.
        Missing = [(404, "It does not exist, or this caller may not see it")];
        /// What takes a body may answer.
        Body = [
            (400, "The request cannot be read"),
            (408, "The body did not arrive in time"),
            (413, "The body is too large; `limit` says what is accepted"),
            (415, "The body's media type is not supported here"),
            (507, "The server's disk is full"),
        ];
        /// What decides about something that was shown may answer.
        Decides = [
            (409, "It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more"),
            (422, "The result would have errors, listed in `diagnostics`; nothing was decided"),
            (428, "`If-Match` is missing: a decision names what was shown"),
        ];
        /// What changes a document may answer.
        Changes = [
            (409, "It was changed in between"),
            (412, "The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one"),
            (422, "The document has errors, listed in `diagnostics`, or names something else than the path"),
        ];
    }
}
