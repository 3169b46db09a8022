//! `towpath functions show`.

use clap::Args;
use serde_json::{Map, Value};
use towpath_client::{Function, Idempotency};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show a function: what it takes, what comes back, with which labels, and who answers for it.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its name, `crm.get-customer`, perhaps with a version: `crm.get-customer:1.0.0`.
    function: String,
    /// Print a JSON array of its versions.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let found = client.function(&self.function).await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&found);
            return Ok(Exit::Success);
        }
        found.iter().flat_map(lines).for_each(|line| output::data(&line));
        Ok(Exit::Success)
    }
}

fn lines(function: &Function) -> Vec<String> {
    let mut lines = vec![function.call.clone(), format!("  {}", function.title)];
    lines.extend(function.description.iter().flat_map(|text| text.lines()).map(|line| format!("  {line}")));
    let again = match function.idempotent {
        Idempotency::No => ", may not be repeated",
        Idempotency::Key => ", repeated under the same key",
        Idempotency::Natural => "",
    };
    lines.push(format!("  {}{again}; {} answers for it", function.effect, function.owner));
    lines.push("  takes".to_owned());
    lines.extend(lines_of_schema_fields(&function.input, "    "));
    lines.push("  returns".to_owned());
    match &function.output {
        Value::Null => lines.push("    what its document does not say".to_owned()),
        output => lines.extend(lines_of_schema_fields(output, "    ")),
    }
    if !function.labels.is_empty() {
        lines.push(format!("  labels of what it returns: {}", function.labels.join(", ")));
    }
    if let Some(example) = &function.example {
        lines.push(format!("  for example {example}"));
    }
    lines
}

/// The fields of an object's schema, a line each; the schema itself where it is of something else.
pub(crate) fn lines_of_schema_fields(schema: &Value, indent: &str) -> Vec<String> {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        let nothing = Map::new();
        let open = schema.as_object().unwrap_or(&nothing);
        let is_empty = open.get("additionalProperties") == Some(&Value::Bool(false));
        return vec![format!(
            "{indent}{}",
            if is_empty { "nothing".to_owned() } else { schema_in_words(schema) }
        )];
    };
    let required = schema.get("required").and_then(Value::as_array);
    let mut lines = Vec::new();
    for (name, field) in properties {
        let is_required = required.is_some_and(|names| names.iter().any(|one| one == name));
        let perhaps = if is_required { "" } else { ", may be absent" };
        let about = field.get("description").and_then(Value::as_str).map(|text| format!(": {text}"));
        lines.push(format!(
            "{indent}{name}  {}{perhaps}{}",
            schema_in_words(field),
            about.unwrap_or_default()
        ));
        if field.get("properties").is_some() {
            lines.extend(lines_of_schema_fields(field, &format!("{indent}  ")));
        }
    }
    lines
}

/// What a schema takes, in a few words.
fn schema_in_words(schema: &Value) -> String {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().map(Value::to_string).collect::<Vec<_>>().join(" or ");
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    let mut kind = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().map(word).collect::<Vec<_>>().join(" or "),
        Some(name) => word(name),
        None => "anything".to_owned(),
    };
    if let Some(items) = schema.get("items") {
        kind = format!("{kind} of {}", self::schema_in_words(items));
    }
    let bounds =
        ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "maxLength", "pattern", "format"];
    let bounds = bounds.iter().filter_map(|name| Some(format!("{name} {}", word(schema.get(*name)?))));
    let bounds: Vec<String> = bounds.collect();
    if bounds.is_empty() { kind } else { format!("{kind} ({})", bounds.join(", ")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_is_lines_for_people() {
        let schema = json!({ "type": "object", "required": ["id"], "properties": {
            "id": { "type": "string", "pattern": "^c-" },
            "tier": { "enum": ["gold", "silver"], "description": "Set by sales." },
            "items": { "type": "array", "items": { "type": "number" } } } });
        // The order of a mapping depends on what else is built with this crate.
        let mut lines = lines_of_schema_fields(&schema, "");
        lines.sort_unstable();
        assert_eq!(
            lines,
            [
                "id  string (pattern ^c-)",
                "items  array of number, may be absent",
                "tier  \"gold\" or \"silver\", may be absent: Set by sales.",
            ]
        );
        assert_eq!(
            lines_of_schema_fields(&json!({ "type": "object", "additionalProperties": false }), ""),
            ["nothing"]
        );
    }
}
