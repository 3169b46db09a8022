//! The system that the workflows write to. It counts what it has carried out.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Value, json};

/// How often it refuses a call to `flaky` before it carries it out.
const REFUSED: usize = 2;

/// What it has done.
#[derive(Debug, Clone, Default)]
pub(crate) struct Peer(Arc<Mutex<Done>>);

#[derive(Debug, Default)]
struct Done {
    /// How often each text was written.
    written: BTreeMap<String, usize>,
    /// How often each idempotency key has come.
    keys: BTreeMap<String, usize>,
}

impl Peer {
    /// Starts it; its port.
    pub(crate) async fn start() -> (u16, Self) {
        let peer = Self::default();
        let router = Router::new().fallback(answer).with_state(peer.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, router).await });
        (port, peer)
    }

    /// How often this was written.
    pub(crate) fn written(&self, text: &str) -> usize {
        self.0.lock().unwrap().written.get(text).copied().unwrap_or_default()
    }

    /// What was written more than once.
    pub(crate) fn twice(&self) -> Vec<String> {
        let done = self.0.lock().unwrap();
        done.written.iter().filter(|(_, count)| **count > 1).map(|(text, _)| text.clone()).collect()
    }

    /// How many texts were written.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().written.len()
    }
}

async fn answer(State(peer): State<Peer>, uri: Uri, headers: HeaderMap, body: String) -> Response {
    let text = serde_json::from_str::<Value>(&body).unwrap()["text"].as_str().unwrap().to_owned();
    let mut done = peer.0.lock().unwrap();
    // Without a key each request is a write; with one, the requests with it are one.
    let seen = headers.get("idempotency-key").map(|key| {
        let seen = done.keys.entry(key.to_str().unwrap().to_owned()).or_default();
        *seen += 1;
        *seen
    });
    let first = if uri.path() == "/flaky" { REFUSED + 1 } else { 1 };
    if seen.is_some_and(|seen| seen < first) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if seen.is_none_or(|seen| seen == first) {
        *done.written.entry(text.clone()).or_default() += 1;
    }
    Json(json!({ "text": text })).into_response()
}
