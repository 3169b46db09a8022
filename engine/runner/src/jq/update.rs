//! Updates one child, all children or a slice of a value, for assignments. Missing containers are created:
//! `null | .a[2] = 1` is `{"a":[null,null,1]}`.
//!
//! A changed container keeps its labels, so they also apply to the new content.

use std::rc::Rc;

use jaq_core::ValX;
use jaq_core::val::Range;

use super::{fault, stack, val};
use crate::value::track::record_read;
use crate::value::{Array, Kind, Labels, Object, Value};

/// Maximum number of items that one assignment may add beyond the end of a list.
const MAX_NEW_ITEMS: usize = 1 << 22;

/// The first output of `f`, if any.
fn first_output<'a, I: Iterator<Item = ValX<'a, Value>>>(
    value: Value,
    f: impl Fn(Value) -> I,
) -> Result<Option<Value>, jaq_core::Exn<'a, Value>> {
    f(value).next().transpose()
}

/// Replaces every child by the first output of `f` for it, or removes it if there is none.
pub(super) fn update_children<'a, I: Iterator<Item = ValX<'a, Value>>>(
    value: Value,
    f: impl Fn(Value) -> I,
) -> ValX<'a, Value> {
    stack::check_stack()?;
    let (cover, shape) = (value.labels(), value.shape());
    record_read(shape);
    let changed = match value.into_kind() {
        Kind::Arr(array) => {
            let changed =
                val::items_with_labels(array, cover).filter_map(|item| first_output(item, &f).transpose());
            val::list_with_labels(changed.collect::<Result<_, _>>()?)
        }
        Kind::Obj(object) => {
            let changed = val::members_with_labels(object, cover).filter_map(|(key, member)| {
                let Kind::Str(key) = key.into_kind() else { return None };
                first_output(member, &f).transpose().map(|member| member.map(|member| (key, member)))
            });
            val::object_with_labels(changed.collect::<Result<_, _>>()?, crate::value::track::so_far())
        }
        other => other.into(),
    };
    Ok(changed.with_labels(cover))
}

/// Replaces member `key` by the first output of `f` for it, or removes it if there is none.
pub(super) fn update_member<'a, I: Iterator<Item = ValX<'a, Value>>>(
    value: Value,
    key: &Value,
    f: impl Fn(Value) -> I,
) -> ValX<'a, Value> {
    stack::check_stack()?;
    let (cover, by) = (value.labels(), key.labels());
    let Kind::Str(name) = key.kind() else { return Ok(value) };
    let mut object = match value.into_kind() {
        Kind::Obj(object) => object,
        _ => Rc::new(Object { depth: 1, ..Object::default() }),
    };
    let inner = Rc::make_mut(&mut object);
    inner.shape |= by;
    if let Some(slot) = inner.map.get_mut(name) {
        let old = std::mem::take(slot).with_labels(cover | by);
        match first_output(old, f)? {
            Some(new) => {
                let depth = new.depth();
                if let Some(slot) = inner.map.get_mut(name) {
                    *slot = new.with_labels(by);
                }
                inner.deepen(depth);
            }
            None => {
                inner.map.remove(name);
            }
        }
    } else if let Some(new) = first_output(Value::null().with_labels(cover | by), f)? {
        inner.deepen(new.depth());
        inner.map.insert(name.clone(), new.with_labels(by));
    }
    Ok(val::bound_depth(Value::from(Kind::Obj(object)).with_labels(cover)))
}

/// Replaces the item at `key` by the first output of `f` for it, or removes it if there is none.
pub(super) fn update_item<'a, I: Iterator<Item = ValX<'a, Value>>>(
    value: Value,
    key: &Value,
    f: impl Fn(Value) -> I,
) -> ValX<'a, Value> {
    stack::check_stack()?;
    let (cover, by) = (value.labels(), key.labels());
    let mut array = match value.into_kind() {
        Kind::Arr(array) => array,
        _ => Rc::new(Array { depth: 1, ..Array::default() }),
    };
    let at = index_to_update(key, array.items.len())?;
    let inner = Rc::make_mut(&mut array);
    inner.shape |= by;
    let old = match at < inner.items.len() {
        true => std::mem::take(&mut inner.items[at]),
        false => Value::null(),
    };
    match first_output(old.with_labels(cover | by), f)? {
        Some(new) => {
            if at >= inner.items.len() {
                inner.items.resize(at + 1, Value::null().with_labels(by));
            }
            inner.deepen(new.depth());
            inner.items[at] = new.with_labels(by);
        }
        None if at < inner.items.len() => {
            inner.items.remove(at);
        }
        None => {}
    }
    Ok(val::bound_depth(Value::from(Kind::Arr(array)).with_labels(cover)))
}

/// The index to change in a list of `length` items, at most [`MAX_NEW_ITEMS`] beyond its end.
fn index_to_update(key: &Value, length: usize) -> Result<usize, fault::Error> {
    let at = match key.kind() {
        Kind::Float(float) if float.is_nan() => {
            return Err(fault::plain_error("Cannot set array element at NaN index"));
        }
        Kind::Float(float) => float.floor() as i64,
        _ => key.as_i64().unwrap_or_default(),
    };
    let length = length as i64;
    let at = if at < 0 { at.saturating_add(length) } else { at };
    if at < 0 {
        return Err(fault::plain_error("Out of bounds negative array index"));
    }
    match usize::try_from(at) {
        Ok(place) if at - length < MAX_NEW_ITEMS as i64 => Ok(place),
        _ => Err(fault::plain_error("Array index too large")),
    }
}

/// Replaces the slice by the first output of `f` for it, or removes it if there is none.
pub(super) fn update_slice<'a, I: Iterator<Item = ValX<'a, Value>>>(
    value: Value,
    range: Range<&Value>,
    f: impl Fn(Value) -> I,
) -> ValX<'a, Value> {
    stack::check_stack()?;
    let by = val::bound_labels(&range);
    let cover = value.labels();
    let mut array = match value.into_kind() {
        Kind::Arr(array) => array,
        _ => Rc::new(Array { depth: 1, ..Array::default() }),
    };
    let range = val::slice_bounds(&range, array.items.len())?;
    let part = Array::new(array.items[range.clone()].to_vec(), array.shape | by);
    let part = Value::from(Kind::Arr(Rc::new(part))).with_labels(cover);
    let (new, labels) = match first_output(part, f)? {
        None => (Vec::new(), Labels::NONE),
        Some(new) => {
            let labels = new.labels();
            match new.into_kind() {
                Kind::Arr(new) => (val::items_with_labels(new, labels).collect(), labels),
                _ => {
                    return Err(
                        fault::plain_error("A slice of an array can only be assigned another array").into()
                    );
                }
            }
        }
    };
    let inner = Rc::make_mut(&mut array);
    inner.shape |= by | labels;
    let depth = new.iter().map(Value::depth).max().unwrap_or(0);
    inner.items.splice(range, new.into_iter().map(|item: Value| item.with_labels(by)));
    inner.deepen(depth);
    Ok(val::bound_depth(Value::from(Kind::Arr(array)).with_labels(cover)))
}
