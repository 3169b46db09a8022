//! Schemas of events: filters, strategies, and the tasks for each event.

use serde_json::{Value, json};

use super::Subject;
use super::data::{condition, reference, text, variable, words};
use super::field::{Definitions, field, object, with};

pub(super) fn add(_: &Subject<'_>, definitions: &mut Definitions) {
    definitions.add("eventStrategy", strategy(true));
    definitions.add("eventStrategyInside", strategy(false));
    definitions.add("eventFilter", filter());
    definitions.add("attributes", attributes());
    let read = words(&[
        ("data", "Their data."),
        ("envelope", "Data with context attributes."),
        ("raw", "The unchanged event."),
    ]);
    definitions.add(
        "readAs",
        with(read, json!({ "title": "Read as", "description": "The part of an event that tasks receive." })),
    );
    let fields = vec![
        field("item", "The variable for the item, without `$`. Default: `item`.", variable()),
        field("at", "The variable for the index, without `$`. Default: `index`.", variable()),
        field("do", "The tasks.", reference("taskList")),
        field("output", "The output for each item.", reference("output")),
        field("export", "The new context.", reference("export")),
    ];
    definitions.add("iterator", object("For each", "The tasks for each event or message.", fields));
}

fn attributes() -> Value {
    let fields = [
        ("id", "The event's id. Default: a generated one."),
        ("source", "The URI of the sender."),
        ("type", "What happened, such as `order.placed`."),
        ("time", "When, RFC 3339."),
        ("subject", "The subject of the event."),
        ("datacontenttype", "Media type of the data."),
        ("dataschema", "A URI of the data's schema."),
    ];
    let mut schema = object(
        "Event attributes",
        "Attributes of a CloudEvent. Other keys are allowed.",
        fields.map(|(key, about)| field(key, about, text())).into(),
    );
    schema["properties"]["data"] = json!({ "title": "data", "description": "The data, anything." });
    with(schema, json!({ "additionalProperties": true }))
}

fn filter() -> Value {
    let correlation = object(
        "Correlation",
        "Correlates an event with a run.",
        vec![
            field("from", "Reads the value from the event.", condition()).required(),
            field("expect", "The expected value. Default: the first value seen.", text()),
        ],
    );
    object(
        "Event filter",
        "Which event.",
        vec![
            field("with", "The required attributes.", reference("attributes")).required(),
            field(
                "correlate",
                "Correlations with this run, by name.",
                json!({ "type": "object", "additionalProperties": correlation }),
            ),
        ],
    )
}

fn strategy(may_end: bool) -> Value {
    let filters = || json!({ "type": "array", "items": reference("eventFilter") });
    let mut fields = vec![
        field("all", "One event for each filter.", filters()),
        field(
            "any",
            "An event that matches one of the filters. An empty list matches every event.",
            filters(),
        ),
        field("one", "This event.", reference("eventFilter")),
    ];
    let one = json!({ "oneOf": [{ "required": ["all"] }, { "required": ["any"] }, { "required": ["one"] }] });
    if !may_end {
        return with(object("Events", "Which events.", fields), one);
    }
    // A text is a condition, a mapping is a strategy. Each keyword applies only to its own type.
    let until = json!({ "type": ["string", "object"], "if": { "type": "object" }, "then": reference("eventStrategyInside") });
    fields.push(field("until", "When to stop: a condition, or events.", until));
    with(
        with(object("Events", "Which events.", fields), one),
        json!({ "dependentRequired": { "until": ["any"] } }),
    )
}
