//! The OpenAPI description: what all routes share of it, and the route that serves it.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Description, RefOr};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::{MEDIA_TYPE, ProblemDetails};
use crate::state::Shared;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Towpath",
        description = "Low-code workflows with IT guardrails. Every error is a problem document \
                       (RFC 9457) with a stable code; `GET /v1/codes/{code}` explains each.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(ProblemDetails)),
    modifiers(&Bearer),
    security(("bearer" = [])),
    tags(
        (name = "runs", description = "Calling workflows and what comes of it"),
        (name = "events", description = "Events for the runs that listen"),
        (name = "workflows", description = "Writing, checking and publishing definitions"),
        (name = "requests", description = "What champions ask IT for"),
        (name = "reviews", description = "Versions that somebody has to approve"),
        (name = "holds", description = "Calls that somebody has to sign"),
        (name = "policies", description = "What workflows may do"),
        (name = "integrations", description = "What workflows can reach"),
        (name = "audit", description = "Who changed what"),
        (name = "identity", description = "Who may ask"),
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
    }
}

/// What all routes share.
pub(crate) fn base() -> Description {
    Base::openapi()
}

/// The description of the route that serves the description.
pub(crate) fn described() -> OpenApiRouter<Shared> {
    let (_, description) = OpenApiRouter::<Shared>::new().routes(routes!(describe)).split_for_parts();
    OpenApiRouter::with_openapi(description)
}

/// Routes whose answers are those of a workflow: it raises whatever status it wants.
const RAISING: [&str; 2] =
    ["/v1/workflows/{namespace}/{name}/runs", "/v1/workflows/{namespace}/{name}/draft/runs"];

/// Adds to each route what the layers around all of them answer: 304 where there is an entity tag
/// (`precondition::not_modified`), what may be wrong with a body (`body`, `plain`), and a full disk. What a route says of
/// a status itself stays.
pub(crate) fn complete(description: &mut Description) {
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
pub(crate) fn routes(description: Description) -> Router<Shared> {
    let text = Bytes::from(description.to_json().unwrap_or_default());
    Router::new().route("/v1/openapi.json", get(move || async move { json(text) }))
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
async fn describe() -> Response {
    json(Bytes::from(super::openapi().to_json().unwrap_or_default()))
}

fn json(text: Bytes) -> Response {
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
        (413, "The body is too large; `limit` says what is taken"),
        (415, "The body's media type or encoding is not taken here"),
        (422, "A text for people has characters that terminals act on, or what is asked for cannot be"),
    ];

    fn problem(description: &str) -> RefOr<Response> {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).build();
        RefOr::T(ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build())
    }

    pub(crate) fn problems(list: &[(u16, &str)]) -> Responses {
        list.iter().map(|(status, description)| (status.to_string(), problem(description))).collect()
    }

    /// Whatever status a workflow raises.
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
            (401, "No token, or one that is unknown, expired or revoked"),
            (403, "The token's roles are not enough; `needed` names those that are"),
            (429, "More than this token or this namespace may; `Retry-After` says when to ask again"),
            (500, "Something went wrong inside; `instance` names the incident in the log"),
            (503, "Not now; `Retry-After` says when to ask again"),
        ];
        /// What names something may answer.
        Missing = [(404, "It does not exist, or this caller may not know of it")];
        /// What takes a body may answer.
        Body = [
            (400, "The request cannot be read"),
            (408, "The body did not arrive in time"),
            (413, "The body is too large; `limit` says what is taken"),
            (415, "The body's media type is not taken here"),
            (507, "The server's disk is full"),
        ];
        /// What decides about something that was shown may answer.
        Decides = [
            (409, "It is not what was shown: `detail` says what changed, `digest` is that of what is there now; or nobody has to decide any more"),
            (422, "What would follow from it has errors, listed in `diagnostics`; nothing was decided"),
            (428, "`If-Match` is missing: a decision names what was shown"),
        ];
        /// What changes a document may answer.
        Changes = [
            (409, "It was changed in between"),
            (412, "The condition of `If-Match` or `If-None-Match` does not hold; `revision` says what does"),
            (422, "The document has errors, listed in `diagnostics`, or does not say what the path says"),
        ];
    }
}
