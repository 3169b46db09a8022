//! Broken-down time in jq's format: year, month from 0, day, hour, minute, second, day of the week from
//! Sunday, day of the year from 0. Parts that a text did not have may be out of range, as in C.

use jiff::civil::DateTime;
use jiff::{Timestamp, tz::Offset};

use super::super::super::val;
use crate::value::{Kind, Value};

pub(super) const DAY: i64 = 86_400;

/// The day of the week after `strptime`, if the text does not determine it, as in jq.
pub(super) const NO_WEEKDAY: i64 = 8;

/// The same for the day of the year.
pub(super) const NO_YEARDAY: i64 = 367;

/// A broken-down time in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tm {
    pub(super) year: i64,
    /// From 0.
    pub(super) month: i64,
    /// From 1; 0 if there is none.
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    /// From Sunday.
    pub(super) weekday: i64,
    /// From 0.
    pub(super) yearday: i64,
}

impl Tm {
    /// The initial value of `strptime`.
    pub(super) const EMPTY: Self = Self {
        year: 1900,
        month: 0,
        day: 0,
        hour: 0,
        minute: 0,
        second: 0,
        weekday: NO_WEEKDAY,
        yearday: NO_YEARDAY,
    };

    pub(super) fn of(time: DateTime) -> Self {
        Self {
            year: i64::from(time.year()),
            month: i64::from(time.month()) - 1,
            day: i64::from(time.day()),
            hour: i64::from(time.hour()),
            minute: i64::from(time.minute()),
            second: i64::from(time.second()),
            weekday: i64::from(time.weekday().to_sunday_zero_offset()),
            yearday: i64::from(time.day_of_year()) - 1,
        }
    }

    /// The time `seconds` after 1970. `None` beyond the year 9999.
    pub(super) fn at(seconds: i64) -> Option<Self> {
        Some(Self::of(Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?)))
    }

    /// Seconds since 1970, interpreted as UTC. Values out of range carry over.
    pub(super) fn seconds(&self) -> i64 {
        let day = first_of_month(self.year, self.month).saturating_add(self.day - 1);
        let clock = self.hour * 3_600 + self.minute * 60 + self.second;
        day.saturating_mul(DAY).saturating_add(clock)
    }

    pub(super) fn weekday_of_date(&self) -> i64 {
        // 1970 began on a Thursday.
        (first_of_month(self.year, self.month) + self.day - 1 + 4).rem_euclid(7)
    }

    pub(super) fn yearday_of_date(&self) -> i64 {
        first_of_month(self.year, self.month) + self.day - 1 - first_of_month(self.year, 0)
    }

    /// Month and day of a day of the year.
    pub(super) fn date_of_yearday(year: i64, yearday: i64) -> (i64, i64) {
        let start = first_of_month(year, 0);
        let month = (1..12).take_while(|month| first_of_month(year, *month) - start <= yearday).last();
        let month = month.unwrap_or(0);
        (month, yearday - (first_of_month(year, month) - start) + 1)
    }

    /// As a list in jq's format. `fraction` is the fraction of the second.
    pub(super) fn list(&self, fraction: f64) -> Vec<Value> {
        let int = |int: i64| val::scalar_with_labels(Kind::Int(int));
        let second = match fraction == 0.0 {
            true => int(self.second),
            false => val::scalar_with_labels(Kind::Float(self.second as f64 + fraction)),
        };
        let Self { year, month, day, hour, minute, weekday, yearday, .. } = *self;
        vec![int(year), int(month), int(day), int(hour), int(minute), second, int(weekday), int(yearday)]
    }
}

/// Days from 1970 to the first of a month. Months beyond a year carry over.
fn first_of_month(year: i64, month: i64) -> i64 {
    let (year, month) = (year + month.div_euclid(12), month.rem_euclid(12));
    // With years that begin in March, the leap day is at the end.
    let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let era = year.div_euclid(400);
    let year = year.rem_euclid(400);
    let day = (153 * month + 2) / 5;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468
}
