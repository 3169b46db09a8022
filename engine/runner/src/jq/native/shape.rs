//! Functions on the structure of values: type, length, members, containment, and indexes.

use jaq_core::ValR;
use jaq_core::native::{bome, unary, v};

use super::super::{fault, library, val};
use super::{Entries, boolean_result};
use crate::value::track::record_read;
use crate::value::{Kind, Value};

pub(super) fn entries() -> Entries {
    Box::new([
        ("length", v(0), |cv| bome(length(&cv.1))),
        ("has", v(1), |cv| unary(cv, |value, key| has(&value, &key))),
        ("contains", v(1), |cv| unary(cv, |value, part| contains_checked(&value, &part))),
        ("indices", v(1), |cv| unary(cv, |value, part| indices_of_part(&value, &part))),
        ("bsearch", v(1), |cv| unary(cv, |value, wanted| bsearch(&value, &wanted))),
        ("toarray", v(0), |cv| bome(to_array(cv.1))),
        ("keys", v(0), |cv| bome(keys_of_value(&cv.1, true))),
        ("keys_unsorted", v(0), |cv| bome(keys_of_value(&cv.1, false))),
        ("sort", v(0), |cv| bome(sort(cv.1))),
        ("builtins", v(0), |_| bome(Ok(list_of_functions()))),
    ])
}

/// `type`: the name of the type.
pub(super) fn type_of(value: &Value) -> ValR<Value> {
    if let Some(error) = fault::error_for_secret(value) {
        return Err(error);
    }
    record_read(value.labels());
    Ok(val::text_with_labels(value.type_name()))
}

fn length(value: &Value) -> ValR<Value> {
    record_read(value.shape());
    let count = |count: usize| Ok(val::scalar_with_labels(Kind::Int(count as i64)));
    match value.kind() {
        Kind::Null => count(0),
        Kind::Bool(_) | Kind::Secret(_) => Err(fault::error_about_value(value, "has no length")),
        Kind::Int(int) => Ok(val::scalar_with_labels(match int.checked_abs() {
            Some(length) => Kind::Int(length),
            None => Kind::Float((*int as f64).abs()),
        })),
        Kind::Float(float) => Ok(val::scalar_with_labels(Kind::Float(float.abs()))),
        Kind::Str(text) => count(text.chars().count()),
        Kind::Arr(array) => count(array.items.len()),
        Kind::Obj(object) => count(object.map.len()),
    }
}

fn has(value: &Value, key: &Value) -> ValR<Value> {
    record_read(value.shape() | key.labels());
    match (value.kind(), key.kind()) {
        (Kind::Obj(object), Kind::Str(name)) => boolean_result(object.map.contains_key(name)),
        (Kind::Arr(array), Kind::Int(at)) => boolean_result((0..array.items.len() as i64).contains(at)),
        (Kind::Arr(array), Kind::Float(at)) => {
            boolean_result(*at >= 0.0 && at.floor() < array.items.len() as f64)
        }
        _ => Err(fault::error_for_secret(value).or_else(|| fault::error_for_secret(key)).unwrap_or_else(
            || {
                let (kind, with) = (value.type_name(), key.type_name());
                fault::masked_error(
                    format!("Cannot check whether {kind} has a {with} key"),
                    format!(
                        "cannot check whether {} has {} as a key",
                        fault::type_with_article(kind),
                        fault::type_with_article(with)
                    ),
                )
            },
        )),
    }
}

fn contains_checked(value: &Value, part: &Value) -> ValR<Value> {
    if value.type_name() != part.type_name() {
        return Err(fault::no_containment(value, part));
    }
    if let Some(error) = fault::error_for_secret(value) {
        return Err(error);
    }
    boolean_result(contains_value(value, part))
}

/// Whether `value` contains `part`: as a part of a text, in an item, under the same name, or as an equal
/// value.
fn contains_value(value: &Value, part: &Value) -> bool {
    record_read(value.shape() | part.shape());
    match (value.kind(), part.kind()) {
        (Kind::Str(text), Kind::Str(part)) => text.contains(&**part),
        (Kind::Arr(items), Kind::Arr(parts)) => {
            parts.items.iter().all(|part| items.items.iter().any(|item| contains_value(item, part)))
        }
        (Kind::Obj(members), Kind::Obj(parts)) => parts
            .map
            .iter()
            .all(|(key, part)| members.map.get(key).is_some_and(|member| contains_value(member, part))),
        _ => value == part,
    }
}

/// The positions of `part` in `value`: in characters for texts, in items for lists.
pub(in crate::jq) fn indices_of_part(value: &Value, part: &Value) -> ValR<Value> {
    let places = |places: &mut dyn Iterator<Item = usize>| {
        let places: Vec<i64> = places.map(|at| at as i64).collect();
        val::list_with_labels(places.into_iter().map(|at| val::scalar_with_labels(Kind::Int(at))).collect())
    };
    record_read(value.shape() | part.shape());
    Ok(match (value.kind(), part.kind()) {
        (Kind::Null, _) => Value::null().with_labels(value.labels()),
        (Kind::Str(_), Kind::Str(part)) if part.is_empty() => val::list_with_labels(Vec::new()),
        (Kind::Str(text), Kind::Str(part)) => {
            let starts = text.char_indices().enumerate();
            places(
                &mut starts.filter(|(_, (at, _))| text[*at..].starts_with(&**part)).map(|(count, _)| count),
            )
        }
        (Kind::Arr(_), Kind::Arr(part)) if part.items.is_empty() => val::list_with_labels(Vec::new()),
        (Kind::Arr(array), Kind::Arr(part)) => {
            let windows = array.items.windows(part.items.len()).enumerate();
            places(&mut windows.filter(|(_, window)| **window == part.items[..]).map(|(at, _)| at))
        }
        (Kind::Arr(array), _) => {
            let items = array.items.iter().enumerate();
            places(&mut items.filter(|(_, item)| *item == part).map(|(at, _)| at))
        }
        _ => return Err(fault::error_about_operands(value, part, "cannot be searched")),
    })
}

fn bsearch(value: &Value, wanted: &Value) -> ValR<Value> {
    let Kind::Arr(array) = value.kind() else {
        return Err(fault::error_about_value(value, "cannot be searched from"));
    };
    record_read(value.shape());
    let found = array.items.binary_search(wanted);
    Ok(val::scalar_with_labels(Kind::Int(found.map_or_else(|at| -1 - at as i64, |at| at as i64))))
}

/// The names of an object's members, or the indexes of a list's items.
fn keys_of_value(value: &Value, sorted: bool) -> ValR<Value> {
    let shape = value.shape();
    let keys: Vec<Value> = match value.kind() {
        Kind::Obj(object) => {
            let mut names: Vec<_> = object.map.iter().map(|(name, _)| name).collect();
            if sorted {
                names.sort_unstable();
            }
            names.into_iter().map(|name| Value::str(name.clone()).with_labels(shape)).collect()
        }
        Kind::Arr(array) => {
            (0..array.items.len() as i64).map(|at| Value::int(at).with_labels(shape)).collect()
        }
        _ => return Err(fault::error_about_value(value, "has no keys")),
    };
    record_read(shape);
    Ok(val::list_with_labels(keys))
}

fn sort(value: Value) -> ValR<Value> {
    let (cover, shape) = (value.labels(), value.shape());
    let Kind::Arr(_) = value.kind() else {
        return Err(fault::error_about_value(&value, "cannot be sorted, as it is not an array"));
    };
    record_read(shape);
    let Kind::Arr(array) = value.into_kind() else { return Ok(Value::null()) };
    let mut items: Vec<Value> = val::items_with_labels(array, cover).collect();
    items.sort();
    Ok(val::list_with_labels(items))
}

/// All functions, as `name/arguments`.
fn list_of_functions() -> Value {
    let library = library::library_of_thread();
    let all: std::collections::BTreeSet<_> = library.signatures().collect();
    let callable = all.into_iter().filter(|(name, _)| !name.starts_with(['_', '@']));
    val::list_with_labels(
        callable.map(|(name, arity)| val::text_with_labels(format!("{name}/{arity}"))).collect(),
    )
}

fn to_array(value: Value) -> ValR<Value> {
    Ok(match value.kind() {
        Kind::Arr(_) => value,
        _ => val::list_with_labels(vec![value]),
    })
}
