//! Clock time in the time zone of a policy. The current time is always handed in.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use towpath_access::TimeSubject;
use towpath_access::schema::WEEKDAYS;
use towpath_diagnostics::did_you_mean;

/// A time zone.
#[derive(Debug, Clone)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// The zone with this IANA name; `None`: UTC.
    pub(crate) fn named(name: Option<&str>) -> Result<Self, String> {
        let Some(name) = name.filter(|name| *name != "UTC") else { return Ok(Self(TimeZone::UTC)) };
        jiff::tz::db().get(name).map(Self).map_err(|_| {
            let known: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
            let close = did_you_mean(name, known.iter().map(String::as_str));
            let hint = close.map(|close| format!(", did you mean `{close}`?")).unwrap_or_default();
            format!("there is no time zone `{name}`{hint}")
        })
    }

    /// The time at `now`, in milliseconds since the Unix epoch.
    pub(crate) fn at(&self, now: i64) -> Result<TimeSubject, String> {
        let timestamp =
            Timestamp::from_millisecond(now).map_err(|_| "the time is out of range".to_owned())?;
        let here = self.0.to_datetime(timestamp);
        let weekday = usize::from(here.date().weekday().to_monday_zero_offset().unsigned_abs());
        Ok(TimeSubject {
            weekday: WEEKDAYS[weekday].to_owned(),
            hour: here.hour().unsigned_abs(),
            date: here.date().to_string(),
        })
    }

    /// The first moment after the day `date`, in milliseconds since the Unix epoch.
    pub(crate) fn end_of(&self, date: &str) -> Result<i64, String> {
        let wrong = || format!("`{date}` is not a date such as `2027-03-31`");
        let day: Date = date.parse().map_err(|_| wrong())?;
        if day.to_string() != date {
            return Err(wrong());
        }
        let next = day.checked_add(1.day()).map_err(|_| wrong())?;
        let midnight = next.to_zoned(self.0.clone()).map_err(|_| wrong())?;
        Ok(midnight.timestamp().as_millisecond())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn tells_the_time_where_the_policy_lives() {
        // 2027-03-28 01:30 UTC, half an hour after clocks were set forward in Berlin.
        let now = "2027-03-28T01:30:00Z".parse::<Timestamp>().unwrap().as_millisecond();
        let berlin = Zone::named(Some("Europe/Berlin")).unwrap();
        assert_eq!(
            berlin.at(now).unwrap(),
            TimeSubject { weekday: "sunday".into(), hour: 3, date: "2027-03-28".into() }
        );
        let honolulu = Zone::named(Some("Pacific/Honolulu")).unwrap().at(now).unwrap();
        assert_eq!((honolulu.weekday.as_str(), honolulu.hour), ("saturday", 15));
        assert_eq!(Zone::named(None).unwrap().at(now).unwrap().hour, 1);
        assert!(Zone::named(None).unwrap().at(i64::MAX).is_err());
    }

    #[test]
    fn a_day_ends_at_midnight_there() {
        let end = |zone, date| Zone::named(Some(zone)).unwrap().end_of(date);
        let moment = |text: &str| Ok(text.parse::<Timestamp>().unwrap().as_millisecond());
        assert_eq!(end("UTC", "2027-03-31"), moment("2027-04-01T00:00:00Z"));
        assert_eq!(end("Europe/Berlin", "2027-03-31"), moment("2027-03-31T22:00:00Z"));
        for wrong in ["2027-02-30", "31.3.2027", "2027-3-31", "9999-12-31", ""] {
            assert!(end("UTC", wrong).is_err(), "{wrong}");
        }
        let error = Zone::named(Some("Europe/Berlinn")).unwrap_err();
        assert_eq!(error, "there is no time zone `Europe/Berlinn`, did you mean `Europe/Berlin`?");
    }
}
