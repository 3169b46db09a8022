//! Which connections are open: at most so many in all and from one address, and none that is silent for long.
//!
//! Decides on times that are handed in. Accepting, reading and closing is done in `serve`.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::Notify;

/// Descriptors that connections leave for the store, images and calls to other systems; half of all where there are few.
const RESERVE: u64 = 512;

/// How many connections there may be, and how long one may be silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Most connections at once.
    pub most: usize,
    /// Most connections at once from one address; of IPv6, from one network of 64 bits.
    pub per_address: usize,
    /// Longest until the head of a request has arrived, counted from its first byte, of the first request from the start
    /// of the connection.
    pub header: Duration,
    /// Longest that a connection stays open without a request, and that a peer takes nothing of its answer.
    pub idle: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            most: 4_096,
            per_address: 2_048,
            header: Duration::from_secs(10),
            idle: Duration::from_secs(75),
        }
    }
}

impl Connections {
    /// No more than `descriptors` have room for, beside what the server itself needs.
    #[must_use]
    pub fn within(self, descriptors: u64) -> Self {
        let room = descriptors - RESERVE.min(descriptors / 2);
        let most = self.most.min(usize::try_from(room).unwrap_or(usize::MAX)).max(1);
        // One address alone never fills them all.
        let per_address = self.per_address.min(most - most / 4).max(1);
        Self { most, per_address, ..self }
    }
}

/// Milliseconds since the server began to listen.
pub(crate) type Elapsed = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Phase {
    /// The head of a request is awaited, or has begun.
    Head,
    /// A request was answered; no other has begun.
    Idle,
    /// A request is being answered.
    Busy,
}

/// One open connection.
pub(crate) struct Line {
    id: u64,
    address: IpAddr,
    phase: AtomicU8,
    /// When the phase began, in milliseconds since the server began to listen.
    since: AtomicU64,
    /// Since when the peer takes nothing; 0 while it does.
    stuck: AtomicU64,
    close: Notify,
    elapsed: Elapsed,
}

impl Line {
    /// Some of a request has arrived.
    pub(crate) fn heard(&self) {
        if self.phase.load(Relaxed) == Phase::Idle as u8 {
            self.enter(Phase::Head);
        }
    }

    /// A request is being answered until the guard is dropped.
    pub(crate) fn asked(self: &Arc<Self>) -> Asked {
        self.enter(Phase::Busy);
        Asked(Arc::clone(self))
    }

    /// Whether the peer takes what is written.
    pub(crate) fn takes(&self, takes: bool) {
        if takes {
            self.stuck.store(0, Relaxed);
        } else if self.stuck.load(Relaxed) == 0 {
            self.stuck.store((self.elapsed)().max(1), Relaxed);
        }
    }

    /// Comes back when the connection is to be closed.
    pub(crate) async fn closing(&self) {
        self.close.notified().await;
    }

    fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Relaxed);
        self.since.store((self.elapsed)(), Relaxed);
    }

    fn is_busy(&self) -> bool {
        self.phase.load(Relaxed) == Phase::Busy as u8
    }

    fn is_over(&self, limits: &Connections, now: u64) -> bool {
        let over = |since: u64, most: Duration| u128::from(now.saturating_sub(since)) >= most.as_millis();
        let (phase, since) = (self.phase.load(Relaxed), self.since.load(Relaxed));
        let stuck = self.stuck.load(Relaxed);
        (phase == Phase::Head as u8 && over(since, limits.header))
            || (phase == Phase::Idle as u8 && over(since, limits.idle))
            || (stuck != 0 && over(stuck, limits.idle))
    }
}

/// A request that is being answered.
pub(crate) struct Asked(Arc<Line>);

impl Drop for Asked {
    fn drop(&mut self) {
        self.0.enter(Phase::Idle);
    }
}

/// Why a connection is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// There are as many from this address as may be, and each has a request under way.
    Address,
    /// There are as many in all.
    Server,
}

/// The connections of one server.
pub(crate) struct Open {
    limits: Connections,
    elapsed: Elapsed,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    last: u64,
    lines: HashMap<u64, Arc<Line>>,
    addresses: HashMap<IpAddr, usize>,
}

impl Open {
    pub(crate) fn new(limits: Connections, elapsed: Elapsed) -> Self {
        Self { limits, elapsed, inner: Mutex::default() }
    }

    /// Takes a connection in. Where there are too many, the one that has waited longest for a request is closed instead:
    /// of the same address, or of the address that has most.
    pub(crate) fn admit(self: &Arc<Self>, peer: IpAddr) -> Result<Admitted, Full> {
        let address = network_of_address(peer);
        let mut inner = self.inner.lock();
        let here = inner.addresses.get(&address).copied().unwrap_or_default();
        if here >= self.limits.per_address {
            inner.close_one(Some(address)).ok_or(Full::Address)?;
        } else if inner.lines.len() >= self.limits.most {
            let heaviest = inner.addresses.iter().max_by_key(|(_, count)| **count).map(|(one, _)| *one);
            inner.close_one(heaviest).or_else(|| inner.close_one(None)).ok_or(Full::Server)?;
        }
        inner.last += 1;
        let line = Arc::new(Line {
            id: inner.last,
            address,
            phase: AtomicU8::new(Phase::Head as u8),
            since: AtomicU64::new(0),
            stuck: AtomicU64::new(0),
            close: Notify::new(),
            elapsed: Arc::clone(&self.elapsed),
        });
        line.enter(Phase::Head);
        inner.lines.insert(line.id, Arc::clone(&line));
        *inner.addresses.entry(address).or_default() += 1;
        Ok(Admitted { open: Arc::clone(self), line })
    }

    /// Closes what has been silent for too long.
    pub(crate) fn sweep(&self) {
        let mut inner = self.inner.lock();
        let now = (self.elapsed)();
        let over: Vec<u64> =
            inner.lines.values().filter(|line| line.is_over(&self.limits, now)).map(|line| line.id).collect();
        over.into_iter().for_each(|id| inner.close(id));
    }
}

impl Inner {
    /// Closes the connection that has waited longest for a request, of this address or of any.
    fn close_one(&mut self, address: Option<IpAddr>) -> Option<()> {
        let mine = |line: &&Arc<Line>| address.is_none_or(|address| line.address == address);
        let waiting = self.lines.values().filter(mine).filter(|line| !line.is_busy());
        let id = waiting.min_by_key(|line| (line.since.load(Relaxed), line.id))?.id;
        self.close(id);
        Some(())
    }

    fn close(&mut self, id: u64) {
        if let Some(line) = self.forget(id) {
            line.close.notify_one();
        }
    }

    fn forget(&mut self, id: u64) -> Option<Arc<Line>> {
        let line = self.lines.remove(&id)?;
        if let Some(count) = self.addresses.get_mut(&line.address) {
            *count -= 1;
            if *count == 0 {
                self.addresses.remove(&line.address);
            }
        }
        Some(line)
    }
}

/// A connection that was taken in; its place is free when this is dropped.
pub(crate) struct Admitted {
    open: Arc<Open>,
    line: Arc<Line>,
}

impl Admitted {
    pub(crate) fn line(&self) -> &Arc<Line> {
        &self.line
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.open.inner.lock().forget(self.line.id);
    }
}

/// What counts as one address. Of IPv6 it is the network of 64 bits, all of which one peer may use.
fn network_of_address(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// Connections, and a clock that stands still until it is moved.
    fn open(most: usize, per_address: usize) -> (Arc<Open>, Arc<AtomicU64>) {
        let now = Arc::new(AtomicU64::new(0));
        let limits = Connections { most, per_address, ..Connections::default() };
        let elapsed = Arc::clone(&now);
        (Arc::new(Open::new(limits, Arc::new(move || elapsed.load(Relaxed)))), now)
    }

    fn admit(open: &Arc<Open>, last: u8) -> Admitted {
        open.admit(IpAddr::from([127, 0, 0, last])).ok().unwrap()
    }

    fn is_closed(admitted: &Admitted) -> bool {
        !admitted.open.inner.lock().lines.contains_key(&admitted.line.id)
    }

    #[test]
    fn descriptors_are_kept_back() {
        for (descriptors, most, per_address) in
            [(1_024, 512, 384), (20_000, 4_096, 2_048), (100, 50, 38), (2, 1, 1), (0, 1, 1)]
        {
            let within = Connections::default().within(descriptors);
            assert_eq!((within.most, within.per_address), (most, per_address), "{descriptors}");
        }
    }

    #[test]
    fn a_new_connection_takes_the_place_of_the_one_that_waited_longest() {
        let (open, now) = open(4, 2);
        let busy = admit(&open, 1);
        let asked = busy.line().asked();
        now.store(5, Relaxed);
        let silent = admit(&open, 1);
        let next = admit(&open, 1);
        assert!(is_closed(&silent) && !is_closed(&busy) && !is_closed(&next));
        // Everything there has a request under way: the next is refused.
        let also = next.line().asked();
        assert_eq!(open.admit(IpAddr::from([127, 0, 0, 1])).err(), Some(Full::Address));
        drop((asked, also));
        // In all there may be four; the address that has most gives one up.
        let others: Vec<_> = (2..5).map(|last| admit(&open, last)).collect();
        assert!(others.iter().all(|other| !is_closed(other)));
        assert!(is_closed(&busy) && !is_closed(&next));
    }

    #[test]
    fn what_is_silent_for_too_long_is_closed() {
        let (open, now) = open(9, 9);
        let (silent, idle, busy, stuck) =
            (admit(&open, 1), admit(&open, 1), admit(&open, 1), admit(&open, 1));
        drop(idle.line().asked());
        let _busy = busy.line().asked();
        let _asked = stuck.line().asked();
        stuck.line().takes(false);
        now.store(10_000, Relaxed);
        open.sweep();
        assert!(is_closed(&silent) && !is_closed(&idle) && !is_closed(&busy) && !is_closed(&stuck));
        // Half a head, byte by byte, is no request.
        for second in 10..20 {
            now.store(second * 1_000, Relaxed);
            idle.line().heard();
        }
        now.store(20_000, Relaxed);
        open.sweep();
        assert!(is_closed(&idle) && !is_closed(&busy) && !is_closed(&stuck));
        now.store(75_001, Relaxed);
        open.sweep();
        assert!(!is_closed(&busy) && is_closed(&stuck));
    }

    #[test]
    fn one_network_counts_as_one_address() {
        let same = network_of_address("2001:db8::1".parse().unwrap());
        assert_eq!(same, network_of_address("2001:db8::ffff:2".parse().unwrap()));
        assert_ne!(same, network_of_address("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(network_of_address("::ffff:10.0.0.1".parse().unwrap()), IpAddr::from([10, 0, 0, 1]));
    }
}
