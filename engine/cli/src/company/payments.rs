//! The payment provider: it tells what was charged for an order, and refunds.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Ledger;

/// The name of refunds in the ledger.
const REFUNDS: &str = "payments/refunds";

/// Charge, order, amount in euros. `o-1004` was charged twice.
const CHARGES: [(&str, &str, f64); 7] = [
    ("ch-501", "o-1001", 34.9),
    ("ch-502", "o-1002", 180.0),
    ("ch-503", "o-1003", 102.0),
    ("ch-504", "o-1004", 71.5),
    ("ch-505", "o-1004", 71.5),
    ("ch-506", "o-1005", 44.5),
    ("ch-507", "o-1006", 39.0),
];

pub(super) fn routes() -> Router<Arc<Ledger>> {
    Router::new().route("/charges", get(charges)).route("/refunds", post(refund))
}

/// Which order is asked about.
#[derive(Deserialize)]
struct Asked {
    order: String,
}

/// What was charged for an order, and how much of it was given back since.
async fn charges(State(ledger): State<Arc<Ledger>>, Query(asked): Query<Asked>) -> Json<Value> {
    let charges: Vec<Value> = CHARGES
        .iter()
        .filter(|(_, order, _)| *order == asked.order)
        .map(|(charge, _, amount)| json!({ "charge": charge, "amount": amount }))
        .collect();
    let refunds = ledger.applied(REFUNDS);
    let refunded = refunds
        .iter()
        .filter(|refund| refund["order"] == asked.order)
        .filter_map(|refund| refund["amount"].as_f64())
        .fold(0.0, |sum, amount| sum + amount);
    Json(json!({ "order": asked.order, "charges": charges, "refunded": refunded }))
}

async fn refund(
    State(ledger): State<Arc<Ledger>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<(StatusCode, Json<Value>), StatusCode> {
    let amount =
        body.get("amount").cloned().filter(Value::is_number).ok_or(StatusCode::UNPROCESSABLE_ENTITY)?;
    let answer = ledger.write(
        REFUNDS,
        &headers,
        body,
        |number| json!({ "refund": format!("r-{number}"), "amount": amount }),
    );
    Ok((StatusCode::CREATED, Json(answer)))
}
