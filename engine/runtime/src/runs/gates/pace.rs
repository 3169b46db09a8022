//! How many calls begin within a time. Pure: it has the times of the last ones, so that no window has more than its limit.

use std::collections::VecDeque;

/// The beginnings of the last calls.
#[derive(Debug)]
pub(crate) struct Pace {
    /// In milliseconds.
    window: i64,
    most: Option<usize>,
    begun: VecDeque<i64>,
}

impl Pace {
    pub(crate) fn within(window: i64) -> Self {
        Self { window, most: None, begun: VecDeque::new() }
    }

    /// Sets the limit.
    pub(crate) fn limit(&mut self, most: Option<u32>) {
        self.most = most.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
        self.begun.truncate(if self.most.is_some() { usize::MAX } else { 0 });
    }

    /// When the next call may begin; `None`: now.
    pub(crate) fn not_before(&self, now: i64) -> Option<i64> {
        let most = self.most?;
        let at = self.begun.len().checked_sub(most)?;
        let free = self.begun.get(at)?.saturating_add(self.window);
        (now < free).then_some(free)
    }

    /// A call begins.
    pub(crate) fn begin(&mut self, now: i64) {
        let Some(most) = self.most else { return };
        self.begun.push_back(now);
        while self.begun.len() > most {
            self.begun.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_has_more_than_its_limit() {
        let mut pace = Pace::within(1_000);
        for now in 0..100 {
            assert_eq!(pace.not_before(now), None);
            pace.begin(now);
        }
        pace.limit(Some(3));
        let (mut now, mut begun) = (5_000, Vec::new());
        while begun.len() < 10 {
            match pace.not_before(now) {
                None => {
                    pace.begin(now);
                    begun.push(now);
                    now += 10;
                }
                Some(later) => now = later,
            }
        }
        assert_eq!(begun, [5_000, 5_010, 5_020, 6_000, 6_010, 6_020, 7_000, 7_010, 7_020, 8_000]);
        assert!(pace.begun.len() <= 3);
        pace.limit(Some(2));
        assert_eq!(pace.not_before(8_001), Some(8_020), "the limit is lowered while calls are counted");
        pace.limit(None);
        assert_eq!((pace.not_before(8_001), pace.begun.len()), (None, 0));
    }
}
