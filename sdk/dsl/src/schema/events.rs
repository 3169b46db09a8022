//! Events: which are waited for, and what is done with each.

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
        ("raw", "As they came."),
    ]);
    definitions.add(
        "readAs",
        with(read, json!({ "title": "Read as", "description": "How events are handed over." })),
    );
    let fields = vec![
        field("item", "Variable that holds the item, without `$`; `item` when absent.", variable()),
        field("at", "Variable that holds the index, without `$`; `index` when absent.", variable()),
        field("do", "The tasks.", reference("taskList")),
        field("output", "What becomes of each item.", reference("output")),
        field("export", "What becomes of the context.", reference("export")),
    ];
    definitions.add("iterator", object("For each", "What is done with each event or message.", fields));
}

fn attributes() -> Value {
    let fields = [
        ("id", "The event's id; made up when absent."),
        ("source", "A URI of who sends it."),
        ("type", "What happened, such as `order.placed`."),
        ("time", "When, RFC 3339."),
        ("subject", "What it is about."),
        ("datacontenttype", "Media type of the data."),
        ("dataschema", "A URI of the data's schema."),
    ];
    let mut schema = object(
        "Event attributes",
        "Attributes of a CloudEvent; others than these are free.",
        fields.map(|(key, about)| field(key, about, text())).into(),
    );
    schema["properties"]["data"] = json!({ "title": "data", "description": "The data, anything." });
    with(schema, json!({ "additionalProperties": true }))
}

fn filter() -> Value {
    let correlation = object(
        "Correlation",
        "What ties an event to a run.",
        vec![
            field("from", "Gives the value out of the event.", condition()).required(),
            field("expect", "What the value must be; the first one seen when absent.", text()),
        ],
    );
    object(
        "Event filter",
        "Which event.",
        vec![
            field("with", "What its attributes must be.", reference("attributes")).required(),
            field(
                "correlate",
                "What ties it to this run, by name.",
                json!({ "type": "object", "additionalProperties": correlation }),
            ),
        ],
    )
}

fn strategy(may_end: bool) -> Value {
    let filters = || json!({ "type": "array", "items": reference("eventFilter") });
    let mut fields = vec![
        field("all", "One of each of these events.", filters()),
        field("any", "Whichever of these comes; every event when the list is empty.", filters()),
        field("one", "This event.", reference("eventFilter")),
    ];
    let one = json!({ "oneOf": [{ "required": ["all"] }, { "required": ["any"] }, { "required": ["one"] }] });
    if !may_end {
        return with(object("Events", "Which events.", fields), one);
    }
    // A text is a condition, a mapping is a strategy: each keyword speaks of its own type only.
    let until = json!({ "type": ["string", "object"], "if": { "type": "object" }, "then": reference("eventStrategyInside") });
    fields.push(field("until", "When to stop: a condition, or events.", until));
    with(
        with(object("Events", "Which events.", fields), one),
        json!({ "dependentRequired": { "until": ["any"] } }),
    )
}
