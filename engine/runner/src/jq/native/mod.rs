//! The functions written in Rust. Each file has one area and its list of functions; this file joins the
//! lists.
//!
//! Names that start with `__` are internal functions for `prelude.jq`, which users cannot call. Functions of
//! [`jaq_core`] and [`jaq_std`] are included by name; forbidden ones are not included.

mod control;
mod format;
mod math;
mod paths;
mod pattern;
mod shape;
mod text;
mod time;

use jaq_core::box_iter::box_once;
use jaq_core::native::{Filter, Fun, bome, run, v};
use jaq_core::{Cv, Exn, RunPtr, ValR};

use super::desugar::is_ours;
use super::slots::Data;
use super::{stack, val};
use crate::value::{Kind, Value};

pub(super) use shape::indices_of_part;
pub(super) use time::zone;

/// A function over jq values.
pub(super) type Native = Fun<Data>;

/// The functions of one area.
type Entries = Box<[Filter<RunPtr<Data>>]>;

/// Functions of [`jaq_std::base_funs`] that are included unchanged.
const FROM_STD: &[&str] = &["reverse", "sort_by", "group_by", "min_by_or_empty", "max_by_or_empty"];

/// Functions of [`jaq_core::funs`] that users can call. The others are internal.
const FROM_CORE: &[&str] = &["path", "first", "last"];

/// Functions of [`jaq_core::funs`] for which `prelude.jq` adds a check, and their internal names.
const CHECKED: &[(&str, &str)] = &[("limit", "__limit"), ("skip", "__skip")];

/// Internal functions of jaq's own definitions.
const BLOCKS: &[&str] = &["error_empty", "path_value", "key_values", "min_by_or_empty", "max_by_or_empty"];

/// Our own functions.
pub(super) fn own_functions() -> Vec<Native> {
    let fields = [basic_functions(), shape::entries(), text::entries(), format::entries(), math::entries()];
    let fields = fields.into_iter().chain([pattern::entries(), time::entries(), paths::entries()]);
    let fields = fields.flat_map(|entries| entries.into_vec().into_iter().map(run::<Data>));
    fields.chain([stack_guard_function()]).chain(paths::path_functions()).chain(control::natives()).collect()
}

/// [`DEEPER`] for all uses of a function: as a value, in paths, and on the left of assignments.
fn stack_guard_function() -> Native {
    let native = jaq_core::Native::<Data>::new(|cv| bome(stack::check_stack().map(|()| cv.1)));
    let native = native.with_paths(|cv| box_once(stack::check_stack().map(|()| cv.1).map_err(Exn::from)));
    let native = native.with_update(|cv, f| match stack::check_stack() {
        Ok(()) => f(cv.1),
        Err(error) => box_once(Err(error.into())),
    });
    (DEEPER, v(0), native)
}

/// All functions, ours before jaq's. If several have the same name and arity, the first one counts.
pub(super) fn all_functions() -> Vec<Native> {
    let core = jaq_core::funs::<Data>();
    let core = core.filter_map(|(name, args, native)| {
        let checked = CHECKED.iter().find(|(known, _)| *known == name).map(|(_, name)| *name);
        let kept = FROM_CORE.contains(&name) || BLOCKS.contains(&name);
        Some((checked.or(kept.then_some(name))?, args, native))
    });
    let std = jaq_std::base_funs::<Data>().filter(|(name, ..)| FROM_STD.contains(name));
    own_functions().into_iter().chain(core).chain(std).collect()
}

/// Returns its input while there is stack left. It is inserted before recursive calls.
pub(super) const DEEPER: &str = "__deeper";

/// Whether `name` is an internal function that users cannot call.
pub(super) fn is_internal(name: &str) -> bool {
    name.starts_with("__") || is_ours(name) || BLOCKS.contains(&name)
}

/// The two arguments of a function.
fn two_arguments(cv: &mut Cv<'_, Data>) -> (Value, Value) {
    let second = cv.0.pop_var();
    (cv.0.pop_var(), second)
}

/// A new boolean as result.
fn boolean_result(value: bool) -> ValR<Value> {
    Ok(val::scalar_with_labels(Kind::Bool(value)))
}

/// Basic functions of the language.
fn basic_functions() -> Entries {
    Box::new([
        ("true", v(0), |_| bome(boolean_result(true))),
        ("false", v(0), |_| bome(boolean_result(false))),
        ("null", v(0), |_| bome(Ok(val::scalar_with_labels(Kind::Null)))),
        ("not", v(0), |cv| bome(boolean_result(!jaq_core::ValT::as_bool(&cv.1)))),
        ("type", v(0), |cv| bome(shape::type_of(&cv.1))),
        ("now", v(0), |_| bome(Ok(val::scalar_with_labels(Kind::Float(super::now_ms() as f64 / 1e3))))),
    ])
}
