//! A series and its totals, made from the counts by the hour. Pure.

use std::collections::BTreeMap;

use super::hours::{Counts, DAY, HOUR, Hours, hour};

/// Longest range, in hours: 31 days.
const LONGEST: i64 = 31 * DAY;
/// Most workflows that are listed with their totals.
const MOST_WORKFLOWS: usize = 500;

/// The step of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// An hour.
    Hour,
    /// A day, in UTC.
    Day,
}

impl Interval {
    fn hours(self) -> i64 {
        match self {
            Self::Hour => 1,
            Self::Day => DAY,
        }
    }
}

/// A range of time, in whole intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The step.
    pub interval: Interval,
    /// Its begin, in milliseconds since the Unix epoch.
    pub from: i64,
    /// Its end; it is not a part of the range.
    pub to: i64,
}

impl Range {
    /// The range with everything from `from` to `to`, in milliseconds since the Unix epoch: the last 24 hours or the last 30
    /// days before `now` where they are absent.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn new(interval: Interval, from: Option<i64>, to: Option<i64>, now: i64) -> Result<Self, String> {
        let step = interval.hours() * HOUR;
        // The end is not a part of the range, and now is.
        let to = to.unwrap_or_else(|| now.saturating_add(1));
        let usual = match interval {
            Interval::Hour => 23 * HOUR,
            Interval::Day => 29 * DAY * HOUR,
        };
        let from = from.unwrap_or_else(|| to.saturating_sub(usual));
        if from >= to {
            return Err("`from` must be before `to`".to_owned());
        }
        if to.saturating_sub(from) > LONGEST * HOUR {
            return Err("from `from` to `to` are more than 31 days".to_owned());
        }
        let begin = from.div_euclid(step) * step;
        let end = to.saturating_sub(1).div_euclid(step).saturating_add(1).saturating_mul(step);
        Ok(Self { interval, from: begin, to: end })
    }
}

/// Counts of runs in some time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Runs that began.
    pub started: u64,
    /// Runs that completed.
    pub completed: u64,
    /// Runs that ended in an error.
    pub faulted: u64,
    /// Runs that were cancelled.
    pub cancelled: u64,
    /// Calls that were held.
    pub held: u64,
    /// How long half of the runs took at most that completed or faulted, in milliseconds.
    pub p50: Option<u64>,
    /// The same for 95 of 100.
    pub p95: Option<u64>,
}

impl From<&Counts> for Totals {
    fn from(counts: &Counts) -> Self {
        Self {
            started: counts.started,
            completed: counts.completed,
            faulted: counts.faulted,
            cancelled: counts.cancelled,
            held: counts.held,
            p50: counts.took.percentile(50),
            p95: counts.took.percentile(95),
        }
    }
}

/// The answer to a question about runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// One for each interval of the range, with its begin in milliseconds since the Unix epoch.
    pub series: Vec<(i64, Totals)>,
    /// Of the whole range.
    pub totals: Totals,
    /// Of each workflow (`namespace/name`) in the range, those with the most runs first.
    pub workflows: Vec<(String, Totals)>,
    /// There are figures from this time on, in milliseconds since the Unix epoch.
    pub since: i64,
    /// Everything that happened before the last start of the server was read again.
    pub complete: bool,
}

/// The figures of the workflows that `wanted` takes.
pub(super) fn figures(hours: &Hours, wanted: &dyn Fn(&str) -> bool, range: Range) -> Figures {
    let step = range.interval.hours();
    let (from, to) = (hour(range.from), hour(range.to));
    let mut series: BTreeMap<i64, Counts> = BTreeMap::new();
    let mut begin = from;
    while begin < to {
        series.insert(begin, Counts::default());
        begin += step;
    }
    let mut all = Counts::default();
    let mut workflows: BTreeMap<&String, Counts> = BTreeMap::new();
    for (workflow, hour, counts) in hours.of(wanted, (from, to)) {
        series.entry(hour.div_euclid(step) * step).or_default().merge(counts);
        workflows.entry(workflow).or_default().merge(counts);
        all.merge(counts);
    }
    let mut workflows: Vec<(String, Totals)> =
        workflows.into_iter().map(|(workflow, counts)| (workflow.clone(), (&counts).into())).collect();
    workflows.sort_by(|(a, one), (b, other)| (other.started, a).cmp(&(one.started, b)));
    workflows.truncate(MOST_WORKFLOWS);
    Figures {
        series: series.iter().map(|(hour, counts)| (hour * HOUR, counts.into())).collect(),
        totals: (&all).into(),
        workflows,
        since: hours.first() * HOUR,
        complete: true,
    }
}

/// How long people waited for something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waited {
    /// How often.
    pub count: u64,
    /// How long half of them waited at most, in milliseconds.
    pub p50: Option<u64>,
    /// The same for 95 of 100.
    pub p95: Option<u64>,
}

impl Waited {
    /// Of these times, in milliseconds.
    pub(crate) fn of(mut times: Vec<u64>) -> Self {
        times.sort_unstable();
        let at = |percent: usize| {
            let place = (times.len() * percent).div_ceil(100).max(1) - 1;
            times.get(place).copied()
        };
        Self { count: times.len() as u64, p50: at(50), p95: at(95) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tally::{Seen, What};
    use super::*;

    #[test]
    fn a_range_has_whole_intervals_and_an_end() {
        let now = 50 * DAY * HOUR + 5;
        let range = |interval, from, to| Range::new(interval, from, to, now);
        let usual = range(Interval::Hour, None, None).map(|range| (range.to - range.from) / HOUR);
        assert_eq!(usual, Ok(24));
        let usual = range(Interval::Day, None, None).map(|range| (range.to - range.from) / HOUR / DAY);
        assert_eq!(usual, Ok(30));
        let exact = Range { interval: Interval::Hour, from: HOUR, to: 2 * HOUR };
        assert_eq!(range(Interval::Hour, Some(HOUR), Some(2 * HOUR)), Ok(exact));
        assert_eq!(range(Interval::Hour, Some(HOUR + 1), Some(HOUR + 2)), Ok(exact));
        assert!(range(Interval::Hour, Some(5), Some(5)).is_err());
        assert!(range(Interval::Day, Some(0), Some(32 * DAY * HOUR)).is_err());
        assert!(range(Interval::Day, Some(i64::MIN), Some(i64::MAX)).is_err());
    }

    #[test]
    fn every_interval_has_its_place_also_an_empty_one() {
        let mut hours = Hours::default();
        let seen = |at| Seen { at, what: What::Started };
        hours.note("a/one", &[seen(HOUR), seen(3 * HOUR), seen(3 * HOUR)], 3 * HOUR);
        hours.note("b/two", &[seen(3 * HOUR)], 3 * HOUR);
        let range = Range { interval: Interval::Hour, from: HOUR, to: 4 * HOUR };
        let found = figures(&hours, &|_| true, range);
        let counts: Vec<_> = found.series.iter().map(|(at, totals)| (at / HOUR, totals.started)).collect();
        assert_eq!(counts, [(1, 1), (2, 0), (3, 3)]);
        let names: Vec<_> = found.workflows.iter().map(|(name, totals)| (&**name, totals.started)).collect();
        assert_eq!(names, [("a/one", 3), ("b/two", 1)]);
        assert_eq!(found.totals.started, 4);
        let mine = figures(&hours, &|workflow| workflow.starts_with("b/"), range);
        assert_eq!((mine.totals.started, mine.workflows.len()), (1, 1), "nothing of others");
        let day = figures(&hours, &|_| true, Range { interval: Interval::Day, from: 0, to: DAY * HOUR });
        assert_eq!(day.series.len(), 1);
    }

    #[test]
    fn waiting_times_are_exact() {
        assert_eq!(Waited::of(vec![]), Waited::default());
        let some = Waited::of((1..=100).rev().collect());
        assert_eq!((some.count, some.p50, some.p95), (100, Some(50), Some(95)));
        assert_eq!(Waited::of(vec![7]).p95, Some(7));
    }
}
