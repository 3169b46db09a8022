//! JSON Schema of the key that documents of kind `web` have for themselves.

use serde_json::{Map, Value, json};

use crate::document::labels_schema;

/// `hosts`.
pub(super) fn hosts() -> Value {
    let mut properties = Map::new();
    for part in [which(), limits(), trust()] {
        properties.extend(
            part.as_object().into_iter().flatten().map(|(key, schema)| (key.clone(), schema.clone())),
        );
    }
    json!({
        "type": "array",
        "description": "The hosts that raw HTTP may reach, if policies permit it too; none unless said otherwise.",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["host"],
            "properties": properties,
        },
    })
}

fn which() -> Value {
    json!({
        "host": { "type": "string", "description": "A host, or `*.acme.example` for all below it." },
        "ports": {
            "type": "array", "items": { "type": "integer", "minimum": 1, "maximum": 65535 },
            "description": "Ports; those of `schemes` unless said otherwise.",
        },
        "schemes": {
            "type": "array", "items": { "enum": ["https", "http"] },
            "description": "`[https]` unless said otherwise.",
        },
        "resolve": {
            "type": "string",
            "description": "Its address, instead of looking it up. It may be private. With a port (`10.0.0.7:8443`), that one \
                is used instead of the usual one of the scheme.",
        },
        "private": {
            "type": "boolean",
            "description": "Whether the host may have a private address. A host that is an address itself, \
                or `localhost`, may.",
        },
    })
}

fn limits() -> Value {
    let duration = "^[0-9]+(ms|s|m)$";
    json!({
        "tokenPaths": {
            "type": "array", "items": { "type": "string", "pattern": "^/[^?#]*$" },
            "description": "Paths of this host where `authentication` (`oauth2`, `oidc`) may ask for tokens; none unless \
                said otherwise.",
        },
        "refusals": crate::http::refusals_schema(),
        "allowInPath": crate::http::connection::in_path_schema(),
        "timeout": {
            "type": "string", "pattern": duration,
            "description": "Longest time of one call, redirects included; `30s` unless said otherwise.",
        },
        "connectTimeout": {
            "type": "string", "pattern": duration,
            "description": "Longest time to resolve, connect and shake hands; `5s` unless said otherwise.",
        },
        "maxResponseBytes": {
            "type": "integer", "minimum": 1, "maximum": 67_108_864,
            "description": "Most bytes of an answer; 1048576 unless said otherwise. Also of an OpenAPI document or a schema that a \
                definition names by its URL; 33554432 unless said otherwise, and never more.",
        },
        "redirects": {
            "type": "integer", "minimum": 0, "maximum": 5,
            "description": "Most redirects that are followed where a call says `redirect: true`; 5 unless \
                said otherwise.",
        },
    })
}

fn trust() -> Value {
    json!({
        "ca": { "type": "string", "description": "PEM file with the only authorities that are trusted." },
        "labels": labels_schema(),
        "secrets": {
            "type": "array", "items": { "type": "string" },
            "description": "Secrets that workflows may send there; none unless said otherwise.",
        },
        "secretHeaders": {
            "type": "array", "items": { "type": "string" },
            "description": "Headers, besides authentication, that may carry a secret.",
        },
    })
}
