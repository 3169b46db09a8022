//! The console: the web page, as files that are part of the program, served beside the API.
//!
//! `web/` has the sources, `dist/` the built files, which are committed, so that Rust alone builds and serves them; `build.sh` makes
//! them. The page uses the public API and nothing else: this crate knows no engine. It never redirects.

mod files;
mod headers;
mod kind;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use http::header::ALLOW;
use http::{HeaderValue, Method, StatusCode};

use crate::files::{INDEX, file};
use crate::headers::{answer, guarded};

pub use crate::headers::POLICY;

/// The API with the console around it: every path that is not the API's is a file of the console, or a page of it.
pub fn around(api: Router) -> Router {
    api.layer(from_fn(console_or_api))
}

async fn console_or_api(request: Request, next: Next) -> Response {
    if is_of_the_api(request.uri().path()) { next.run(request).await } else { serve(&request) }
}

/// Whether the API answers at this path.
fn is_of_the_api(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz" | "/v1") || path.starts_with("/v1/")
}

/// A file of the console. A path that names no file is a page: it is answered with the one document, whose script knows pages.
fn serve(request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = refused(StatusCode::METHOD_NOT_ALLOWED, "the console is only read");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let path = request.uri().path().trim_start_matches('/');
    let found = match file(path) {
        Some(found) => Some(found),
        None if kind::names_a_file(path) => None,
        None => file(INDEX),
    };
    match found {
        Some(found) => answer(request, found),
        None => refused(StatusCode::NOT_FOUND, "the console has no such file"),
    }
}

fn refused(status: StatusCode, why: &'static str) -> Response {
    let mut response = Response::new(Body::from(format!("{why}\n")));
    *response.status_mut() = status;
    guarded(&mut response, kind::TEXT, "no-store");
    response
}
