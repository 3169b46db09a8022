//! `retry`: decides whether and when the tasks of a `try` are repeated.
//!
//! There is no randomness: jitter is derived from the run's id and the place, so that a replay waits equally
//! long.

use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::{Backoff as Written, NodeKind, RetryPolicy, RetryReference};
use towpath_wire::problem_types as types;

use crate::compile::{Compiled, Compiler, Reported};
use crate::duration::Length;
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable};
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::{Labels, Value};

/// A retry policy.
#[derive(Debug)]
pub(super) struct Retry {
    when: Option<Expression>,
    except_when: Option<Expression>,
    delay: Option<Length>,
    backoff: Backoff,
    count: Option<u64>,
    /// Maximum duration of one attempt.
    pub(super) attempt: Option<Length>,
    duration: Option<Length>,
    jitter: Option<(Length, Length)>,
}

/// How the delay grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Backoff {
    Constant,
    Linear,
    Exponential,
}

impl Retry {
    /// Compiles the policy. The variable with the error is visible.
    pub(super) fn compile(c: &mut Compiler<'_>, retry: &RetryReference) -> Compiled<Self> {
        let policy: &RetryPolicy = match retry {
            RetryReference::Inline(policy) => policy,
            // The check of the definition has reported an unknown name.
            RetryReference::Named(name) => c.workflow().reusable.retry(name).ok_or(Reported)?,
        };
        let when = c.optional(policy.when.as_ref(), Place::Definition);
        let except_when = c.optional(policy.except_when.as_ref(), Place::Definition);
        let mut length = |duration: Option<&towpath_dsl::model::Duration>| {
            duration.map(|duration| Length::compile(c, duration, Place::Definition)).transpose()
        };
        let delay = length(policy.delay.as_ref());
        let attempt = length(policy.attempt_duration.as_ref());
        let duration = length(policy.duration.as_ref());
        let from = length(policy.jitter.as_ref().map(|(from, _)| from));
        let to = length(policy.jitter.as_ref().map(|(_, to)| to));
        let backoff = Backoff::compile(c, policy);
        Ok(Self {
            when: when?,
            except_when: except_when?,
            delay: delay?,
            backoff: backoff?,
            count: policy.attempt_count.as_ref().map(|count| u64::try_from(count.value).unwrap_or_default()),
            attempt: attempt?,
            duration: duration?,
            jitter: from?.zip(to?),
        })
    }

    /// The wait before the next attempt in milliseconds, with the labels of the values from which it was
    /// computed. `None` if there is no next attempt. There were `earlier` retries before; the first attempt was
    /// at `started`.
    pub(super) fn again(
        &self,
        cx: &Cx,
        frame: &Frame<'_>,
        input: &Value,
        fault: &Fault,
        earlier: u32,
        started: i64,
    ) -> Faultable<Option<(i64, Labels)>> {
        // A write that may have happened is never repeated.
        if fault.problem.kind == types::OUTCOME_UNKNOWN
            || self.count.is_some_and(|count| u64::from(earlier) >= count)
        {
            return Ok(None);
        }
        if let Some(when) = &self.when
            && !when.holds(cx, input, frame)?
        {
            return Ok(None);
        }
        if let Some(except) = &self.except_when
            && except.holds(cx, input, frame)?
        {
            return Ok(None);
        }
        let (delay, mut labels) = match &self.delay {
            Some(delay) => delay.pause(cx, input, frame, "retry.delay")?,
            None => (0, Labels::NONE),
        };
        let mut wait = self.backoff.grow(delay, earlier);
        if let Some((from, to)) = &self.jitter {
            let (from, of_from) = from.milliseconds(cx, input, frame, "retry.jitter.from")?;
            let (to, of_to) = to.milliseconds(cx, input, frame, "retry.jitter.to")?;
            labels |= of_from | of_to;
            wait = wait.saturating_add(jitter(from, to, &place(cx, frame, earlier)));
        }
        // The value is in the journal with the error, so a replay waits equally long.
        if let Some(seconds) = fault.problem.retry_after {
            // The time of the next attempt reveals it, so the wait has the labels of the error.
            labels |= cx.labels(&fault.problem.labels)?;
            wait = wait.max(i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX));
        }
        if let Some(duration) = &self.duration {
            let (most, of_most) = duration.milliseconds(cx, input, frame, "retry.limit.duration")?;
            labels |= of_most;
            if cx.now().saturating_add(wait).saturating_sub(started) > most {
                return Ok(None);
            }
        }
        Ok(Some((wait, labels)))
    }
}

impl Backoff {
    fn compile(c: &mut Compiler<'_>, policy: &RetryPolicy) -> Compiled<Self> {
        let Some(written) = &policy.backoff else { return Ok(Self::Constant) };
        let (backoff, settings) = match &written.value {
            Written::Constant(settings) => (Self::Constant, settings),
            Written::Linear(settings) => (Self::Linear, settings),
            Written::Exponential(settings) => (Self::Exponential, settings),
        };
        match &settings.kind {
            NodeKind::Object(entries) if !entries.is_empty() => Err(c.report(
                Diagnostic::error(codes::TP0630, "a backoff has no settings")
                    .at(settings.span)
                    .help("write `{}`; `delay` is the first wait, `limit` sets when to give up"),
            )),
            _ => Ok(backoff),
        }
    }

    /// The wait after `earlier` waits: constant, increased by `delay` each time, or doubled each time.
    fn grow(self, delay: i64, earlier: u32) -> i64 {
        match self {
            Self::Constant => delay,
            Self::Linear => delay.saturating_mul(i64::from(earlier) + 1),
            Self::Exponential => delay.saturating_mul(1_i64.checked_shl(earlier.min(62)).unwrap_or(i64::MAX)),
        }
    }
}

/// A text that identifies this wait uniquely.
fn place(cx: &Cx, frame: &Frame<'_>, earlier: u32) -> String {
    format!("{} {} {:?} {earlier}", cx.run_id(), frame.path(), frame.scope.iteration())
}

/// A duration between `from` and `to` (inclusive) that is the same for the same place (FNV-1a, then mixed).
fn jitter(from: i64, to: i64, place: &str) -> i64 {
    let hash = place.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let mixed = mixed ^ (mixed >> 32);
    let range = u64::try_from(to.saturating_sub(from)).unwrap_or_default().saturating_add(1);
    from.saturating_add(i64::try_from(mixed % range).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Backoff, jitter};

    #[test]
    fn delays_grow_by_their_backoff() {
        let waits = |backoff: Backoff| [0, 1, 2, 3].map(|earlier| backoff.grow(100, earlier));
        assert_eq!(waits(Backoff::Constant), [100, 100, 100, 100]);
        assert_eq!(waits(Backoff::Linear), [100, 200, 300, 400]);
        assert_eq!(waits(Backoff::Exponential), [100, 200, 400, 800]);
        assert_eq!(Backoff::Exponential.grow(i64::MAX / 2, 100), i64::MAX);
        assert_eq!(Backoff::Exponential.grow(0, u32::MAX), 0);
    }

    #[test]
    fn jitter_stays_in_its_range_and_moves_with_the_place() {
        let all: std::collections::BTreeSet<i64> =
            (0..200).map(|place| jitter(10, 19, &format!("run {place}"))).collect();
        assert_eq!(all, (10..=19).collect());
        assert_eq!(jitter(10, 19, "here"), jitter(10, 19, "here"));
        assert_eq!(jitter(10, 10, "here"), 10);
        assert_eq!(jitter(10, 5, "here"), 10);
    }
}
