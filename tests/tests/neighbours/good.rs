//! Good calls: a few callers, each with a short call and a pause, and what was measured of them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::World;

/// How many call at the same time.
pub(crate) const CALLERS: usize = 32;
/// From the beginning of a call to that of the next.
const PACE: Duration = Duration::from_millis(200);

/// What was measured.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// How long each call took, shortest first.
    pub(crate) calls: Vec<Duration>,
    /// Calls that were answered with something else than their output, or not at all.
    pub(crate) failed: usize,
    /// The most memory that the server had.
    pub(crate) memory_mib: f64,
}

impl Measured {
    /// The call at a quantile.
    pub(crate) fn at(&self, quantile: f64) -> Duration {
        // A quantile is between 0 and 1, and there are few calls.
        let at = (self.calls.len() as f64 * quantile) as usize;
        self.calls.get(at.min(self.calls.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

/// Calls for so long.
pub(crate) async fn calls(world: &Arc<World>, time: Duration) -> Measured {
    let end = Instant::now() + time;
    let callers: Vec<_> =
        (0..CALLERS).map(|caller| tokio::spawn(call(Arc::clone(world), caller, end))).collect();
    let mut measured = Measured::default();
    while Instant::now() < end {
        measured.memory_mib = measured.memory_mib.max(memory(world.server.pid()));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for caller in callers {
        let (calls, failed) = caller.await.unwrap();
        measured.calls.extend(calls);
        measured.failed += failed;
    }
    measured.calls.sort_unstable();
    measured
}

async fn call(world: Arc<World>, caller: usize, end: Instant) -> (Vec<Duration>, usize) {
    let (mut calls, mut failed) = (Vec::new(), 0);
    tokio::time::sleep(PACE * u32::try_from(caller).unwrap_or(0) / 32).await;
    while Instant::now() < end {
        let begun = Instant::now();
        let sent = world.good.try_send(
            "POST",
            "/v1/workflows/good/decides/runs",
            Some(r#"{"amount":7}"#.into()),
            &[],
        );
        match sent.await {
            Ok(answer) if answer.status == 200 && answer.body["ok"] == true => calls.push(begun.elapsed()),
            _ => failed += 1,
        }
        tokio::time::sleep_until((begun + PACE).into()).await;
    }
    (calls, failed)
}

/// Resident memory of a process, in MiB.
fn memory(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<f64>().ok());
    kib.unwrap_or_default() / 1024.0
}
