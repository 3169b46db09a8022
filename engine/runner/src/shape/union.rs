//! Shapes of values that come from several places, and shapes inside of other ones.

use serde_json::{Map, Value, json};

use super::{Missing, Null, OTHER, Shape};

/// Maximum nesting of a shape inside of another one.
const DEPTH: usize = 12;

/// Maximum number of branches of one shape, and of branches inside of each other.
const BRANCHES: usize = 12;
const NESTED: u8 = 3;

/// Maximum number of values that a shape inside of another one describes.
const VALUES: usize = 100;

/// The shape of a value that has one of two shapes. What may be `null` in one of them may be `null`, also if
/// nothing else is known.
pub(crate) fn union(first: Option<Shape>, second: Option<Shape>) -> Option<Shape> {
    match (first, second) {
        (Some(never), other) | (other, Some(never)) if never.is_never() => other,
        (Some(first), Some(second)) if first.is(&second) => Some(first),
        (Some(first), Some(second)) => Some(first.beside(&second)),
        (Some(known), None) | (None, Some(known)) => {
            known.may_be_null().then(|| Shape { says: known.says.clone(), ..Shape::unknown_or_null() })
        }
        (None, None) => None,
    }
}

/// The member of a value that has one of these shapes.
pub(super) fn member_of_branches(
    branches: &[Shape],
    name: &str,
    may_be_null: bool,
) -> Result<Option<Shape>, Missing> {
    let found: Vec<_> = branches.iter().map(|branch| branch.member(name)).collect();
    let is_unknown = |one: &Result<Option<Shape>, Missing>| match one {
        Ok(member) => member.is_none(),
        Err(missing) => !missing.is_certain,
    };
    let is_absent = found.iter().any(Result::is_err);
    if found.iter().all(Result::is_err) && !found.is_empty() {
        let mut all = Missing { known: Vec::new(), close: None, is_certain: true };
        for missing in found.into_iter().filter_map(Result::err) {
            all.known.extend(missing.known);
            all.close = all.close.or(missing.close);
            all.is_certain &= missing.is_certain;
        }
        let mut seen = std::collections::BTreeSet::new();
        all.known.retain(|name| seen.insert(name.clone()));
        return Err(all);
    }
    if found.iter().any(is_unknown) {
        return Ok(None);
    }
    let members = found.into_iter().filter_map(Result::ok).reduce(union).flatten();
    Ok(members.map(|member| match (is_absent, may_be_null && !member.may_be_null()) {
        (true, _) => member.or_absent(),
        (false, true) => Shape { null: Null::IfHolderMayBeAbsent, ..member },
        (false, false) => member,
    }))
}

impl Shape {
    /// Whether two shapes describe the same value.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.pointer == other.pointer
            && self.null == other.null
            && self.says == other.says
            && (std::rc::Rc::ptr_eq(&self.schema, &other.schema) || self.schema == other.schema)
    }

    fn beside(&self, other: &Self) -> Self {
        let says = says_of_both(&self.says, &other.says);
        let mut branches = Vec::new();
        for schema in [self.to_schema(), other.to_schema()] {
            match schema.get("anyOf").and_then(Value::as_array).filter(|_| is_only_any_of(&schema)) {
                Some(inner) => branches.extend(inner.iter().cloned()),
                None => branches.push(schema),
            }
        }
        let mut distinct: Vec<Value> = Vec::new();
        for branch in branches {
            if !distinct.contains(&branch) {
                distinct.push(branch);
            }
        }
        let schema = match distinct.as_slice() {
            [one] => one.clone(),
            _ => json!({ "anyOf": distinct }),
        };
        let null = match (self.null, other.null) {
            (Null::IfAbsent, _) | (_, Null::IfAbsent) => Null::IfAbsent,
            (Null::IfHolderMayBeAbsent, _) | (_, Null::IfHolderMayBeAbsent) => Null::IfHolderMayBeAbsent,
            (Null::Possible, _) | (_, Null::Possible) => Null::Possible,
            _ => Null::AsDescribed,
        };
        let span = self.span.filter(|span| other.span == Some(*span));
        Self { null, span, ..Self::new(schema, says, None) }
    }

    /// The shapes that a value has one of, apart from `null`. `None` if it has a single one, or if they are
    /// not known.
    pub(super) fn branches(&self, pointer: &str, schema: &Map<String, Value>) -> Option<Vec<Self>> {
        let mut branches = self.all_branches(pointer, schema)?;
        branches.retain(|branch| branch.sorts().is_none_or(|sorts| sorts != [crate::jq::Sort::Null]));
        Some(branches)
    }

    /// The same with `null`.
    pub(super) fn all_branches(&self, pointer: &str, schema: &Map<String, Value>) -> Option<Vec<Self>> {
        let is_plain = schema.keys().all(|key| {
            key == "anyOf"
                || key == "oneOf"
                || ["title", "description", "examples", "$comment"].contains(&key.as_str())
        });
        let keyword = ["anyOf", "oneOf"].into_iter().find(|keyword| schema.contains_key(*keyword))?;
        if !is_plain || schema.contains_key("anyOf") && schema.contains_key("oneOf") {
            return None;
        }
        let count = schema.get(keyword)?.as_array()?.len();
        if self.inside >= NESTED || count > BRANCHES {
            return None;
        }
        Some(
            (0..count)
                .map(|at| Self {
                    pointer: format!("{pointer}/{keyword}/{at}"),
                    null: Null::AsDescribed,
                    inside: self.inside + 1,
                    ..self.clone()
                })
                .collect(),
        )
    }

    /// The same where the member at this path has been checked, so that neither it nor what holds it is `null`.
    pub(crate) fn with_checked(self, names: &[String]) -> Self {
        // Without a schema, it stays what it is: its conditions are reported together.
        if self.is_undescribed() {
            return self;
        }
        let shape = self.not_null();
        let Some((name, inner)) = names.split_first() else { return shape };
        let Ok(Some(member)) = shape.member(name) else { return shape };
        if inner.is_empty() && !member.may_be_null() {
            return shape;
        }
        let member = member.with_checked(inner).to_schema();
        let mut schema = shape.to_schema();
        let Some(described) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
            return shape;
        };
        described.insert(name.clone(), member);
        let mut required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        required.push(json!(name));
        schema["required"] = Value::Array(required);
        Self { says: shape.says, span: shape.span, ..Self::computed(schema) }
    }

    /// The schema of the value alone, without references. What is too large matches anything.
    pub(crate) fn to_schema(&self) -> Value {
        let mut left = VALUES;
        let schema = self.written_out(&self.pointer, 0, &mut left);
        match self.null {
            Null::AsDescribed => schema,
            Null::Never => without_null(schema),
            Null::IfAbsent | Null::IfHolderMayBeAbsent | Null::Possible => {
                json!({ "anyOf": [schema, { "type": "null" }] })
            }
        }
    }

    fn written_out(&self, pointer: &str, depth: usize, left: &mut usize) -> Value {
        if let Some(Value::Bool(all)) = self.schema.pointer(pointer) {
            return Value::Bool(*all);
        }
        let Some((pointer, schema)) = self.resolve(pointer, 0) else { return Value::Bool(true) };
        if depth > DEPTH || *left == 0 {
            return Value::Bool(true);
        }
        *left -= 1;
        let mut written = Map::new();
        for (key, value) in schema {
            let inner = match (key.as_str(), value) {
                ("properties", Value::Object(members)) => {
                    let member = |name: &String| {
                        let at = format!("{pointer}/properties/{}", towpath_dsl::model::escape(name));
                        (name.clone(), self.written_out(&at, depth + 1, &mut *left))
                    };
                    members.keys().map(member).collect()
                }
                ("items", _) => self.written_out(&format!("{pointer}/items"), depth + 1, left),
                ("anyOf" | "oneOf", Value::Array(branches)) => (0..branches.len())
                    .map(|at| self.written_out(&format!("{pointer}/{key}/{at}"), depth + 1, left))
                    .collect(),
                ("type" | "enum" | "const" | "required" | "additionalProperties", value) => value.clone(),
                // That it is there is all that counts.
                (key, _) if OTHER.contains(&key) || key == "prefixItems" => Value::Bool(true),
                _ => continue,
            };
            written.insert(key.clone(), inner);
        }
        Value::Object(written)
    }
}

/// The sources of two shapes in messages.
fn says_of_both(first: &str, second: &str) -> String {
    const MANY: &str = "the tasks before";
    match (first, second) {
        ("", says) | (says, "") => says.to_owned(),
        (first, second) if first == second || first.split(" and ").any(|one| one == second) => {
            first.to_owned()
        }
        (first, second) if first == MANY || first.contains(" and ") || second.contains(" and ") => {
            MANY.to_owned()
        }
        (first, second) => format!("{first} and {second}"),
    }
}

fn is_only_any_of(schema: &Value) -> bool {
    schema.as_object().is_some_and(|schema| schema.len() == 1)
}

/// The schema without `null`.
fn without_null(mut schema: Value) -> Value {
    let is_null = |value: &Value| value.is_null() || value == "null" || *value == json!({ "type": "null" });
    for key in ["type", "enum", "anyOf", "oneOf"] {
        if let Some(Value::Array(values)) = schema.get_mut(key) {
            values.retain(|value| !is_null(value));
        }
    }
    // One type or one branch is left.
    for key in ["type", "anyOf"] {
        if let Some(Value::Array(values)) = schema.get(key)
            && let [one] = values.as_slice()
        {
            let one = one.clone();
            match key {
                "type" => schema[key] = one,
                _ if is_only_any_of(&schema) => return one,
                _ => {}
            }
        }
    }
    schema
}
