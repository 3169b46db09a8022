//! Functions on paths as values: reading, setting, deleting, and assignments to all paths that an expression
//! gives.
//!
//! Changed values have the same labels as in assignments. The labels of a path's keys are added to the value
//! at its end.

use jaq_core::box_iter::box_once;
use jaq_core::native::{bome, unary, v};
use jaq_core::path::Opt;
use jaq_core::{Bind, Cv, Exn, Native, ValR, ValT, ValX};

use super::super::desugar::{ASSIGN, MODIFY, NO_PATH, NO_PATH_TO, NO_PATHS_IN};
use super::super::slots::Data;
use super::super::{fault, update, val};
use super::{Entries, Native as Entry, two_arguments};
use crate::value::track::record_read;
use crate::value::{Kind, Labels, Value};

/// Maximum length of a path, as in jq.
const MAX_LENGTH: usize = 10_000;

pub(super) fn entries() -> Entries {
    Box::new([
        ("setpath", v(2), |mut cv| {
            let (path, new) = two_arguments(&mut cv);
            // The length of the path determines the place of the new value.
            bome(keys_of_path(&path).and_then(|(keys, shape)| Ok(set(cv.1, &keys, new)?.with_labels(shape))))
        }),
        ("delpaths", v(1), |cv| unary(cv, delete_paths)),
    ])
}

/// The functions that take paths, or can be part of one.
pub(super) fn path_functions() -> Vec<Entry> {
    let fun = Bind::Fun(());
    let getpath = Native::<Data>::new(|cv| unary(cv, |value, path| value_at_path(value, &path)));
    let getpath = getpath.with_paths(|mut cv| {
        let path = cv.0.pop_var();
        let (value, mut at) = cv.1;
        box_once(value_at_path(value, &path).map_err(Exn::from).map(|found| {
            for key in path.items().into_iter().flatten() {
                at = at.cons(key);
            }
            (found, at)
        }))
    });
    let modify = Native::<Data>::new(|cv| box_once(modify_at_paths(cv)));
    let assign = Native::<Data>::new(|cv| box_once(assign_at_paths(cv)));
    let no_path = Native::<Data>::new(|mut cv| {
        let (value, cx) = cv.0.pop_fun();
        value.run((cx, cv.1))
    });
    let no_path = no_path.with_paths(|mut cv| {
        let (value, cx) = cv.0.pop_fun();
        Box::new(value.run((cx, cv.1.0)).map(|value| Err(error_for_no_path("with result", &value?).into())))
    });
    let no_paths_in = Native::<Data>::new(|mut cv| {
        let (value, cx) = cv.0.pop_fun();
        value.run((cx, cv.1))
    });
    let no_paths_in = no_paths_in.with_paths(|mut cv| {
        let (value, cx) = cv.0.pop_fun();
        let stray = |value: Value| error_for_no_path("near attempt to iterate through", &value);
        Box::new(value.run((cx, cv.1.0)).map(move |value| Err(stray(value?).into())))
    });
    let no_path_to = Native::<Data>::new(|mut cv| {
        let _key = cv.0.pop_var();
        let (value, cx) = cv.0.pop_fun();
        value.run((cx, cv.1))
    });
    let no_path_to = no_path_to.with_paths(|mut cv| {
        let key = cv.0.pop_var();
        let (value, cx) = cv.0.pop_fun();
        let step = format!("near attempt to access element {} of", fault::json_excerpt(&key));
        Box::new(value.run((cx, cv.1.0)).map(move |value| Err(error_for_no_path(&step, &value?).into())))
    });
    vec![
        ("getpath", v(1), getpath),
        (NO_PATH, [fun.clone()].into(), no_path),
        (NO_PATHS_IN, [fun.clone()].into(), no_paths_in),
        (NO_PATH_TO, [fun.clone(), Bind::Var(())].into(), no_path_to),
        (MODIFY, [fun.clone(), fun.clone()].into(), modify),
        (ASSIGN, [fun, Bind::Var(())].into(), assign),
    ]
}

/// The error for a term that is not a path.
fn error_for_no_path(how: &str, value: &Value) -> fault::Error {
    fault::error_for_secret(value).unwrap_or_else(|| {
        fault::masked_error(
            format!("Invalid path expression {how} {}", fault::json_excerpt(value)),
            format!(
                "this is not a path to a part of the input, but {}",
                fault::type_with_article(value.type_name())
            ),
        )
    })
}

/// The keys of a path, and the labels of their number.
fn keys_of_path(path: &Value) -> ValR<(Vec<Value>, Labels), Value> {
    let Some(keys) = path.items() else {
        return Err(fault::error_for_secret(path)
            .unwrap_or_else(|| fault::plain_error("Path must be specified as an array")));
    };
    if keys.len() > MAX_LENGTH {
        return Err(fault::plain_error("Path too deep"));
    }
    record_read(path.shape());
    Ok((keys.collect(), path.shape()))
}

/// The value at the end of a path. Any key of null gives null.
fn value_at_path(value: Value, path: &Value) -> ValR<Value> {
    let (keys, shape) = keys_of_path(path)?;
    let found = keys.iter().try_fold(value, |value, key| match value.kind() {
        Kind::Null => Ok(value.with_labels(key.labels_deep())),
        _ => value.index(key),
    });
    Ok(found?.with_labels(shape))
}

fn set(value: Value, keys: &[Value], new: Value) -> ValR<Value> {
    without_break(change_at_keys(value, keys, &mut Some(new)))
}

/// `value` with `new` at the end of `keys`.
fn change_at_keys<'a>(value: Value, keys: &[Value], new: &mut Option<Value>) -> ValX<'a, Value> {
    let Some((key, rest)) = keys.split_first() else {
        return Ok(new.take().unwrap_or_default());
    };
    let next = std::cell::RefCell::new(new);
    let child = |child: Value| {
        let mut next = next.borrow_mut();
        std::iter::once(change_at_keys(child, rest, &mut next))
    };
    match (value.kind(), key.kind()) {
        (Kind::Null | Kind::Obj(_), Kind::Str(_))
        | (Kind::Null | Kind::Arr(_), Kind::Int(_) | Kind::Float(_) | Kind::Obj(_)) => {
            value.map_index(key, Opt::Essential, child)
        }
        _ => Err(not_updatable(&value, key).into()),
    }
}

fn not_updatable(value: &Value, key: &Value) -> fault::Error {
    match (value.kind(), key.kind()) {
        (Kind::Arr(_), Kind::Arr(_)) => fault::plain_error("Cannot update field at array index of array"),
        _ => val::not_indexable(value, key),
    }
}

/// All paths that an expression gives for a value. They are collected before any change, and then there is no
/// other reference to the value, so it can be changed in place. This is a macro because jaq's path type is
/// not public.
macro_rules! all_paths {
    ($paths:expr, $cx:expr, $value:expr) => {{
        let found = $paths.paths(($cx, ($value.clone(), Default::default())));
        let found = found.map(|found| {
            let mut keys: Vec<Value> = found?.1.iter().cloned().collect();
            keys.reverse();
            Ok(keys)
        });
        found.collect::<Result<Vec<Vec<Value>>, Exn<'_, Value>>>()?
    }};
}

/// Replaces the value at each path by the first output of a function for it, or deletes it if there is no
/// output.
fn modify_at_paths<'a>(mut cv: Cv<'a, Data>) -> ValX<'a, Value> {
    let (change, change_cx) = cv.0.pop_fun();
    let (paths, paths_cx) = cv.0.pop_fun();
    let mut value = cv.1;
    let paths = all_paths!(paths, paths_cx, value);
    let mut gone = Vec::new();
    for keys in paths {
        let path = val::list_with_labels(keys.clone());
        let old = value_at_path(value.clone(), &path)?;
        match change.run((change_cx.clone(), old)).next().transpose()? {
            Some(new) => value = set(value, &keys, new)?,
            None => gone.push(path),
        }
    }
    match gone.is_empty() {
        true => Ok(value),
        false => Ok(delete_paths(value, val::list_with_labels(gone))?),
    }
}

/// Sets each path to the same new value.
fn assign_at_paths<'a>(mut cv: Cv<'a, Data>) -> ValX<'a, Value> {
    let new = cv.0.pop_var();
    let (paths, paths_cx) = cv.0.pop_fun();
    let value = cv.1;
    let paths = all_paths!(paths, paths_cx, value);
    Ok(paths.iter().try_fold(value, |value, keys| set(value, keys, new.clone()))?)
}

/// Deletes all these paths at once. Each path refers to the original value.
fn delete_paths(value: Value, paths: Value) -> ValR<Value> {
    let Some(list) = paths.as_array() else {
        return Err(fault::error_for_secret(&paths)
            .unwrap_or_else(|| fault::plain_error("Paths must be specified as an array")));
    };
    let by = paths.labels_deep();
    let mut split = Vec::with_capacity(list.len());
    let mut sorted: Vec<&Value> = list.iter().collect();
    sorted.sort_unstable();
    for path in sorted {
        split.push(path.as_array().ok_or_else(|| {
            fault::error_for_secret(path).unwrap_or_else(|| {
                fault::plain_error(&format!("Path must be specified as array, not {}", path.type_name()))
            })
        })?);
    }
    if split.iter().any(|path| path.len() > MAX_LENGTH) {
        return Err(fault::plain_error("Path too deep"));
    }
    match split.first() {
        None => Ok(value),
        Some([]) => Ok(Value::null().with_labels(value.labels() | by)),
        Some(_) => Ok(delete_sorted_paths(value, &split)?.with_labels(by)),
    }
}

/// Deletes the values at these paths, which are sorted and not empty.
fn delete_sorted_paths(mut value: Value, paths: &[&[Value]]) -> ValR<Value> {
    let mut here = Vec::new();
    let mut rest = paths;
    while let Some((first, _)) = rest.split_first() {
        let key = &first[0];
        // NaN does not equal itself.
        let count = rest.iter().take_while(|path| path[0] == *key).count().max(1);
        let (same, others) = rest.split_at(count);
        rest = others;
        // The shortest path comes first: deleting a whole value makes deleting its parts unnecessary.
        if first.len() == 1 {
            here.push(key);
            continue;
        }
        if matches!(value.kind(), Kind::Null) {
            continue;
        }
        let child = value.clone().index(key)?;
        if child.is_null() {
            continue;
        }
        let inner: Vec<&[Value]> = same.iter().map(|path| &path[1..]).collect();
        let child = delete_sorted_paths(child, &inner)?;
        value = set(value, std::slice::from_ref(key), child)?;
    }
    remove_children(value, &here)
}

/// Deletes children by key.
fn remove_children(value: Value, keys: &[&Value]) -> ValR<Value> {
    if keys.is_empty() || value.is_null() {
        return Ok(value);
    }
    match value.kind() {
        Kind::Obj(_) => keys.iter().try_fold(value, |value, key| match key.kind() {
            Kind::Str(_) => without_break(update::update_member(value, key, |_| std::iter::empty())),
            _ => Err(not_deletable(&value, key)),
        }),
        Kind::Arr(array) => {
            let length = array.items.len();
            let mut gone = vec![false; length];
            let mut by = Labels::NONE;
            for key in keys {
                by |= key.labels_deep();
                match key.kind() {
                    Kind::Int(_) | Kind::Float(_) => {
                        if let Some(at) = val::list_index(key.kind(), length) {
                            gone[at] = true;
                        }
                    }
                    Kind::Obj(bounds) => {
                        let bounds = bounds.map.get("start")..bounds.map.get("end");
                        gone[val::slice_bounds(&bounds, length)?].fill(true);
                    }
                    _ => return Err(not_deletable(&value, key)),
                }
            }
            record_read(by);
            let cover = value.labels();
            let shape = value.shape() | by;
            let Kind::Arr(array) = value.into_kind() else { return Ok(Value::null()) };
            let kept = val::items_with_labels(array, cover)
                .zip(gone)
                .filter(|(_, gone)| !gone)
                .map(|(item, _)| item);
            Ok(val::list_shaped(kept.collect(), shape).with_labels(cover))
        }
        _ => Err(not_deletable(&value, keys[0])),
    }
}

fn not_deletable(value: &Value, key: &Value) -> fault::Error {
    if let Some(error) = fault::error_for_secret(value).or_else(|| fault::error_for_secret(key)) {
        return error;
    }
    let (kind, with) = (value.type_name(), key.type_name());
    let full = match value.kind() {
        Kind::Obj(_) => format!("Cannot delete {with} field of object"),
        Kind::Arr(_) => format!("Cannot delete {with} element of array"),
        _ => format!("Cannot delete fields from {kind}"),
    };
    fault::masked_error(
        full,
        format!("cannot take {} out of {}", fault::type_with_article(with), fault::type_with_article(kind)),
    )
}

/// A failure here is always an error, never a `break`.
fn without_break<'a>(result: ValX<'a, Value>) -> ValR<Value> {
    result.map_err(|exception| exception.get_err().unwrap_or_else(|_| fault::plain_error("break")))
}
