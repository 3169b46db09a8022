//! Shapes of mappings that an expression puts together.

use jaq_core::load::parse::Term;
use jaq_core::path::{Opt, Part};
use serde_json::{Map, Value, json};

use super::super::reads::literal_name;
use super::{COPY, Inferrer, Kind};
use crate::jq::Sort;
use crate::shape::{Shape, schema_of_members, union};

impl Inferrer<'_> {
    pub(super) fn object(&mut self, members: &[(Term<&str>, Option<Term<&str>>)], dot: &Kind) -> Kind {
        let mut described = Some(Map::new());
        self.known.count(COPY);
        for (key, value) in members {
            let name = literal_name(self.code, key);
            let (name, kind) = match (key, value, name) {
                (_, Some(value), Some((name, _))) => (Some(name), self.term(value, dot)),
                (_, Some(value), None) => {
                    self.term(key, dot);
                    (None, self.term(value, dot))
                }
                (Term::Var(variable), None, _) => {
                    let name = variable.trim_start_matches('$');
                    (Some(name.to_owned()), self.variable(name))
                }
                (_, None, Some((name, place))) => {
                    let member = self.member(dot.clone(), name.clone(), place, &mut String::new());
                    (Some(name), member)
                }
                (_, None, None) => {
                    self.term(key, dot);
                    (None, Kind::default())
                }
            };
            match name {
                Some(name) => {
                    let schema = kind.shape.as_ref().map_or(Value::Bool(true), Shape::to_schema);
                    if let Some(described) = &mut described {
                        described.insert(name, schema);
                    }
                }
                None => described = None,
            }
        }
        match described {
            Some(described) => Some(Shape::computed(schema_of_members(described))).into(),
            None => Sort::Object.into(),
        }
    }

    /// The name of the member that an assignment to a path of one name sets.
    pub(super) fn name_of_target(&self, target: &Term<&str>) -> Option<String> {
        let Term::Path(inner, path) = target else { return None };
        match (&**inner, path.0.as_slice()) {
            (Term::Id, [(Part::Index(key), Opt::Essential)]) => {
                literal_name(self.code, key).map(|(name, _)| name)
            }
            _ => None,
        }
    }
}

/// The shape of a mapping after one member was set.
pub(super) fn shape_with_member(
    before: Option<&Shape>,
    name: Option<String>,
    value: Option<Shape>,
) -> Option<Shape> {
    let value = value.as_ref().map_or(Value::Bool(true), Shape::to_schema);
    let set = Shape::computed(schema_of_members(Map::from_iter([(name?, value)])));
    shape_of_both(before?, &set)
}

/// The shape of two mappings put together by `+`. The members of the second one count.
pub(super) fn shape_of_both(first: &Shape, second: &Shape) -> Option<Shape> {
    let (first, second) = (Members::of(first)?, Members::of(second)?);
    let mut described = first.described;
    let mut required = first.required;
    for (name, schema) in second.described {
        let is_certain = second.required.contains(&name);
        let schema = match described.remove(&name) {
            Some(before) if !is_certain => {
                let either = union(Some(Shape::computed(before)), Some(Shape::computed(schema)));
                either.map_or(Value::Bool(true), |either| either.to_schema())
            }
            _ => schema,
        };
        if is_certain && !required.contains(&name) {
            required.push(name.clone());
        }
        described.insert(name, schema);
    }
    let mut schema = json!({ "type": "object", "required": required, "properties": described });
    if first.is_closed && second.is_closed {
        schema["additionalProperties"] = Value::Bool(false);
    }
    Some(Shape::computed(schema))
}

/// The members of a mapping.
struct Members {
    described: Map<String, Value>,
    required: Vec<String>,
    is_closed: bool,
}

impl Members {
    fn of(shape: &Shape) -> Option<Self> {
        if shape.sorts()? != [Sort::Object] {
            return None;
        }
        let Value::Object(mut schema) = shape.to_schema() else { return None };
        const READ: &[&str] = &["type", "properties", "required", "additionalProperties"];
        if schema.keys().any(|key| !READ.contains(&key.as_str())) {
            return None;
        }
        let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        let Some(Value::Object(described)) = schema.remove("properties") else { return None };
        let required = match schema.remove("required") {
            Some(Value::Array(names)) => {
                names.into_iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect()
            }
            _ => Vec::new(),
        };
        Some(Self { described, required, is_closed })
    }
}
