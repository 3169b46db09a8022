//! What workflows see of a response besides a good body: listed headers, and the body of a failed response.

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
pub(super) struct Exposed {
    /// JSON Schema of the bodies of failed responses. A body that does not fit is not shown.
    errors: Option<Arc<Schema>>,
    headers: Vec<HeaderName>,
}

impl Exposed {
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
                let message =
                    format!("the header `{text}` carries a credential, which workflows must not see");
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

    /// The body of a failed response, if it fits the schema of the operation.
    pub(super) fn of_failure(&self, body: Value) -> Option<Value> {
        self.errors.as_ref().filter(|schema| schema.check(&body).is_ok()).map(|_| body)
    }

    /// The result of the operation: the body, or body and headers if headers are listed.
    pub(super) fn of_answer(&self, body: Value, answered: &HeaderMap) -> Value {
        if self.headers.is_empty() {
            return body;
        }
        let mut headers = Map::new();
        for name in &self.headers {
            let values: Vec<_> = answered
                .get_all(name)
                .iter()
                .filter(|value| !value.is_sensitive())
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect();
            if !values.is_empty() {
                headers.insert(name.as_str().to_owned(), Value::String(values.join(", ")));
            }
        }
        json!({ "body": body, "headers": headers })
    }
}

/// Adds the JSON Schemas of both keys.
pub(super) fn with_schema(mut own: Value) -> Value {
    let errors = "JSON Schema of the body of a failed response. A body that fits is shown to `catch` as `details` of the \
    error, with the operation's labels. Without a schema, and for a body that does not fit, nothing is shown.";
    let named = "Headers of the response that workflows see. If any are listed, the result of the operation (which `output` \
    and `example` describe) is `{body, headers}`. Names are in lower case; missing headers are omitted.";
    if let Value::Object(properties) = &mut own {
        properties
            .insert("errors".to_owned(), json!({ "type": ["object", "boolean"], "description": errors }));
        let names = json!({ "type": "array", "items": { "type": "string" }, "description": named });
        properties.insert("responseHeaders".to_owned(), names);
    }
    own
}
