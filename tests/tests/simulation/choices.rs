//! The choices of a seed.
//!
//! Each place in the simulation draws from a stream of its own, which is named by what it is for. So no choice depends on the order in
//! which tasks of the same moment are polled.

use std::time::Duration;

use towpath_journal::Digest;
use towpath_tests::Random;

/// Names everything that happens in one simulation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    /// The stream of this name.
    pub(crate) fn stream(self, name: &str) -> Random {
        let digest = Digest::of(format!("{} {name}", self.0).as_bytes());
        Random::new(u64::from_str_radix(&digest.hex()[..16], 16).unwrap())
    }
}

/// How rough the world of a seed is. Rates are in thousandths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// Operations of the store that fail.
    pub(crate) failing: usize,
    /// Calls that are not answered as they should.
    pub(crate) unanswered: usize,
    /// Operations and answers that take longer than usual.
    pub(crate) slow: usize,
}

impl Rates {
    /// The rates of a seed: some worlds have a good store, some have fast systems.
    pub(crate) fn of(seed: Seed) -> Self {
        let mut random = seed.stream("rates");
        let mut one = |from: &[usize]| *random.pick(from).unwrap();
        Self { failing: one(&[0, 0, 10, 40]), unanswered: one(&[0, 100, 300]), slow: one(&[20, 100, 400]) }
    }

    /// Nothing fails.
    pub(crate) const CALM: Self = Self { failing: 0, unanswered: 0, slow: 0 };

    /// How long something takes.
    pub(crate) fn delay(self, random: &mut Random) -> Duration {
        let milliseconds = match random.below(1000) {
            draw if draw < self.slow => 5 + random.below(400),
            draw if draw % 2 == 0 => random.below(5),
            _ => 0,
        };
        Duration::from_millis(milliseconds as u64)
    }
}
