//! The log of events: the newest of each room, each at its position, and the ids they came under.
//!
//! A room is the namespaces that an event is for. Each has a ring of its own, so that nobody pushes out the events of
//! others; positions count up over all rooms. An id counts for its room and its sender: nobody finds out what others
//! have sent, and nobody silences them. What older engines wrote is in `legacy`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use towpath_journal::{Put, Store};

use super::legacy::Legacy;
use super::sources::Sources;
use super::{AcceptedEvent, NewEvent, StoredEvent};
use crate::types::EngineError;
use crate::versions::{decode, encode};

/// Events of a room that are kept: who listens and was away for more has missed some.
pub(crate) const KEPT: u64 = 1 << 14;
/// Collection of events, by room and number modulo [`KEPT`].
const EVENTS: &str = "room-events";
/// Collection of the ids of events, by room, in buckets by digest.
const IDS: &str = "room-event-ids";
/// Collection of rooms, by digest.
const ROOMS: &str = "event-rooms";
/// Collection with the position of the newest event.
pub(super) const POSITION: &str = "event-position";
const NEWEST: &str = "newest";

/// Where an event is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its position in the log.
    pub(crate) position: u64,
    /// The digest of its room; of an older engine's event, nothing.
    pub(super) room: Arc<str>,
    /// Counts up in its room.
    pub(super) number: u64,
}

/// A room, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Room {
    /// Whose runs hear its events; `None`: everybody's.
    pub(super) namespaces: Option<Vec<String>>,
    /// How many events it was ever given.
    pub(super) count: u64,
}

/// Rooms by digest.
pub(super) type Rooms = BTreeMap<Arc<str>, Room>;

/// The log of events.
pub(super) struct Log {
    store: Arc<dyn Store>,
    last: u64,
    rooms: Rooms,
    sources: Sources,
    legacy: Legacy,
}

/// Digests of sender, source and id: number in the room, and position.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Bucket(BTreeMap<String, (u64, u64)>);

/// What came of events: each, in order, and those that are new.
pub(super) type Appended = (Vec<Result<AcceptedEvent, EngineError>>, Vec<(Place, StoredEvent)>);

impl Log {
    pub(super) async fn open(store: Arc<dyn Store>) -> Result<Self, EngineError> {
        let newest = store.get(POSITION, NEWEST).await?;
        let last = newest.map(|document| decode::<u64>(&document.content)).transpose()?.unwrap_or_default();
        let mut rooms = Rooms::new();
        for document in store.list(ROOMS, "").await? {
            rooms.insert(document.key.as_str().into(), decode(&document.content)?);
        }
        let legacy = Legacy::open(&*store, last).await?;
        let sources = Sources::open(&*store).await?;
        Ok(Self { store, last, rooms, sources, legacy })
    }

    /// The position of the newest event.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    pub(super) fn rooms(&self) -> Rooms {
        self.rooms.clone()
    }

    pub(super) fn legacy(&self) -> Legacy {
        self.legacy
    }

    /// Writes events down, all or none of those that may be. Gives what became of each, and those that are new.
    pub(super) async fn append(&mut self, events: Vec<NewEvent>) -> Result<Appended, EngineError> {
        let mut buckets: BTreeMap<String, Bucket> = BTreeMap::new();
        let mut rooms: BTreeMap<Arc<str>, Room> = BTreeMap::new();
        let (mut accepted, mut stored, mut puts) = (Vec::new(), Vec::new(), Vec::new());
        for event in events {
            let (room, sent) = (room_of(event.namespaces.as_deref()), sent_as(&event));
            match self.sources.admit(&room, &event) {
                Ok(claimed) => puts.extend(claimed),
                Err(refused) => {
                    accepted.push(Err(refused));
                    continue;
                }
            }
            let kept = self.rooms.get(&room).cloned();
            let kept = kept.unwrap_or(Room { namespaces: event.namespaces.clone(), count: 0 });
            let known = rooms.entry(Arc::clone(&room)).or_insert(kept);
            let key = format!("{room}-{}", &sent[..3]);
            let bucket = match buckets.remove(&key) {
                Some(bucket) => bucket,
                None => self.bucket(&key, known.count).await?,
            };
            let bucket = buckets.entry(key).or_insert(bucket);
            let before = match bucket.0.get(&sent) {
                Some((_, position)) => Some(*position),
                None => self.legacy.duplicate(&*self.store, &event, self.last).await?,
            };
            if let Some(position) = before {
                accepted.push(Ok(AcceptedEvent { position, duplicate: true }));
                continue;
            }
            // Whatever becomes of this commit, its positions and numbers are not given again.
            self.last += 1;
            known.count += 1;
            let (position, number) = (self.last, known.count);
            self.rooms.insert(Arc::clone(&room), known.clone());
            bucket.0.insert(sent, (number, position));
            accepted.push(Ok(AcceptedEvent { position, duplicate: false }));
            let NewEvent { event, labels, run_labels, namespaces, by, behind, at, .. } = event;
            let event =
                StoredEvent { position, number, event, labels, run_labels, namespaces, by, behind, at };
            stored.push((Place { position, room, number }, event));
        }
        if !stored.is_empty() {
            puts.push(put(POSITION, NEWEST.to_owned(), encode(&self.last)?));
            for (place, event) in &stored {
                puts.push(put(EVENTS, slot(place), encode(event)?));
            }
            for (key, bucket) in buckets {
                puts.push(put(IDS, key, encode(&bucket)?));
            }
            for (key, room) in rooms {
                puts.push(put(ROOMS, key.to_string(), encode(&room)?));
            }
        }
        if !puts.is_empty() {
            self.store.put(puts).await?;
        }
        Ok((accepted, stored))
    }

    async fn bucket(&self, key: &str, count: u64) -> Result<Bucket, EngineError> {
        let document = self.store.get(IDS, key).await?;
        let mut bucket: Bucket =
            document.map(|document| decode(&document.content)).transpose()?.unwrap_or_default();
        let oldest = count.saturating_sub(KEPT);
        bucket.0.retain(|_, (number, _)| *number > oldest);
        Ok(bucket)
    }
}

impl Room {
    /// Whether runs of this namespace may hear its events.
    pub(super) fn reaches(&self, namespace: &str) -> bool {
        self.namespaces.as_ref().is_none_or(|all| all.iter().any(|reached| reached == namespace))
    }
}

/// The event at a place, if it is still kept.
pub(super) async fn at(store: &dyn Store, place: &Place) -> Result<Option<StoredEvent>, EngineError> {
    if place.room.is_empty() {
        return Legacy::at(store, place.position).await;
    }
    let Some(document) = store.get(EVENTS, &slot(place)).await? else { return Ok(None) };
    let event: StoredEvent = decode(&document.content)?;
    Ok(Some(event).filter(|event| event.number == place.number))
}

/// The first event of a room with this number or a higher one, up to `count`.
pub(super) async fn from_number(
    store: &dyn Store,
    room: &Arc<str>,
    number: u64,
    count: u64,
) -> Result<Option<(Place, StoredEvent)>, EngineError> {
    for number in number.max(count.saturating_sub(KEPT - 1)).max(1)..=count {
        let place = Place { position: 0, room: Arc::clone(room), number };
        if let Some(event) = at(store, &place).await? {
            return Ok(Some((Place { position: event.position, ..place }, event)));
        }
    }
    Ok(None)
}

/// The number of the first event of a room that comes after a position.
pub(super) async fn number_after(
    store: &dyn Store,
    room: &Arc<str>,
    count: u64,
    after: u64,
) -> Result<u64, EngineError> {
    let (mut low, mut high) = (count.saturating_sub(KEPT - 1).max(1), count + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        match from_number(store, room, middle, count).await? {
            Some((place, _)) if place.position <= after => low = place.number + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

pub(super) fn put(collection: &str, key: String, content: Bytes) -> Put {
    Put { collection: collection.to_owned(), key, expected: None, content: Some(content) }
}

fn slot(place: &Place) -> String {
    format!("{}-{:04x}", place.room, place.number % KEPT)
}

/// The digest of the namespaces that an event is for.
fn room_of(namespaces: Option<&[String]>) -> Arc<str> {
    let mut hash = Sha256::new();
    match namespaces {
        None => hash.update([0]),
        Some(namespaces) => {
            let mut namespaces: Vec<&String> = namespaces.iter().collect();
            namespaces.sort();
            namespaces.dedup();
            for namespace in namespaces {
                hash.update([1]);
                field(&mut hash, namespace);
            }
        }
    }
    hex(hash).into()
}

/// The digest of who sent an event, from where, and under which id.
fn sent_as(event: &NewEvent) -> String {
    let mut hash = Sha256::new();
    hash.update([u8::from(event.emitted)]);
    for text in [&event.by, &event.source, &event.id] {
        field(&mut hash, text);
    }
    hex(hash)
}

fn field(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text.as_bytes());
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What sources are called in the store.
pub(super) fn digest_of(text: &str) -> String {
    let mut hash = Sha256::new();
    field(&mut hash, text);
    hex(hash)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::value::RawValue;
    use towpath_journal::MemoryStore;

    use super::*;

    fn event(by: &str, id: &str, namespace: &str) -> NewEvent {
        NewEvent {
            event: RawValue::from_string(format!("{{\"id\":\"{id}\"}}")).unwrap(),
            source: "s".into(),
            id: id.into(),
            labels: vec![],
            run_labels: towpath_access::RunLabels::NONE,
            namespaces: Some(vec![namespace.to_owned()]),
            by: by.into(),
            behind: vec![by.into()],
            emitted: false,
            at: 1,
        }
    }

    async fn append(log: &mut Log, events: Vec<NewEvent>) -> Vec<(u64, bool)> {
        let (accepted, _) = log.append(events).await.unwrap();
        accepted.into_iter().map(|one| one.unwrap()).map(|one| (one.position, one.duplicate)).collect()
    }

    #[tokio::test]
    async fn the_same_id_is_the_same_event_also_after_opening_again() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let mut log = Log::open(Arc::clone(&store)).await.unwrap();
        let sent = vec![event("p", "a", "x"), event("p", "b", "x"), event("p", "a", "x")];
        assert_eq!(append(&mut log, sent).await, [(1, false), (2, false), (1, true)]);
        let mut log = Log::open(Arc::clone(&store)).await.unwrap();
        // A duplicate takes no position.
        let sent = vec![event("p", "b", "x"), event("p", "c", "x")];
        assert_eq!(append(&mut log, sent).await, [(2, true), (3, false)]);
        let room = room_of(Some(&["x".to_owned()]));
        let place = Place { position: 2, room: Arc::clone(&room), number: 2 };
        assert_eq!(at(&*store, &place).await.unwrap().unwrap().event.get(), "{\"id\":\"b\"}");
        assert!(at(&*store, &Place { number: 2 + KEPT, ..place }).await.unwrap().is_none());
        assert_eq!(number_after(&*store, &room, 3, 1).await.unwrap(), 2);
        assert_eq!(number_after(&*store, &room, 3, 9).await.unwrap(), 4);
    }

    #[tokio::test]
    async fn nobody_silences_others_or_learns_what_they_sent() {
        let mut log = Log::open(Arc::new(MemoryStore::default())).await.unwrap();
        let sent =
            vec![event("p", "a", "x"), event("p", "a", "y"), event("q", "a", "x"), event("q", "a", "x")];
        assert_eq!(append(&mut log, sent).await, [(1, false), (2, false), (3, false), (3, true)]);
        let emitted = NewEvent { emitted: true, source: "/workflows/x/q".into(), ..event("x/q", "a", "x") };
        assert_eq!(append(&mut log, vec![emitted]).await, [(4, false)]);
    }

    #[tokio::test]
    async fn duplicates_and_the_events_of_others_push_nothing_out() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let mut log = Log::open(Arc::clone(&store)).await.unwrap();
        assert_eq!(append(&mut log, vec![event("p", "old", "x")]).await, [(1, false)]);
        let again: Vec<_> = (0..2 * KEPT).map(|_| event("p", "same", "x")).collect();
        assert!(append(&mut log, again).await.iter().all(|one| one.0 == 2));
        let others: Vec<_> = (0..KEPT + 9).map(|id| event("q", &id.to_string(), "y")).collect();
        append(&mut log, others).await;
        assert_eq!(append(&mut log, vec![event("p", "old", "x")]).await, [(1, true)]);
    }

    #[tokio::test]
    async fn a_workflow_does_not_emit_under_the_source_of_somebody_else() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let emitted = |source: &str, by: &str, namespace: &str| NewEvent {
            emitted: true,
            source: source.into(),
            ..event(by, source, namespace)
        };
        let sent = |source: &str| NewEvent { source: source.into(), ..event("p", source, "x") };
        let mut log = Log::open(Arc::clone(&store)).await.unwrap();
        assert_eq!(append(&mut log, vec![sent("https://payments.example")]).await.len(), 1);
        let mut log = Log::open(Arc::clone(&store)).await.unwrap();
        for (source, by, namespace, may) in [
            ("https://payments.example", "x/flow", "x", false),
            ("https://payments.example", "y/flow", "y", true),
            ("https://orders.example", "x/flow", "x", true),
            ("https://orders.example", "x/other", "x", true),
            ("/workflows/x/flow", "x/flow", "x", true),
            ("/workflows/x/flow#a", "x/flow", "x", true),
            ("/workflows/x/flow", "x/other", "x", false),
            ("/workflows/x/flows", "x/flow", "x", false),
        ] {
            let (accepted, _) = log.append(vec![emitted(source, by, namespace)]).await.unwrap();
            assert_eq!(accepted[0].is_ok(), may, "{source} by {by}");
        }
        // Somebody from outside has shown a token: the source is theirs from then on.
        append(&mut log, vec![sent("https://orders.example")]).await;
        let (accepted, _) = log.append(vec![emitted("https://orders.example", "x/flow", "x")]).await.unwrap();
        assert!(accepted[0].is_err());
    }
}
