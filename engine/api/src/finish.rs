//! The last step of every request: writes problem documents and the log's line about them. Also what is
//! answered when no route matches, when the method is wrong, and when a handler panics.

use std::any::Any;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode, Uri};
use towpath_diagnostics::codes;

use crate::problem::{ApiError, MEDIA_TYPE};
use crate::state::NewId;

/// Writes the problem document where the answer is an error.
pub(crate) async fn finish(State(ids): State<NewId>, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<ApiError>() {
        Some(error) => write(error, &ids, &method, &uri, response),
        None => response,
    }
}

/// No such route.
pub(crate) async fn no_route(uri: Uri) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, codes::TP4005, format!("there is nothing at `{}`", uri.path()))
}

/// The route exists, for other methods.
pub(crate) async fn no_method(method: Method, uri: Uri) -> ApiError {
    let detail = format!("`{method}` is not possible at `{}`; the header `Allow` says what is", uri.path());
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, codes::TP4006, detail)
}

/// A handler panicked.
pub(crate) fn answer_to_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    ApiError::internal(format!("a handler panicked: {message}")).into_response()
}

fn write(error: ApiError, ids: &NewId, method: &Method, uri: &Uri, mut response: Response) -> Response {
    let mut parts = error.0;
    if parts.incident {
        parts.body.instance = Some(format!("urn:uuid:{}", ids()));
    }
    let instance = parts.body.instance.get_or_insert_with(|| uri.path().to_owned()).clone();
    let (status, code, run) = (parts.body.status, parts.body.code.as_str(), parts.body.run.as_deref());
    let log = parts.log.as_deref().or(parts.body.detail.as_deref()).unwrap_or_default();
    let path = uri.path();
    match status {
        500.. => tracing::error!(%method, path, status, code, run, instance, "{log}"),
        401 | 403 => tracing::info!(%method, path, status, code, run, "{log}"),
        _ => tracing::debug!(%method, path, status, code, run, "{log}"),
    }
    let headers = response.headers_mut();
    headers.remove(http::header::CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in parts.headers {
        headers.append(name, value);
    }
    // A problem document holds only strings and numbers, so encoding does not fail; if it did, the status
    // would still be right.
    *response.body_mut() = Body::from(serde_json::to_vec(&parts.body).unwrap_or_default());
    response
}

/// Puts the last step around every route.
pub(crate) fn with_finish_layer(router: axum::Router, ids: &NewId) -> axum::Router {
    router
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(answer_to_panic))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(ids), finish))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use axum::Router;
    use axum::routing::get;
    use tower::ServiceExt as _;
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_incident_and_its_words_stay_inside() {
        let ids: NewId = Arc::new(|| Uuid::from_u128(42));
        let boom = || async {
            if true {
                panic!("a secret cause")
            }
        };
        let router = with_finish_layer(Router::new().route("/", get(boom)), &ids);
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[CONTENT_TYPE], MEDIA_TYPE);
        let text = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let problem: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(problem["code"], "TP0001");
        assert_eq!(problem["instance"], "urn:uuid:00000000-0000-0000-0000-00000000002a");
        assert!(!problem.to_string().contains("secret cause"));
    }
}
