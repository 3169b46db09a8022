//! Shapes of the results of `+`, `-`, `*`, `/` and `%`.

use jaq_core::ops::Math;

use super::object::shape_of_both;
use crate::jq::Sort;
use crate::shape::{Shape, union};

/// The shape of the result. Operands that fail do not count.
pub(super) fn shape_of_result(sign: Math, left: Option<Shape>, right: Option<Shape>) -> Option<Shape> {
    match sign {
        Math::Add => sum(left, right),
        Math::Sub => {
            let is_number = is_only(&left, Sort::Number) || is_only(&right, Sort::Number);
            let list = left.filter(|left| is_only(&Some(left.clone()), Sort::List)).map(Shape::not_null);
            if is_number { Some(Shape::of_sort(Sort::Number)) } else { list }
        }
        Math::Mul => {
            let is_number = is_only(&left, Sort::Number) && is_only(&right, Sort::Number);
            is_number.then(|| Shape::of_sort(Sort::Number))
        }
        Math::Div => {
            let is_number = is_only(&left, Sort::Number) || is_only(&right, Sort::Number);
            is_number.then(|| Shape::of_sort(Sort::Number))
        }
        Math::Rem => Some(Shape::of_sort(Sort::Number)),
    }
}

/// Whether it has this type, or is `null`.
fn is_only(shape: &Option<Shape>, sort: Sort) -> bool {
    let sorts = shape.as_ref().and_then(Shape::sorts).unwrap_or_default();
    sorts.contains(&sort) && sorts.iter().all(|one| *one == sort || *one == Sort::Null)
}

/// `null` plus something is that.
fn sum(left: Option<Shape>, right: Option<Shape>) -> Option<Shape> {
    let is_null = |shape: &Option<Shape>| {
        shape.as_ref().and_then(Shape::sorts).is_some_and(|sorts| sorts == [Sort::Null])
    };
    if is_null(&left) {
        return right;
    }
    if is_null(&right) {
        return left;
    }
    let may_be_null = |shape: &Option<Shape>| shape.as_ref().is_some_and(Shape::may_be_null);
    for sort in [Sort::Number, Sort::Text, Sort::List] {
        let certain = |one: &Option<Shape>| is_only(one, sort) && !may_be_null(one);
        let both = is_only(&left, sort) && is_only(&right, sort);
        if both || certain(&left) || certain(&right) {
            let result = match sort {
                Sort::List => {
                    let items = |shape: &Option<Shape>| shape.as_ref().and_then(Shape::item);
                    Shape::of_list(union(items(&left), items(&right)).as_ref())
                }
                _ => Shape::of_sort(sort),
            };
            let is_null = both && may_be_null(&left) && may_be_null(&right);
            return Some(if is_null { result.or_null() } else { result });
        }
    }
    let (left, right) = (left?, right?);
    if left.may_be_null() || right.may_be_null() {
        return None;
    }
    shape_of_both(&left, &right)
}
