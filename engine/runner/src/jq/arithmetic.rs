//! `+ - * / %` and negation, as jq defines them for every type.
//!
//! Integers remain integers within 64 bits, and become floats beyond. Division gives an integer if there is
//! no remainder. Results carry the labels of everything read so far, including both operands.

use std::ops::{Add, Div, Mul, Neg, Rem, Sub};
use std::rc::Rc;

use jaq_core::ValR;

use super::{fault, val};
use crate::value::track::record_read;
use crate::value::{Array, Kind, Object, Value, number};

/// Maximum length of a repeated text, in bytes.
const MAX_REPEATED: usize = 64 << 20;

fn number_of(int: Option<i64>, float: impl FnOnce() -> f64) -> ValR<Value> {
    Ok(val::scalar_with_labels(int.map_or_else(|| Kind::Float(float()), Kind::Int)))
}

fn float(kind: &Kind) -> Option<f64> {
    match kind {
        Kind::Int(int) => Some(*int as f64),
        Kind::Float(float) => Some(*float),
        _ => None,
    }
}

fn text(value: &str) -> ValR<Value> {
    Ok(val::text_with_labels(value))
}

#[expect(clippy::suspicious_arithmetic_impl, reason = "labels are united with `|`")]
impl Add for Value {
    type Output = ValR<Self>;

    fn add(self, other: Self) -> ValR<Self> {
        match (self.kind(), other.kind()) {
            // The other operand is returned whole. The null decided which one it is, so its labels are added.
            (Kind::Null, _) => Ok(other.with_labels(self.labels())),
            (_, Kind::Null) => Ok(self.with_labels(other.labels())),
            (Kind::Arr(_), Kind::Arr(_)) => Ok(append_lists(self, other)),
            (Kind::Obj(_), Kind::Obj(_)) => Ok(merge_objects(self, other)),
            (a, b) => {
                record_read(self.labels() | other.labels());
                match (a, b) {
                    (Kind::Int(a), Kind::Int(b)) => number_of(a.checked_add(*b), || *a as f64 + *b as f64),
                    (Kind::Str(a), Kind::Str(b)) => text(&[&**a, &**b].concat()),
                    _ => match (float(a), float(b)) {
                        (Some(a), Some(b)) => number_of(None, || a + b),
                        _ => Err(fault::error_about_operands(&self, &other, "cannot be added")),
                    },
                }
            }
        }
    }
}

/// The items of both lists. The labels of the left list apply to the result; those of the right list go to
/// its items.
fn append_lists(left: Value, right: Value) -> Value {
    let cover = left.labels();
    let (right_cover, right_shape) = (right.labels(), right.shape());
    let (Kind::Arr(mut array), Kind::Arr(right)) = (left.into_kind(), right.into_kind()) else {
        return Value::null();
    };
    let inner: &mut Array = Rc::make_mut(&mut array);
    inner.shape |= right_shape;
    inner.depth = inner.depth.max(right.depth);
    inner.items.extend(val::items_with_labels(right, right_cover));
    Value::from(Kind::Arr(array)).with_labels(cover)
}

/// The members of both objects. Those of the right object win. Labels as in [`append_lists`].
fn merge_objects(left: Value, right: Value) -> Value {
    let cover = left.labels();
    let (right_cover, right_shape) = (right.labels(), right.shape());
    let (Kind::Obj(mut object), Kind::Obj(right)) = (left.into_kind(), right.into_kind()) else {
        return Value::null();
    };
    let inner: &mut Object = Rc::make_mut(&mut object);
    inner.shape |= right_shape;
    inner.depth = inner.depth.max(right.depth);
    match Rc::try_unwrap(right) {
        Ok(right) => {
            for (key, member) in right.map {
                inner.map.insert(key, member.with_labels(right_cover));
            }
        }
        Err(right) => {
            for (key, member) in &right.map {
                inner.map.insert(key.clone(), member.clone().with_labels(right_cover));
            }
        }
    }
    Value::from(Kind::Obj(object)).with_labels(cover)
}

impl Sub for Value {
    type Output = ValR<Self>;

    fn sub(self, other: Self) -> ValR<Self> {
        match (self.kind(), other.kind()) {
            (Kind::Arr(_), Kind::Arr(_)) => return Ok(remove_items(self, &other)),
            (Kind::Int(a), Kind::Int(b)) => {
                record_read(self.labels() | other.labels());
                return number_of(a.checked_sub(*b), || *a as f64 - *b as f64);
            }
            _ => {}
        }
        record_read(self.labels() | other.labels());
        match (float(self.kind()), float(other.kind())) {
            (Some(a), Some(b)) => number_of(None, || a - b),
            _ => Err(fault::error_about_operands(&self, &other, "cannot be subtracted")),
        }
    }
}

/// The items of `left` that are not in `right`.
fn remove_items(left: Value, right: &Value) -> Value {
    let cover = left.labels();
    record_read(left.shape() | right.labels_deep());
    let mut gone: Vec<&Value> = right.as_array().unwrap_or_default().iter().collect();
    gone.sort();
    let Kind::Arr(array) = left.into_kind() else { return Value::null() };
    let kept = val::items_with_labels(array, cover).filter(|item| gone.binary_search(&item).is_err());
    val::list_with_labels(kept.collect())
}

#[expect(clippy::suspicious_arithmetic_impl, reason = "labels are united with `|`")]
impl Mul for Value {
    type Output = ValR<Self>;

    fn mul(self, other: Self) -> ValR<Self> {
        if let (Kind::Obj(_), Kind::Obj(_)) = (self.kind(), other.kind()) {
            return Ok(merge_deep(self, other));
        }
        record_read(self.labels() | other.labels());
        match (self.kind(), other.kind()) {
            (Kind::Int(a), Kind::Int(b)) => number_of(a.checked_mul(*b), || *a as f64 * *b as f64),
            (Kind::Str(text), times @ (Kind::Int(_) | Kind::Float(_)))
            | (times @ (Kind::Int(_) | Kind::Float(_)), Kind::Str(text)) => {
                repeat_text(text, float(times).unwrap_or(f64::NAN))
            }
            (a, b) => match (float(a), float(b)) {
                (Some(a), Some(b)) => number_of(None, || a * b),
                _ => Err(fault::error_about_operands(&self, &other, "cannot be multiplied")),
            },
        }
    }
}

/// The text repeated `times` times, rounded down. A negative number gives null.
fn repeat_text(part: &str, times: f64) -> ValR<Value> {
    if times.is_nan() || times < 0.0 {
        return Ok(val::scalar_with_labels(Kind::Null));
    }
    if part.is_empty() {
        return text(part);
    }
    if times * part.len() as f64 > MAX_REPEATED as f64 {
        return Err(fault::plain_error("Repeat string result too long"));
    }
    text(&part.repeat(times as usize))
}

/// The members of both objects, merged recursively.
fn merge_deep(left: Value, right: Value) -> Value {
    let cover = left.labels();
    let (right_cover, right_shape) = (right.labels(), right.shape());
    let (Kind::Obj(mut object), Kind::Obj(right)) = (left.into_kind(), right.into_kind()) else {
        return Value::null();
    };
    let inner = Rc::make_mut(&mut object);
    inner.shape |= right_shape;
    for (key, member) in &right.map {
        let member = member.clone().with_labels(right_cover);
        let merged = match inner.map.get_mut(key) {
            Some(old) if matches!((old.kind(), member.kind()), (Kind::Obj(_), Kind::Obj(_))) => {
                merge_deep(std::mem::take(old), member)
            }
            _ => member,
        };
        inner.deepen(merged.depth());
        inner.map.insert(key.clone(), merged);
    }
    Value::from(Kind::Obj(object)).with_labels(cover)
}

const BY_ZERO: &str = "cannot be divided because the divisor is zero";
const REMAINDER_BY_ZERO: &str = "cannot be divided (remainder) because the divisor is zero";

impl Div for Value {
    type Output = ValR<Self>;

    fn div(self, other: Self) -> ValR<Self> {
        record_read(self.labels() | other.labels());
        match (self.kind(), other.kind()) {
            (Kind::Str(a), Kind::Str(b)) => Ok(split_text(a, b)),
            (a, b) => match (float(a), float(b)) {
                (Some(_), Some(0.0)) => Err(fault::error_about_operands(&self, &other, BY_ZERO)),
                (Some(x), Some(y)) => match (a, b) {
                    (Kind::Int(a), Kind::Int(b)) if a.checked_rem(*b) == Some(0) => {
                        number_of(a.checked_div(*b), || x / y)
                    }
                    _ => number_of(None, || x / y),
                },
                _ => Err(fault::error_about_operands(&self, &other, "cannot be divided")),
            },
        }
    }
}

/// The parts of `text` between `separator`s. Its characters if the separator is empty.
pub(super) fn split_text(whole: &str, separator: &str) -> Value {
    let part = |part: &str| val::text_with_labels(part);
    if whole.is_empty() {
        return val::list_with_labels(Vec::new());
    }
    if separator.is_empty() {
        let mut buffer = [0; 4];
        return val::list_with_labels(whole.chars().map(|c| part(c.encode_utf8(&mut buffer))).collect());
    }
    val::list_with_labels(whole.split(separator).map(part).collect())
}

impl Rem for Value {
    type Output = ValR<Self>;

    fn rem(self, other: Self) -> ValR<Self> {
        record_read(self.labels() | other.labels());
        let (Some(x), Some(y)) = (float(self.kind()), float(other.kind())) else {
            return Err(fault::error_about_operands(&self, &other, "cannot be divided (remainder)"));
        };
        if x.is_nan() || y.is_nan() {
            return number_of(None, || f64::NAN);
        }
        let whole = |kind: &Kind, float: f64| match kind {
            Kind::Int(int) => *int,
            _ => number::truncate_float(float),
        };
        match (whole(self.kind(), x), whole(other.kind(), y)) {
            (_, 0) => Err(fault::error_about_operands(&self, &other, REMAINDER_BY_ZERO)),
            (a, b) => number_of(Some(a.wrapping_rem(b)), || f64::NAN),
        }
    }
}

impl Neg for Value {
    type Output = ValR<Self>;

    fn neg(self) -> ValR<Self> {
        record_read(self.labels());
        match self.kind() {
            // The negative of integer zero is integer zero; only floats have -0.
            Kind::Int(int) => number_of(int.checked_neg(), || -(*int as f64)),
            Kind::Float(float) => number_of(None, || -float),
            _ => Err(fault::error_about_value(&self, "cannot be negated")),
        }
    }
}
