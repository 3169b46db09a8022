//! The circuit breaker of one system. Pure: the time and the results are handed in.
//!
//! *Closed*: calls go out. *Open*: after enough failures in a row none does, for a while. *Half-open*: after that a single call
//! goes out. Its result closes the circuit, or opens it for twice as long.

/// The first time that the circuit is open, in milliseconds.
const FIRST_PAUSE: i64 = 1_000;

/// The longest, unless the system itself asks for more.
const LONGEST_PAUSE: i64 = 60_000;

/// The longest that a system may ask for with `Retry-After`, in seconds.
const LONGEST_ASKED: u64 = 600;

/// Where a circuit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircuitState {
    /// Calls go out.
    Closed,
    /// No call goes out.
    Open,
    /// A single call went out, to see whether the system is back.
    HalfOpen,
}

/// Why a system counts as away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Away {
    /// Since when, in milliseconds since the Unix epoch.
    pub(crate) since: i64,
    /// When the next call may go out.
    pub(crate) until: i64,
    /// How many calls failed in a row.
    pub(crate) failures: u32,
    /// What became of the last one.
    pub(crate) why: String,
}

/// What the breaker says of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It may go out.
    Yes,
    /// It may go out as the one that tries the system.
    Probe,
    /// Not before this time.
    NotBefore(i64),
    /// Not before the result of the probe.
    AfterProbe,
}

/// See the file.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    failures: u32,
    away: Option<Away>,
    pause: i64,
    probing: bool,
}

impl Breaker {
    /// Whether a call may go out.
    pub(crate) fn admits(&self, now: i64) -> Admission {
        match &self.away {
            None => Admission::Yes,
            Some(_) if self.probing => Admission::AfterProbe,
            Some(away) if now < away.until => Admission::NotBefore(away.until),
            Some(_) => Admission::Probe,
        }
    }

    /// Where it stands.
    pub(crate) fn state(&self) -> CircuitState {
        match (&self.away, self.probing) {
            (None, _) => CircuitState::Closed,
            (Some(_), false) => CircuitState::Open,
            (Some(_), true) => CircuitState::HalfOpen,
        }
    }

    /// Why the system counts as away; `None` while it does not.
    pub(crate) fn away(&self) -> Option<&Away> {
        self.away.as_ref()
    }

    /// The probe goes out.
    pub(crate) fn probe(&mut self) {
        self.probing = true;
    }

    /// The probe did not tell anything: after as long a pause as before it, the next call is one.
    pub(crate) fn probe_told_nothing(&mut self, now: i64) {
        self.probing = false;
        if let Some(away) = &mut self.away {
            away.until = now.saturating_add(self.pause);
        }
    }

    /// Whether nothing would be missed: it is closed, or nobody has tried the system for long.
    pub(crate) fn is_forgettable(&self, now: i64) -> bool {
        let longest = i64::try_from(LONGEST_ASKED * 1_000).unwrap_or(i64::MAX);
        !self.probing && self.away.as_ref().is_none_or(|away| now.saturating_sub(away.until) > longest)
    }

    /// The system answered a call. Returns whether that closed the circuit. While it is open only the probe counts: others
    /// went out before.
    pub(crate) fn answered(&mut self, probe: bool) -> bool {
        if self.away.is_some() && !probe {
            return false;
        }
        let closed = self.away.take().is_some();
        (self.failures, self.pause, self.probing) = (0, 0, false);
        closed
    }

    /// The system did not take a call. `most`: how many failures in a row open the circuit. Returns whether it opened.
    pub(crate) fn failed(
        &mut self,
        now: i64,
        (probe, most): (bool, u32),
        why: String,
        retry_after: Option<u64>,
    ) -> bool {
        if self.away.is_some() && !probe {
            return false;
        }
        self.failures = self.failures.saturating_add(1);
        if self.away.is_none() && self.failures < most {
            return false;
        }
        self.probing = false;
        self.pause = self.pause.saturating_mul(2).clamp(FIRST_PAUSE, LONGEST_PAUSE);
        let asked = retry_after.unwrap_or(0).min(LONGEST_ASKED).saturating_mul(1_000);
        let pause = self.pause.max(i64::try_from(asked).unwrap_or(LONGEST_PAUSE));
        let since = self.away.as_ref().map_or(now, |away| away.since);
        self.away = Some(Away { since, until: now.saturating_add(pause), failures: self.failures, why });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(breaker: &mut Breaker, now: i64, probe: bool) -> bool {
        breaker.failed(now, (probe, 3), "no".to_owned(), None)
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_tries_with_growing_pauses() {
        let mut breaker = Breaker::default();
        assert!(!fail(&mut breaker, 0, false) && !fail(&mut breaker, 0, false));
        assert!(!breaker.answered(false), "an answer begins the count anew");
        assert!(!fail(&mut breaker, 0, false) && !fail(&mut breaker, 0, false));
        assert_eq!(breaker.state(), CircuitState::Closed);
        assert!(fail(&mut breaker, 10, false));
        let mut now = 10;
        for pause in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] {
            assert_eq!(breaker.admits(now), Admission::NotBefore(now + pause));
            now += pause;
            assert_eq!((breaker.admits(now), breaker.state()), (Admission::Probe, CircuitState::Open));
            breaker.probe();
            assert_eq!(
                (breaker.admits(now), breaker.state()),
                (Admission::AfterProbe, CircuitState::HalfOpen)
            );
            assert!(fail(&mut breaker, now, true));
        }
        assert_eq!(breaker.away().map(|away| (away.since, away.failures)), Some((10, 11)));
        now += 60_000;
        breaker.probe();
        assert!(breaker.answered(true));
        assert_eq!((breaker.admits(now), breaker.state()), (Admission::Yes, CircuitState::Closed));
        assert!(!fail(&mut breaker, now, false), "it counts from the beginning");
    }

    #[test]
    fn calls_from_before_change_nothing_and_a_silent_probe_is_repeated() {
        let mut breaker = Breaker::default();
        let opened = [0, 0, 0].map(|now| fail(&mut breaker, now, false));
        assert_eq!(opened, [false, false, true]);
        assert!(!fail(&mut breaker, 500, false) && !breaker.answered(false));
        assert_eq!(breaker.admits(500), Admission::NotBefore(1_000));
        breaker.probe();
        breaker.probe_told_nothing(1_000);
        assert_eq!(breaker.admits(1_000), Admission::NotBefore(2_000));
        assert_eq!(breaker.admits(2_000), Admission::Probe);
    }

    #[test]
    fn the_system_says_itself_when_it_is_back() {
        for (asked, pause) in [(0, 1_000), (7, 7_000), (100_000, 600_000)] {
            let mut breaker = Breaker::default();
            assert!(breaker.failed(0, (false, 1), "no".to_owned(), Some(asked)));
            assert_eq!(breaker.admits(0), Admission::NotBefore(pause));
        }
    }
}
