//! What workflows are told of an answer beside a good body: headers by their names, and the body of a failed one.

use std::sync::Arc;

use ::http::header::{HeaderMap, HeaderName};
use serde_json::{Map, Value, json};
use towpath_diagnostics::codes;

use super::connection::read_name;
use crate::document::fields::{Fields, Findings};
use crate::egress::headers;
use crate::schema::Schema;

/// `errors` and `responseHeaders` of an operation.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// JSON Schema of the bodies of failed answers. What does not fit is not told.
    errors: Option<Arc<Schema>>,
    headers: Vec<HeaderName>,
}

impl Told {
    pub(super) fn read(fields: &Fields<'_>, findings: &mut Findings) -> Self {
        let errors = fields.get("errors").and_then(|source| match Schema::compile(source) {
            Ok(schema) => Some(Arc::new(schema)),
            Err(bad) => {
                findings.error(codes::TP3005, &format!("{}{}", fields.at("errors"), bad.pointer), bad.why);
                None
            }
        });
        let mut named = Vec::new();
        for (text, pointer) in fields.texts("responseHeaders", "the name of a header", |_| true, findings) {
            let Some(name) = read_name(&text, &pointer, findings) else { continue };
            if headers::is_hidden(&name) {
                let message = format!("the header `{text}` carries a credential, which no workflow is told");
                findings.error(codes::TP3008, &pointer, message);
            } else {
                named.push(name);
            }
        }
        Self { errors, headers: named }
    }

    pub(super) fn has_errors(&self) -> bool {
        self.errors.is_some()
    }

    /// The body of a failed answer, if it is as the operation describes it.
    pub(super) fn of_failure(&self, body: Value) -> Option<Value> {
        self.errors.as_ref().filter(|schema| schema.check(&body).is_ok()).map(|_| body)
    }

    /// What the operation returns: the body, or body and headers where any are named.
    pub(super) fn of_answer(&self, body: Value, answered: &HeaderMap) -> Value {
        if self.headers.is_empty() {
            return body;
        }
        let mut told = Map::new();
        for name in &self.headers {
            let values: Vec<_> = answered
                .get_all(name)
                .iter()
                .filter(|value| !value.is_sensitive())
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect();
            if !values.is_empty() {
                told.insert(name.as_str().to_owned(), Value::String(values.join(", ")));
            }
        }
        json!({ "body": body, "headers": told })
    }
}

/// Adds the JSON Schemas of both keys.
pub(super) fn with_schema(mut own: Value) -> Value {
    let errors = "JSON Schema of the body of a failed answer. A body that fits is told to `catch` as `details` of the error, \
        with the operation's labels; without a schema, and of a body that does not fit, nothing is told.";
    let named = "Headers of the answer that workflows are told. With any, what the operation returns (and `output` and \
        `example` describe) is `{body, headers}`; names are in lower case, a header that is not there is absent.";
    if let Value::Object(properties) = &mut own {
        properties
            .insert("errors".to_owned(), json!({ "type": ["object", "boolean"], "description": errors }));
        let names = json!({ "type": "array", "items": { "type": "string" }, "description": named });
        properties.insert("responseHeaders".to_owned(), names);
    }
    own
}
