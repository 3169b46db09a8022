//! A small histogram of durations. Its steps grow with the duration, eight for each doubling, so that a quantile is right
//! within seven percent, and a bucket of an hour takes some bytes.

/// Steps for each doubling: 2 to the power of this.
const FINE: u32 = 3;
/// Longest duration that is told apart, in milliseconds: 49 days.
const MOST: u64 = u32::MAX as u64;

/// How many durations were in each step. Sparse and sorted: most hours have a few steps only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Histogram(Vec<(u8, u32)>);

/// The step of a duration.
fn step(milliseconds: u64) -> u8 {
    let value = milliseconds.min(MOST);
    if value < 1 << FINE {
        return u8::try_from(value).unwrap_or(u8::MAX);
    }
    let doubling = 63 - value.leading_zeros();
    let within = (value >> (doubling - FINE)) & ((1 << FINE) - 1);
    let whole = u64::from(doubling - FINE + 1) << FINE;
    // At most 29 * 8 + 7.
    u8::try_from(whole + within).unwrap_or(u8::MAX)
}

/// The shortest duration of a step.
fn shortest(step: u8) -> u64 {
    let step = u64::from(step);
    if step < 1 << FINE {
        return step;
    }
    let (doubling, within) = (step >> FINE, step & ((1 << FINE) - 1));
    ((1 << FINE) + within) << (doubling - 1)
}

impl Histogram {
    /// Counts one duration.
    pub(crate) fn add(&mut self, milliseconds: u64) {
        self.count(step(milliseconds), 1);
    }

    /// Counts everything of another one.
    pub(crate) fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(step, count)| self.count(*step, *count));
    }

    fn count(&mut self, step: u8, count: u32) {
        match self.0.binary_search_by_key(&step, |(known, _)| *known) {
            Ok(at) => {
                if let Some((_, known)) = self.0.get_mut(at) {
                    *known = known.saturating_add(count);
                }
            }
            Err(at) => self.0.insert(at, (step, count)),
        }
    }

    /// The duration that so many percent of all are not longer than; nothing where there are none.
    pub(crate) fn percentile(&self, percent: u64) -> Option<u64> {
        let all: u64 = self.0.iter().map(|(_, count)| u64::from(*count)).sum();
        let wanted = (all * percent).div_ceil(100).max(1);
        let mut passed = 0;
        self.0.iter().find_map(|(step, count)| {
            passed += u64::from(*count);
            (passed >= wanted).then(|| middle(*step))
        })
    }
}

/// The duration in the middle of a step.
fn middle(step: u8) -> u64 {
    let (first, next) = (shortest(step), shortest(step.saturating_add(1)));
    first + next.saturating_sub(first + 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other_without_a_gap() {
        for one in 0..239_u8 {
            assert!(shortest(one) < shortest(one + 1), "{one}");
            assert_eq!(step(shortest(one)), one);
            assert_eq!(step(shortest(one + 1) - 1), one);
        }
        assert_eq!(step(u64::MAX), step(MOST));
    }

    #[test]
    fn quantiles_are_right_within_seven_percent() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.percentile(50), None);
        (1..=10_000).for_each(|value| histogram.add(value));
        for (percent, exact) in [(50, 5_000_u64), (95, 9_500), (99, 9_900)] {
            let found = histogram.percentile(percent).unwrap_or_default();
            assert!(found.abs_diff(exact) * 100 <= exact * 7, "{percent}: {found}");
        }
        let mut twice = histogram.clone();
        twice.merge(&histogram);
        assert_eq!(twice.percentile(95), histogram.percentile(95));
        let mut one = Histogram::default();
        one.add(3);
        assert_eq!((one.percentile(50), one.percentile(95)), (Some(3), Some(3)));
    }
}
