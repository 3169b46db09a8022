//! The known structure of data before a run: members, from schemas and from the values that tasks set.
//!
//! For diagnostics only. Anything uncertain counts as unknown.

use std::rc::Rc;

use serde_json::{Map, Value, json};
use towpath_diagnostics::{Span, did_you_mean};
use towpath_dsl::model::{
    CallTask, Flow, FunctionTarget, Input, Node, NodeKind, Output, Schema, SchemaSource, Task, TaskKind,
    TaskList, Transform, Workflow, expression,
};
use towpath_wire::FunctionSignature;

use crate::jq::Sort;

/// The known structure of one value.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    schema: Rc<Value>,
    /// The pointer of this value's description in the schema.
    pointer: String,
    /// The source of the description in messages: "the input schema of the workflow".
    pub(crate) says: Rc<str>,
    /// The place of the source, if it is in the definition.
    pub(crate) span: Option<Span>,
}

/// A member that a value certainly or probably does not have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The members it has.
    pub(crate) known: Vec<String>,
    /// The closest existing member.
    pub(crate) close: Option<String>,
}

/// Keywords that may describe further members, but are not evaluated here.
const OTHER: &[&str] = &[
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
    "propertyNames",
    "$dynamicRef",
    "$recursiveRef",
];

impl Shape {
    fn new(schema: Value, says: String, span: Option<Span>) -> Self {
        Self { schema: Rc::new(schema), pointer: String::new(), says: says.into(), span }
    }

    /// The shape from a schema in the definition.
    pub(crate) fn of_schema(schema: Option<&Schema>, whose: &str) -> Option<Self> {
        let Schema { source: SchemaSource::Document(document), .. } = schema? else { return None };
        Some(Self::new(document.to_json(), format!("the schema of {whose}"), Some(document.span)))
    }

    /// The shape of the workflow's input. Without a schema, only its origin is known.
    pub(crate) fn given(workflow: &Workflow) -> Option<Self> {
        let schema = workflow.input.as_ref().and_then(|input| input.schema.as_ref());
        match schema {
            Some(_) => Self::of_schema(schema, "the workflow's input"),
            None => Some(Self::new(Value::Bool(true), "nothing".to_owned(), None)),
        }
    }

    /// Whether it is the workflow's input without a schema.
    pub(crate) fn is_undescribed(&self) -> bool {
        self.pointer.is_empty() && *self.schema == Value::Bool(true)
    }

    /// The shape of the settings.
    pub(crate) fn of_settings(workflow: &Workflow) -> Option<Self> {
        let written = crate::settings::settings_schema(workflow)?;
        let mut schema = written.to_json();
        schema.as_object_mut()?.insert("additionalProperties".to_owned(), Value::Bool(false));
        Some(Self::new(schema, "`settings` of the document".to_owned(), Some(written.span)))
    }

    /// The shape of an operation's result.
    fn of_operation(function: &FunctionSignature) -> Self {
        let FunctionSignature { integration, operation, version, output, .. } = function;
        Self::new(output.clone(), format!("`{integration}.{operation}:{version}`"), None)
    }

    /// The shape of a mapping with expressions inside.
    fn of_mapping(node: &Node, whose: String) -> Option<Self> {
        node.as_object()?;
        Some(Self::new(schema_of_literal(node), whose, Some(node.span)))
    }

    /// The shape of a member, or an error if there is none. `None` if it may exist.
    pub(crate) fn member(&self, name: &str) -> Result<Option<Self>, Missing> {
        let Some((pointer, schema)) = self.resolve(&self.pointer, 0) else { return Ok(None) };
        let Some(described) = schema.get("properties").and_then(Value::as_object) else { return Ok(None) };
        if described.contains_key(name) {
            let pointer = format!("{pointer}/properties/{}", towpath_dsl::model::escape(name));
            return Ok(Some(Self { pointer, ..self.clone() }));
        }
        if OTHER.iter().any(|keyword| schema.contains_key(*keyword)) || name.is_empty() {
            return Ok(None);
        }
        let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        // In an open schema, `orderId` beside `order` is not a typing error.
        let is_slip = |known: &&str| is_closed || !known.starts_with(name) && !name.starts_with(*known);
        let close =
            did_you_mean(name, described.keys().map(String::as_str).filter(is_slip)).map(str::to_owned);
        if !is_closed && close.is_none() {
            return Ok(None);
        }
        Err(Missing { known: described.keys().cloned().collect(), close })
    }

    /// The shape at a path of members, and whether one of them may be absent.
    pub(crate) fn follow(&self, names: &[&str]) -> (Option<Self>, bool) {
        let mut shape = self.clone();
        let mut is_optional = false;
        for name in names {
            let Ok(Some(inner)) = shape.member(name) else { return (None, false) };
            is_optional |= !shape.requires(name);
            shape = inner;
        }
        (Some(shape), is_optional)
    }

    fn requires(&self, name: &str) -> bool {
        let schema = self.resolve(&self.pointer, 0).map(|(_, schema)| schema);
        let required = schema.and_then(|schema| schema.get("required")?.as_array());
        required.is_some_and(|names| names.iter().any(|required| required == name))
    }

    /// The possible types, if known.
    pub(crate) fn sorts(&self) -> Option<Vec<Sort>> {
        let (_, schema) = self.resolve(&self.pointer, 0)?;
        let mut sorts: Vec<Sort> = match (schema.get("type"), schema.get("enum"), schema.get("const")) {
            (Some(Value::String(kind)), ..) => vec![sort_called(kind)?],
            (Some(Value::Array(kinds)), ..) => {
                kinds.iter().map(|kind| sort_called(kind.as_str()?)).collect::<Option<_>>()?
            }
            (None, Some(Value::Array(values)), _) => values.iter().map(sort_of).collect(),
            (None, None, Some(value)) => vec![sort_of(value)],
            _ => return None,
        };
        sorts.sort_unstable();
        sorts.dedup();
        Some(sorts)
    }

    /// The possible texts, if it can have no other values.
    pub(crate) fn words(&self) -> Option<Vec<String>> {
        let (_, schema) = self.resolve(&self.pointer, 0)?;
        let values = schema.get("enum")?.as_array()?;
        values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// The schema at a pointer, with references resolved.
    fn resolve(&self, pointer: &str, followed: usize) -> Option<(String, &Map<String, Value>)> {
        let schema = self.schema.pointer(pointer)?.as_object()?;
        match schema.get("$ref") {
            None => Some((pointer.to_owned(), schema)),
            Some(Value::String(target)) if followed < 8 && schema.len() == 1 => {
                self.resolve(target.strip_prefix('#')?, followed + 1)
            }
            Some(_) => None,
        }
    }

    fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.schema, &other.schema) && self.pointer == other.pointer
    }
}

fn sort_called(kind: &str) -> Option<Sort> {
    Some(match kind {
        "null" => Sort::Null,
        "boolean" => Sort::Boolean,
        "number" | "integer" => Sort::Number,
        "string" => Sort::Text,
        "array" => Sort::List,
        "object" => Sort::Object,
        _ => return None,
    })
}

fn sort_of(value: &Value) -> Sort {
    match value {
        Value::Null => Sort::Null,
        Value::Bool(_) => Sort::Boolean,
        Value::Number(_) => Sort::Number,
        Value::String(_) => Sort::Text,
        Value::Array(_) => Sort::List,
        Value::Object(_) => Sort::Object,
    }
}

/// The schema of a literal value, in which expressions match anything.
fn schema_of_literal(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Object(entries) => {
            let described: Map<String, Value> =
                entries.iter().map(|(key, value)| (key.value.clone(), schema_of_literal(value))).collect();
            let names: Vec<&String> = described.keys().collect();
            json!({ "type": "object", "required": names, "properties": described, "additionalProperties": false })
        }
        NodeKind::String(text) if expression(text).is_some() => Value::Bool(true),
        NodeKind::Array(_) => json!({ "type": "array" }),
        NodeKind::Null => json!({ "type": "null" }),
        NodeKind::Bool(_) => json!({ "type": "boolean" }),
        NodeKind::Int(_) | NodeKind::Float(_) => json!({ "type": "number" }),
        NodeKind::String(_) => json!({ "type": "string" }),
    }
}

/// The shape of a task's input after `input.from`.
pub(crate) fn shape_of_input(written: Option<&Input>, raw: Option<Shape>, task: &str) -> Option<Shape> {
    let Some(Input { schema, from }) = written else { return raw };
    let raw = Shape::of_schema(schema.as_ref(), &format!("the input of `{task}`")).or(raw);
    match from {
        None => raw,
        Some(from) => shape_after_transform(from, raw, || format!("`input.from` of `{task}`")),
    }
}

/// The shape of an output after `output.as`.
fn shape_of_output(written: Option<&Output>, raw: Option<Shape>, task: &str) -> Option<Shape> {
    match written.and_then(|output| output.as_.as_ref()) {
        None => raw,
        Some(as_) => shape_after_transform(as_, raw, || format!("`output.as` of `{task}`")),
    }
}

/// The shape after a transformation by `from` or `as`.
pub(crate) fn shape_after_transform(
    transform: &Transform,
    before: Option<Shape>,
    whose: impl FnOnce() -> String,
) -> Option<Shape> {
    match transform {
        Transform::Template(template) => Shape::of_mapping(&template.node, whose()),
        Transform::Expression(written) => {
            let jq = expression(&written.jq).unwrap_or(&written.jq).trim();
            let path = jq.strip_prefix('.')?;
            let is_path = path.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            if !is_path {
                return None;
            }
            path.split('.')
                .filter(|name| !name.is_empty())
                .try_fold(before?, |shape, name| shape.member(name).ok().flatten())
        }
    }
}

/// The shape of a task's raw output.
pub(crate) fn raw_output(
    task: &Task,
    input: Option<Shape>,
    functions: Option<&[FunctionSignature]>,
) -> Option<Shape> {
    match &task.kind {
        TaskKind::Switch(_) | TaskKind::Wait(_) => input,
        TaskKind::Set(set) => match &set.value {
            Transform::Template(template) => {
                Shape::of_mapping(&template.node, format!("`set` of `{}`", task.name.value))
            }
            Transform::Expression(_) => None,
        },
        TaskKind::Call(call) => {
            let CallTask::Function(call) = &**call else { return None };
            let FunctionTarget::Catalog { integration, operation, version, catalog } = &call.target else {
                return None;
            };
            let is_it = |function: &&FunctionSignature| {
                function.integration == *integration
                    && function.operation == *operation
                    && function.version == *version
            };
            let function = functions?.iter().find(is_it).filter(|_| catalog == "default")?;
            Some(Shape::of_operation(function))
        }
        _ => None,
    }
}

/// The shape of the input of each task in a list.
pub(crate) fn shapes_of_tasks(
    list: &TaskList,
    first: Option<Shape>,
    functions: Option<&[FunctionSignature]>,
) -> Vec<Option<Shape>> {
    // First no shape; then the shape of the first path to the task; unknown if two paths differ.
    let mut comes: Vec<Option<Option<Shape>>> = vec![None; list.tasks.len()];
    let mut open = vec![(0, first)];
    while let Some((at, brought)) = open.pop() {
        let (Some(task), Some(known)) = (list.tasks.get(at), comes.get_mut(at)) else { continue };
        let merged = match (&*known, brought) {
            (None, brought) => brought,
            (Some(Some(known)), Some(brought)) if known.is(&brought) => continue,
            (Some(None), _) => continue,
            (Some(Some(_)), _) => None,
        };
        *known = Some(merged.clone());
        let name = task.name.value.as_str();
        let inside = shape_of_input(task.input.as_ref(), merged.clone(), name);
        let out = shape_of_output(task.output.as_ref(), raw_output(task, inside, functions), name);
        if task.if_.is_some() {
            open.push((at + 1, merged));
        }
        for then in directives(task) {
            // A raised error passes no data on.
            if matches!(task.kind, TaskKind::Raise(_)) {
                break;
            }
            match then {
                Flow::Continue => open.push((at + 1, out.clone())),
                Flow::Task(name) => open.extend(list.position(name).map(|at| (at, out.clone()))),
                Flow::Exit | Flow::End => {}
            }
        }
    }
    comes.into_iter().map(Option::flatten).collect()
}

fn directives(task: &Task) -> Vec<&Flow> {
    let own = task.then.as_ref().map_or(&Flow::Continue, |then| &then.value);
    let mut directives = vec![own];
    match &task.kind {
        TaskKind::Switch(switch) => directives.extend(switch.cases.iter().map(|case| &case.then.value)),
        TaskKind::Try(try_) => directives.extend(try_.catch.then.as_ref().map(|then| &then.value)),
        _ => {}
    }
    directives
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn shape(schema: Value) -> Shape {
        Shape::new(schema, String::new(), None)
    }

    #[test]
    fn only_what_is_certain_is_missing() {
        let closed = json!({ "properties": { "id": {}, "name": {} }, "additionalProperties": false });
        let open = json!({ "properties": { "orderId": {}, "name": {} } });
        assert!(shape(closed.clone()).member("id").is_ok_and(|found| found.is_some()));
        assert!(shape(closed.clone()).member("total").is_err());
        assert_eq!(shape(open.clone()).member("oderId").unwrap_err().close.as_deref(), Some("orderId"));
        assert!(shape(open.clone()).member("order").is_ok_and(|found| found.is_none()));
        assert!(shape(open).member("total").is_ok_and(|found| found.is_none()));
        for keyword in OTHER {
            let mut either = closed.clone();
            either[keyword] = json!({});
            assert!(shape(either).member("total").is_ok(), "{keyword}");
        }
        assert!(shape(json!(true)).member("x").is_ok());
        assert!(shape(json!({ "$ref": "#" })).member("x").is_ok());
    }

    #[test]
    fn references_are_followed() {
        let schema = json!({
            "properties": { "order": { "$ref": "#/$defs/order" } },
            "$defs": { "order": { "properties": { "id": {} }, "additionalProperties": false } }
        });
        let order = shape(schema).member("order").unwrap().unwrap();
        assert!(order.member("id").is_ok());
        assert!(order.member("di").is_err());
    }
}
