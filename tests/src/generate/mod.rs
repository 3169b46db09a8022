//! Workflow definitions, their surroundings and the answers they get, made by a grammar from a seed.

mod grammar;
mod host;

pub use grammar::{Grammar, Maker};
pub use host::Host;

use std::sync::LazyLock;

use serde_json::{Value, json};
use towpath_wire::Load;

use crate::random::Random;

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    Grammar::new(&[
        include_str!("../../generate/definition.yaml"),
        include_str!("../../generate/tasks.yaml"),
        include_str!("../../generate/expressions.yaml"),
        include_str!("../../generate/host.yaml"),
        include_str!("../../generate/slips.yaml"),
    ])
});

/// How many of 1,000 definitions have a mistake that the check finds.
const SLIPS: usize = 250;

/// The definition of this seed.
pub fn definition(seed: u64) -> Value {
    let mut random = Random::new(seed);
    let faults = if random.chance(700) { 0 } else { 40 };
    let slips = random.chance(SLIPS);
    let mut definition = GRAMMAR.maker(&mut random, faults).make("definition");
    if slips {
        slip(&mut definition, &mut random);
    }
    definition
}

/// An expression of this seed; its holes are filled.
pub fn expression(seed: u64) -> String {
    let mut random = Random::new(seed);
    let made = GRAMMAR.maker(&mut random, 20).make("any");
    made.as_str().map_or_else(|| made.to_string(), str::to_owned)
}

/// Breaks the definition somewhere.
fn slip(definition: &mut Value, random: &mut Random) {
    if random.chance(250) {
        let part = GRAMMAR.maker(random, 0).make("slip-whole");
        if let (Some(whole), Value::Object(part)) = (definition.as_object_mut(), part) {
            whole.extend(part);
        }
        return;
    }
    let task = json!({ "slip": GRAMMAR.maker(random, 0).make("slip-task") });
    if let Some(tasks) = definition["do"].as_array_mut() {
        let at = random.below(tasks.len() + 1);
        tasks.insert(at, task);
    }
}

/// The definition with everything that it may use.
///
/// # Panics
/// Never: what it may use is written below.
pub fn load(definition: &Value) -> Load {
    let any = json!({});
    let customer = json!({
        "type": "object", "required": ["id"], "additionalProperties": false,
        "properties": { "id": { "type": "string" }, "expand": { "type": "array", "items": { "type": "string" } } },
    });
    let refund = json!({ "type": "object", "properties": { "amount": { "type": "number" } } });
    let name = json!({ "type": "object", "properties": { "name": { "type": "string" }, "n": { "type": "number" } } });
    let orders = json!({
        "openapi": "3.1.0", "info": { "title": "Orders", "version": "1" },
        "servers": [{ "url": "https://api.acme.example/v1" }],
        "paths": {
            "/orders/{id}": {
                "parameters": [{ "name": "id", "in": "path", "required": true }],
                "get": { "operationId": "getOrder", "responses": { "200": { "description": "fine" } } },
            },
            "/orders": {
                "get": { "operationId": "findOrders", "parameters": [
                    { "name": "tags", "in": "query", "schema": { "type": "array" } },
                    { "name": "limit", "in": "query", "schema": { "type": "integer" } },
                ] },
                "post": { "operationId": "addOrder", "requestBody": { "required": true,
                    "content": { "application/json": { "schema": { "type": "object" } } } } },
            },
        },
    });
    let function = |integration: &str, operation: &str, version: &str, effect: &str, input: &Value| {
        json!({ "integration": integration, "operation": operation, "version": version, "title": "", "effect": effect,
                "input": input, "output": name })
    };
    let load = json!({
        "source": definition.to_string(),
        "functions": [
            function("crm", "get-customer", "1.0.0", "read", &customer),
            function("crm", "add-note", "1.0.0", "write", &any),
            function("payments", "refund", "2.1.0", "write", &refund),
            function("log", "note", "1.0.0", "write", &any),
        ],
        "resources": [{ "uri": "https://api.acme.example/openapi.json", "content": orders.to_string() }],
    });
    match serde_json::from_value(load) {
        Ok(load) => load,
        Err(error) => panic!("what is offered is not of the wire format: {error}"),
    }
}
