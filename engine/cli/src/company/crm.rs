//! The CRM: five customers, their notes, complaints and leads.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::Ledger;

pub(super) fn routes() -> Router<Arc<Ledger>> {
    Router::new()
        .route("/customers/{id}", get(customer))
        .route("/customers/{id}/notes", post(note))
        .route("/complaints", post(complaint))
        .route("/leads", post(lead))
}

/// Id, name, tier, city.
const CUSTOMERS: [(&str, &str, &str, &str); 5] = [
    ("c-1", "Ada Brook", "gold", "Utrecht"),
    ("c-2", "Barend Sluis", "standard", "Ghent"),
    ("c-3", "Grace Weir", "silver", "Leeds"),
    ("c-4", "Lin Ferry", "standard", "Lyon"),
    ("c-5", "Noor Lock", "gold", "Delft"),
];

fn find(id: &str) -> Option<Value> {
    let (id, name, tier, city) = CUSTOMERS.iter().find(|customer| customer.0 == id)?;
    let email = format!("{}@customers.acme.example", name.to_lowercase().replace(' ', "."));
    Some(json!({ "id": id, "name": name, "email": email, "tier": tier, "city": city }))
}

async fn customer(Path(id): Path<String>) -> Result<Json<Value>, StatusCode> {
    find(&id).map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn note(
    State(ledger): State<Arc<Ledger>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(mut body): Json<Value>,
) -> Result<(StatusCode, Json<Value>), StatusCode> {
    if find(&id).is_none() {
        return Err(StatusCode::NOT_FOUND);
    }
    if let Some(body) = body.as_object_mut() {
        body.insert("customer".to_owned(), json!(id));
    }
    let answer = ledger.write("crm/notes", &headers, body, |number| json!({ "note": format!("n-{number}") }));
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn complaint(
    State(ledger): State<Arc<Ledger>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let answer =
        ledger.write("crm/complaints", &headers, body, |number| json!({ "ticket": format!("T-{number}") }));
    (StatusCode::CREATED, Json(answer))
}

async fn lead(
    State(ledger): State<Arc<Ledger>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let answer = ledger.write("crm/leads", &headers, body, |number| json!({ "lead": format!("l-{number}") }));
    (StatusCode::CREATED, Json(answer))
}
