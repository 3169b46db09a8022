//! Equality and order of values, as in jq. A comparison reads the values, so their labels count.
//!
//! There are two orders. For operators (`<`), NaN is below everything including itself, as in jq. For
//! sorting, NaN equals itself, because a sort needs a total order.

use std::cmp::Ordering;

use super::number::compare_int_float;
use super::track::{Poison, poison_evaluation, record_read};
use super::{Kind, Value};

#[derive(Clone, Copy, PartialEq, Eq)]
enum NotANumber {
    BelowItself,
    EqualsItself,
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        record_read(self.shape() | other.shape());
        match (&self.kind, &other.kind) {
            (Kind::Secret(name), _) | (_, Kind::Secret(name)) => {
                poison_evaluation(Poison::Secret(name.clone()));
                false
            }
            (Kind::Null, Kind::Null) => true,
            (Kind::Bool(a), Kind::Bool(b)) => a == b,
            (Kind::Int(a), Kind::Int(b)) => a == b,
            (Kind::Float(a), Kind::Float(b)) => a == b,
            (Kind::Int(int), Kind::Float(float)) | (Kind::Float(float), Kind::Int(int)) => {
                compare_int_float(*int, *float).is_eq()
            }
            (Kind::Str(a), Kind::Str(b)) => a == b,
            (Kind::Arr(a), Kind::Arr(b)) => a.items.len() == b.items.len() && a.items == b.items,
            (Kind::Obj(a), Kind::Obj(b)) => {
                a.map.len() == b.map.len()
                    && a.map.iter().all(|(key, value)| b.map.get(key).is_some_and(|other| value == other))
            }
            _ => false,
        }
    }
}

impl Eq for Value {}

#[expect(
    clippy::non_canonical_partial_ord_impl,
    reason = "jq's `<` and a total order differ on not-a-number"
)]
impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(compare(self, other, NotANumber::BelowItself))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(self, other, NotANumber::EqualsItself)
    }
}

fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::Null => 0,
        Kind::Bool(_) => 1,
        Kind::Int(_) | Kind::Float(_) => 2,
        Kind::Str(_) => 3,
        Kind::Arr(_) => 4,
        Kind::Obj(_) => 5,
        Kind::Secret(_) => 6,
    }
}

fn compare(a: &Value, b: &Value, nan: NotANumber) -> Ordering {
    record_read(a.shape() | b.shape());
    match (&a.kind, &b.kind) {
        (Kind::Secret(name), _) | (_, Kind::Secret(name)) => {
            poison_evaluation(Poison::Secret(name.clone()));
            rank(&a.kind).cmp(&rank(&b.kind))
        }
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        (Kind::Int(a), Kind::Int(b)) => a.cmp(b),
        (Kind::Float(a), Kind::Float(b)) => compare_floats(*a, *b, nan),
        (Kind::Int(a), Kind::Float(b)) => compare_int_float(*a, *b),
        (Kind::Float(a), Kind::Int(b)) => compare_int_float(*b, *a).reverse(),
        (Kind::Str(a), Kind::Str(b)) => a.cmp(b),
        (Kind::Arr(a), Kind::Arr(b)) => compare_items(a.items.iter(), b.items.iter(), nan),
        (Kind::Obj(a), Kind::Obj(b)) => {
            let (a, b) = (a.map.sorted(), b.map.sorted());
            let names = a.iter().map(|(key, _)| *key).cmp(b.iter().map(|(key, _)| *key));
            names.then_with(|| {
                compare_items(a.iter().map(|(_, value)| *value), b.iter().map(|(_, value)| *value), nan)
            })
        }
        (a, b) => rank(a).cmp(&rank(b)),
    }
}

fn compare_items<'a>(
    mut a: impl Iterator<Item = &'a Value>,
    mut b: impl Iterator<Item = &'a Value>,
    nan: NotANumber,
) -> Ordering {
    loop {
        match (a.next(), b.next()) {
            (Some(a), Some(b)) => match compare(a, b, nan) {
                Ordering::Equal => {}
                decided => return decided,
            },
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
        }
    }
}

fn compare_floats(a: f64, b: f64, nan: NotANumber) -> Ordering {
    match (a.is_nan(), b.is_nan()) {
        (false, false) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
        (true, true) if nan == NotANumber::EqualsItself => Ordering::Equal,
        (true, _) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}
