//! The known structure of data before a run: members, from schemas and from the values that tasks set.
//!
//! For diagnostics only. Anything uncertain counts as unknown.

mod flow;
mod union;

use std::rc::Rc;

use serde_json::{Map, Value, json};
use towpath_diagnostics::{Span, did_you_mean};
use towpath_dsl::model::{Node, NodeKind, Schema, SchemaSource, Workflow, expression};
use towpath_wire::FunctionSignature;

use crate::jq::Sort;

pub(crate) use flow::{
    Analysed, Passed, ends_inside, has_entry, has_exports, locals_of_loop, outcome_of_list, raw_output,
    shape_after_transform, shape_of_input, shape_of_output,
};
pub(crate) use union::union;

/// The known structure of one value.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    schema: Rc<Value>,
    /// The pointer of this value's description in the schema.
    pointer: String,
    /// Whether it may be `null`.
    null: Null,
    /// The number of branches of `anyOf` around it.
    inside: u8,
    /// The source of the description in messages: "the input schema of the workflow". Empty for the result of
    /// an expression.
    pub(crate) says: Rc<str>,
    /// The place of the source, if it is in the definition.
    pub(crate) span: Option<Span>,
}

/// Whether a value may be `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Null {
    /// As the schema says.
    AsDescribed,
    /// It may be absent.
    IfAbsent,
    /// What holds it may be absent or `null`.
    IfHolderMayBeAbsent,
    /// What is computed from something else may be `null`.
    Possible,
    /// It has been checked.
    Never,
}

/// A member that a value certainly or probably does not have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The members it has.
    pub(crate) known: Vec<String>,
    /// The closest existing member.
    pub(crate) close: Option<String>,
    /// Whether no value of this shape has it.
    pub(crate) is_certain: bool,
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

/// The source of `$context` before anything is exported.
const BEFORE_EXPORTS: &str = "the exports before";

/// Maximum number of references in a row.
const REFERENCES: usize = 8;

impl Shape {
    fn new(schema: Value, says: String, span: Option<Span>) -> Self {
        let (pointer, null) = (String::new(), Null::AsDescribed);
        Self { schema: Rc::new(schema), pointer, null, inside: 0, says: says.into(), span }
    }

    /// The shape of the result of an expression.
    pub(crate) fn computed(schema: Value) -> Self {
        Self::new(schema, String::new(), None)
    }

    /// The shape of what has no value, such as the result of `error`.
    pub(crate) fn never() -> Self {
        Self::computed(Value::Bool(false))
    }

    /// The shape of a value of which only is known that it may be `null`.
    pub(crate) fn unknown_or_null() -> Self {
        Self { null: Null::Possible, ..Self::computed(Value::Bool(true)) }
    }

    /// The shape of a value of this type.
    pub(crate) fn of_sort(sort: Sort) -> Self {
        Self::computed(json!({ "type": sort.name() }))
    }

    /// The shape of a list of such items.
    pub(crate) fn of_list(items: Option<&Self>) -> Self {
        let items = items.map_or(Value::Bool(true), Self::to_schema);
        Self::computed(json!({ "type": "array", "items": items }))
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
        self.pointer.is_empty() && *self.schema == Value::Bool(true) && self.null == Null::AsDescribed
    }

    /// Whether there is no value.
    pub(crate) fn is_never(&self) -> bool {
        self.pointer.is_empty() && *self.schema == Value::Bool(false)
    }

    /// The shape of the settings. Each has a value, because it has a default.
    pub(crate) fn of_settings(workflow: &Workflow) -> Option<Self> {
        let written = crate::settings::settings_schema(workflow)?;
        let mut schema = written.to_json();
        let names: Vec<String> =
            schema.get("properties")?.as_object()?.keys().map(|name| (*name).clone()).collect();
        let described = schema.as_object_mut()?;
        described.insert("additionalProperties".to_owned(), Value::Bool(false));
        described.insert("required".to_owned(), json!(names));
        Some(Self::new(schema, "`settings` of the document".to_owned(), Some(written.span)))
    }

    /// The shape of an operation's result.
    fn of_operation(function: &FunctionSignature) -> Self {
        let FunctionSignature { integration, operation, version, output, .. } = function;
        Self::new(output.clone(), format!("`{integration}.{operation}:{version}`"), None)
    }

    /// The shape of `$context` before anything is exported.
    pub(crate) fn of_empty_context() -> Self {
        let schema = json!({ "type": "object", "properties": {}, "additionalProperties": false });
        Self::new(schema, BEFORE_EXPORTS.to_owned(), None)
    }

    /// Whether it is `$context` before anything is exported.
    pub(crate) fn is_of_context(&self) -> bool {
        &*self.says == BEFORE_EXPORTS
    }

    /// The shape of an error in a `catch`.
    pub(crate) fn of_error() -> Self {
        let schema = json!({
            "type": "object",
            "required": ["type", "status"],
            "properties": {
                "type": { "type": "string" }, "status": { "type": "number" }, "title": { "type": "string" },
                "detail": { "type": "string" }, "instance": { "type": "string" }, "details": {}
            },
            "additionalProperties": false
        });
        Self::new(schema, "the fields of an error".to_owned(), None)
    }

    /// The shape of a mapping with expressions inside, whose results have the shapes that `infer` finds.
    fn of_mapping(node: &Node, whose: String, infer: &dyn Fn(&str) -> Option<Self>) -> Option<Self> {
        node.as_object()?;
        Some(Self::new(schema_of_literal(node, infer), whose, Some(node.span)))
    }

    /// The shape of a list that is written with expressions inside.
    pub(crate) fn of_written(node: &Node, infer: &dyn Fn(&str) -> Option<Self>) -> Self {
        Self::computed(schema_of_literal(node, infer))
    }

    /// The shape of a member, or an error if there is none. `None` if it may exist.
    pub(crate) fn member(&self, name: &str) -> Result<Option<Self>, Missing> {
        let Some((pointer, schema)) = self.resolve(&self.pointer, 0) else { return Ok(None) };
        if let Some(branches) = self.branches(&pointer, schema) {
            return union::member_of_branches(&branches, name, self.may_be_null());
        }
        let Some(described) = schema.get("properties").and_then(Value::as_object) else { return Ok(None) };
        if described.contains_key(name) {
            let is_required = schema
                .get("required")
                .and_then(Value::as_array)
                .is_some_and(|names| names.iter().any(|required| required == name));
            let null = match is_required {
                false => Null::IfAbsent,
                true if self.may_be_null() => Null::IfHolderMayBeAbsent,
                true => Null::AsDescribed,
            };
            let pointer = format!("{pointer}/properties/{}", towpath_dsl::model::escape(name));
            return Ok(Some(Self { pointer, null, inside: 0, ..self.clone() }));
        }
        if OTHER.iter().any(|keyword| schema.contains_key(*keyword)) || name.is_empty() {
            return Ok(None);
        }
        let is_certain = schema.get("additionalProperties") == Some(&Value::Bool(false));
        let is_slip = |known: &&str| is_certain || is_slip_of(name, known);
        let close =
            did_you_mean(name, described.keys().map(String::as_str).filter(is_slip)).map(str::to_owned);
        if !is_certain && close.is_none() {
            return Ok(None);
        }
        Err(Missing { known: described.keys().cloned().collect(), close, is_certain })
    }

    /// The shape at a path of members.
    pub(crate) fn follow(&self, names: &[&str]) -> Option<Self> {
        names.iter().try_fold(self.clone(), |shape, name| shape.member(name).ok().flatten())
    }

    /// The shape of each item, if it is a list.
    pub(crate) fn item(&self) -> Option<Self> {
        let (pointer, schema) = self.resolve(&self.pointer, 0)?;
        if let Some(branches) = self.branches(&pointer, schema) {
            let items: Option<Vec<Self>> = branches.iter().map(Self::item).collect();
            return items?.into_iter().map(Some).reduce(union).flatten();
        }
        let is_list = schema.get("type").and_then(Value::as_str).is_none_or(|kind| kind == "array");
        if !is_list || schema.contains_key("prefixItems") || schema.contains_key("allOf") {
            return None;
        }
        match schema.get("items")? {
            Value::Bool(false) => Some(Self::never()),
            Value::Object(_) => {
                let (pointer, null) = (format!("{pointer}/items"), Null::AsDescribed);
                Some(Self { pointer, null, inside: 0, ..self.clone() })
            }
            _ => None,
        }
    }

    /// The shape of one item by its position, which may be absent.
    pub(crate) fn item_at_position(&self) -> Option<Self> {
        self.item().map(|item| if item.is_never() { Self::of_sort(Sort::Null) } else { item.or_absent() })
    }

    /// The same, but it may be absent.
    fn or_absent(self) -> Self {
        Self { null: Null::IfAbsent, ..self }
    }

    /// The same, but it may be `null`.
    pub(crate) fn or_null(self) -> Self {
        if self.is_never() {
            return Self::of_sort(Sort::Null);
        }
        Self { null: Null::Possible, ..self }
    }

    /// The same, but it is not `null`.
    pub(crate) fn not_null(self) -> Self {
        Self { null: Null::Never, ..self }
    }

    /// Whether it may be `null` or absent, as far as is known.
    pub(crate) fn may_be_null(&self) -> bool {
        match self.null {
            Null::IfAbsent | Null::IfHolderMayBeAbsent | Null::Possible => true,
            Null::Never => false,
            Null::AsDescribed => match self.resolve(&self.pointer, 0) {
                Some((pointer, schema)) => self.is_null_described(&pointer, schema),
                None => false,
            },
        }
    }

    fn is_null_described(&self, pointer: &str, schema: &Map<String, Value>) -> bool {
        let is_null = |value: &Value| value.is_null() || value == "null";
        let is_listed = match (schema.get("type"), schema.get("enum"), schema.get("const")) {
            (_, Some(Value::Array(values)), _) => values.iter().any(Value::is_null),
            (Some(Value::Array(kinds)), ..) => kinds.iter().any(is_null),
            (Some(kind), ..) => is_null(kind),
            (None, None, Some(value)) => value.is_null(),
            _ => false,
        };
        is_listed
            || self
                .all_branches(pointer, schema)
                .is_some_and(|branches| branches.iter().any(Self::may_be_null))
    }

    /// Whether it, or what holds it, may be absent, rather than be `null`.
    pub(crate) fn may_be_absent(&self) -> bool {
        matches!(self.null, Null::IfAbsent | Null::IfHolderMayBeAbsent)
    }

    /// Whether it is there if what holds it is.
    pub(crate) fn is_absent_by_holder(&self) -> bool {
        self.null == Null::IfHolderMayBeAbsent
    }

    /// Whether it stands in a schema that its author can change.
    pub(crate) fn is_of_written_schema(&self) -> bool {
        self.span.is_some() && self.says.starts_with("the schema of")
    }

    /// The possible types, if known.
    pub(crate) fn sorts(&self) -> Option<Vec<Sort>> {
        let (pointer, schema) = self.resolve(&self.pointer, 0)?;
        let mut sorts: Vec<Sort> = match (schema.get("type"), schema.get("enum"), schema.get("const")) {
            (Some(Value::String(kind)), ..) => vec![Sort::called(kind)?],
            (Some(Value::Array(kinds)), ..) => {
                kinds.iter().map(|kind| Sort::called(kind.as_str()?)).collect::<Option<_>>()?
            }
            (None, Some(Value::Array(values)), _) => values.iter().map(sort_of).collect(),
            (None, None, Some(value)) => vec![sort_of(value)],
            _ => {
                let branches = self.all_branches(&pointer, schema)?;
                branches.iter().map(Self::sorts).collect::<Option<Vec<_>>>()?.concat()
            }
        };
        match self.null {
            Null::Never => sorts.retain(|sort| *sort != Sort::Null),
            Null::IfAbsent | Null::IfHolderMayBeAbsent | Null::Possible => sorts.push(Sort::Null),
            Null::AsDescribed => {}
        }
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
            Some(Value::String(target)) if followed < REFERENCES && schema.len() == 1 => {
                self.resolve(target.strip_prefix('#')?, followed + 1)
            }
            Some(_) => None,
        }
    }
}

/// Whether a name in an open mapping is a typing error of a known one. `orderId` beside `order` is not;
/// `maill` beside `mail` is.
fn is_slip_of(name: &str, known: &str) -> bool {
    let (short, long) = if name.len() < known.len() { (name, known) } else { (known, name) };
    match long.strip_prefix(short) {
        Some(rest) => rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_lowercase() && byte != b's'),
        None => true,
    }
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

/// The schema of a literal value. An expression matches what `infer` finds, or anything.
fn schema_of_literal(node: &Node, infer: &dyn Fn(&str) -> Option<Shape>) -> Value {
    match &node.kind {
        NodeKind::Object(entries) => {
            let described: Map<String, Value> = entries
                .iter()
                .map(|(key, value)| (key.value.clone(), schema_of_literal(value, infer)))
                .collect();
            schema_of_members(described)
        }
        NodeKind::String(text) => match expression(text) {
            Some(jq) => infer(jq).as_ref().map_or(Value::Bool(true), Shape::to_schema),
            None => json!({ "type": "string" }),
        },
        NodeKind::Array(items) => {
            let items = items.iter().map(|item| Some(Shape::computed(schema_of_literal(item, infer))));
            let items = items.reduce(union).unwrap_or_else(|| Some(Shape::never()));
            Shape::of_list(items.as_ref()).to_schema()
        }
        NodeKind::Null => json!({ "type": "null" }),
        NodeKind::Bool(_) => json!({ "type": "boolean" }),
        NodeKind::Int(_) | NodeKind::Float(_) => json!({ "type": "number" }),
    }
}

/// The schema of a mapping that has exactly these members.
pub(crate) fn schema_of_members(described: Map<String, Value>) -> Value {
    let names: Vec<&String> = described.keys().collect();
    json!({ "type": "object", "required": names, "properties": described, "additionalProperties": false })
}

#[cfg(test)]
mod tests;
