//! The JSON Schema of definitions that this engine accepts, for completion, hovers and errors in editors.
//!
//! It covers keys, types, words and combinations of keys. The check covers undefined names, expressions and
//! targets of `then`. Every definition that the check accepts is valid under the schema. Constructs that this
//! engine does not support are not in it; their list is in the check.
//!
//! One file per area. The constructs are those of [`crate::model`]; tests compare both.

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

/// An operation that definitions can call.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its name in a `call`: `crm.get-customer:1.0.0@default`.
    pub call: String,
    /// Its title.
    pub title: String,
    /// Whether it writes.
    pub writes: bool,
    /// JSON Schema of its arguments.
    pub input: Value,
}

/// The options for which a schema is built.
pub(crate) struct Subject<'a> {
    /// Whether a construct is part of the schema.
    available: fn(Construct) -> bool,
    /// The only allowed namespace. `None` allows any.
    namespace: Option<&'a str>,
    /// The allowed operations. `None` allows any well-formed name.
    operations: Option<&'a [Operation]>,
}

impl Subject<'_> {
    fn has(&self, construct: Construct) -> bool {
        (self.available)(construct)
    }
}

/// The schema (draft 2020-12) of definitions that this engine accepts. `operations` restricts the functions
/// of the catalog `default` to these; `namespace` restricts definitions to that namespace.
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
            "The identity of the workflow: language version, namespace, name, version.",
            document::document(subject),
        )
        .required(),
        field(
            "input",
            "The input of the workflow: its schema and its transformation.",
            data::reference("input"),
        ),
        field(
            "use",
            "Entries that tasks refer to by name: errors, secrets, authentications.",
            document::reusable(subject),
        ),
        field("do", "The tasks of the workflow, in sequence.", data::reference("taskList")).required(),
        field(
            "output",
            "The output of the workflow. Default: the output of the last task.",
            data::reference("output"),
        ),
        field("evaluate", "The language of expressions.", document::evaluate(subject)),
    ];
    if subject.has(Construct::Timeout) {
        fields.push(field("timeout", "The maximum duration of a run.", data::reference("timeout")));
    }
    if subject.has(Construct::Schedule) {
        fields.push(field("schedule", "Starts the workflow without a caller.", document::schedule()));
    }
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    let root = object(
        "Workflow",
        "A workflow definition (Open Workflow DSL 1.0.3) that this engine accepts.",
        fields,
    );
    schema.extend(root.as_object().cloned().unwrap_or_default());
    schema.insert("$defs".to_owned(), definitions.needed_by(&root));
    Value::Object(schema)
}
