//! Changes of state as they happen, for people who watch: a bounded ring in memory, and who listens to it.
//!
//! A change says what is worth reading again, never what it is now: readers ask for that with their own rights. A listener
//! that falls behind the ring, or comes from another start of the server, is told to read everything again. So memory is
//! bounded however slow a listener is.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::Clock;

/// Changes that are kept for listeners that were away.
const KEPT: usize = 8_192;
/// Most changes that a listener is given at once.
const AT_ONCE: u64 = 512;
/// Most listeners of one principal.
const PER_PRINCIPAL: usize = 16;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Runs: started, gone on, ended.
    Runs,
    /// Calls that wait to be released.
    Holds,
    /// Versions that wait for an approval.
    Reviews,
    /// Requests of champions.
    Requests,
    /// Published versions, their states, owners, settings and switches.
    Workflows,
    /// Drafts.
    Drafts,
    /// Policies: saved, proposed, in force.
    Policies,
    /// Integrations, their switches and secrets.
    Integrations,
    /// Notices to owners.
    Notices,
    /// Grants.
    Grants,
    /// Tokens, principals and sessions.
    Tokens,
    /// Entries of the audit log.
    Audit,
    /// Who looks at a draft.
    Presence,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub topic: Topic,
    /// The namespace, where it has one.
    pub namespace: Option<String>,
    /// The name of the workflow, where it has one.
    pub workflow: Option<String>,
    /// The thing that has changed; absent where the topic has no single one.
    pub id: Option<String>,
    /// The principal that it belongs to: who started the run, whose token it is. For deciding who may see it.
    pub principal: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

impl Change {
    /// A change of a whole topic.
    pub fn of(topic: Topic, at: i64) -> Self {
        Self { topic, namespace: None, workflow: None, id: None, principal: None, at }
    }

    /// The same, of this workflow.
    #[must_use]
    pub fn workflow(self, namespace: &str, name: &str) -> Self {
        Self { namespace: Some(namespace.to_owned()), workflow: Some(name.to_owned()), ..self }
    }

    /// The same, of the thing with this id.
    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// Whether `other` makes this one needless: it says the same, later.
    fn is_same(&self, other: &Self) -> bool {
        Self { at: self.at, ..other.clone() } == *self
    }
}

/// Why a listener has to read everything again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// The server was started again since, or the cursor is none.
    Restarted,
    /// It was away, or too slow, for longer than changes are kept.
    Overrun,
}

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Changes, oldest first; several of the same thing are one.
    Changes(Vec<Change>),
    /// It has missed some.
    Missed(Missed),
}

struct Ring {
    changes: VecDeque<Change>,
    /// The number of the next change; they count from 0.
    next: u64,
}

/// All changes of one start of the server.
pub struct Changes {
    /// Tells this start from others, in cursors.
    start: String,
    clock: Arc<dyn Clock>,
    ring: Mutex<Ring>,
    moved: watch::Sender<()>,
    listening: Mutex<HashMap<String, usize>>,
}

impl Changes {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            start: clock.run_id().to_string(),
            clock,
            ring: Mutex::new(Ring { changes: VecDeque::new(), next: 0 }),
            moved: watch::Sender::new(()),
            listening: Mutex::default(),
        })
    }

    /// Milliseconds since the Unix epoch.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Tells everybody who listens that a whole topic has changed.
    pub fn tell(&self, topic: Topic) {
        self.publish([Change::of(topic, self.now())]);
    }

    pub(crate) fn publish(&self, changes: impl IntoIterator<Item = Change>) {
        let mut ring = self.ring.lock();
        let before = ring.next;
        for change in changes {
            if ring.changes.len() == KEPT {
                ring.changes.pop_front();
            }
            ring.changes.push_back(change);
            ring.next += 1;
        }
        let is_moved = ring.next != before;
        drop(ring);
        if is_moved && self.moved.receiver_count() > 0 {
            self.moved.send_replace(());
        }
    }

    /// Listens for a principal: from now on, or from where `after`, a cursor, was given; `None` where the principal has as many
    /// listeners as one may have.
    pub fn listen(self: &Arc<Self>, principal: &str, after: Option<&str>) -> Option<Listener> {
        {
            let mut listening = self.listening.lock();
            let count = listening.entry(principal.to_owned()).or_default();
            if *count >= PER_PRINCIPAL {
                return None;
            }
            *count += 1;
        }
        // Before the ring is looked at, so that nothing falls between.
        let moved = self.moved.subscribe();
        let next = self.ring.lock().next;
        let (position, missed) = match after.map(|cursor| self.position(cursor)) {
            None => (next, None),
            Some(Some(position)) if position <= next => (position, None),
            Some(_) => (next, Some(Missed::Restarted)),
        };
        let (changes, principal) = (Arc::clone(self), principal.to_owned());
        Some(Listener { changes, principal, position, missed, moved })
    }

    fn position(&self, cursor: &str) -> Option<u64> {
        let (start, position) = cursor.split_once('-')?;
        if start == self.start { position.parse().ok() } else { None }
    }
}

/// Somebody who listens, until this is dropped.
pub struct Listener {
    changes: Arc<Changes>,
    principal: String,
    /// The number of the next change to hear.
    position: u64,
    missed: Option<Missed>,
    moved: watch::Receiver<()>,
}

impl Listener {
    /// Comes back when there may be something to hear. Nothing is lost if it is not waited for to its end.
    pub async fn wait(&mut self) {
        if self.missed.is_some() || self.changes.ring.lock().next > self.position {
            return;
        }
        // The sender lives as long as `changes`, so this is no error.
        let _ = self.moved.changed().await;
    }

    /// What there is to hear; nothing is an empty list.
    pub fn hear(&mut self) -> Heard {
        self.moved.mark_unchanged();
        let ring = self.changes.ring.lock();
        let oldest = ring.next - ring.changes.len() as u64;
        if let Some(missed) = self.missed.take().or((self.position < oldest).then_some(Missed::Overrun)) {
            self.position = ring.next;
            return Heard::Missed(missed);
        }
        let until = ring.next.min(self.position + AT_ONCE);
        let skipped = usize::try_from(self.position - oldest).unwrap_or(usize::MAX);
        let count = usize::try_from(until - self.position).unwrap_or(usize::MAX);
        let heard: Vec<Change> = ring.changes.iter().skip(skipped).take(count).cloned().collect();
        drop(ring);
        self.position = until;
        Heard::Changes(newest_of_each(heard))
    }

    /// Where it is: everything before was heard.
    pub fn cursor(&self) -> String {
        format!("{}-{}", self.changes.start, self.position)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut listening = self.changes.listening.lock();
        if let Some(count) = listening.get_mut(&self.principal) {
            *count -= 1;
            if *count == 0 {
                listening.remove(&self.principal);
            }
        }
    }
}

/// Without those that a later one makes needless.
fn newest_of_each(changes: Vec<Change>) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes.into_iter().rev() {
        if !kept.iter().any(|later| later.is_same(&change)) {
            kept.push(change);
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::SystemClock;

    fn changes() -> Arc<Changes> {
        Changes::new(Arc::new(SystemClock))
    }

    fn run(number: usize) -> Change {
        Change::of(Topic::Runs, number as i64).workflow("support", "echo").id(format!("{number}"))
    }

    fn heard(listener: &mut Listener) -> Vec<String> {
        match listener.hear() {
            Heard::Changes(changes) => changes.into_iter().filter_map(|change| change.id).collect(),
            Heard::Missed(missed) => vec![format!("{missed:?}")],
        }
    }

    #[tokio::test]
    async fn a_listener_hears_what_happens_from_then_on_and_goes_on_where_it_was() {
        let changes = changes();
        changes.publish([run(0)]);
        let mut listener = changes.listen("ada", None).unwrap();
        assert_eq!(heard(&mut listener), Vec::<String>::new());
        changes.publish([run(1), run(2), Change { at: 7, ..run(1) }]);
        listener.wait().await;
        assert_eq!(heard(&mut listener), ["2", "1"]);
        let cursor = listener.cursor();
        drop(listener);
        changes.publish([run(3)]);
        let mut again = changes.listen("ada", Some(&cursor)).unwrap();
        again.wait().await;
        assert_eq!(heard(&mut again), ["3"]);
    }

    #[test]
    fn who_was_away_for_too_long_or_comes_from_another_start_is_told() {
        let changes = changes();
        let mut slow = changes.listen("ada", None).unwrap();
        let cursor = slow.cursor();
        changes.publish((0..KEPT).map(run));
        assert_eq!(heard(&mut changes.listen("ada", Some(&cursor)).unwrap()).len() as u64, AT_ONCE);
        changes.publish([run(KEPT)]);
        assert_eq!(heard(&mut slow), ["Overrun"]);
        assert_eq!(heard(&mut slow), Vec::<String>::new());
        assert_eq!(heard(&mut changes.listen("ada", Some(&cursor)).unwrap()), ["Overrun"]);
        assert!(changes.ring.lock().changes.len() <= KEPT);
        let beyond = format!("{}-{}", changes.start, KEPT + 2);
        for other in ["", "x", "x-1", beyond.as_str(), &self::changes().listen("b", None).unwrap().cursor()] {
            let mut listener = changes.listen("ada", Some(other)).unwrap();
            assert_eq!(heard(&mut listener), ["Restarted"], "{other}");
            assert_eq!(heard(&mut listener), Vec::<String>::new());
        }
    }

    #[test]
    fn a_principal_has_so_many_listeners_and_no_more() {
        let changes = changes();
        let mut held: Vec<_> = (0..PER_PRINCIPAL).map(|_| changes.listen("ada", None).unwrap()).collect();
        assert!(changes.listen("ada", None).is_none() && changes.listen("bob", None).is_some());
        held.pop();
        assert!(changes.listen("ada", None).is_some());
        drop(held);
        assert!(changes.listening.lock().is_empty());
    }
}
