//! What values are made of: kind, length, members, containment, places, and taking paths out.

use jaq_core::ValR;
use jaq_core::native::{bome, unary, v};

use super::super::{fault, update, val};
use super::{Entries, truth};
use crate::value::track::read;
use crate::value::{Kind, Value, number};

pub(super) fn entries() -> Entries {
    Box::new([
        ("length", v(0), |cv| bome(length(&cv.1))),
        ("has", v(1), |cv| unary(cv, |value, key| has(&value, &key))),
        ("contains", v(1), |cv| unary(cv, |value, part| contains_checked(&value, &part))),
        ("indices", v(1), |cv| unary(cv, |value, part| indices(&value, &part))),
        ("bsearch", v(1), |cv| unary(cv, |value, wanted| bsearch(&value, &wanted))),
        ("delpaths", v(1), |cv| unary(cv, delpaths)),
        ("toarray", v(0), |cv| bome(to_array(cv.1))),
    ])
}

/// `type`: the kind's name.
pub(super) fn type_of(value: &Value) -> ValR<Value> {
    if let Some(error) = fault::secret(value) {
        return Err(error);
    }
    read(value.labels());
    Ok(val::text(value.type_name()))
}

fn length(value: &Value) -> ValR<Value> {
    read(value.shape());
    let count = |count: usize| Ok(val::fresh(Kind::Int(count as i64)));
    match value.kind() {
        Kind::Null => count(0),
        Kind::Bool(_) | Kind::Secret(_) => Err(fault::about(value, "has no length")),
        Kind::Int(int) => Ok(val::fresh(match int.checked_abs() {
            Some(length) => Kind::Int(length),
            None => Kind::Float((*int as f64).abs()),
        })),
        Kind::Float(float) => Ok(val::fresh(Kind::Float(float.abs()))),
        Kind::Str(text) => count(text.chars().count()),
        Kind::Arr(array) => count(array.items.len()),
        Kind::Obj(object) => count(object.map.len()),
    }
}

fn has(value: &Value, key: &Value) -> ValR<Value> {
    read(value.shape() | key.labels());
    match (value.kind(), key.kind()) {
        (Kind::Obj(object), Kind::Str(name)) => truth(object.map.contains_key(name)),
        (Kind::Arr(array), Kind::Int(at)) => truth((0..array.items.len() as i64).contains(at)),
        (Kind::Arr(array), Kind::Float(at)) => truth(*at >= 0.0 && at.floor() < array.items.len() as f64),
        _ => Err(fault::secret(value).or_else(|| fault::secret(key)).unwrap_or_else(|| {
            let (kind, with) = (value.type_name(), key.type_name());
            fault::fault(
                format!("Cannot check whether {kind} has a {with} key"),
                format!("cannot check whether {} has {} as a key", fault::a(kind), fault::a(with)),
            )
        })),
    }
}

fn contains_checked(value: &Value, part: &Value) -> ValR<Value> {
    if value.type_name() != part.type_name() {
        return Err(fault::about_both(value, part, "cannot have their containment checked"));
    }
    if let Some(error) = fault::secret(value) {
        return Err(error);
    }
    truth(contains(value, part))
}

/// Whether `part` is in `value`: as a part of a text, in some item, under the same name, or as an equal.
fn contains(value: &Value, part: &Value) -> bool {
    read(value.shape() | part.shape());
    match (value.kind(), part.kind()) {
        (Kind::Str(text), Kind::Str(part)) => text.contains(&**part),
        (Kind::Arr(items), Kind::Arr(parts)) => {
            parts.items.iter().all(|part| items.items.iter().any(|item| contains(item, part)))
        }
        (Kind::Obj(members), Kind::Obj(parts)) => parts
            .map
            .iter()
            .all(|(key, part)| members.map.get(key).is_some_and(|member| contains(member, part))),
        _ => value == part,
    }
}

/// Where `part` stands in `value`: in characters for texts, in items for lists.
pub(in crate::jq) fn indices(value: &Value, part: &Value) -> ValR<Value> {
    let places = |places: &mut dyn Iterator<Item = usize>| {
        let places: Vec<i64> = places.map(|at| at as i64).collect();
        val::list(places.into_iter().map(|at| val::fresh(Kind::Int(at))).collect())
    };
    read(value.shape() | part.shape());
    Ok(match (value.kind(), part.kind()) {
        (Kind::Null, _) => Value::null().with_labels(value.labels()),
        (Kind::Str(_) | Kind::Arr(_), Kind::Str(part)) if part.is_empty() => Value::null(),
        (Kind::Str(text), Kind::Str(part)) => {
            let starts = text.char_indices().enumerate();
            places(
                &mut starts.filter(|(_, (at, _))| text[*at..].starts_with(&**part)).map(|(count, _)| count),
            )
        }
        (Kind::Arr(_), Kind::Arr(part)) if part.items.is_empty() => Value::null(),
        (Kind::Arr(array), Kind::Arr(part)) => {
            let windows = array.items.windows(part.items.len()).enumerate();
            places(&mut windows.filter(|(_, window)| **window == part.items[..]).map(|(at, _)| at))
        }
        (Kind::Arr(array), _) => {
            let items = array.items.iter().enumerate();
            places(&mut items.filter(|(_, item)| *item == part).map(|(at, _)| at))
        }
        _ => return Err(fault::about_both(value, part, "cannot be searched")),
    })
}

fn bsearch(value: &Value, wanted: &Value) -> ValR<Value> {
    let Kind::Arr(array) = value.kind() else {
        return Err(fault::about(value, "cannot be searched from"));
    };
    read(value.shape());
    let found = array.items.binary_search(wanted);
    Ok(val::fresh(Kind::Int(found.map_or_else(|at| -1 - at as i64, |at| at as i64))))
}

fn to_array(value: Value) -> ValR<Value> {
    Ok(match value.kind() {
        Kind::Arr(_) => value,
        _ => val::list(vec![value]),
    })
}

/// Takes all these paths out at once, so that taking one does not move another.
fn delpaths(value: Value, paths: Value) -> ValR<Value> {
    let Kind::Arr(list) = paths.kind() else {
        return Err(fault::plain("Paths must be specified as an array"));
    };
    let by = paths.labels_deep();
    let mut sorted: Vec<&Value> = list.items.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.into_iter().rev().try_fold(value, |value, path| match path.kind() {
        Kind::Arr(path) => Ok(delete(value, &path.items)?.with_labels(by)),
        _ => Err(fault::plain("Path must be specified as an array")),
    })
}

fn delete(value: Value, path: &[Value]) -> ValR<Value> {
    let Some((key, rest)) = path.split_first() else {
        return Ok(Value::null().with_labels(value.labels()));
    };
    match (value.kind(), key.kind()) {
        (Kind::Null, _) => Ok(value),
        (Kind::Obj(object), Kind::Str(name)) => {
            if !object.map.contains_key(name) {
                return Ok(value);
            }
            Ok(unexceptional(update::member(value, key, |member| deleted(member, rest)))?)
        }
        (Kind::Arr(array), at @ (Kind::Int(_) | Kind::Float(_))) => {
            let at = match at {
                Kind::Float(float) => number::cut(float.floor()),
                _ => key.as_i64().unwrap_or_default(),
            };
            let length = array.items.len() as i64;
            let at = if at < 0 { at + length } else { at };
            if !(0..length).contains(&at) {
                return Ok(value);
            }
            let key = Value::int(at).with_labels(key.labels());
            Ok(unexceptional(update::item(value, &key, |item| deleted(item, rest)))?)
        }
        (Kind::Arr(_), Kind::Obj(bounds)) => {
            let range = bounds.map.get("start")..bounds.map.get("end");
            Ok(unexceptional(update::slice(value, range, |part| deleted(part, rest)))?)
        }
        _ => Err(fault::secret(&value).unwrap_or_else(|| {
            let (kind, with) = (value.type_name(), key.type_name());
            fault::fault(
                format!("Cannot delete field at {with} index of {kind}"),
                format!("cannot take {} out of {}", fault::a(with), fault::a(kind)),
            )
        })),
    }
}

/// What remains of a child: nothing when the path ends here.
fn deleted(child: Value, rest: &[Value]) -> std::option::IntoIter<jaq_core::ValX<'static, Value>> {
    match rest {
        [] => None,
        rest => Some(delete(child, rest).map_err(Into::into)),
    }
    .into_iter()
}

/// [`deleted`] only ever fails with errors, never with `break`.
fn unexceptional(result: jaq_core::ValX<'static, Value>) -> ValR<Value> {
    result.map_err(|exception| exception.get_err().unwrap_or_else(|_| fault::plain("break")))
}
