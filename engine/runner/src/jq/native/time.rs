//! Dates and times, in UTC only: there is no local time zone in here and no time zone data.

use jaq_core::ValR;
use jaq_core::native::{bome, unary, v};
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

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
        ("strflocaltime", v(1), |cv| unary(cv, |time, format| strftime(&time, &format, "strflocaltime/1"))),
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
    let timestamp = match value.kind() {
        Kind::Arr(_) => from_parts(value, "strftime/1")?,
        _ => timestamp(value, "todateiso8601")?,
    };
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

/// The point in time of a broken down time. Missing parts are 0, and what is too large carries over, as in C.
fn from_parts(value: &Value, name: &str) -> ValR<Timestamp, Value> {
    const SECONDS_A_DAY: i64 = 86_400;
    let bad = || fault::plain(&format!("{name} requires parsed datetime inputs"));
    let beyond = || fault::plain("invalid gmtime representation");
    read(value.labels_deep());
    let parts = value.as_array().ok_or_else(bad)?;
    if let Some(error) = parts.iter().find_map(fault::secret) {
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
    if !matches!(value.kind(), Kind::Arr(_)) {
        let error = fault::secret(value);
        return Err(error.unwrap_or_else(|| fault::plain("mktime requires array of 6 numbers")));
    }
    Ok(val::fresh(Kind::Int(from_parts(value, "mktime")?.as_second())))
}

fn strftime(value: &Value, format: &Value, name: &str) -> ValR<Value> {
    let timestamp = match value.kind() {
        Kind::Arr(_) => from_parts(value, name)?,
        Kind::Int(_) | Kind::Float(_) => timestamp(value, name)?,
        _ => {
            let error = fault::secret(value);
            return Err(
                error.unwrap_or_else(|| fault::plain(&format!("{name} requires parsed datetime inputs")))
            );
        }
    };
    read(format.labels());
    let Some(format) = format.as_str() else {
        let error = fault::secret(format);
        return Err(error.unwrap_or_else(|| fault::plain(&format!("{name} requires a string format"))));
    };
    let zoned = timestamp.to_zoned(TimeZone::UTC);
    strtime::format(format, &zoned).map(val::text).map_err(|_| {
        fault::fault(format!("{name}: unknown system failure"), "this is not a date format this engine knows")
    })
}

/// Without a zone's name at the end, `%Z` in the format: as in C, it is read over.
fn without_zone<'t>(format: &'t str, input: &'t str) -> (&'t str, &'t str) {
    match format.strip_suffix("%Z") {
        Some(format) => (format, input.trim_end_matches(|c: char| c.is_ascii_alphabetic())),
        None => (format, input),
    }
}

fn strptime(value: &Value, format: &Value) -> ValR<Value> {
    let input = text(value, "strptime/1")?;
    let format = text(format, "strptime/1")?;
    let (short_format, short_input) = without_zone(format, input);
    let parsed = BrokenDownTime::parse(short_format, short_input).and_then(|time| {
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
