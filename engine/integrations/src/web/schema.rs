//! JSON Schema of `hosts`, the key that only documents of kind `web` have.

use serde_json::{Map, Value, json};

use super::hosts::DOCUMENT;
use crate::document::{labels_schema, limits};

/// JSON Schema of `hosts`.
pub(super) fn hosts_schema() -> Value {
    let mut properties = Map::new();
    for part in [which(), bounds(), trust()] {
        properties.extend(
            part.as_object().into_iter().flatten().map(|(key, schema)| (key.clone(), schema.clone())),
        );
    }
    json!({
        "type": "array",
        "description": "The hosts that raw HTTP may reach, if policies permit it too; default none.",
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
            "description": "Ports; default the ports of `schemes`.",
        },
        "schemes": {
            "type": "array", "items": { "enum": ["https", "http"] },
            "description": "Default `[https]`.",
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

fn bounds() -> Value {
    let mut bytes = limits::RESPONSE_BYTES.schema();
    bytes["description"] = format!(
        "{} It also limits OpenAPI documents and schemas that a definition names by URL; for these the default and \
         maximum is {DOCUMENT}.",
        bytes["description"].as_str().unwrap_or_default()
    )
    .into();
    json!({
        "tokenPaths": {
            "type": "array", "items": { "type": "string", "pattern": "^/[^?#]*$" },
            "description": "Paths of this host where `authentication` (`oauth2`, `oidc`) may request tokens; default none.",
        },
        "refusals": crate::http::refusals_schema(),
        "allowInPath": crate::http::connection::in_path_schema(),
        "timeout": limits::TIMEOUT.schema(),
        "connectTimeout": limits::CONNECT_TIMEOUT.schema(),
        "maxResponseBytes": bytes,
        "redirects": limits::WEB_REDIRECTS.schema(),
    })
}

fn trust() -> Value {
    json!({
        "ca": { "type": "string", "description": "PEM file of the only trusted certificate authorities." },
        "labels": labels_schema(),
        "secrets": {
            "type": "array", "items": { "type": "string" },
            "description": "Secrets that workflows may send there; default none.",
        },
        "secretHeaders": {
            "type": "array", "items": { "type": "string" },
            "description": "Headers that may carry a secret, besides those of authentication.",
        },
    })
}
