//! The JSON Schema of integration documents, for editors and `GET /v1/schemas/integration`.

use serde_json::{Map, Value, json};

use crate::document::{KEYS, shared_properties};
use crate::kind::Kind;
use crate::kinds::KINDS;

/// JSON Schema of integration documents of all kinds. Editors use it to complete and check. Parsing a document checks more
/// than the schema can express.
pub fn document_schema() -> Value {
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
    let branches: Vec<Value> = KINDS.iter().map(|kind| schema_of_kind(*kind)).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Towpath integration",
        "type": "object",
        "required": ["integration", "owner", "kind"],
        "properties": shared_properties(&names),
        "oneOf": branches,
    })
}

/// The schema of one kind: its own keys, the shared keys, and no others.
fn schema_of_kind(kind: &dyn Kind) -> Value {
    let (own, required) = kind.schema();
    let mut properties: Map<String, Value> =
        KEYS.iter().map(|key| ((*key).to_owned(), Value::Bool(true))).collect();
    properties.insert("kind".to_owned(), json!({ "const": kind.name() }));
    if let Value::Object(own) = own {
        properties.extend(own);
    }
    json!({ "additionalProperties": false, "required": required, "properties": properties })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_dsl::yaml;

    use super::*;
    use crate::IntegrationDocument;
    use crate::schema::Schema;

    const CRM: &str = r"
integration: crm
title: Customer relations
owner: it@acme.example
kind: http
labels: [customer-data]
limits: { concurrency: 20, perSecond: 50, perMinute: 600 }
circuitBreaker: { failures: 5, onOpen: wait }
connection:
  baseUrl: https://crm.acme.example/api
  timeout: 5s
  redirects: 1
  allow: ['files.acme.example:8443']
  headers: { X-Api-Key: { secret: crm-key } }
  authentication: { bearer: { token: { secret: crm-token } } }
testEndpoint:
  baseUrl: https://test.crm.acme.example/api
  authentication: { bearer: { token: { secret: crm-test-token } } }
operations:
  'get-customer:1.0.0':
    effect: read
    input: { type: object, additionalProperties: false, required: [id], properties: { id: { type: string } } }
    output: { type: object }
    example: { id: c-1 }
    request: { method: GET, path: '/customers/{id}', query: { full: true } }
";
    const ORDERS: &str = "
integration: orders
owner: it@acme.example
kind: sql
connection: { sqlite: orders.db, maxRows: 5 }
testEndpoint: { sqlite: test.db }
operations:
  list: { version: 1.0.0, effect: read, statement: select 1 as one, rows: first }
";
    const WEB: &str = "
integration: web
owner: it@acme.example
kind: web
hosts: [{ host: '*.acme.example', ports: [443], secrets: [token] }]
";

    fn fits(schema: &Schema, text: &str) -> bool {
        let (node, found) = yaml::parse(text, yaml::Limits::default());
        assert!(found.is_empty(), "{found:?}");
        schema.check(&node.unwrap().to_json()).is_ok()
    }

    #[test]
    fn the_schema_and_the_reader_agree() {
        let schema = Schema::compile(&document_schema()).unwrap();
        for text in [CRM, ORDERS, WEB] {
            assert!(fits(&schema, text), "{text}");
            let (document, found) = IntegrationDocument::parse(text);
            assert!(document.is_some() && found.is_empty(), "{found:?}");
        }
        for (text, from, to) in [
            (CRM, "title:", "titel:"),
            (CRM, "kind: http", "kind: htpp"),
            (CRM, "kind: http", "kind: sql"),
            (CRM, "owner: it@acme.example\n", ""),
            (CRM, "concurrency: 20", "concurrency: 0"),
            (CRM, "perSecond: 50", "perHour: 50"),
            (CRM, "onOpen: wait", "onOpen: drop"),
            (WEB, "kind: web", "kind: web\ncircuitBreaker: { failures: 0 }"),
            (CRM, "redirects: 1", "redirects: 6"),
            (CRM, "timeout: 5s", "timeout: 5"),
            (CRM, "effect: read", "effect: look"),
            (CRM, "method: GET", "method: GOT"),
            (CRM, "query:", "querry:"),
            (CRM, "{ secret: crm-token }", "{ secrt: crm-token }"),
            (CRM, "integration: crm", "integration: Crm"),
            (CRM, "testEndpoint:\n  baseUrl: https:", "testEndpoint:\n  baseUrl: ftp:"),
            (ORDERS, "testEndpoint: { sqlite: test.db }", "testEndpoint: {}"),
            (WEB, "kind: web", "kind: web\ntestEndpoint: {}"),
            (WEB, "kind: web", "kind: web\nsandbox: {}"),
            (ORDERS, "rows: first", "rows: all"),
            (ORDERS, "statement: select 1 as one, ", ""),
            (ORDERS, "maxRows: 5", "maxRows: 0"),
            (WEB, "ports: [443]", "ports: [0]"),
            (WEB, "host: '*.acme.example', ", ""),
            (WEB, "kind: web", "kind: web\nconnection: {}"),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            assert!(!fits(&schema, &changed), "the schema takes {to}");
            assert!(IntegrationDocument::parse(&changed).0.is_none(), "the reader takes {to}");
        }
    }

    #[test]
    fn a_test_endpoint_is_another_system_and_an_example_fits_the_output() {
        for (text, from, to, pointer, says) in [
            (CRM, "test.crm.acme", "crm.acme", "/testEndpoint", "the same system"),
            (ORDERS, "test.db", "orders.db", "/testEndpoint", "the same system"),
            (
                CRM,
                "example: { id: c-1 }",
                "example: c-1",
                "/operations/get-customer:1.0.0/example",
                "does not fit",
            ),
        ] {
            let (document, found) = IntegrationDocument::parse(&text.replacen(from, to, 1));
            assert!(document.is_none(), "{to}");
            assert_eq!(found[0].pointer.as_deref(), Some(pointer), "{found:?}");
            assert!(found[0].message.contains(says), "{found:?}");
        }
    }

    #[test]
    fn the_old_name_of_the_test_endpoint_is_read_with_a_warning() {
        for text in [CRM, ORDERS] {
            let old = text.replacen("testEndpoint:", "sandbox:", 1);
            let (document, found) = IntegrationDocument::parse(&old);
            assert!(document.unwrap().test_endpoint.is_some());
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(!found[0].is_error() && found[0].pointer.as_deref() == Some("/sandbox"), "{found:?}");
        }
        let both =
            CRM.replacen("operations:", "sandbox: { baseUrl: https://b.acme.example }\noperations:", 1);
        let (document, found) = IntegrationDocument::parse(&both);
        assert!(document.is_none() && found.iter().any(|one| one.message.contains("old name")), "{found:?}");
        let same = CRM.replacen("testEndpoint:", "sandbox:", 1).replacen("test.crm.acme", "crm.acme", 1);
        assert!(IntegrationDocument::parse(&same).0.is_none());
    }
}
