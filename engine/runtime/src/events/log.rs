//! The log of events: the newest events of each audience, each at its position, and the ids they came under.
//!
//! An audience is the set of namespaces that an event is for. Each audience has a ring of its own, so no sender pushes out the
//! events of other audiences; positions count up over all audiences. An id is unique for its audience and sender, so no sender learns
//! what others have sent, or suppresses it. Events of older engines are in `legacy`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use towpath_journal::{Put, Store};

use super::legacy::Legacy;
use super::sources::Sources;
use super::{AcceptedEvent, NewEvent, StoredEvent};
use crate::events::EventsError;
use crate::found::{decode, encode};

/// Events of an audience that are kept. A listener that was away for more has missed some.
pub(crate) const KEPT: u64 = 1 << 14;
/// Collection of events, by audience and number modulo [`KEPT`].
const EVENTS: &str = "room-events";
/// Collection of the ids of events, by audience, in buckets by digest.
const IDS: &str = "room-event-ids";
/// Collection of audiences, by digest.
const AUDIENCES: &str = "event-rooms";
/// Collection with the position of the newest event.
pub(super) const POSITION: &str = "event-position";
const NEWEST: &str = "newest";

/// The place of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its position in the log.
    pub(crate) position: u64,
    /// The digest of its audience; empty for an older engine's event.
    pub(super) audience: Arc<str>,
    /// Counts up in its audience.
    pub(super) number: u64,
}

/// An audience, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Audience {
    /// Namespaces whose runs receive its events; `None`: all.
    pub(super) namespaces: Option<Vec<String>>,
    /// How many events it ever got.
    pub(super) count: u64,
}

/// Audiences by digest.
pub(super) type Audiences = BTreeMap<Arc<str>, Audience>;

/// The log of events.
pub(super) struct Log {
    store: Arc<dyn Store>,
    last: u64,
    audiences: Audiences,
    sources: Sources,
    legacy: Legacy,
    /// Events whose commit failed. They may be on disk nevertheless.
    unsure: Vec<(Place, StoredEvent)>,
}

/// Digests of sender, source and id: number in the audience, and position.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Bucket(BTreeMap<String, (u64, u64)>);

/// The result for each event, in order, and the events that are new.
pub(super) type Appended = (Vec<Result<AcceptedEvent, EventsError>>, Vec<(Place, StoredEvent)>);

impl Log {
    pub(super) async fn open(store: Arc<dyn Store>) -> Result<Self, EventsError> {
        let newest = store.get(POSITION, NEWEST).await?;
        let last = newest.map(|document| decode::<u64>(&document.content)).transpose()?.unwrap_or_default();
        let mut audiences = Audiences::new();
        for document in store.list(AUDIENCES, "").await? {
            audiences.insert(document.key.as_str().into(), decode(&document.content)?);
        }
        let legacy = Legacy::open(&*store, last).await?;
        let sources = Sources::open(&*store).await?;
        Ok(Self { store, last, audiences, sources, legacy, unsure: Vec::new() })
    }

    /// The position of the newest event.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    pub(super) fn audiences(&self) -> Audiences {
        self.audiences.clone()
    }

    pub(super) fn legacy(&self) -> Legacy {
        self.legacy
    }

    /// Writes all events that are admitted, in one commit. Returns the result for each, and the new ones.
    pub(super) async fn append(&mut self, events: Vec<NewEvent>) -> Result<Appended, EventsError> {
        let mut buckets: BTreeMap<String, Bucket> = BTreeMap::new();
        let mut audiences: BTreeMap<Arc<str>, Audience> = BTreeMap::new();
        let (mut accepted, mut stored, mut puts) = (Vec::new(), Vec::new(), Vec::new());
        for event in events {
            let (audience, sent) = (audience_of(event.namespaces.as_deref()), sent_as(&event));
            match self.sources.admit(&audience, &event) {
                Ok(claimed) => puts.extend(claimed),
                Err(refused) => {
                    accepted.push(Err(refused));
                    continue;
                }
            }
            let kept = self.audiences.get(&audience).cloned();
            let kept = kept.unwrap_or(Audience { namespaces: event.namespaces.clone(), count: 0 });
            let known = audiences.entry(Arc::clone(&audience)).or_insert(kept);
            let key = format!("{audience}-{}", &sent[..3]);
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
            // Even if this commit fails, its positions and numbers are not given again.
            self.last += 1;
            known.count += 1;
            let (position, number) = (self.last, known.count);
            self.audiences.insert(Arc::clone(&audience), known.clone());
            bucket.0.insert(sent, (number, position));
            accepted.push(Ok(AcceptedEvent { position, duplicate: false }));
            let NewEvent { event, labels, run_labels, namespaces, by, behind, at, .. } = event;
            let event =
                StoredEvent { position, number, event, labels, run_labels, namespaces, by, behind, at };
            stored.push((Place { position, audience, number }, event));
        }
        if !stored.is_empty() {
            puts.push(put(POSITION, NEWEST.to_owned(), encode(&self.last)?));
            for (place, event) in &stored {
                puts.push(put(EVENTS, slot(place), encode(event)?));
            }
            for (key, bucket) in buckets {
                puts.push(put(IDS, key, encode(&bucket)?));
            }
            for (key, audience) in audiences {
                puts.push(put(AUDIENCES, key.to_string(), encode(&audience)?));
            }
        }
        if !puts.is_empty()
            && let Err(error) = self.store.put(puts).await
        {
            if error.may_remain() {
                self.unsure = stored;
            }
            return Err(error.into());
        }
        Ok((accepted, stored))
    }

    /// Events that are on disk although their commit failed, once. They were handed to nobody.
    ///
    /// # Errors
    /// The store's: it is still not known whether they are there.
    pub(super) async fn found_again(&mut self) -> Result<Vec<(Place, StoredEvent)>, EventsError> {
        // One commit: all of it is there, or nothing.
        let Some((place, event)) = self.unsure.last() else { return Ok(Vec::new()) };
        let found = event_at(&*self.store, place).await?;
        let is_there = found.is_some_and(|found| found.position == event.position);
        let unsure = std::mem::take(&mut self.unsure);
        Ok(if is_there { unsure } else { Vec::new() })
    }

    async fn bucket(&self, key: &str, count: u64) -> Result<Bucket, EventsError> {
        let document = self.store.get(IDS, key).await?;
        let mut bucket: Bucket =
            document.map(|document| decode(&document.content)).transpose()?.unwrap_or_default();
        let oldest = count.saturating_sub(KEPT);
        bucket.0.retain(|_, (number, _)| *number > oldest);
        Ok(bucket)
    }
}

impl Audience {
    /// Whether runs of this namespace may receive its events.
    pub(super) fn reaches(&self, namespace: &str) -> bool {
        self.namespaces.as_ref().is_none_or(|all| all.iter().any(|reached| reached == namespace))
    }
}

/// The event at a place, if it is still kept.
pub(super) async fn event_at(store: &dyn Store, place: &Place) -> Result<Option<StoredEvent>, EventsError> {
    if place.audience.is_empty() {
        return Legacy::at(store, place.position).await;
    }
    let Some(document) = store.get(EVENTS, &slot(place)).await? else { return Ok(None) };
    let event: StoredEvent = decode(&document.content)?;
    Ok(Some(event).filter(|event| event.number == place.number))
}

/// The first event of an audience with this number or a higher one, up to `count`.
pub(super) async fn from_number(
    store: &dyn Store,
    audience: &Arc<str>,
    number: u64,
    count: u64,
) -> Result<Option<(Place, StoredEvent)>, EventsError> {
    for number in number.max(count.saturating_sub(KEPT - 1)).max(1)..=count {
        let place = Place { position: 0, audience: Arc::clone(audience), number };
        if let Some(event) = event_at(store, &place).await? {
            return Ok(Some((Place { position: event.position, ..place }, event)));
        }
    }
    Ok(None)
}

/// The number of the first event of an audience that comes after a position.
pub(super) async fn number_after(
    store: &dyn Store,
    audience: &Arc<str>,
    count: u64,
    after: u64,
) -> Result<u64, EventsError> {
    let (mut low, mut high) = (count.saturating_sub(KEPT - 1).max(1), count + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        match from_number(store, audience, middle, count).await? {
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
    format!("{}-{:04x}", place.audience, place.number % KEPT)
}

/// The digest of the namespaces that an event is for.
fn audience_of(namespaces: Option<&[String]>) -> Arc<str> {
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

/// The name of a source in the store.
pub(super) fn digest_of(text: &str) -> String {
    let mut hash = Sha256::new();
    field(&mut hash, text);
    hex(hash)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_journal::MemoryStore;
    use towpath_wire::Json;

    use super::*;

    fn event(by: &str, id: &str, namespace: &str) -> NewEvent {
        NewEvent {
            event: Json::parse(format!("{{\"id\":\"{id}\"}}")).unwrap(),
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
        let audience = audience_of(Some(&["x".to_owned()]));
        let place = Place { position: 2, audience: Arc::clone(&audience), number: 2 };
        assert_eq!(event_at(&*store, &place).await.unwrap().unwrap().event.get(), "{\"id\":\"b\"}");
        assert!(event_at(&*store, &Place { number: 2 + KEPT, ..place }).await.unwrap().is_none());
        assert_eq!(number_after(&*store, &audience, 3, 1).await.unwrap(), 2);
        assert_eq!(number_after(&*store, &audience, 3, 9).await.unwrap(), 4);
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
