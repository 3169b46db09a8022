//! Lets the validator read the runner's values in place, without conversion.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::{Number, Value as SerdeValue};

use crate::value::{Kind, Map, Value, number};

/// The validator's access to the runner's values.
pub(super) struct Runner;

impl Json for Runner {
    type Node<'a> = &'a Value;
    type PreparedKey = Box<str>;
    type StringBuffer = Value;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>(buffer: &mut Value, string: &str, f: impl FnOnce(&Value) -> T) -> T {
        *buffer = Value::str(string);
        f(buffer)
    }
}

/// A number as in JSON, where infinities are the largest numbers.
#[derive(Clone, Copy)]
pub(crate) enum Numeric {
    Int(i64),
    Float(f64),
}

impl JsonNumber for Numeric {
    fn as_u64(&self) -> Option<u64> {
        self.as_i64().and_then(|int| u64::try_from(int).ok())
    }

    fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(int) => Some(*int),
            Self::Float(float) => number::exact_int(*float),
        }
    }

    fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(int) => Some(*int as f64),
            Self::Float(float) => Some(*float),
        }
    }

    fn as_str(&self) -> Cow<'_, str> {
        let mut text = Vec::new();
        match self {
            Self::Int(int) => number::write_int(&mut text, *int),
            Self::Float(float) => number::write_float(&mut text, *float),
        }
        Cow::Owned(String::from_utf8(text).unwrap_or_default())
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(match self.as_i64() {
            Some(int) => Number::from(int),
            None => self.as_f64().and_then(Number::from_f64).unwrap_or_else(|| Number::from(0)),
        })
    }
}

impl<'a> Node<'a, Runner> for &'a Value {
    type Object = &'a Map;
    type Array = &'a [Value];
    type Number = Numeric;

    fn as_object(&self) -> Option<&'a Map> {
        Value::as_object(self)
    }

    fn as_array(&self) -> Option<&'a [Value]> {
        Value::as_array(self)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        Value::as_str(self).map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<Numeric> {
        match self.kind() {
            Kind::Int(int) => Some(Numeric::Int(*int)),
            Kind::Float(float) if !float.is_nan() => Some(Numeric::Float(float.clamp(f64::MIN, f64::MAX))),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        Value::as_bool(self)
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        match self.kind() {
            Kind::Bool(_) => JsonType::Boolean,
            Kind::Float(float) if float.is_nan() => JsonType::Null,
            Kind::Int(_) | Kind::Float(_) => JsonType::Number,
            Kind::Str(_) => JsonType::String,
            Kind::Arr(_) => JsonType::Array,
            Kind::Obj(_) => JsonType::Object,
            // INVARIANT: values with secrets never reach the validator.
            Kind::Null | Kind::Secret(_) => JsonType::Null,
        }
    }

    fn to_value(&self) -> Cow<'a, SerdeValue> {
        Cow::Owned(self.to_serde_json().unwrap_or_default())
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Value>(self) as usize))
    }
}

impl<'a> Object<'a, Runner> for &'a Map {
    type Node = &'a Value;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        Map::len(self)
    }

    fn get(&self, key: &Box<str>) -> Option<&'a Value> {
        Map::get(self, key)
    }

    fn members(&self) -> Members<'a> {
        Members(self.iter())
    }
}

/// Members of an object in order.
pub(crate) struct Members<'a>(crate::value::Members<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, member)| (&**key, member))
    }
}

impl<'a> Array<'a, Runner> for &'a [Value] {
    type Node = &'a Value;
    type ElementsIter = std::slice::Iter<'a, Value>;

    fn len(&self) -> usize {
        <[Value]>::len(self)
    }

    fn elements(&self) -> std::slice::Iter<'a, Value> {
        self.iter()
    }
}
