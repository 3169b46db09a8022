//! Functions that select outputs (the last one, alternatives of a pattern), also in paths; ranges and walks.

use jaq_core::box_iter::{BoxIter, box_once};
use jaq_core::native::v;
use jaq_core::{Bind, Exn, Native, ValX};

use super::super::desugar::{FIRST_THAT_WORKS, LAST_ITEM, LAST_OUTPUT, NOTHING};
use super::super::slots::Data;
use super::super::{fault, stack, update, val};
use super::Native as Entry;
use crate::value::track::record_read;
use crate::value::{Kind, Value, number};

pub(super) fn natives() -> Vec<Entry> {
    let fun = || Bind::Fun(());
    let alternatives = Native::<Data>::new(|mut cv| {
        let (second, second_cx) = cv.0.pop_fun();
        let (first, first_cx) = cv.0.pop_fun();
        let again = cv.1.clone();
        or_else(first.run((first_cx, cv.1)), move || second.run((second_cx, again)))
    });
    let alternatives = alternatives.with_paths(|mut cv| {
        let (second, second_cx) = cv.0.pop_fun();
        let (first, first_cx) = cv.0.pop_fun();
        let again = cv.1.clone();
        or_else(first.paths((first_cx, cv.1)), move || second.paths((second_cx, again)))
    });
    let last = Native::<Data>::new(|mut cv| {
        let (all, cx) = cv.0.pop_fun();
        let last = all.run((cx, cv.1)).try_fold(None, |_, value| value.map(Some));
        box_once(last.map(|last| last.unwrap_or_else(|| val::scalar_with_labels(Kind::Null))))
    });
    let last = last.with_paths(|mut cv| {
        let (all, cx) = cv.0.pop_fun();
        let last = all.paths((cx, cv.1)).try_fold(None, |_, value| value.map(Some));
        let nothing = || (val::scalar_with_labels(Kind::Null), Default::default());
        box_once(last.map(|last| last.unwrap_or_else(nothing)))
    });
    let recent = Native::<Data>::new(|cv| {
        record_read(cv.1.shape());
        let last = cv.1.items().and_then(Iterator::last);
        box_once(Ok(last.unwrap_or_else(|| val::scalar_with_labels(Kind::Null))))
    });
    let nothing = Native::<Data>::new(|_| box_once(Ok(Value::null())));
    let range = Native::<Data>::new(|mut cv| {
        let by = cv.0.pop_var();
        let to = cv.0.pop_var();
        range_of_numbers(&cv.0.pop_var(), &to, &by)
    });
    let walk = Native::<Data>::new(|mut cv| {
        let (change, cx) = cv.0.pop_fun();
        match walk_children(cv.1, &|value| change.run((cx.clone(), value))) {
            Ok(values) => Box::new(values.into_iter().map(Ok)),
            Err(exception) => box_once(Err(exception)),
        }
    });
    vec![
        ("walk", [fun()].into(), walk),
        ("__range", v(3), range),
        (FIRST_THAT_WORKS, [fun(), fun()].into(), alternatives),
        (LAST_OUTPUT, [fun()].into(), last),
        (LAST_ITEM, v(0), recent),
        (NOTHING, v(0), nothing),
    ]
}

/// Applies `change` to a value after its parts: all outputs for items, the first output for members.
fn walk_children<'a>(
    value: Value,
    change: &dyn Fn(Value) -> BoxIter<'a, ValX<'a, Value>>,
) -> Result<Vec<Value>, Exn<'a, Value>> {
    stack::check_stack()?;
    let (cover, shape) = (value.labels(), value.shape());
    let value = match value.kind() {
        Kind::Arr(_) => {
            record_read(shape);
            let Kind::Arr(array) = value.into_kind() else { return Ok(Vec::new()) };
            let mut items = Vec::with_capacity(array.items.len());
            for item in val::items_with_labels(array, cover) {
                items.extend(walk_children(item, change)?);
            }
            val::list_shaped(items, shape).with_labels(cover)
        }
        Kind::Obj(_) => update::update_children(value, |member| match walk_children(member, change) {
            Ok(values) => values.into_iter().next().map(Ok).into_iter(),
            Err(exception) => Some(Err(exception)).into_iter(),
        })?,
        _ => value,
    };
    change(value).collect()
}

/// Numbers from `from` up or down to before `to`. The first one is `from` itself; the others depend on all
/// three arguments.
fn range_of_numbers<'a>(from: &Value, to: &Value, by: &Value) -> BoxIter<'a, ValX<'a, Value>> {
    record_read(from.labels() | to.labels() | by.labels());
    let mut first = Some(from.clone());
    if let (Kind::Int(from), Kind::Int(to), Kind::Int(by)) = (from.kind(), to.kind(), by.kind()) {
        let (mut next, to, by) = (Some(*from), *to, *by);
        return Box::new(std::iter::from_fn(move || {
            let here = next.filter(|here| if by > 0 { *here < to } else { by < 0 && *here > to })?;
            next = here.checked_add(by);
            Some(Ok(first.take().unwrap_or_else(|| val::scalar_with_labels(Kind::Int(here)))))
        }));
    }
    let (Some(mut here), Some(to), Some(step)) = (from.as_f64(), to.as_f64(), by.as_f64()) else {
        let secret = [from, to, by].into_iter().find_map(fault::error_for_secret);
        let error = secret.unwrap_or_else(|| fault::plain_error("Range bounds must be numeric"));
        return box_once(Err(error.into()));
    };
    Box::new(std::iter::from_fn(move || {
        let within = if step > 0.0 { here < to } else { step < 0.0 && here > to };
        let number = within.then(|| number::integer_if_exact(here))?;
        here += step;
        Some(Ok(first.take().unwrap_or_else(|| val::scalar_with_labels(number))))
    }))
}

/// The outputs of `first` up to an error, then those of `second` instead of the error.
fn or_else<'a, T: 'a>(
    mut first: BoxIter<'a, ValX<'a, T, Value>>,
    second: impl FnOnce() -> BoxIter<'a, ValX<'a, T, Value>> + 'a,
) -> BoxIter<'a, ValX<'a, T, Value>> {
    let mut second = Some(second);
    let mut rest: Option<BoxIter<'a, ValX<'a, T, Value>>> = None;
    Box::new(std::iter::from_fn(move || {
        if let Some(rest) = &mut rest {
            return rest.next();
        }
        match first.next()? {
            Ok(value) => Some(Ok(value)),
            Err(exception) => match (exception.get_err(), second.take()) {
                (Ok(_), Some(second)) => rest.insert(second()).next(),
                (Ok(error), None) => Some(Err(error.into())),
                (Err(exception), _) => Some(Err(exception)),
            },
        }
    }))
}
