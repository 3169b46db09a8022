//! JSON Schemas of the keys that only documents of kind `sql` have.

use serde_json::{Value, json};

use super::ROWS;
use crate::document::limits;
use crate::{document, operation};

/// JSON Schemas of `connection`, `testEndpoint` and `operations`.
pub(super) fn own_keys() -> Value {
    json!({
        "connection": connection(),
        (document::TEST_ENDPOINT): document::test_endpoint_schema(connection()),
        "operations": operation::operations_schema(of_operation(), &["statement"]),
    })
}

fn of_operation() -> Value {
    let rows: Vec<&str> = ROWS.iter().map(|(word, _)| *word).collect();
    json!({
        "statement": {
            "type": "string",
            "description": "One statement. `:name` is the place of an argument, which is bound and never \
                becomes text of the statement.",
        },
        "rows": {
            "enum": rows,
            "description": "The result: a list, exactly one row, the first row or null, or \
                `{rowsAffected}`. The default is `many` for reads and `none` for writes.",
        },
        "maxRows": limits::ROWS.schema(),
    })
}

fn connection() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["sqlite"],
        "properties": {
            "sqlite": {
                "type": "string",
                "description": "The database file; a relative path starts from the document's folder.",
            },
            "readOnly": { "type": "boolean", "description": "Refuses operations with `effect: write`." },
            "timeout": limits::SQL_TIMEOUT.schema(),
            "maxRows": limits::ROWS.schema(),
            "maxResponseBytes": limits::SQL_BYTES.schema(),
        },
    })
}
