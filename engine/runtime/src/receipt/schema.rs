//! The JSON Schema of receipts, with the signature.

use serde_json::{Value, json};

/// The schema of a receipt as it is handed out.
pub fn schema() -> Value {
    let digest = json!({ "type": "string", "pattern": "^sha256:[0-9a-f]{64}$" });
    let texts = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    let record = json!({
        "type": "object",
        "required": ["index", "term", "record"],
        "additionalProperties": false,
        "properties": {
            "index": { "type": "integer", "minimum": 0, "description": "Its place, from 0." },
            "term": { "type": "integer", "minimum": 1, "description": "The fencing token it was written under." },
            "record": { "type": "object", "description": "As it stands in the journal: its kind is the only key." },
        },
    });
    let resource = json!({
        "type": "object",
        "required": ["uri", "content"],
        "additionalProperties": false,
        "properties": { "uri": { "type": "string" }, "content": { "type": "string" } },
    });
    let definition = json!({
        "type": "object",
        "required": ["source"],
        "additionalProperties": false,
        "properties": {
            "source": { "type": "string", "description": "The text, YAML or JSON." },
            "resources": { "type": "array", "items": resource, "description": "What it names by URL: of each document what the definition uses, as it was when it was published." },
        },
    });
    let receipt = json!({
        "type": "object",
        "description": "What is signed, byte for byte.",
        "required": ["run", "madeAt", "madeFor", "engine", "records", "definition", "policies"],
        "additionalProperties": false,
        "properties": {
            "run": { "type": "string", "description": "The run's id." },
            "madeAt": { "type": "integer", "description": "Milliseconds since the Unix epoch." },
            "madeFor": { "type": "string", "description": "The principal who asked for it." },
            "engine": { "type": "string", "description": "Version of the engine that made it." },
            "records": { "type": "array", "items": record, "description": "The journal, in order." },
            "definition": definition,
            "policies": {
                "type": "object",
                "propertyNames": digest,
                "additionalProperties": texts,
                "description": "The policy sets that decisions name, by digest: texts, by the policies' names.",
            },
            "profile": { "type": "object", "description": "Everything the version can reach, where a policy looks at that." },
        },
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The receipt of a run",
        "type": "object",
        "required": ["towpath", "key", "signature", "receipt"],
        "additionalProperties": false,
        "properties": {
            "towpath": { "const": "receipt 1" },
            "key": { "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "The public key, Ed25519." },
            "signature": { "type": "string", "pattern": "^[0-9a-f]{128}$" },
            "receipt": receipt,
        },
    })
}
