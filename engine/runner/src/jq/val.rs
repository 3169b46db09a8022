//! Implements jaq's value traits for [`Value`]: construction, iteration, indexing, truth, text.
//!
//! Labels: code that reads content reports it to [`track`]. New scalars carry all labels read so far.
//! Children carry their container's labels. A child found by a labelled key also carries the key's labels.

use std::cell::Cell;
use std::rc::Rc;

use jaq_core::box_iter::{BoxIter, box_once};
use jaq_core::path::Opt;
use jaq_core::val::Range;
use jaq_core::{ValR, ValX};

use super::{fault, native, update};
use crate::value::track::{self, Poison, poison_evaluation, record_read, so_far};
use crate::value::{Array, Key, Kind, Labels, MAX_DEPTH, Map, Object, Value, number};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Masking {
    Off,
    On,
    /// A text was built from parts in the meantime.
    Used,
}

thread_local! {
    static MASKING: Cell<Masking> = const { Cell::new(Masking::Off) };
}

/// Runs `f` while values are displayed only as their type. Also returns whether a text was built in the
/// meantime.
pub(super) fn mask_displayed_values<T>(f: impl FnOnce() -> T) -> (T, bool) {
    MASKING.with(|masking| {
        masking.set(Masking::On);
        let result = f();
        (result, masking.replace(Masking::Off) == Masking::Used)
    })
}

/// A new scalar, which may depend on everything that was read.
#[inline]
pub(super) fn scalar_with_labels(kind: Kind) -> Value {
    Value::from(kind).with_labels(so_far())
}

/// A new text.
pub(super) fn text_with_labels(text: impl Into<Rc<str>>) -> Value {
    scalar_with_labels(Kind::Str(text.into()))
}

/// A new list, whose length may depend on everything that was read.
pub(super) fn list_with_labels(items: Vec<Value>) -> Value {
    bound_depth(Kind::Arr(Rc::new(Array::new(items, so_far()))).into())
}

/// A new list, whose length depends on `shape` and on everything that was read.
pub(super) fn list_shaped(items: Vec<Value>, shape: Labels) -> Value {
    bound_depth(Kind::Arr(Rc::new(Array::new(items, so_far() | shape))).into())
}

/// A new object, whose member names depend on `shape`.
pub(super) fn object_with_labels(map: Map, shape: Labels) -> Value {
    bound_depth(Kind::Obj(Rc::new(Object::new(map, shape))).into())
}

/// Replaces a value that is nested too deeply. The evaluation will fail, so any value will do.
#[inline]
pub(super) fn bound_depth(value: Value) -> Value {
    if value.depth() > MAX_DEPTH {
        poison_evaluation(Poison::Depth);
        return Value::null();
    }
    value
}

/// The items of a list with their labels, copied on demand.
pub(super) fn items_with_labels(array: Rc<Array>, cover: Labels) -> BoxIter<'static, Value> {
    match Rc::try_unwrap(array) {
        Ok(array) => Box::new(array.items.into_iter().map(move |item| item.with_labels(cover))),
        Err(array) => {
            let count = array.items.len();
            Box::new((0..count).map(move |at| array.items[at].clone().with_labels(cover)))
        }
    }
}

/// The members of an object, with their labels.
pub(super) fn members_with_labels(object: Rc<Object>, cover: Labels) -> BoxIter<'static, (Value, Value)> {
    let shape = object.shape | cover;
    let label = move |key: Key, member: Value| {
        (Value::from(Kind::Str(key)).with_labels(shape), member.with_labels(cover))
    };
    match Rc::try_unwrap(object) {
        Ok(object) => Box::new(object.map.into_iter().map(move |(key, member)| label(key, member))),
        Err(object) => {
            let count = object.map.len();
            let member =
                move |at| object.map.get_index(at).map(|(key, member)| label(key.clone(), member.clone()));
            // INVARIANT: every index below `count` has a member, so none is skipped and the count is exact.
            Box::new((0..count).map(move |at| member(at).unwrap_or_default()))
        }
    }
}

fn not_iterable(value: &Value) -> fault::Error {
    if let Some(error) = fault::error_for_secret(value) {
        return error;
    }
    let kind = value.type_name();
    fault::masked_error(
        format!("Cannot iterate over {kind} ({})", fault::json_excerpt(value)),
        fault::Cause::NotIterable(kind),
    )
}

pub(super) fn not_indexable(value: &Value, key: &Value) -> fault::Error {
    if let Some(error) = fault::error_for_secret(value).or_else(|| fault::error_for_secret(key)) {
        return error;
    }
    let (kind, with) = (value.type_name(), key.type_name());
    record_read(value.shape() | key.shape());
    let full = format!("Cannot index {kind} with {with} ({})", fault::json_excerpt(key));
    match key.kind() {
        Kind::Str(_) => fault::masked_error(full, fault::Cause::NoMembers(kind)),
        _ => fault::masked_error(full, fault::Cause::NotIndexable(kind, with)),
    }
}

/// The index for `at` in a list of `length` items, if it is valid.
pub(super) fn list_index(at: &Kind, length: usize) -> Option<usize> {
    let at = match at {
        Kind::Int(int) => *int,
        Kind::Float(float) if !float.is_nan() => number::truncate_float(float.floor()),
        _ => return None,
    };
    let length = length as i64;
    let at = if at < 0 { at.checked_add(length)? } else { at };
    (0..length).contains(&at).then_some(at as usize)
}

/// `value[key]`. `None` if there is no such child. The labels of the key are not added yet.
pub(super) fn child_value(value: &Value, key: &Value) -> ValR<Option<Value>, Value> {
    let cover = value.labels();
    Ok(match (value.kind(), key.kind()) {
        (Kind::Obj(object), Kind::Str(name)) => {
            object.map.get(name).map(|child| child.clone().with_labels(cover))
        }
        (Kind::Arr(array), at @ (Kind::Int(_) | Kind::Float(_))) => {
            list_index(at, array.items.len()).map(|at| array.items[at].clone().with_labels(cover))
        }
        (Kind::Null, Kind::Str(_) | Kind::Int(_) | Kind::Float(_) | Kind::Null | Kind::Obj(_)) => None,
        (Kind::Arr(_) | Kind::Str(_), Kind::Obj(bounds)) => {
            let (start, end) = (bounds.map.get("start"), bounds.map.get("end"));
            return slice(value, start..end).map(Some);
        }
        (Kind::Arr(_), Kind::Arr(_)) => Some(native::indices_of_part(value, key)?),
        _ => return Err(not_indexable(value, key)),
    })
}

/// The bounds of a slice of a value of this length.
pub(super) fn slice_bounds(range: &Range<&Value>, length: usize) -> ValR<std::ops::Range<usize>, Value> {
    let bound = |bound: Option<&Value>, default: usize, whole: fn(f64) -> f64| {
        let at = match bound.map(Value::kind) {
            None | Some(Kind::Null) => return Ok(default),
            Some(Kind::Int(int)) => *int,
            // NaN is not a bound.
            Some(Kind::Float(float)) if float.is_nan() => return Ok(default),
            Some(Kind::Float(float)) => number::truncate_float(whole(*float)),
            Some(_) => {
                return Err(fault::plain_error("Array/string slice indices must be integers"));
            }
        };
        let at = if at < 0 { at.saturating_add(length as i64).max(0) } else { at };
        Ok(at.min(length as i64) as usize)
    };
    let start = bound(range.start, 0, f64::floor)?;
    let end = bound(range.end, length, f64::ceil)?;
    Ok(start..end.max(start))
}

/// The byte range of characters `range` in `text`.
fn byte_range_of_characters(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let start = starts.nth(range.start).unwrap_or(text.len());
    let end = match range.end - range.start {
        0 => start,
        count => starts.nth(count - 1).unwrap_or(text.len()),
    };
    start..end
}

/// Labels of the bounds of a slice.
pub(super) fn bound_labels(range: &Range<&Value>) -> Labels {
    let labels = |bound: Option<&Value>| bound.map_or(Labels::NONE, Value::labels_deep);
    labels(range.start) | labels(range.end)
}

fn slice(value: &Value, range: Range<&Value>) -> ValR<Value> {
    let by = bound_labels(&range);
    match value.kind() {
        Kind::Null => Ok(Value::null().with_labels(value.labels() | by)),
        Kind::Arr(array) => {
            let range = slice_bounds(&range, array.items.len())?;
            let part = Array::new(array.items[range].to_vec(), array.shape | by);
            Ok(Value::from(Kind::Arr(Rc::new(part))).with_labels(value.labels()))
        }
        Kind::Str(text) => {
            let range = slice_bounds(&range, text.chars().count())?;
            Ok(Value::str(&text[byte_range_of_characters(text, range)]).with_labels(value.labels() | by))
        }
        _ => Err(fault::error_for_secret(value).unwrap_or_else(|| {
            let kind = value.type_name();
            fault::masked_error(
                format!("Cannot index {kind} with object (a slice)"),
                format!("cannot take a slice of {}", fault::type_with_article(kind)),
            )
        })),
    }
}

impl jaq_core::ValT for Value {
    fn from_num(n: &str) -> ValR<Self> {
        match number::parse_number(n) {
            Some(Ok(int)) => Ok(scalar_with_labels(Kind::Int(int))),
            Some(Err(float)) => Ok(scalar_with_labels(Kind::Float(float))),
            None => Err(fault::plain_error("not a number")),
        }
    }

    fn from_map<I: IntoIterator<Item = (Self, Self)>>(members: I) -> ValR<Self> {
        let mut map = Map::default();
        let mut shape = Labels::NONE;
        for (key, member) in members {
            shape |= key.labels();
            match key.into_kind() {
                Kind::Str(key) => {
                    map.insert(key, member);
                }
                other => return Err(bad_key(&other.into())),
            }
        }
        Ok(object_with_labels(map, shape))
    }

    fn key_values(self) -> BoxIter<'static, ValR<(Self, Self), Self>> {
        let (cover, shape) = (self.labels(), self.shape());
        match self.into_kind() {
            Kind::Arr(array) => {
                record_read(shape);
                let number = move |(at, item)| Ok((Self::int(at as i64).with_labels(shape), item));
                Box::new(items_with_labels(array, cover).enumerate().map(number))
            }
            Kind::Obj(object) => {
                record_read(shape);
                Box::new(members_with_labels(object, cover).map(Ok))
            }
            other => box_once(Err(not_iterable(&Self::from(other).with_labels(cover)))),
        }
    }

    fn values(self) -> Box<dyn Iterator<Item = ValR<Self>>> {
        let (cover, shape) = (self.labels(), self.shape());
        match self.into_kind() {
            Kind::Arr(array) => {
                record_read(shape);
                Box::new(items_with_labels(array, cover).map(Ok))
            }
            Kind::Obj(object) => {
                record_read(shape);
                Box::new(members_with_labels(object, cover).map(|(_, member)| Ok(member)))
            }
            other => box_once(Err(not_iterable(&Self::from(other).with_labels(cover)))),
        }
    }

    fn index(self, key: &Self) -> ValR<Self> {
        let by = key.labels();
        Ok(match child_value(&self, key)? {
            Some(child) => child.with_labels(by),
            None => Self::null().with_labels(by | self.shape()),
        })
    }

    fn range(self, range: Range<&Self>) -> ValR<Self> {
        slice(&self, range)
    }

    fn map_values<'a, I: Iterator<Item = ValX<'a, Self>>>(
        self,
        opt: Opt,
        f: impl Fn(Self) -> I,
    ) -> ValX<'a, Self> {
        match self.kind() {
            Kind::Arr(_) | Kind::Obj(_) => update::update_children(self, f),
            _ => opt.fail(self, |value| not_iterable(&value).into()),
        }
    }

    fn map_index<'a, I: Iterator<Item = ValX<'a, Self>>>(
        self,
        key: &Self,
        opt: Opt,
        f: impl Fn(Self) -> I,
    ) -> ValX<'a, Self> {
        match (self.kind(), key.kind()) {
            (Kind::Null | Kind::Obj(_), Kind::Str(_)) => update::update_member(self, key, f),
            (Kind::Null | Kind::Arr(_), Kind::Int(_) | Kind::Float(_)) => update::update_item(self, key, f),
            (Kind::Null | Kind::Arr(_), Kind::Obj(bounds)) => {
                let (start, end) = (bounds.map.get("start"), bounds.map.get("end"));
                update::update_slice(self, start..end, f)
            }
            (Kind::Str(_), Kind::Obj(_)) => {
                opt.fail(self, |_| fault::plain_error("Cannot update string slices").into())
            }
            _ => opt.fail(self, |value| not_indexable(&value, key).into()),
        }
    }

    fn map_range<'a, I: Iterator<Item = ValX<'a, Self>>>(
        self,
        range: Range<&Self>,
        opt: Opt,
        f: impl Fn(Self) -> I,
    ) -> ValX<'a, Self> {
        match self.kind() {
            Kind::Null | Kind::Arr(_) => update::update_slice(self, range, f),
            _ => opt.fail(self, |value| {
                let by = match value.kind() {
                    Kind::Str(_) => fault::plain_error("Cannot update string slices"),
                    _ => fault::plain_error(&format!(
                        "Cannot update field at object index of {}",
                        value.type_name()
                    )),
                };
                fault::error_for_secret(&value).unwrap_or(by).into()
            }),
        }
    }

    #[inline]
    fn as_bool(&self) -> bool {
        record_read(self.labels());
        self.is_truthy()
    }

    fn into_string(self) -> Self {
        match self.kind() {
            Kind::Str(_) => self,
            _ => match self.to_json() {
                Ok(json) => text_with_labels(json),
                Err(name) => {
                    poison_evaluation(Poison::Secret(name));
                    Self::null()
                }
            },
        }
    }
}

/// The error for an object key that is not a text.
pub(super) fn bad_key(key: &Value) -> fault::Error {
    if let Some(error) = fault::error_for_secret(key) {
        return error;
    }
    let kind = key.type_name();
    fault::masked_error(
        format!("Cannot use {kind} ({}) as object key", fault::json_excerpt(key)),
        format!("member names must be texts, not {}", fault::type_with_article(kind)),
    )
}

impl jaq_std::ValT for Value {
    fn into_seq<S: FromIterator<Self>>(self) -> Result<S, Self> {
        match self.kind() {
            Kind::Arr(_) => {
                record_read(self.shape());
                let cover = self.labels();
                match self.into_kind() {
                    Kind::Arr(array) => Ok(items_with_labels(array, cover).collect()),
                    other => Err(other.into()),
                }
            }
            _ => Err(self),
        }
    }

    fn is_int(&self) -> bool {
        record_read(self.labels());
        matches!(self.kind(), Kind::Int(_))
    }

    fn as_isize(&self) -> Option<isize> {
        record_read(self.labels());
        // Limited to 32 bits, so that results are the same on every platform.
        self.as_i64().and_then(|int| i32::try_from(int).ok()).and_then(|int| isize::try_from(int).ok())
    }

    fn as_f64(&self) -> Option<f64> {
        record_read(self.labels());
        Value::as_f64(self)
    }

    fn is_utf8_str(&self) -> bool {
        matches!(self.kind(), Kind::Str(_))
    }

    fn as_bytes(&self) -> Option<&[u8]> {
        record_read(self.labels());
        self.as_str().map(str::as_bytes)
    }

    fn as_sub_str(&self, sub: &[u8]) -> Self {
        text_with_labels(String::from_utf8_lossy(sub))
    }

    fn from_utf8_bytes(bytes: impl AsRef<[u8]> + Send + 'static) -> Self {
        text_with_labels(String::from_utf8_lossy(bytes.as_ref()))
    }
}

impl From<bool> for Value {
    #[inline]
    fn from(value: bool) -> Self {
        scalar_with_labels(Kind::Bool(value))
    }
}

impl From<isize> for Value {
    #[inline]
    fn from(value: isize) -> Self {
        scalar_with_labels(Kind::Int(value as i64))
    }
}

impl From<usize> for Value {
    #[inline]
    fn from(value: usize) -> Self {
        scalar_with_labels(i64::try_from(value).map_or(Kind::Float(value as f64), Kind::Int))
    }
}

impl From<f64> for Value {
    #[inline]
    fn from(value: f64) -> Self {
        scalar_with_labels(Kind::Float(value))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        MASKING.with(|masking| {
            if masking.get() == Masking::On {
                masking.set(Masking::Used);
            }
        });
        text_with_labels(value)
    }
}

impl From<Range<Value>> for Value {
    fn from(range: Range<Value>) -> Self {
        let bounds = [("start", range.start), ("end", range.end)];
        let bounds = bounds.into_iter().map(|(key, bound)| (Key::from(key), bound.unwrap_or_default()));
        object_with_labels(bounds.collect(), Labels::NONE)
    }
}

impl FromIterator<Value> for Value {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        list_with_labels(items.into_iter().collect())
    }
}

/// As JSON text like jq's `tojson`. While masking, only the type.
impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if MASKING.with(Cell::get) != Masking::Off {
            return f.write_str(&fault::type_with_article(self.type_name()));
        }
        match self.to_json() {
            Ok(json) => f.write_str(&json),
            Err(name) => {
                track::poison_evaluation(Poison::Secret(name));
                f.write_str("(secret)")
            }
        }
    }
}
