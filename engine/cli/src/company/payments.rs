//! The payment provider: it refunds.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::Ledger;

pub(super) fn routes() -> Router<Arc<Ledger>> {
    Router::new().route("/refunds", post(refund))
}

async fn refund(
    State(ledger): State<Arc<Ledger>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<(StatusCode, Json<Value>), StatusCode> {
    let amount =
        body.get("amount").cloned().filter(Value::is_number).ok_or(StatusCode::UNPROCESSABLE_ENTITY)?;
    let answer = ledger.write(
        "payments/refunds",
        &headers,
        body,
        |number| json!({ "refund": format!("r-{number}"), "amount": amount }),
    );
    Ok((StatusCode::CREATED, Json(answer)))
}
