//! Dates and times as in jq 1.8 with the C locale. Without a time zone, times are UTC, because there is no
//! local time zone.

mod read;
mod tm;
mod write;
pub(crate) mod zone;

use std::rc::Rc;

use jaq_core::ValR;
use jaq_core::native::{bome, unary, v};
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use self::tm::Tm;
use self::write::Shown;
use self::zone::Zone;
use super::super::{fault, val};
use super::{Entries, two_arguments};
use crate::value::track::record_read;
use crate::value::{Kind, Value, number};

pub(super) fn entries() -> Entries {
    Box::new([
        ("fromdateiso8601", v(0), |cv| bome(from_iso(&cv.1))),
        ("todateiso8601", v(0), |cv| bome(to_iso(&cv.1))),
        ("gmtime", v(0), |cv| bome(gmtime(&cv.1))),
        ("mktime", v(0), |cv| bome(mktime(&cv.1))),
        ("localtime", v(1), |cv| unary(cv, |time, zone| localtime(&time, &zone))),
        ("mktime", v(1), |cv| unary(cv, |time, zone| mktime_in(&time, &zone))),
        ("strftime", v(1), |cv| unary(cv, |time, format| strftime(&time, &format, UTC))),
        ("strflocaltime", v(1), |cv| unary(cv, |time, format| strftime(&time, &format, HERE))),
        ("strflocaltime", v(2), |mut cv| {
            let (format, zone) = two_arguments(&mut cv);
            bome(strflocaltime(&cv.1, &format, &zone))
        }),
        ("strptime", v(1), |cv| unary(cv, |time, format| strptime(&time, &format))),
    ])
}

/// A point in time, given as seconds since 1970.
fn timestamp_of_seconds(value: &Value, name: &str) -> ValR<Timestamp, Value> {
    record_read(value.labels());
    let micros = match value.kind() {
        Kind::Int(seconds) => seconds.checked_mul(1_000_000),
        Kind::Float(seconds) if seconds.is_finite() => Some(number::truncate_float((seconds * 1e6).floor())),
        Kind::Float(_) => None,
        _ => return Err(fault::error_about_value(value, &format!("{name} requires a number"))),
    };
    let timestamp = micros.and_then(|micros| Timestamp::from_microsecond(micros).ok());
    timestamp.ok_or_else(beyond)
}

fn seconds(timestamp: Timestamp) -> Value {
    val::scalar_with_labels(match timestamp.subsec_nanosecond() {
        0 => Kind::Int(timestamp.as_second()),
        _ => Kind::Float(timestamp.as_microsecond() as f64 / 1e6),
    })
}

fn text<'a>(value: &'a Value, name: &str) -> ValR<&'a str, Value> {
    record_read(value.labels());
    value.as_str().ok_or_else(|| fault::error_about_value(value, &format!("{name} requires a string")))
}

fn from_iso(value: &Value) -> ValR<Value> {
    let text = text(value, "fromdateiso8601")?;
    let day = || text.parse::<Date>().ok().filter(|_| text.len() == "2026-07-01".len());
    let midnight = || Offset::UTC.to_timestamp(day()?.to_datetime(Time::midnight())).ok();
    let timestamp: Option<Timestamp> = text.parse().ok().or_else(midnight);
    timestamp.map(seconds).ok_or_else(|| {
        fault::masked_error(
            format!("date \"{text}\" does not match format \"%Y-%m-%dT%H:%M:%SZ\""),
            "this text is not a date of the form `2026-07-01` or `2026-07-01T12:00:00Z`; read other forms with \
             `strptime(\"%d.%m.%Y\") | mktime`",
        )
    })
}

fn to_iso(value: &Value) -> ValR<Value> {
    let timestamp = match value.kind() {
        Kind::Arr(_) => from_parts(value, "strftime/1")?,
        _ => timestamp_of_seconds(value, "todateiso8601")?,
    };
    // Whole seconds, as in jq.
    let timestamp = Timestamp::from_second(timestamp.as_millisecond().div_euclid(1_000));
    timestamp
        .map(|timestamp| val::text_with_labels(timestamp.to_string()))
        .map_err(|_| fault::plain_error("invalid gmtime representation"))
}

/// The broken-down time `offset` seconds east of Greenwich.
fn broken_down(timestamp: Timestamp, offset: i64) -> ValR<Value, Value> {
    // For times before 1970, the fraction counts from the previous second.
    let nanos = timestamp.as_nanosecond().rem_euclid(1_000_000_000);
    let whole = i64::try_from(timestamp.as_nanosecond().div_euclid(1_000_000_000)).unwrap_or_default();
    let tm = whole.checked_add(offset).and_then(Tm::at).ok_or_else(beyond)?;
    Ok(val::list_with_labels(tm.list(nanos as f64 / 1e9)))
}

fn beyond() -> fault::Error {
    fault::plain_error("this number is out of the range of dates")
}

fn gmtime(value: &Value) -> ValR<Value> {
    broken_down(timestamp_of_seconds(value, "gmtime")?, 0)
}

/// The time zone of this name.
fn zone_of_name(name: &Value, function: &str) -> ValR<Rc<Zone>, Value> {
    let name = text(name, function)?;
    zone::zone_by_name(name).ok_or_else(|| {
        fault::masked_error(
            format!("there is no time zone \"{name}\""),
            "there is no time zone of this name; write one such as `Europe/Amsterdam` or `UTC`",
        )
    })
}

fn localtime(value: &Value, name: &Value) -> ValR<Value> {
    let zone = zone_of_name(name, "localtime/1")?;
    let timestamp = timestamp_of_seconds(value, "localtime")?;
    let clock = zone.at(timestamp.as_millisecond().div_euclid(1_000)).ok_or_else(beyond)?;
    broken_down(timestamp, clock.offset)
}

/// The point in time of a broken-down time. Missing parts are 0, and values out of range carry over, as in C.
fn from_parts(value: &Value, name: &str) -> ValR<Timestamp, Value> {
    const SECONDS_A_DAY: i64 = 86_400;
    let bad = || fault::plain_error(&format!("{name} requires parsed datetime inputs"));
    let beyond = || fault::plain_error("invalid gmtime representation");
    record_read(value.labels_deep());
    let parts = value.as_array().ok_or_else(bad)?;
    if let Some(error) = parts.iter().find_map(fault::error_for_secret) {
        return Err(error);
    }
    let mut whole = [0_i64; 6];
    for (at, part) in parts.iter().take(8).enumerate() {
        let part = part.as_f64().filter(|part| !part.is_nan()).ok_or_else(bad)?;
        if let Some(slot) = whole.get_mut(at) {
            *slot = i64::from(part as i32);
        }
    }
    let [year, month, day, hour, minute, second] = whole;
    let year = i16::try_from(year + month.div_euclid(12)).map_err(|_| beyond())?;
    let first = Date::new(year, month.rem_euclid(12) as i8 + 1, 1).map_err(|_| beyond())?;
    let first = Offset::UTC.to_timestamp(first.to_datetime(Time::midnight())).map_err(|_| beyond())?;
    let rest = (day - 1) * SECONDS_A_DAY + hour * 3_600 + minute * 60 + second;
    first.checked_add(SignedDuration::from_secs(rest)).map_err(|_| beyond())
}

fn mktime(value: &Value) -> ValR<Value> {
    Ok(val::scalar_with_labels(Kind::Int(mktime_parts(value)?)))
}

/// The point in time at which a time zone shows a broken-down time.
fn mktime_in(value: &Value, name: &Value) -> ValR<Value> {
    let zone = zone_of_name(name, "mktime/1")?;
    let moment = zone.moment(mktime_parts(value)?).ok_or_else(beyond)?;
    Ok(val::scalar_with_labels(Kind::Int(moment)))
}

fn mktime_parts(value: &Value) -> ValR<i64, Value> {
    if !matches!(value.kind(), Kind::Arr(_)) {
        let error = fault::error_for_secret(value);
        return Err(error.unwrap_or_else(|| fault::plain_error("mktime requires array of 6 numbers")));
    }
    Ok(from_parts(value, "mktime")?.as_second())
}

/// The name of a formatting function, and its name for the zone.
type Writer = (&'static str, &'static str);

const UTC: Writer = ("strftime/1", "GMT");
const HERE: Writer = ("strflocaltime/1", "UTC");

fn strftime(value: &Value, format: &Value, (name, zone): Writer) -> ValR<Value> {
    let timestamp = match value.kind() {
        Kind::Arr(_) => from_parts(value, name)?,
        Kind::Int(_) | Kind::Float(_) => timestamp_of_seconds(value, name)?,
        _ => return Err(no_time(value, name)),
    };
    let time = Offset::UTC.to_datetime(timestamp);
    let seconds = timestamp.as_millisecond().div_euclid(1_000);
    written(format, &Shown { time, seconds, offset: 0, zone }, name)
}

fn no_time(value: &Value, name: &str) -> fault::Error {
    fault::error_for_secret(value)
        .unwrap_or_else(|| fault::plain_error(&format!("{name} requires parsed datetime inputs")))
}

/// A time in a time zone. A broken-down time is already in that zone.
fn strflocaltime(value: &Value, format: &Value, name: &Value) -> ValR<Value> {
    const NAME: &str = "strflocaltime/2";
    let zone = zone_of_name(name, NAME)?;
    let seconds = match value.kind() {
        Kind::Arr(_) => zone.moment(from_parts(value, NAME)?.as_second()),
        Kind::Int(_) | Kind::Float(_) => {
            Some(timestamp_of_seconds(value, NAME)?.as_millisecond().div_euclid(1_000))
        }
        _ => return Err(no_time(value, NAME)),
    };
    let shown = seconds.and_then(|seconds| Some((seconds, zone.at(seconds)?)));
    let (seconds, clock) = shown.ok_or_else(beyond)?;
    let here = seconds.checked_add(clock.offset).and_then(|here| Timestamp::from_second(here).ok());
    let time = Offset::UTC.to_datetime(here.ok_or_else(beyond)?);
    written(format, &Shown { time, seconds, offset: clock.offset, zone: &clock.name }, NAME)
}

fn written(format: &Value, shown: &Shown<'_>, name: &str) -> ValR<Value> {
    record_read(format.labels());
    let Some(format) = format.as_str() else {
        let error = fault::error_for_secret(format);
        return Err(error.unwrap_or_else(|| fault::plain_error(&format!("{name} requires a string format"))));
    };
    write::format_time(format, shown).map(val::text_with_labels).ok_or_else(|| {
        fault::masked_error(format!("{name}: unknown system failure"), "this date format is too wide")
    })
}

fn strptime(value: &Value, format: &Value) -> ValR<Value> {
    let input = text(value, "strptime/1")?;
    let format = text(format, "strptime/1")?;
    let Some((tm, rest)) = read::parse_time(input, format) else {
        return Err(fault::masked_error(
            format!("date \"{input}\" does not match format \"{format}\""),
            "this text does not match the date format",
        ));
    };
    let mut parts = tm.list(0.0);
    if !rest.is_empty() {
        parts.push(val::text_with_labels(rest));
    }
    Ok(val::list_with_labels(parts))
}
