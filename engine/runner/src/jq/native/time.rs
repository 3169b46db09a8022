//! Dates and times, in UTC only: there is no local time zone in here and no time zone data.

use jaq_core::ValR;
use jaq_core::native::{bome, unary, v};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::tz::{Offset, TimeZone};

use super::super::{fault, val};
use super::Entries;
use crate::value::track::read;
use crate::value::{Kind, Value, number};

pub(super) fn entries() -> Entries {
    Box::new([
        ("fromdateiso8601", v(0), |cv| bome(from_iso(&cv.1))),
        ("todateiso8601", v(0), |cv| bome(to_iso(&cv.1))),
        ("gmtime", v(0), |cv| bome(gmtime(&cv.1))),
        ("mktime", v(0), |cv| bome(mktime(&cv.1))),
        ("strftime", v(1), |cv| unary(cv, |time, format| strftime(&time, &format, "strftime/1"))),
        ("strptime", v(1), |cv| unary(cv, |time, format| strptime(&time, &format))),
    ])
}

/// A point in time given as seconds since 1970.
fn timestamp(value: &Value, name: &str) -> ValR<Timestamp, Value> {
    read(value.labels());
    let micros = match value.kind() {
        Kind::Int(seconds) => seconds.checked_mul(1_000_000),
        Kind::Float(seconds) if seconds.is_finite() => Some(number::cut((seconds * 1e6).floor())),
        Kind::Float(_) => None,
        _ => return Err(fault::about(value, &format!("{name} requires a number"))),
    };
    let timestamp = micros.and_then(|micros| Timestamp::from_microsecond(micros).ok());
    timestamp.ok_or_else(|| fault::plain("this number is no time that a calendar can show"))
}

fn seconds(timestamp: Timestamp) -> Value {
    val::fresh(match timestamp.subsec_nanosecond() {
        0 => Kind::Int(timestamp.as_second()),
        _ => Kind::Float(timestamp.as_microsecond() as f64 / 1e6),
    })
}

fn text<'a>(value: &'a Value, name: &str) -> ValR<&'a str, Value> {
    read(value.labels());
    value.as_str().ok_or_else(|| fault::about(value, &format!("{name} requires a string")))
}

fn from_iso(value: &Value) -> ValR<Value> {
    let text = text(value, "fromdateiso8601")?;
    let timestamp: Result<Timestamp, _> = text.parse();
    timestamp.map(seconds).map_err(|_| {
        fault::fault(
            format!("date \"{text}\" does not match format \"%Y-%m-%dT%H:%M:%SZ\""),
            "this text is no date of the form `2026-07-01T12:00:00Z`",
        )
    })
}

fn to_iso(value: &Value) -> ValR<Value> {
    let timestamp = timestamp(value, "todateiso8601")?;
    // Like jq, whole seconds.
    let timestamp = Timestamp::from_second(timestamp.as_millisecond().div_euclid(1_000));
    timestamp
        .map(|timestamp| val::text(timestamp.to_string()))
        .map_err(|_| fault::plain("invalid gmtime representation"))
}

/// "Broken down time": year, month from 0, day, hour, minute, seconds, day of the week from Sunday, day of the year
/// from 0.
fn broken_down(time: DateTime) -> Value {
    let int = |int: i64| val::fresh(Kind::Int(int));
    let nanos = time.subsec_nanosecond();
    let second = i64::from(time.second());
    val::list(vec![
        int(i64::from(time.year())),
        int(i64::from(time.month()) - 1),
        int(i64::from(time.day())),
        int(i64::from(time.hour())),
        int(i64::from(time.minute())),
        if nanos == 0 {
            int(second)
        } else {
            val::fresh(Kind::Float(second as f64 + f64::from(nanos) / 1e9))
        },
        int(i64::from(time.weekday().to_sunday_zero_offset())),
        int(i64::from(time.day_of_year()) - 1),
    ])
}

fn gmtime(value: &Value) -> ValR<Value> {
    timestamp(value, "gmtime").map(|timestamp| broken_down(Offset::UTC.to_datetime(timestamp)))
}

/// The date in a broken down time; out of range is an error.
fn date_time(value: &Value, name: &str) -> ValR<DateTime, Value> {
    let bad = || fault::plain(&format!("{name} requires array of 6 numbers"));
    read(value.labels_deep());
    let parts = value.as_array().filter(|parts| parts.len() >= 6).ok_or_else(bad)?;
    let number = |at: usize| parts[at].as_f64().filter(|part| part.is_finite()).ok_or_else(bad);
    let whole = |at: usize| Ok::<i64, fault::Error>(number(at)?.floor() as i64);
    let second = number(5)?;
    let date = DateTime::new(
        i16::try_from(whole(0)?).map_err(|_| bad())?,
        i8::try_from(whole(1)? + 1).map_err(|_| bad())?,
        i8::try_from(whole(2)?).map_err(|_| bad())?,
        i8::try_from(whole(3)?).map_err(|_| bad())?,
        i8::try_from(whole(4)?).map_err(|_| bad())?,
        second.floor() as i8,
        ((second - second.floor()) * 1e9) as i32,
    );
    date.map_err(|_| fault::plain("invalid gmtime representation"))
}

fn mktime(value: &Value) -> ValR<Value> {
    let date = date_time(value, "mktime")?;
    let timestamp =
        Offset::UTC.to_timestamp(date).map_err(|_| fault::plain("invalid gmtime representation"))?;
    Ok(val::fresh(Kind::Int(timestamp.as_millisecond().div_euclid(1_000))))
}

fn strftime(value: &Value, format: &Value, name: &str) -> ValR<Value> {
    let timestamp = match value.kind() {
        Kind::Arr(_) => Offset::UTC
            .to_timestamp(date_time(value, name)?)
            .map_err(|_| fault::plain("invalid gmtime representation"))?,
        Kind::Int(_) | Kind::Float(_) => timestamp(value, name)?,
        _ => return Err(fault::about(value, &format!("{name} requires parsed datetime inputs"))),
    };
    let format = text(format, name)?;
    let zoned = timestamp.to_zoned(TimeZone::UTC);
    strtime::format(format, &zoned).map(val::text).map_err(|_| {
        fault::fault(format!("{name}: unknown system failure"), "this is not a date format this engine knows")
    })
}

fn strptime(value: &Value, format: &Value) -> ValR<Value> {
    let input = text(value, "strptime/1")?;
    let format = text(format, "strptime/1")?;
    let parsed = BrokenDownTime::parse(format, input).and_then(|time| {
        let date = time.to_datetime()?;
        match time.offset() {
            Some(offset) => Ok(Offset::UTC.to_datetime(offset.to_timestamp(date)?)),
            None => Ok(date),
        }
    });
    parsed.map(broken_down).map_err(|_| {
        fault::fault(
            format!("date \"{input}\" does not match format \"{format}\""),
            "this text does not match the date format",
        )
    })
}
