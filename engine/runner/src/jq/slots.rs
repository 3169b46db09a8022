//! Optimizes the most frequent terms: `.a.b.c` with literal keys, and `{a: …, b: …}`.
//!
//! jaq's functions are plain function pointers, which cannot hold keys. The keys are therefore in numbered
//! slots of the program, and there is one function per slot number. Terms beyond the number of slots are not
//! optimized.

use std::rc::Rc;

use jaq_core::box_iter::box_once;
use jaq_core::data::{DataT, HasLut};
use jaq_core::native::bome;
use jaq_core::path::Opt;
use jaq_core::{Cv, Exn, Lut, Native, ValR, ValT, ValX, ValXs};

use super::val;
use crate::value::{Key, Kind, Labels, Map, Object, Value};

/// The data types of the filters.
pub(super) struct Data;

impl DataT for Data {
    type V<'a> = Value;
    type Data<'a> = &'a Program;
}

/// A compiled program with its slots.
pub(super) struct Program {
    pub(super) filter: jaq_core::Filter<Data>,
    pub(super) slots: Vec<Slot>,
}

impl<'a> HasLut<'a, Data> for &'a Program {
    fn lut(&self) -> &'a Lut<Data> {
        &self.filter.lut
    }
}

/// Keys, in order.
pub(super) type Slot = Vec<Value>;

/// Maximum number of slots of one expression.
pub(super) const SLOTS: usize = 32;

/// Maximum number of members of an object that is created at once.
pub(super) const MEMBERS: usize = 16;

/// The function that follows the path in slot `at`.
pub(super) fn path_native(at: usize) -> Native<Data> {
    macro_rules! each {
        ($($n:literal)*) => { match at { $($n => follow::<$n>(),)* _ => follow::<0>() } };
    }
    each!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31)
}

/// The function that creates an object from its arguments, with the keys in slot `at`.
pub(super) fn object_native(at: usize) -> Native<Data> {
    macro_rules! each {
        ($($n:literal)*) => { match at { $($n => make::<$n>(),)* _ => make::<0>() } };
    }
    each!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31)
}

fn follow<const SLOT: usize>() -> Native<Data> {
    let native = Native::<Data>::new(|cv| bome(get(cv.1, &cv.0.data().slots[SLOT])));
    let native = native.with_paths(|cv| {
        let keys = &cv.0.data().slots[SLOT];
        let (value, mut path) = cv.1;
        for key in keys {
            path = path.cons(key.clone());
        }
        box_once(get(value, keys).map(|value| (value, path)).map_err(Exn::from))
    });
    native.with_update(|cv, f| box_once(update(cv.1, &cv.0.data().slots[SLOT], &f)))
}

fn get(value: Value, keys: &[Value]) -> ValR<Value> {
    keys.iter().try_fold(value, |value, key| value.index(key))
}

fn update<'a>(value: Value, keys: &[Value], f: &dyn Fn(Value) -> ValXs<'a, Value>) -> ValX<'a, Value> {
    match keys {
        [] => Ok(value),
        [last] => value.map_index(last, Opt::Essential, f),
        [first, rest @ ..] => {
            value.map_index(first, Opt::Essential, |child| std::iter::once(update(child, rest, f)))
        }
    }
}

fn make<const SLOT: usize>() -> Native<Data> {
    Native::<Data>::new(|cv| {
        let keys = &cv.0.data().slots[SLOT];
        box_once(Ok(assemble_object(keys, cv)))
    })
}

/// The arguments are on the variable stack, with the last one on top.
fn assemble_object(keys: &[Value], mut cv: Cv<'_, Data>) -> Value {
    let mut members: Vec<(Key, Value)> = Vec::with_capacity(keys.len());
    for key in keys.iter().rev() {
        let member = cv.0.pop_var();
        if let Kind::Str(key) = key.kind() {
            members.push((key.clone(), member));
        }
    }
    let map: Map = members.into_iter().rev().collect();
    val::bound_depth(Kind::Obj(Rc::new(Object::new(map, Labels::NONE))).into())
}
