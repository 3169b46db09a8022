//! Which of the times that have come are carried out. Pure.

use towpath_wire::Missed;

use crate::timetable::Timetable;

/// Most times that are made up, with `missed: all`.
pub(super) const MOST: usize = 100;
/// A time is missed where it passed longer ago than this, in milliseconds.
pub(super) const LATE: i64 = 60_000;

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The times to carry out, oldest first.
    pub(super) fire: Vec<i64>,
    /// Every time up to here is settled once they are.
    pub(super) until: i64,
}

/// What is to be done at `now` of a timetable that was carried out up to `until`.
///
/// Where the clock was put back, times that were carried out come again: each has its key, so its run is found and not started
/// anew. Times that were left out while the clock was ahead are carried out when they come.
pub(super) fn plan(table: &Timetable, missed: Missed, until: i64, now: i64) -> Plan {
    if now < until {
        return Plan { fire: Vec::new(), until: now };
    }
    let most = if missed == Missed::All { MOST } else { 1 };
    let mut fire = table.due(until, now, most).times;
    let until = fire.last().copied().unwrap_or(until);
    if missed == Missed::Skip {
        fire.retain(|time| now - time <= LATE);
    }
    Plan { fire, until }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_wire::Schedule;

    use super::*;

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;

    fn hourly() -> Timetable {
        Timetable::of(&Schedule { every: Some(3_600_000), ..Schedule::default() }).unwrap()
    }

    #[test]
    fn what_is_due_now_is_carried_out_whatever_is_said_of_missed_times() {
        for missed in [Missed::Skip, Missed::Latest, Missed::All] {
            let now = 5 * HOUR + 20;
            assert_eq!(
                plan(&hourly(), missed, 4 * HOUR, now),
                Plan { fire: vec![5 * HOUR], until: 5 * HOUR }
            );
            let nothing = Plan { fire: vec![], until: 5 * HOUR };
            assert_eq!(plan(&hourly(), missed, 5 * HOUR, now + 9 * MINUTE), nothing);
        }
    }

    #[test]
    fn missed_times_are_left_out_made_up_once_or_all() {
        let now = 8 * HOUR + 10 * MINUTE;
        let fired = |missed| plan(&hourly(), missed, 5 * HOUR, now);
        assert_eq!(fired(Missed::Skip), Plan { fire: vec![], until: 8 * HOUR });
        assert_eq!(fired(Missed::Latest), Plan { fire: vec![8 * HOUR], until: 8 * HOUR });
        let all = vec![6 * HOUR, 7 * HOUR, 8 * HOUR];
        assert_eq!(fired(Missed::All), Plan { fire: all, until: 8 * HOUR });
    }

    #[test]
    fn making_up_is_bounded() {
        let Plan { fire, until } = plan(&hourly(), Missed::All, 0, 365 * DAY);
        assert_eq!((fire.len(), fire.first().copied()), (MOST, Some(365 * DAY - 99 * HOUR)));
        assert_eq!(until, 365 * DAY);
    }

    #[test]
    fn a_clock_that_was_put_back_repeats_times_and_one_that_was_ahead_loses_none() {
        // An hour back: the times come again, under their keys.
        let back = plan(&hourly(), Missed::Latest, 8 * HOUR, 7 * HOUR + MINUTE);
        assert_eq!(back, Plan { fire: vec![], until: 7 * HOUR + MINUTE });
        assert_eq!(plan(&hourly(), Missed::Latest, back.until, 8 * HOUR).fire, [8 * HOUR]);
        // 21 days ahead: one time is carried out. When the clock is right again, the times in between come.
        let ahead = plan(&hourly(), Missed::Latest, 8 * HOUR, 21 * DAY);
        assert_eq!(ahead.fire, [21 * DAY]);
        let right = plan(&hourly(), Missed::Latest, ahead.until, 8 * HOUR + MINUTE);
        assert_eq!(right.until, 8 * HOUR + MINUTE);
        assert_eq!(plan(&hourly(), Missed::Latest, right.until, 9 * HOUR).fire, [9 * HOUR]);
    }
}
