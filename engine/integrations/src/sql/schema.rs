//! JSON Schemas of the keys that documents of kind `sql` have for themselves.

use serde_json::{Value, json};

use super::ROWS;
use crate::{document, operation};

/// `connection` and `operations`.
pub(super) fn own_keys() -> Value {
    json!({
        "connection": connection(),
        "sandbox": document::sandbox_schema(connection()),
        "operations": operation::published(of_operation(), &["statement"]),
    })
}

fn max_rows() -> Value {
    json!({
        "type": "integer", "minimum": 1, "maximum": 100_000,
        "description": "Most rows; 1000 unless said otherwise.",
    })
}

fn of_operation() -> Value {
    let rows: Vec<&str> = ROWS.iter().map(|(word, _)| *word).collect();
    json!({
        "statement": {
            "type": "string",
            "description": "One statement. `:name` stands for an argument, which is bound and never \
                becomes text of the statement.",
        },
        "rows": {
            "enum": rows,
            "description": "What comes back: a list, exactly one row, the first row or null, or \
                `{rowsAffected}`. Reads give `many` and writes `none` unless said otherwise.",
        },
        "maxRows": max_rows(),
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
            "timeout": {
                "type": "string", "pattern": "^[0-9]+(ms|s|m)$",
                "description": "Longest time of one call; `10s` unless said otherwise.",
            },
            "maxRows": max_rows(),
            "maxResponseBytes": {
                "type": "integer", "minimum": 1, "maximum": 67_108_864,
                "description": "About the most bytes of all rows as JSON; 1048576 unless said otherwise.",
            },
        },
    })
}
