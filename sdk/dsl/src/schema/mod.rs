//! The JSON Schema of what this engine accepts as a definition, for editors: completion, hovers, red underlines.
//!
//! It says what a schema can say: keys, types, words, what goes with what. Names that must be defined, expressions and
//! places of `then` are left to the check, which has the last word; whatever the check accepts, the schema accepts.
//! What this engine cannot run yet is not in it: availability is read from the check's own list.
//!
//! One file per area; the shape of each construct is the one under [`crate::model`], and tests hold both together.

mod calls;
mod data;
mod document;
mod events;
mod field;
mod operation;
mod run;
mod tasks;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use self::field::{Definitions, field, object};
use crate::check::{Construct, is_available};

/// An operation that definitions may call.
#[derive(Debug, Clone)]
pub struct Operation {
    /// What a definition writes: `crm.get-customer:1.0.0@default`.
    pub call: String,
    /// One line about it.
    pub title: String,
    /// Whether it changes anything.
    pub writes: bool,
    /// JSON Schema of its arguments.
    pub input: Value,
}

/// What the schema is made for.
pub(crate) struct Subject<'a> {
    /// Whether a construct can be run, or is described all the same.
    available: fn(Construct) -> bool,
    /// The one namespace that definitions may name; any when absent.
    namespace: Option<&'a str>,
    /// The operations that may be called; any well-formed name when absent.
    operations: Option<&'a [Operation]>,
}

impl Subject<'_> {
    fn has(&self, construct: Construct) -> bool {
        (self.available)(construct)
    }
}

/// The schema of definitions that this engine accepts, draft 2020-12. With `operations`, the functions of the catalog
/// `default` are these and no others; with `namespace`, definitions are of that namespace.
pub fn workflow(namespace: Option<&str>, operations: Option<&[Operation]>) -> Value {
    build(&Subject { available: is_available, namespace, operations })
}

fn build(subject: &Subject<'_>) -> Value {
    let mut definitions = Definitions::default();
    for add in [data::add, events::add, run::add, tasks::add, calls::add] {
        add(subject, &mut definitions);
    }
    let mut fields = vec![
        field(
            "document",
            "Who the workflow is: language version, namespace, name, version.",
            document::document(subject),
        )
        .required(),
        field(
            "input",
            "What the workflow takes in: a schema, and what the input is turned into.",
            data::reference("input"),
        ),
        field(
            "use",
            "What tasks refer to by name: errors, secrets, authentications.",
            document::reusable(subject),
        ),
        field("do", "What the workflow does: tasks, one after the other.", data::reference("taskList"))
            .required(),
        field(
            "output",
            "What the workflow gives back to its caller; the last task's output when absent.",
            data::reference("output"),
        ),
        field("evaluate", "How expressions are written.", document::evaluate(subject)),
    ];
    if subject.has(Construct::Timeout) {
        fields.push(field("timeout", "How long a whole run may take.", data::reference("timeout")));
    }
    if subject.has(Construct::Schedule) {
        fields.push(field(
            "schedule",
            "What starts the workflow, other than a caller.",
            document::schedule(),
        ));
    }
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    let root = object(
        "Workflow",
        "A workflow definition (Open Workflow DSL 1.0.3) as this engine accepts it.",
        fields,
    );
    schema.extend(root.as_object().cloned().unwrap_or_default());
    schema.insert("$defs".to_owned(), definitions.needed_by(&root));
    Value::Object(schema)
}
