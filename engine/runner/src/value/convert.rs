//! Conversion to and from `serde_json` values, for code that is not performance-critical: definitions,
//! schemas, effect templates.

use serde_json::Value as Json;

use super::{Kind, Value, number};

impl From<&Json> for Value {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::null(),
            Json::Bool(value) => Self::bool(*value),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(int), _) => Self::int(int),
                (None, float) => Self::float(float.unwrap_or(f64::NAN)),
            },
            Json::String(text) => Self::str(text.as_str()),
            Json::Array(items) => Self::array(items.iter().map(Self::from)),
            Json::Object(members) => {
                Self::object(members.iter().map(|(key, member)| (key.as_str(), Self::from(member))))
            }
        }
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        Self::from(&json)
    }
}

impl Value {
    /// As a `serde_json` value. `None` if there is a secret inside.
    pub fn to_serde_json(&self) -> Option<Json> {
        Some(match self.kind() {
            Kind::Null => Json::Null,
            Kind::Bool(value) => Json::Bool(*value),
            Kind::Int(value) => Json::from(*value),
            Kind::Float(value) => match number::exact_int(*value) {
                Some(whole) if value.abs() < 1e17 && !(whole == 0 && value.is_sign_negative()) => {
                    Json::from(whole)
                }
                // NaN gives null, infinities the largest number, as in written JSON.
                _ => Json::from(value.clamp(f64::MIN, f64::MAX)),
            },
            Kind::Str(text) => Json::from(&**text),
            Kind::Arr(array) => {
                Json::Array(array.items.iter().map(Self::to_serde_json).collect::<Option<_>>()?)
            }
            Kind::Obj(object) => {
                let members = object.map.iter();
                let members = members.map(|(key, member)| Some((key.to_string(), member.to_serde_json()?)));
                Json::Object(members.collect::<Option<_>>()?)
            }
            Kind::Secret(_) => return None,
        })
    }
}
