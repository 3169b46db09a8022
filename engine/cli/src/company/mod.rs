//! Acme, the fictional company of the demo and the tests: a CRM and payments over HTTP, orders in SQLite.
//!
//! A process of its own, so that it survives a killed engine. It remembers every write that reached it, with
//! its key, and applies a key once; `GET /log` tells.

mod crm;
mod ledger;
mod orders;
mod payments;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};

pub(crate) use ledger::Ledger;

/// Opens the company's data folder and answers calls until `stop` comes back.
pub(crate) async fn serve_company(
    data: &Path,
    listen: SocketAddr,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    std::fs::create_dir_all(data).map_err(|error| format!("cannot create `{}`: {error}", data.display()))?;
    orders::create_orders_database(&data.join("orders.db")).await?;
    let ledger = Arc::new(Ledger::open(&data.join("writes.jsonl"))?);
    // A process that finds the company running can see whose data it serves.
    let health = serde_json::json!({ "company": "acme", "data": data });
    let router = Router::new()
        .route("/health", get(move || async { Json(health) }))
        .route("/log", get(log))
        .nest("/crm", crm::routes())
        .nest("/payments", payments::routes())
        .with_state(ledger);
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|error| format!("the company cannot listen on {listen}: {error}"))?;
    let served = axum::serve(listener, router).with_graceful_shutdown(stop);
    served.await.map_err(|error| format!("the company stopped: {error}"))
}

async fn log(State(ledger): State<Arc<Ledger>>) -> Json<serde_json::Value> {
    Json(ledger.summary())
}
