//! Converts rows to JSON. Every SQLite value has exactly one JSON form.

use serde_json::{Map, Number, Value};
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};

use crate::content;

/// Converts one row to an object of column names and values.
pub(super) fn to_json(row: &SqliteRow) -> Result<Value, String> {
    let mut object = Map::with_capacity(row.columns().len());
    for (at, column) in row.columns().iter().enumerate() {
        let value =
            value_of_cell(row, at).map_err(|_| format!("column `{}` cannot be read", column.name()))?;
        object.insert(column.name().to_owned(), value);
    }
    Ok(Value::Object(object))
}

/// Converts a value by its own type, which in SQLite may differ from the type of the column. Only in a column declared
/// `BOOLEAN` the integers 0 and 1 become `false` and `true`.
fn value_of_cell(row: &SqliteRow, at: usize) -> Result<Value, sqlx::Error> {
    let value = row.try_get_raw(at)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let kind = value.type_info().name().to_owned();
    let declared = row.columns()[at].type_info().name().to_owned();
    drop(value);
    Ok(match kind.as_str() {
        "INTEGER" | "BOOLEAN" => {
            let integer: i64 = row.try_get_unchecked(at)?;
            match (declared.as_str(), integer) {
                ("BOOLEAN", 0 | 1) => Value::Bool(integer == 1),
                _ => Value::from(integer),
            }
        }
        "REAL" => match Number::from_f64(row.try_get_unchecked(at)?) {
            Some(number) => Value::Number(number),
            None => return Err(sqlx::Error::Decode("not a finite number".into())),
        },
        "BLOB" => content::base64_value(row.try_get_unchecked(at)?),
        _ => Value::String(row.try_get_unchecked(at)?),
    })
}

/// Approximate size of `value` as JSON, in bytes.
pub(super) fn approximate_size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(_) => 20,
        Value::String(text) => text.len() + 2,
        Value::Array(items) => items.iter().map(approximate_size).sum::<usize>() + items.len() + 2,
        Value::Object(members) => {
            members.iter().map(|(key, value)| key.len() + 4 + approximate_size(value)).sum::<usize>() + 2
        }
    }
}
