//! Answers that do not come from a Towpath server, or are not as expected.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use towpath_client::{Client, ClientError};

async fn serve(router: Router) -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Client::new(&url, Some("tp_x")).unwrap()
}

#[tokio::test]
async fn another_server_is_recognised() {
    let proxy = || async { (StatusCode::BAD_GATEWAY, "<html>no upstream</html>") };
    let client = serve(Router::new().route("/v1/me", get(proxy))).await;
    let found = client.me().await;
    assert!(matches!(found, Err(ClientError::Unexpected { status: 502, .. })), "{found:?}");
    let found = client.tokens().await;
    assert!(matches!(found, Err(ClientError::Unexpected { status: 404, .. })), "{found:?}");
}

#[tokio::test]
async fn an_answer_of_another_shape_is_an_error_with_its_place() {
    let client = serve(Router::new().route("/v1/me", get(|| async { r#"{"id":1}"# }))).await;
    match client.me().await {
        Err(ClientError::Unreadable { url, reason }) => {
            assert!(url.ends_with("/v1/me") && reason.contains("line 1"), "{url} {reason}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn fields_that_a_newer_server_adds_are_ignored() {
    let body = r#"{"id":"a","name":"a","kind":"app","grants":[],"mayView":[],"added":true}"#;
    let client = serve(Router::new().route("/v1/me", get(move || async move { body }))).await;
    assert_eq!(client.me().await.unwrap().id, "a");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_transport_error() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let found = Client::new(&url, None).unwrap().health().await;
    assert!(matches!(found, Err(ClientError::Transport(_))), "{found:?}");
    assert!(matches!(Client::new("ftp://acme.example", None), Err(ClientError::Setup(_))));
}
