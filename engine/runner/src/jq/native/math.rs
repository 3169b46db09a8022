//! Mathematical functions by `libm`, with identical results on every platform. Rounding gives integers if
//! they fit.

use jaq_core::ValR;
use jaq_core::native::{bome, v};

use super::super::{fault, val};
use super::{Entries, two_arguments};
use crate::value::track::record_read;
use crate::value::{Kind, Value, number};

/// A function of one number.
macro_rules! one {
    ($name:literal, $f:expr) => {
        ($name, v(0), |cv| bome(float(&cv.1, $name).map(|x| number_from_float($f(x)))))
    };
}

/// A function of two numbers, which ignores its input.
macro_rules! pair {
    ($name:literal, $f:expr) => {
        ($name, v(2), |mut cv| {
            let (x, y) = two_arguments(&mut cv);
            bome(float(&x, $name).and_then(|x| Ok(number_from_float($f(x, float(&y, $name)?)))))
        })
    };
}

pub(super) fn entries() -> Entries {
    let mut all = rounding().into_vec();
    all.extend(functions().into_vec());
    all.extend(pairs().into_vec());
    all.into()
}

fn rounding() -> Entries {
    Box::new([
        ("floor", v(0), |cv| bome(round(cv.1, f64::floor))),
        ("ceil", v(0), |cv| bome(round(cv.1, f64::ceil))),
        ("round", v(0), |cv| bome(round(cv.1, f64::round))),
        ("trunc", v(0), |cv| bome(round(cv.1, f64::trunc))),
        ("rint", v(0), |cv| bome(round(cv.1, f64::round_ties_even))),
        ("nearbyint", v(0), |cv| bome(round(cv.1, f64::round_ties_even))),
        ("abs", v(0), |cv| bome(abs(cv.1))),
        one!("fabs", f64::abs),
        one!("sqrt", f64::sqrt),
        ("nan", v(0), |_| bome(Ok(number_from_float(f64::NAN)))),
        ("infinite", v(0), |_| bome(Ok(number_from_float(f64::INFINITY)))),
        ("isnan", v(0), |cv| bome(float(&cv.1, "isnan").and_then(|x| super::boolean_result(x.is_nan())))),
        ("isinfinite", v(0), |cv| {
            bome(float(&cv.1, "isinfinite").and_then(|x| super::boolean_result(x.is_infinite())))
        }),
        ("isnormal", v(0), |cv| {
            bome(float(&cv.1, "isnormal").and_then(|x| super::boolean_result(x.is_normal())))
        }),
    ])
}

fn functions() -> Entries {
    Box::new([
        one!("acos", libm::acos),
        one!("acosh", libm::acosh),
        one!("asin", libm::asin),
        one!("asinh", libm::asinh),
        one!("atan", libm::atan),
        one!("atanh", libm::atanh),
        one!("cbrt", libm::cbrt),
        one!("cos", libm::cos),
        one!("cosh", libm::cosh),
        one!("exp", libm::exp),
        one!("exp10", libm::exp10),
        one!("exp2", libm::exp2),
        one!("expm1", libm::expm1),
        one!("gamma", libm::lgamma),
        one!("lgamma", libm::lgamma),
        one!("lgamma_r", libm::lgamma),
        one!("tgamma", libm::tgamma),
        one!("j0", libm::j0),
        one!("j1", libm::j1),
        one!("y0", libm::y0),
        one!("y1", libm::y1),
        one!("log", libm::log),
        one!("log10", libm::log10),
        one!("log1p", libm::log1p),
        one!("log2", libm::log2),
        one!("logb", logb),
        one!("pow10", libm::exp10),
        one!("significand", significand),
        one!("sin", libm::sin),
        one!("sinh", libm::sinh),
        one!("tan", libm::tan),
        one!("tanh", libm::tanh),
        ("frexp", v(0), |cv| {
            bome(float(&cv.1, "frexp").map(|x| {
                let (fraction, exponent) = libm::frexp(x);
                val::list_with_labels(vec![
                    number_from_float(fraction),
                    val::scalar_with_labels(Kind::Int(i64::from(exponent))),
                ])
            }))
        }),
        ("modf", v(0), |cv| {
            bome(float(&cv.1, "modf").map(|x| {
                let (fraction, whole) = libm::modf(x);
                val::list_with_labels(vec![number_from_float(fraction), number_from_float(whole)])
            }))
        }),
    ])
}

fn pairs() -> Entries {
    Box::new([
        pair!("atan2", libm::atan2),
        pair!("copysign", f64::copysign),
        pair!("drem", libm::remainder),
        pair!("fdim", libm::fdim),
        pair!("fmax", libm::fmax),
        pair!("fmin", libm::fmin),
        pair!("fmod", libm::fmod),
        pair!("hypot", libm::hypot),
        pair!("ldexp", |x: f64, by: f64| libm::ldexp(x, truncated_exponent(by))),
        pair!("nextafter", libm::nextafter),
        pair!("nexttoward", libm::nextafter),
        pair!("pow", libm::pow),
        pair!("scalb", |x: f64, by: f64| x * libm::exp2(by)),
        pair!("scalbln", |x: f64, by: f64| libm::scalbn(x, truncated_exponent(by))),
        ("fma", v(3), |mut cv| {
            let z = cv.0.pop_var();
            let (x, y) = two_arguments(&mut cv);
            let fma =
                || Ok(number_from_float(libm::fma(float(&x, "fma")?, float(&y, "fma")?, float(&z, "fma")?)));
            bome(fma())
        }),
    ])
}

/// The result of a calculation: an integer if it is exactly one, so that it can be used as an index.
fn number_from_float(float: f64) -> Value {
    val::scalar_with_labels(number::integer_if_exact(float))
}

fn float(value: &Value, name: &str) -> ValR<f64, Value> {
    record_read(value.labels());
    value.as_f64().ok_or_else(|| match name {
        "isnan" | "isinfinite" | "isnormal" => fault::error_about_value(value, "number required"),
        _ => fault::error_about_value(value, "number required"),
    })
}

fn round(value: Value, how: fn(f64) -> f64) -> ValR<Value> {
    match value.kind() {
        Kind::Int(_) => Ok(value),
        _ => float(&value, "round").map(|x| number_from_float(how(x))),
    }
}

fn abs(value: Value) -> ValR<Value> {
    record_read(value.labels());
    match value.kind() {
        Kind::Int(int) => Ok(int.checked_abs().map_or_else(
            || val::scalar_with_labels(Kind::Float((*int as f64).abs())),
            |abs| val::scalar_with_labels(Kind::Int(abs)),
        )),
        Kind::Float(float) if *float < 0.0 => Ok(val::scalar_with_labels(Kind::Float(-float))),
        Kind::Float(_) => Ok(value),
        // jq checks whether the value is below 0, which null and booleans are.
        Kind::Null | Kind::Bool(_) | Kind::Secret(_) => {
            Err(fault::error_about_value(&value, "cannot be negated"))
        }
        _ => Ok(value),
    }
}

/// An exponent as in C's functions, truncated to 32 bits.
fn truncated_exponent(by: f64) -> i32 {
    by as i32
}

fn logb(x: f64) -> f64 {
    match x {
        0.0 => f64::NEG_INFINITY,
        x if x.is_infinite() => f64::INFINITY,
        x if x.is_nan() => x,
        x => f64::from(libm::ilogb(x)),
    }
}

fn significand(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() { x } else { libm::scalbn(x, -libm::ilogb(x)) }
}
