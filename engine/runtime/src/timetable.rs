//! The times of a schedule: `every`, counted from the Unix epoch, and `cron`, by the clock of a time zone. Pure: the present
//! time is handed in.
//!
//! INVARIANT: a time depends on the schedule alone, never on when somebody looks. It is the identity of a firing.

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil};
use serde::Serialize;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_wire::{LoadReport, Schedule};

/// How many coming times are shown.
pub(crate) const COMING: usize = 3;

/// The times at which a schedule starts a run. Empty where it has neither `every` nor `cron`.
#[derive(Debug, Clone)]
pub(crate) struct Timetable {
    /// Milliseconds.
    every: Option<i64>,
    cron: Option<CronTimes>,
}

/// A cron expression by the clock of a zone.
#[derive(Debug, Clone)]
struct CronTimes {
    fields: Cron,
    zone: TimeZone,
}

/// Why a cron expression has no times.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WrongCron {
    /// No such zone.
    #[error("there is no time zone `{name}`")]
    Zone {
        /// As it was written.
        name: String,
        /// A zone with a name like it.
        close: Option<String>,
    },
    /// No such date.
    #[error("this time never comes")]
    Never,
    /// It cannot be read.
    #[error("this is not a cron expression: {0}")]
    Fields(String),
}

/// Times that have come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Due {
    /// The newest, oldest first.
    pub(crate) times: Vec<i64>,
    /// There were earlier ones.
    pub(crate) has_more: bool,
}

impl Timetable {
    /// The times of a schedule.
    ///
    /// # Errors
    /// [`WrongCron`].
    pub(crate) fn of(schedule: &Schedule) -> Result<Self, WrongCron> {
        let cron = schedule.cron.as_deref().map(CronTimes::read).transpose()?;
        let every = schedule.every.and_then(|every| i64::try_from(every).ok()).filter(|every| *every > 0);
        Ok(Self { every, cron })
    }

    /// The first time after `after`.
    pub(crate) fn next(&self, after: i64) -> Option<i64> {
        let every = self.every.and_then(|every| after.div_euclid(every).checked_add(1)?.checked_mul(every));
        let cron = self.cron.as_ref().and_then(|cron| cron.next(after));
        every.into_iter().chain(cron).min()
    }

    /// The last time at `at` or before.
    fn last(&self, at: i64) -> Option<i64> {
        let every = self.every.and_then(|every| at.div_euclid(every).checked_mul(every));
        let cron = self.cron.as_ref().and_then(|cron| cron.last(at));
        every.into_iter().chain(cron).max()
    }

    /// As many as `most` of the times after `after`, up to `now`: the newest. Looked for from the newest back, so that a long
    /// time costs no more than a short one.
    pub(crate) fn due(&self, after: i64, now: i64, most: usize) -> Due {
        let mut due = Due::default();
        let mut until = now;
        while let Some(time) = self.last(until).filter(|time| *time > after) {
            if due.times.len() == most {
                due.has_more = true;
                break;
            }
            due.times.push(time);
            until = time - 1;
        }
        due.times.reverse();
        due
    }

    /// The next `count` times after `after`.
    pub(crate) fn coming(&self, after: i64, count: usize) -> Vec<i64> {
        std::iter::successors(self.next(after), |time| self.next(*time)).take(count).collect()
    }

    /// The name of the zone whose clock `cron` goes by.
    pub(crate) fn zone(&self) -> Option<String> {
        let cron = self.cron.as_ref()?;
        Some(cron.zone.iana_name().unwrap_or("UTC").to_owned())
    }
}

impl CronTimes {
    fn read(text: &str) -> Result<Self, WrongCron> {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let (fields, zone) = words.split_at(words.len().min(5));
        let zone = match zone.first() {
            Some(name) => zone_named(name)?,
            None => TimeZone::UTC,
        };
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            // `5/15` is every 15 minutes from the fifth on.
            .sloppy_ranges(true)
            .build();
        let fields = parser.parse(&fields.join(" ")).map_err(|error| WrongCron::Fields(error.to_string()))?;
        // By the calendar alone, which is cheaper than by a zone: a date that never comes is looked for until the year 5000.
        match fields.find_next_occurrence(&civil::date(2000, 1, 1).at(0, 0, 0, 0), true) {
            Ok(_) => Ok(Self { fields, zone }),
            Err(_) => Err(WrongCron::Never),
        }
    }

    fn here(&self, milliseconds: i64) -> Option<Zoned> {
        Some(Timestamp::from_millisecond(milliseconds).ok()?.to_zoned(self.zone.clone()))
    }

    fn next(&self, after: i64) -> Option<i64> {
        // Whole seconds: `after` counts as the second that it is in.
        let after = self.here(after.div_euclid(1_000).checked_mul(1_000)?)?;
        Some(self.fields.find_next_occurrence(&after, false).ok()?.timestamp().as_millisecond())
    }

    fn last(&self, at: i64) -> Option<i64> {
        let at = self.here(at.div_euclid(1_000).checked_mul(1_000)?)?;
        Some(self.fields.find_previous_occurrence(&at, true).ok()?.timestamp().as_millisecond())
    }
}

fn zone_named(name: &str) -> Result<TimeZone, WrongCron> {
    if name == "UTC" {
        return Ok(TimeZone::UTC);
    }
    jiff::tz::db().get(name).map_err(|_| {
        let known: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
        let close = did_you_mean(name, known.iter().map(String::as_str)).map(str::to_owned);
        WrongCron::Zone { name: name.to_owned(), close }
    })
}

/// A schedule and its next times, whether or not anything carries it out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartsAt {
    /// The schedule itself.
    pub schedule: Schedule,
    /// The time zone of `cron`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Its next times, in milliseconds since the Unix epoch.
    pub next: Vec<i64>,
}

impl StartsAt {
    /// The times after `now`; none where they cannot be read.
    pub(crate) fn of(schedule: Schedule, now: i64) -> Self {
        let table = Timetable::of(&schedule).ok();
        let zone = table.as_ref().and_then(Timetable::zone);
        let next = table.map(|table| table.coming(now, COMING)).unwrap_or_default();
        Self { schedule, zone, next }
    }
}

/// What is wrong with the times of the schedule in `report`, where only the host can tell: the sandbox has no table of time
/// zones. `None` where the sandbox has found something wrong already.
pub fn problem_of_schedule(report: &LoadReport) -> Option<Diagnostic> {
    if report.diagnostics.iter().any(|found| found.code == codes::TP0633) {
        return None;
    }
    let wrong = Timetable::of(report.schedule.as_ref()?).err()?;
    let help = match &wrong {
        WrongCron::Zone { close: Some(close), .. } => format!("did you mean `{close}`?"),
        WrongCron::Zone { .. } => {
            "write the name of a time zone such as `Europe/Berlin`, or none for UTC".to_owned()
        }
        WrongCron::Never => "no month has this day; write another one".to_owned(),
        WrongCron::Fields(_) => {
            "minute, hour, day of the month, month, day of the week: `30 6 * * mon-fri`".to_owned()
        }
    };
    let found = Diagnostic::error(codes::TP0633, wrong.to_string()).pointer("/schedule/cron").help(help);
    Some(match report.cron {
        Some(span) => found.at(span),
        None => found,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn cron(text: &str) -> Timetable {
        Timetable::of(&Schedule { cron: Some(text.to_owned()), ..Schedule::default() }).unwrap()
    }

    fn every(seconds: u64) -> Timetable {
        Timetable::of(&Schedule { every: Some(seconds * 1_000), ..Schedule::default() }).unwrap()
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    fn texts(times: &[i64]) -> Vec<String> {
        times.iter().map(|time| Timestamp::from_millisecond(*time).unwrap().to_string()).collect()
    }

    #[test]
    fn working_days_in_utc_and_in_a_zone() {
        // 2027-01-01 is a Friday.
        let times = cron("0 8 * * 1-5").coming(at("2027-01-01T08:00:00Z"), 2);
        assert_eq!(texts(&times), ["2027-01-04T08:00:00Z", "2027-01-05T08:00:00Z"]);
        let berlin = cron("0 8 * * mon-fri Europe/Berlin");
        assert_eq!(texts(&berlin.coming(at("2027-01-01T00:00:00Z"), 1)), ["2027-01-01T07:00:00Z"]);
        assert_eq!(texts(&berlin.coming(at("2027-07-01T00:00:00Z"), 1)), ["2027-07-01T06:00:00Z"]);
        assert_eq!((berlin.zone().as_deref(), every(1).zone()), (Some("Europe/Berlin"), None));
        assert_eq!(cron("0 8 * * *").zone().as_deref(), Some("UTC"));
    }

    #[test]
    fn a_time_counts_from_its_first_millisecond() {
        let daily = cron("0 8 * * *");
        let eight = at("2027-01-01T08:00:00Z");
        assert_eq!(daily.next(eight - 1), Some(eight));
        assert!(daily.next(eight).unwrap() > eight);
        assert_eq!(daily.due(eight - 1, eight, 9).times, [eight]);
        assert_eq!(daily.due(eight - 1, eight + 400, 9).times, [eight]);
        assert!(daily.due(eight, eight + 400, 9).times.is_empty());
        assert!(daily.due(eight - 2, eight - 1, 9).times.is_empty());
    }

    /// 02:00 to 03:00 on 2027-03-28 does not exist in Berlin.
    #[test]
    fn when_clocks_go_forward_a_fixed_time_comes_right_after_the_gap() {
        let from = at("2027-03-27T12:00:00Z");
        let daily = cron("30 2 * * * Europe/Berlin");
        assert_eq!(texts(&daily.coming(from, 2)), ["2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z"]);
        let quarters = cron("*/30 * * * * Europe/Berlin");
        let night = quarters.coming(at("2027-03-28T00:15:00Z"), 3);
        assert_eq!(texts(&night), ["2027-03-28T00:30:00Z", "2027-03-28T01:00:00Z", "2027-03-28T01:30:00Z"]);
    }

    /// 02:00 to 03:00 on 2027-10-31 comes twice in Berlin.
    #[test]
    fn when_clocks_go_back_a_fixed_time_comes_once_and_steps_in_both_hours() {
        let from = at("2027-10-30T12:00:00Z");
        let daily = cron("30 2 * * * Europe/Berlin");
        assert_eq!(texts(&daily.coming(from, 2)), ["2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z"]);
        let halves = cron("*/30 * * * * Europe/Berlin").coming(at("2027-10-30T23:45:00Z"), 5);
        let expected =
            ["00:00", "00:30", "01:00", "01:30", "02:00"].map(|time| format!("2027-10-31T{time}:00Z"));
        assert_eq!(texts(&halves), expected);
    }

    /// What is due is looked for backwards, what comes forwards: both must find the same times, since a time is the identity of
    /// a firing.
    #[test]
    fn both_directions_find_the_same_times() {
        for text in [
            "30 2 * * * Europe/Berlin",
            "*/20 * * * * Europe/Berlin",
            "0 0,2,3 * * * America/New_York",
            "15 1-4 * * sun",
        ] {
            let table = cron(text);
            for (from, to) in [
                ("2027-03-13T00:00:00Z", "2027-03-30T00:00:00Z"),
                ("2027-10-29T00:00:00Z", "2027-11-09T00:00:00Z"),
            ] {
                let (from, to) = (at(from), at(to));
                let forwards: Vec<i64> = std::iter::successors(table.next(from), |time| table.next(*time))
                    .take_while(|time| *time <= to)
                    .collect();
                let backwards = table.due(from, to, 10_000);
                assert_eq!(texts(&forwards), texts(&backwards.times), "{text}");
                assert!(!backwards.has_more);
            }
        }
    }

    #[test]
    fn intervals_count_from_the_epoch_whoever_looks() {
        let hourly = every(3_600);
        assert_eq!(texts(&hourly.coming(at("2027-01-01T08:20:00Z"), 1)), ["2027-01-01T09:00:00Z"]);
        let due = every(1).due(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00.5Z"), 3);
        assert_eq!(
            texts(&due.times),
            ["2026-12-31T23:59:58Z", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"]
        );
        assert!(due.has_more);
    }

    #[test]
    fn both_together_give_each_time_once() {
        let schedule =
            Schedule { every: Some(3_600_000), cron: Some("30,0 8 * * *".to_owned()), ..Schedule::default() };
        let times = Timetable::of(&schedule).unwrap().coming(at("2027-01-01T07:30:00Z"), 3);
        assert_eq!(texts(&times), ["2027-01-01T08:00:00Z", "2027-01-01T08:30:00Z", "2027-01-01T09:00:00Z"]);
    }

    #[test]
    fn what_has_no_times_is_refused_with_the_reason() {
        let report = |schedule: Schedule| LoadReport { schedule: Some(schedule), ..LoadReport::default() };
        let of = |text: &str| report(Schedule { cron: Some(text.to_owned()), ..Schedule::default() });
        let problem = |text: &str| {
            let found = problem_of_schedule(&of(text)).unwrap();
            (found.message, found.help.unwrap())
        };
        let (message, help) = problem("0 8 * * * Europe/Berlni");
        assert_eq!(message, "there is no time zone `Europe/Berlni`");
        assert_eq!(help, "did you mean `Europe/Berlin`?");
        assert_eq!(problem("0 0 30 2 *").0, "this time never comes");
        // A leap day comes, though not every year.
        assert_eq!(
            texts(&cron("0 0 29 2 *").coming(at("2027-01-01T00:00:00Z"), 1)),
            ["2028-02-29T00:00:00Z"]
        );
        assert_eq!(cron("5/15 8 * * *").coming(at("2027-01-01T08:06:00Z"), 1), [at("2027-01-01T08:20:00Z")]);
        assert_eq!(problem_of_schedule(&report(Schedule::default())), None);
        let found = problem_of_schedule(&of("0 0 30 2 *"));
        let known = LoadReport { diagnostics: found.into_iter().collect(), ..of("0 0 30 2 *") };
        assert_eq!(problem_of_schedule(&known), None, "one problem is said once");
    }
}
