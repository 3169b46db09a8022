//! A fair queue for a limited number of places. Namespaces take turns, within a namespace principals take turns, and the
//! requests of a principal are served in order. Namespaces and principals have maximum shares, so that places stay free for
//! others.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::oneshot;

/// The owner of a place. The default is the engine itself, which has no maximum share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Who {
    /// The namespace of the workflow.
    pub namespace: Arc<str>,
    /// The principal behind the run.
    pub principal: Arc<str>,
}

/// The number of places, and the maximum shares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shares {
    pub(crate) all: usize,
    pub(crate) namespace: usize,
    pub(crate) principal: usize,
}

impl Shares {
    /// Three quarters for a namespace, half for a principal.
    pub(crate) fn of(all: u32) -> Self {
        let all = all as usize;
        let below = |share: usize| share.min(all.saturating_sub(1)).max(1);
        Self { all, namespace: below(all * 3 / 4), principal: below(all / 2) }
    }

    /// No maximum shares: only the order is fair.
    pub(crate) fn unshared(all: usize) -> Self {
        Self { all, namespace: all, principal: all }
    }

    fn for_namespace(&self, name: &str) -> usize {
        if name.is_empty() { self.all } else { self.namespace }
    }

    fn for_principal(&self, name: &str) -> usize {
        if name.is_empty() { self.all } else { self.principal }
    }
}

/// Numbers of waiting requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) all: usize,
    pub(crate) namespace: usize,
    pub(crate) principal: usize,
}

/// The places and the waiting requests. Clones share one queue.
#[derive(Clone)]
pub(crate) struct Queue(Arc<Shared>);

struct Shared {
    shares: Shares,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    free: usize,
    waiting: usize,
    last: u64,
    namespaces: HashMap<Arc<str>, Namespace>,
    /// Waiting namespaces, next first.
    turns: VecDeque<Arc<str>>,
}

#[derive(Default)]
struct Namespace {
    taken: usize,
    waiting: usize,
    people: HashMap<Arc<str>, Person>,
    /// Waiting principals, next first.
    turns: VecDeque<Arc<str>>,
}

#[derive(Default)]
struct Person {
    taken: usize,
    waiting: VecDeque<(u64, oneshot::Sender<Place>)>,
}

/// A place. It becomes free when this is dropped.
pub(crate) struct Place {
    queue: Queue,
    who: Who,
}

impl Place {
    pub(crate) fn who(&self) -> &Who {
        &self.who
    }

    pub(crate) fn queue(&self) -> Queue {
        self.queue.clone()
    }

    pub(crate) fn is_of(&self, queue: &Queue) -> bool {
        Arc::ptr_eq(&self.queue.0, &queue.0)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let granted = {
            let mut state = self.queue.0.state.lock();
            state.release(&self.who);
            state.grant(&self.queue.0.shares)
        };
        // Outside the lock: if the receiver is gone, the place is dropped and comes back at once.
        for (who, asked) in granted {
            let _ = asked.send(Place { queue: self.queue.clone(), who });
        }
    }
}

impl Queue {
    pub(crate) fn new(shares: Shares) -> Self {
        let state = State { free: shares.all, ..State::default() };
        Self(Arc::new(Shared { shares, state: Mutex::new(state) }))
    }

    /// Takes a place, if one is free for `who` now.
    pub(crate) fn try_acquire(&self, who: &Who) -> Option<Place> {
        let taken = self.0.state.lock().take(&self.0.shares, who);
        taken.then(|| Place { queue: self.clone(), who: who.clone() })
    }

    /// Waits for a place.
    pub(crate) async fn acquire(&self, who: &Who) -> Place {
        loop {
            let mut asking = {
                let mut state = self.0.state.lock();
                if state.take(&self.0.shares, who) {
                    return Place { queue: self.clone(), who: who.clone() };
                }
                let (asked, answer) = oneshot::channel();
                Asking { queue: self, who, number: state.wait(who, asked), answer }
            };
            // INVARIANT: a request stays in the queue until it gets a place, so a place is received.
            if let Ok(place) = (&mut asking.answer).await {
                return place;
            }
        }
    }

    /// The numbers of waiting requests: of the principal, of the namespace, and in all.
    pub(crate) fn waiting(&self, who: &Who) -> Waiting {
        let state = self.0.state.lock();
        let namespace = state.namespaces.get(&who.namespace);
        let person = namespace.and_then(|namespace| namespace.people.get(&who.principal));
        Waiting {
            all: state.waiting,
            namespace: namespace.map_or(0, |namespace| namespace.waiting),
            principal: person.map_or(0, |person| person.waiting.len()),
        }
    }

    /// Number of free places.
    pub(crate) fn free(&self) -> usize {
        self.0.state.lock().free
    }

    /// Number of taken places.
    pub(crate) fn taken(&self) -> usize {
        self.0.shares.all - self.free()
    }
}

/// A waiting request. It leaves the queue when dropped.
struct Asking<'a> {
    queue: &'a Queue,
    who: &'a Who,
    number: u64,
    answer: oneshot::Receiver<Place>,
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.queue.0.state.lock().leave(self.who, self.number);
    }
}

impl State {
    fn take(&mut self, shares: &Shares, who: &Who) -> bool {
        if self.free == 0 {
            return false;
        }
        let known = self.namespaces.get(&who.namespace);
        let taken = known.map_or(0, |namespace| namespace.taken);
        let person = known.and_then(|namespace| namespace.people.get(&who.principal));
        let own = person.map_or(0, |person| person.taken);
        if taken >= shares.for_namespace(&who.namespace) || own >= shares.for_principal(&who.principal) {
            return false;
        }
        self.hold(who);
        true
    }

    fn hold(&mut self, who: &Who) {
        self.free -= 1;
        let namespace = self.namespaces.entry(Arc::clone(&who.namespace)).or_default();
        namespace.taken += 1;
        namespace.people.entry(Arc::clone(&who.principal)).or_default().taken += 1;
    }

    fn release(&mut self, who: &Who) {
        self.free += 1;
        if let Some(namespace) = self.namespaces.get_mut(&who.namespace) {
            namespace.taken -= 1;
            if let Some(person) = namespace.people.get_mut(&who.principal) {
                person.taken -= 1;
            }
        }
        self.tidy(who);
    }

    fn wait(&mut self, who: &Who, asked: oneshot::Sender<Place>) -> u64 {
        self.last += 1;
        self.waiting += 1;
        let namespace = self.namespaces.entry(Arc::clone(&who.namespace)).or_default();
        if namespace.waiting == 0 {
            self.turns.push_back(Arc::clone(&who.namespace));
        }
        namespace.waiting += 1;
        let person = namespace.people.entry(Arc::clone(&who.principal)).or_default();
        if person.waiting.is_empty() {
            namespace.turns.push_back(Arc::clone(&who.principal));
        }
        person.waiting.push_back((self.last, asked));
        self.last
    }

    /// Removes a request that has no place yet.
    fn leave(&mut self, who: &Who, number: u64) {
        let Some(namespace) = self.namespaces.get_mut(&who.namespace) else { return };
        let Some(person) = namespace.people.get_mut(&who.principal) else { return };
        let Some(at) = person.waiting.iter().position(|(waiting, _)| *waiting == number) else { return };
        person.waiting.remove(at);
        if person.waiting.is_empty() {
            namespace.turns.retain(|turn| *turn != who.principal);
        }
        namespace.waiting -= 1;
        self.waiting -= 1;
        if namespace.waiting == 0 {
            self.turns.retain(|turn| *turn != who.namespace);
        }
        self.tidy(who);
    }

    /// Grants free places to waiting requests, and returns these.
    fn grant(&mut self, shares: &Shares) -> Vec<(Who, oneshot::Sender<Place>)> {
        let mut granted = Vec::new();
        while self.free > 0
            && let Some((who, asked)) = self.next(shares)
        {
            self.hold(&who);
            granted.push((who, asked));
        }
        granted
    }

    /// The next request that has not used up its share. Its namespace and its principal then go to the end of the order.
    fn next(&mut self, shares: &Shares) -> Option<(Who, oneshot::Sender<Place>)> {
        for _ in 0..self.turns.len() {
            let name = self.turns.pop_front()?;
            let namespace = self.namespaces.get_mut(&name)?;
            let has_room = namespace.taken < shares.for_namespace(&name);
            let found = has_room.then(|| namespace.next(shares)).flatten();
            if namespace.waiting > 0 {
                self.turns.push_back(Arc::clone(&name));
            }
            if let Some((principal, asked)) = found {
                self.waiting -= 1;
                return Some((Who { namespace: name, principal }, asked));
            }
        }
        None
    }

    fn tidy(&mut self, who: &Who) {
        let Some(namespace) = self.namespaces.get_mut(&who.namespace) else { return };
        let is_gone = |person: &Person| person.taken == 0 && person.waiting.is_empty();
        if namespace.people.get(&who.principal).is_some_and(is_gone) {
            namespace.people.remove(&who.principal);
        }
        if namespace.people.is_empty() {
            self.namespaces.remove(&who.namespace);
        }
    }
}

impl Namespace {
    fn next(&mut self, shares: &Shares) -> Option<(Arc<str>, oneshot::Sender<Place>)> {
        for _ in 0..self.turns.len() {
            let name = self.turns.pop_front()?;
            let person = self.people.get_mut(&name)?;
            let has_room = person.taken < shares.for_principal(&name);
            let found = has_room.then(|| person.waiting.pop_front()).flatten();
            if !person.waiting.is_empty() {
                self.turns.push_back(Arc::clone(&name));
            }
            if let Some((_, asked)) = found {
                self.waiting -= 1;
                return Some((name, asked));
            }
        }
        None
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn who(namespace: &str, principal: &str) -> Who {
        Who { namespace: namespace.into(), principal: principal.into() }
    }

    /// Requests a place. When this returns, the request is in the queue or has a place.
    fn ask(
        queue: &Queue,
        namespace: &str,
        principal: &str,
        told: &tokio::sync::mpsc::UnboundedSender<(String, Place)>,
    ) -> tokio::task::JoinHandle<()> {
        let (queue, who, told) = (queue.clone(), who(namespace, principal), told.clone());
        let name = format!("{namespace}/{principal}");
        tokio::spawn(async move {
            let place = queue.acquire(&who).await;
            told.send((name, place)).unwrap();
        })
    }

    async fn until(condition: impl Fn() -> bool) {
        let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while !condition() {
            assert!(std::time::Instant::now() < end, "waited in vain");
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn places_go_in_turn_by_namespace_then_by_principal() {
        let queue = Queue::new(Shares { all: 1, namespace: 1, principal: 1 });
        let first = queue.acquire(&Who::default()).await;
        let (told, mut granted) = tokio::sync::mpsc::unbounded_channel();
        for (namespace, principal, times) in [("a", "eve", 4), ("a", "ada", 1), ("b", "bob", 2)] {
            for _ in 0..times {
                let before = queue.waiting(&Who::default()).all;
                ask(&queue, namespace, principal, &told);
                until(|| queue.waiting(&Who::default()).all > before).await;
            }
        }
        assert_eq!(queue.waiting(&who("a", "eve")), Waiting { all: 7, namespace: 5, principal: 4 });
        drop(first);
        let mut order = Vec::new();
        for _ in 0..7 {
            let (name, place) = granted.recv().await.unwrap();
            order.push(name);
            drop(place);
        }
        assert_eq!(order, ["a/eve", "b/bob", "a/ada", "b/bob", "a/eve", "a/eve", "a/eve"]);
        until(|| queue.free() == 1).await;
        assert!(queue.0.state.lock().namespaces.is_empty());
    }

    #[tokio::test]
    async fn nobody_has_more_than_their_share() {
        let queue = Queue::new(Shares::of(8));
        let mut taken = Vec::new();
        while let Some(place) = queue.try_acquire(&who("a", "eve")) {
            taken.push(place);
        }
        assert_eq!(taken.len(), 4);
        while let Some(place) = queue.try_acquire(&who("a", "ada")) {
            taken.push(place);
        }
        assert_eq!(taken.len(), 6);
        assert!(queue.acquire(&who("a", "zoe")).now_or_never().is_none());
        taken.push(queue.try_acquire(&who("b", "bob")).unwrap());
        taken.push(queue.try_acquire(&Who::default()).unwrap());
        assert!(queue.try_acquire(&who("b", "bob")).is_none() && queue.free() == 0);
        // A request of the same namespace leaves, so the next one of it gets the place.
        let (told, mut granted) = tokio::sync::mpsc::unbounded_channel();
        ask(&queue, "a", "zoe", &told);
        until(|| queue.waiting(&who("a", "zoe")).principal == 1).await;
        taken.remove(0);
        assert_eq!(granted.recv().await.unwrap().0, "a/zoe");
        for (all, namespace, principal) in [(256, 192, 128), (3, 2, 1), (2, 1, 1), (1, 1, 1)] {
            let shares = Shares::of(all);
            assert_eq!((shares.namespace, shares.principal), (namespace, principal), "{all}");
        }
    }

    #[tokio::test]
    async fn a_request_that_leaves_holds_up_nobody() {
        let queue = Queue::new(Shares::unshared(1));
        let first = queue.acquire(&who("a", "eve")).await;
        let (told, mut granted) = tokio::sync::mpsc::unbounded_channel();
        let leaving = ask(&queue, "a", "ada", &told);
        until(|| queue.waiting(&who("a", "ada")).principal == 1).await;
        ask(&queue, "b", "bob", &told);
        until(|| queue.waiting(&who("b", "bob")).all == 2).await;
        leaving.abort();
        until(|| queue.waiting(&who("b", "bob")).all == 1).await;
        drop(first);
        let (name, place) = granted.recv().await.unwrap();
        assert_eq!(name, "b/bob");
        drop(place);
        // A place that is granted to a dropped request is free again.
        let taken = queue.acquire(&who("a", "eve")).await;
        let ada = who("a", "ada");
        let mut unwanted = Box::pin(queue.acquire(&ada));
        assert!((&mut unwanted).now_or_never().is_none());
        drop(taken);
        assert_eq!(queue.free(), 0);
        drop(unwanted);
        assert_eq!(queue.free(), 1);
    }
}
