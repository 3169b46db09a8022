//! Counts by the hour, of each workflow and of each operation. Pure; bounded by the days that are kept and by the number of
//! hours of all workflows together.

use std::collections::BTreeMap;

use towpath_journal::Status;

use super::histogram::Histogram;
use super::tally::{Operation, Seen, What};

/// Milliseconds of an hour.
pub(crate) const HOUR: i64 = 3_600_000;
/// Hours of a day.
pub(crate) const DAY: i64 = 24;
/// Hours that runs are counted for: 31 days.
pub(crate) const KEPT: i64 = 31 * DAY;
/// Hours that calls are counted for: 7 days.
pub(crate) const CALLS_KEPT: i64 = 7 * DAY;
/// Most hours of all workflows together: some 20 MB.
const MOST_HOURS: usize = 120_000;
/// Most hours of all operations together.
const MOST_CALLS: usize = 120_000;
/// Most permits whose last use is kept.
const MOST_PERMITS: usize = 10_000;

/// What happened to the runs of one workflow in some time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) started: u64,
    pub(crate) completed: u64,
    pub(crate) faulted: u64,
    pub(crate) cancelled: u64,
    pub(crate) held: u64,
    /// How long those took that completed or faulted.
    pub(crate) took: Histogram,
}

impl Counts {
    fn note(&mut self, what: &What) {
        match what {
            What::Started => self.started += 1,
            What::Held => self.held += 1,
            What::Ended(Status::Cancelled, _) => self.cancelled += 1,
            What::Ended(status, took) => {
                match status {
                    Status::Faulted => self.faulted += 1,
                    _ => self.completed += 1,
                }
                self.took.add(*took);
            }
            What::Called(_) | What::Failed(_) | What::Permitted(_) => {}
        }
    }

    /// Counts everything of another one.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.started += other.started;
        self.completed += other.completed;
        self.faulted += other.faulted;
        self.cancelled += other.cancelled;
        self.held += other.held;
        self.took.merge(&other.took);
    }
}

/// Calls of one operation, and how many of them failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Calls {
    /// How many went out.
    pub(crate) calls: u64,
    /// How many of them failed.
    pub(crate) failures: u64,
}

/// The counts.
#[derive(Debug, Default)]
pub(crate) struct Hours {
    /// By workflow (`namespace/name`) and hour since the Unix epoch.
    workflows: BTreeMap<String, BTreeMap<i64, Counts>>,
    /// By namespace of the calling workflow, operation and hour.
    calls: BTreeMap<(String, Operation), BTreeMap<i64, Calls>>,
    /// When each permit allowed something last.
    permits: BTreeMap<String, i64>,
    hours: usize,
    call_hours: usize,
    /// Hours before these were dropped.
    first: i64,
    first_call: i64,
}

impl Hours {
    /// Counts what was seen of a run of `workflow`, `namespace/name`. `now` is the hour until which it is kept.
    pub(crate) fn note(&mut self, workflow: &str, seen: &[Seen], now: i64) {
        self.drop_before(hour(now) - KEPT, hour(now) - CALLS_KEPT);
        for Seen { at, what } in seen {
            match what {
                What::Called(operation) => {
                    self.call(workflow, operation, *at, Calls { calls: 1, failures: 0 });
                }
                What::Failed(operation) => {
                    self.call(workflow, operation, *at, Calls { calls: 0, failures: 1 });
                }
                What::Permitted(policy) => self.permitted(policy, *at),
                What::Started | What::Ended(..) | What::Held => self.count(workflow, *at, what),
            }
        }
    }

    fn count(&mut self, workflow: &str, at: i64, what: &What) {
        let hour = hour(at);
        if hour < self.first {
            return;
        }
        if !self.workflows.contains_key(workflow) {
            self.workflows.insert(workflow.to_owned(), BTreeMap::new());
        }
        let Some(hours) = self.workflows.get_mut(workflow) else { return };
        let before = hours.len();
        hours.entry(hour).or_default().note(what);
        self.hours += hours.len() - before;
        while self.hours > MOST_HOURS {
            // A day at a time, so that it is seldom.
            self.drop_before(self.oldest().max(self.first) + DAY, self.first_call);
        }
    }

    fn oldest(&self) -> i64 {
        let first = |hours: &BTreeMap<i64, Counts>| hours.first_key_value().map(|(hour, _)| *hour);
        self.workflows.values().filter_map(first).min().unwrap_or(self.first)
    }

    fn call(&mut self, workflow: &str, operation: &Operation, at: i64, one: Calls) {
        let hour = hour(at);
        if hour < self.first_call || self.call_hours >= MOST_CALLS {
            return;
        }
        let namespace = workflow.split('/').next().unwrap_or_default().to_owned();
        let hours = self.calls.entry((namespace, operation.clone())).or_default();
        let before = hours.len();
        let known = hours.entry(hour).or_default();
        known.calls += one.calls;
        known.failures += one.failures;
        self.call_hours += hours.len() - before;
    }

    fn permitted(&mut self, policy: &str, at: i64) {
        if let Some(last) = self.permits.get_mut(policy) {
            *last = at.max(*last);
        } else if self.permits.len() < MOST_PERMITS {
            self.permits.insert(policy.to_owned(), at);
        }
    }

    /// Drops what is older than these hours.
    fn drop_before(&mut self, first: i64, first_call: i64) {
        if first > self.first {
            self.first = first;
            for hours in self.workflows.values_mut() {
                *hours = hours.split_off(&first);
            }
            self.workflows.retain(|_, hours| !hours.is_empty());
            self.hours = self.workflows.values().map(BTreeMap::len).sum();
        }
        if first_call > self.first_call {
            self.first_call = first_call;
            for hours in self.calls.values_mut() {
                *hours = hours.split_off(&first_call);
            }
            self.calls.retain(|_, hours| !hours.is_empty());
            self.call_hours = self.calls.values().map(BTreeMap::len).sum();
        }
    }

    /// The first hour that is kept.
    pub(crate) fn first(&self) -> i64 {
        self.first
    }

    /// The hours of each workflow that `wanted` takes, from one hour to another, the last one left out.
    pub(crate) fn of<'a>(
        &'a self,
        wanted: &'a dyn Fn(&str) -> bool,
        (from, to): (i64, i64),
    ) -> impl Iterator<Item = (&'a String, i64, &'a Counts)> {
        let found = self.workflows.iter().filter(move |(workflow, _)| wanted(workflow));
        found.flat_map(move |(workflow, hours)| {
            hours.range(from..to.max(from)).map(move |(hour, counts)| (workflow, *hour, counts))
        })
    }

    /// The calls of each operation since an hour, of workflows in namespaces that `sees` takes.
    pub(crate) fn calls_since(
        &self,
        sees: &dyn Fn(&str) -> bool,
        since: i64,
    ) -> BTreeMap<(String, String), Calls> {
        let mut found: BTreeMap<(String, String), Calls> = BTreeMap::new();
        for ((_, operation), hours) in self.calls.iter().filter(|((namespace, _), _)| sees(namespace)) {
            let key = (operation.integration.clone(), operation.operation.clone());
            let sum = found.entry(key).or_default();
            for calls in hours.range(since..).map(|(_, calls)| calls) {
                sum.calls += calls.calls;
                sum.failures += calls.failures;
            }
        }
        found
    }

    /// When a permit allowed something last.
    pub(crate) fn last_permitted(&self, policy: &str) -> Option<i64> {
        self.permits.get(policy).copied()
    }
}

/// The hour of a time, since the Unix epoch.
pub(crate) fn hour(at: i64) -> i64 {
    at.div_euclid(HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(at: i64) -> Seen {
        Seen { at, what: What::Started }
    }

    fn all(hours: &Hours) -> u64 {
        hours.of(&|_| true, (0, i64::MAX)).map(|(_, _, counts)| counts.started).sum()
    }

    #[test]
    fn what_happened_stands_in_its_hour() {
        let mut hours = Hours::default();
        let ended = |status| Seen { at: 2 * HOUR, what: What::Ended(status, 40) };
        let seen = [
            started(HOUR - 1),
            started(HOUR),
            ended(Status::Completed),
            ended(Status::Faulted),
            ended(Status::Cancelled),
            Seen { at: 2 * HOUR + 5, what: What::Held },
        ];
        hours.note("support/refund", &seen, 3 * HOUR);
        let found: Vec<i64> = hours.of(&|_| true, (0, 9)).map(|(_, hour, _)| hour).collect();
        assert_eq!(found, [0, 1, 2]);
        let last =
            hours.of(&|_| true, (2, 3)).next().map(|(_, _, counts)| counts.clone()).unwrap_or_default();
        assert_eq!((last.completed, last.faulted, last.cancelled, last.held), (1, 1, 1, 1));
        assert_eq!(last.took.percentile(50).map(|took| took.abs_diff(40) <= 2), Some(true));
        assert_eq!(hours.of(&|workflow| workflow == "other/refund", (0, 9)).count(), 0);
    }

    #[test]
    fn old_hours_go_and_the_number_of_hours_is_bounded() {
        let mut hours = Hours::default();
        hours.note("a/b", &[started(0)], 0);
        hours.note("a/b", &[started(KEPT * HOUR)], (KEPT + 1) * HOUR);
        assert_eq!((all(&hours), hours.first()), (1, 1), "the first hour is gone");
        hours.note("a/b", &[started(0)], (KEPT + 1) * HOUR);
        assert_eq!(all(&hours), 1, "what is too old is not counted");
        for workflow in 0..400 {
            let seen: Vec<Seen> = (0..KEPT).map(|hour| started((1_000 + hour) * HOUR)).collect();
            hours.note(&format!("a/w{workflow}"), &seen, (1_000 + KEPT - 1) * HOUR);
        }
        assert!(hours.hours <= MOST_HOURS && hours.first() > 1_000, "{} {}", hours.hours, hours.first());
        let newest = hours.of(&|_| true, (1_000 + KEPT - 1, i64::MAX)).count();
        assert_eq!(newest, 400, "the newest hours stay");
    }

    #[test]
    fn calls_are_counted_for_those_who_see_their_namespace() {
        let mut hours = Hours::default();
        let refund = || Operation { integration: "payments".to_owned(), operation: "refund".to_owned() };
        let called = Seen { at: HOUR, what: What::Called(refund()) };
        let failed = Seen { at: HOUR, what: What::Failed(refund()) };
        let permitted = Seen { at: 7, what: What::Permitted("grant-1".to_owned()) };
        hours.note("support/refund", &[called.clone(), called.clone(), failed, permitted], HOUR);
        hours.note("shop/refund", &[called], HOUR);
        let of = |namespace: &'static str| {
            let found = hours.calls_since(&move |one| one == namespace, 0);
            found.into_values().map(|calls| (calls.calls, calls.failures)).collect::<Vec<_>>()
        };
        assert_eq!((of("support"), of("shop"), of("other")), (vec![(2, 1)], vec![(1, 0)], vec![]));
        assert_eq!((hours.last_permitted("grant-1"), hours.last_permitted("grant-2")), (Some(7), None));
    }
}
