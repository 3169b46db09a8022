//! Who listens for what: those whose namespace and type fit, and whose other texts are equal, are told where an event is.
//!
//! They are given places, not events: a slow listener holds no copies.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::{Map, Value};
use towpath_journal::Store;
use towpath_wire::Json;

use super::StoredEvent;
use super::legacy::Legacy;
use super::log::{KEPT, Log, Place, Room, Rooms, from_number, number_after};
use crate::types::EngineError;

/// How long reading stands still after the store failed.
const AGAIN: Duration = Duration::from_secs(1);

/// Everyone who listens.
#[derive(Debug)]
pub(super) struct Table {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Position of the newest event that was handed out.
    last: u64,
    /// The rooms, with what was handed out of each.
    rooms: Rooms,
    legacy: Legacy,
    next: u64,
    /// By the type that is wanted; `None` for those who want any.
    listening: HashMap<Option<String>, BTreeMap<u64, Ear>>,
}

/// One who listens.
#[derive(Debug)]
struct Ear {
    filter: Filter,
    listener: Arc<Listener>,
}

/// Is told of events in the order of their positions. What comes while it reads what it has missed waits for that.
struct Listener {
    /// Places that wait; `None` once it has caught up.
    waiting: Mutex<Option<Vec<Place>>>,
    /// Takes a place, and nothing once it has caught up.
    hear: Box<dyn Fn(Option<Place>) + Send + Sync>,
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}

impl Listener {
    fn tell(&self, place: Place) {
        match &mut *self.waiting.lock() {
            Some(waiting) => waiting.push(place),
            None => (self.hear)(Some(place)),
        }
    }

    fn caught_up(&self) {
        let mut waiting = self.waiting.lock();
        waiting.take().into_iter().flatten().for_each(|place| (self.hear)(Some(place)));
        (self.hear)(None);
    }
}

/// What is compared before a run is woken.
#[derive(Debug, Clone)]
struct Filter {
    namespace: String,
    with: Map<String, Value>,
}

/// Ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Subscription {
    table: Arc<Table>,
    kind: Option<String>,
    id: u64,
    /// Reads what was missed, where something was.
    reader: Option<tokio::task::AbortHandle>,
}

impl Table {
    pub(super) fn new(log: &Log) -> Self {
        let (last, rooms, legacy) = (log.last(), log.rooms(), log.legacy());
        Self { inner: Mutex::new(Inner { last, rooms, legacy, next: 0, listening: HashMap::new() }) }
    }

    pub(super) fn last(&self) -> u64 {
        self.inner.lock().last
    }

    /// How many events are kept for a namespace alone.
    pub(super) fn kept_for(&self, namespace: &str) -> u64 {
        let inner = self.inner.lock();
        let is_its = |room: &&Room| room.namespaces.as_deref() == Some(&[namespace.to_owned()]);
        inner.rooms.values().find(is_its).map_or(0, |room| room.count.min(KEPT))
    }

    /// Tells everyone about new events that they may be meant for.
    pub(super) fn hand_out(&self, last: u64, rooms: Rooms, events: &[(Place, Arc<StoredEvent>)]) {
        let mut inner = self.inner.lock();
        for (place, event) in events {
            let Ok(Value::Object(attributes)) = serde_json::from_str(event.event.get()) else { continue };
            let kind = attributes.get("type").and_then(Value::as_str).map(str::to_owned);
            for wanted in [kind, None] {
                for ear in inner.listening.get(&wanted).into_iter().flat_map(BTreeMap::values) {
                    if ear.filter.fits(event, &attributes) {
                        ear.listener.tell(place.clone());
                    }
                }
            }
        }
        inner.last = last;
        inner.rooms = rooms;
    }

    pub(super) fn subscribe(
        table: &Arc<Self>,
        store: Arc<dyn Store>,
        namespace: &str,
        with: &Json,
        after: u64,
        hear: impl Fn(Option<Place>) + Send + Sync + 'static,
    ) -> Subscription {
        // Only texts are compared here: what else is equal is for the run to say.
        let with: Map<String, Value> = serde_json::from_str(with.get()).unwrap_or_default();
        let with: Map<String, Value> = with.into_iter().filter(|(_, value)| value.is_string()).collect();
        let kind = with.get("type").and_then(Value::as_str).map(str::to_owned);
        let filter = Filter { namespace: namespace.to_owned(), with };
        let (id, missed, listener) = {
            let mut inner = table.inner.lock();
            inner.next += 1;
            let id = inner.next;
            let missed = Missed::of(&inner, namespace, after);
            let waiting = Mutex::new(missed.is_some().then(Vec::new));
            let listener = Arc::new(Listener { waiting, hear: Box::new(hear) });
            let ear = Ear { filter: filter.clone(), listener: Arc::clone(&listener) };
            inner.listening.entry(kind.clone()).or_default().insert(id, ear);
            (id, missed, listener)
        };
        let reader = missed.map(|missed| {
            let reading = tokio::spawn(async move {
                let mut after = after;
                let hear = |place| (listener.hear)(Some(place));
                while let Err(error) = missed.catch_up(&*store, &filter, &mut after, &hear).await {
                    tracing::warn!(after, "events cannot be read: {error}");
                    tokio::time::sleep(AGAIN).await;
                }
                listener.caught_up();
            });
            reading.abort_handle()
        });
        Subscription { table: Arc::clone(table), kind, id, reader }
    }
}

/// What came between a position and the newest event: from then on it comes by itself.
struct Missed {
    rooms: Rooms,
    legacy: Legacy,
}

impl Missed {
    /// Nothing, where nothing came.
    fn of(inner: &Inner, namespace: &str, after: u64) -> Option<Self> {
        let reached = |(digest, room): (&Arc<str>, &Room)| {
            room.reaches(namespace).then(|| (Arc::clone(digest), room.clone()))
        };
        let is_behind = after < inner.last;
        is_behind
            .then(|| Self { rooms: inner.rooms.iter().filter_map(reached).collect(), legacy: inner.legacy })
    }

    /// Tells of what comes after `after`, in order, and moves it forward.
    async fn catch_up(
        &self,
        store: &dyn Store,
        filter: &Filter,
        after: &mut u64,
        hear: &(impl Fn(Place) + Sync),
    ) -> Result<(), EngineError> {
        for position in self.legacy.after(*after) {
            if let Some(event) = Legacy::at(store, position).await?
                && filter.means(&event)
            {
                hear(Place { position, room: Arc::default(), number: position });
            }
            *after = position;
        }
        let mut next = Vec::new();
        for (digest, room) in &self.rooms {
            let number = number_after(store, digest, room.count, *after).await?;
            next.extend(from_number(store, digest, number, room.count).await?);
        }
        while let Some(first) = (0..next.len()).min_by_key(|at| next[*at].0.position) {
            let (place, event) = next.swap_remove(first);
            *after = place.position;
            let count = self.rooms.get(&place.room).map_or(0, |room| room.count);
            next.extend(from_number(store, &place.room, place.number + 1, count).await?);
            if filter.means(&event) {
                hear(place);
            }
        }
        Ok(())
    }
}

impl Filter {
    fn means(&self, event: &StoredEvent) -> bool {
        let attributes = serde_json::from_str(event.event.get());
        matches!(attributes, Ok(Value::Object(attributes)) if self.fits(event, &attributes))
    }

    fn fits(&self, event: &StoredEvent, attributes: &Map<String, Value>) -> bool {
        event.reaches(&self.namespace)
            && self.with.iter().all(|(name, wanted)| attributes.get(name) == Some(wanted))
    }
}

impl Subscription {
    /// Whether it is told of what it has missed first, and then that it has caught up.
    pub(crate) fn is_behind(&self) -> bool {
        self.reader.is_some()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.reader.iter().for_each(tokio::task::AbortHandle::abort);
        let mut inner = self.table.inner.lock();
        if let Some(ears) = inner.listening.get_mut(&self.kind) {
            ears.remove(&self.id);
            if ears.is_empty() {
                inner.listening.remove(&self.kind);
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::value::RawValue;
    use tokio::sync::mpsc;
    use towpath_journal::MemoryStore;

    use super::super::{Events, NewEvent};
    use super::*;

    fn event(id: &str, kind: &str, namespaces: Option<&[&str]>) -> NewEvent {
        let text = format!(r#"{{"id":"{id}","source":"s","type":"{kind}"}}"#);
        NewEvent {
            event: RawValue::from_string(text).unwrap(),
            source: "s".into(),
            id: id.into(),
            labels: vec![],
            run_labels: towpath_access::RunLabels::NONE,
            namespaces: namespaces.map(|all| all.iter().map(|one| (*one).to_owned()).collect()),
            by: "p".into(),
            behind: vec![],
            emitted: false,
            at: 1,
        }
    }

    #[tokio::test]
    async fn what_came_before_and_after_is_heard_once_and_in_order() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let events = Events::open(Arc::clone(&store)).await.unwrap();
        events.publish(event("1", "a", None)).await.unwrap();
        events.publish(event("2", "b", None)).await.unwrap();
        events.publish(event("3", "a", Some(&["shop"]))).await.unwrap();
        events.publish(event("4", "a", Some(&["other"]))).await.unwrap();
        drop(events);
        let events = Events::open(store).await.unwrap();
        let (tell, mut told) = mpsc::unbounded_channel();
        let with = RawValue::from_string(r#"{"type":"a","data":{"n":1}}"#.to_owned()).unwrap();
        let subscription = events.subscribe("shop", &with, 0, move |place| {
            place.into_iter().for_each(|place| tell.send(place).unwrap());
        });
        assert!(subscription.is_behind());
        events.publish(event("5", "a", Some(&["other"]))).await.unwrap();
        events.publish(event("6", "a", Some(&["other", "shop"]))).await.unwrap();
        events.publish(event("6", "a", Some(&["other", "shop"]))).await.unwrap();
        for position in [1, 3, 6] {
            let place = told.recv().await.unwrap();
            assert_eq!(place.position, position);
            assert_eq!(events.at(&place).await.unwrap().unwrap().position, position);
        }
        drop(subscription);
        events.publish(event("7", "a", None)).await.unwrap();
        assert_eq!(told.recv().await, None);
    }
}
