//! What the console answers: its headers, what browsers may keep, and what is no file of it.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;
use towpath_console::{POLICY, around};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let api = Router::new().fallback(|| async { (StatusCode::IM_A_TEAPOT, "the API") });
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = around(api).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer { status: parts.status, headers: parts.headers, bytes: to_bytes(body, usize::MAX).await.unwrap() }
}

#[test]
fn the_policy_allows_nothing_unsafe() {
    assert!(!POLICY.contains("unsafe") && !POLICY.contains('*') && !POLICY.contains("http"));
    for directive in
        ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "report-uri /v1/csp-reports"]
    {
        assert!(POLICY.split("; ").any(|part| part == directive), "{directive}");
    }
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let answers = [
        ask("GET", "/", &[]).await,
        ask("GET", "/runs/1", &[]).await,
        ask("GET", "/assets/none.js", &[]).await,
        ask("POST", "/", &[]).await,
    ];
    for answer in answers {
        assert_eq!(answer.header("content-security-policy"), POLICY);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert!(!answer.header("cache-control").is_empty() && !answer.header("content-type").is_empty());
    }
}

#[tokio::test]
async fn pages_are_the_one_document_and_files_are_themselves() {
    let index = ask("GET", "/", &[]).await;
    assert_eq!((index.status, index.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    assert_eq!(index.header("cache-control"), "no-cache");
    for page in ["/index.html", "/runs", "/workflows/support/refund-triage/1.0.0", "/runs?status=faulted"] {
        let answer = ask("GET", page, &[]).await;
        assert_eq!((answer.status, &answer.bytes), (StatusCode::OK, &index.bytes), "{page}");
    }
    for none in ["/assets/none-1a2b.js", "/favicon.png", "/.vite/manifest.json", "/assets/../index.html"] {
        assert_eq!(ask("GET", none, &[]).await.status, StatusCode::NOT_FOUND, "{none}");
    }
    let head = ask("HEAD", "/", &[]).await;
    assert!(head.bytes.is_empty() && head.header("content-length") == index.bytes.len().to_string());
    let post = ask("POST", "/", &[]).await;
    assert_eq!((post.status, post.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"));
}

#[tokio::test]
async fn the_api_keeps_its_paths() {
    for path in ["/v1", "/v1/runs", "/v1/no-such-route", "/healthz", "/readyz"] {
        assert_eq!(ask("GET", path, &[]).await.status, StatusCode::IM_A_TEAPOT, "{path}");
    }
    assert_eq!(ask("POST", "/v1/sessions", &[]).await.status, StatusCode::IM_A_TEAPOT);
    assert_eq!(ask("GET", "/v1x", &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nothing_leads_to_another_site() {
    for path in [
        "//evil.example",
        "//evil.example/%2f..",
        "/\\evil.example",
        "/%2f%2fevil.example",
        "/?next=https://evil.example",
        "/sign-in?return=//evil.example",
    ] {
        let answer = ask("GET", path, &[]).await;
        assert!(!answer.status.is_redirection() && answer.headers.get("location").is_none(), "{path}");
    }
}

#[tokio::test]
async fn a_browser_that_has_it_is_not_sent_it_again() {
    let first = ask("GET", "/", &[]).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.len() > 60 && tag.starts_with('"'));
    for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let again = ask("GET", "/", &[("if-none-match", &known)]).await;
        assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
        assert_eq!((again.header("etag"), again.header("cache-control")), (tag.as_str(), "no-cache"));
    }
    assert_eq!(ask("GET", "/", &[("if-none-match", "\"x\"")]).await.status, StatusCode::OK);
    let refused = ask("GET", "/", &[("accept-encoding", "br, gzip;q=0")]).await;
    assert_eq!((refused.header("content-encoding"), &refused.bytes), ("", &first.bytes));
}
