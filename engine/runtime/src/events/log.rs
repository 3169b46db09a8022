//! The log of events: the newest ones, each at its position, and the ids they came under.
//!
//! A ring of documents: the place of an event is taken again after [`KEPT`] more. Ids are kept as long, in buckets.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use towpath_journal::{Put, Store};

use super::{AcceptedEvent, NewEvent, StoredEvent};
use crate::types::EngineError;
use crate::versions::{decode, encode};

/// Events that are kept: who listens and was away for more has missed some.
const KEPT: u64 = 1 << 16;
/// Collection of events, by position modulo [`KEPT`].
const EVENTS: &str = "events";
/// Collection of the ids of events, in buckets by digest.
const IDS: &str = "event-ids";
/// Collection with one document, the position of the newest event.
const POSITION: &str = "event-position";
const NEWEST: &str = "newest";

/// The log of events.
pub(super) struct Log {
    store: Arc<dyn Store>,
    last: u64,
}

/// Digests of source and id, and the positions they stand at.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Bucket(BTreeMap<String, u64>);

impl Log {
    pub(super) async fn open(store: Arc<dyn Store>) -> Result<Self, EngineError> {
        let newest = store.get(POSITION, NEWEST).await?;
        let last = newest.map(|document| decode::<u64>(&document.content)).transpose()?.unwrap_or_default();
        Ok(Self { store, last })
    }

    /// The position of the newest event.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// Writes events down, all or none. Gives what became of each, and those that are new.
    pub(super) async fn append(
        &mut self,
        events: Vec<NewEvent>,
    ) -> Result<(Vec<AcceptedEvent>, Vec<StoredEvent>), EngineError> {
        let first = self.last + 1;
        // Whatever becomes of this commit, its positions are not given again.
        self.last += events.len() as u64;
        let mut buckets: BTreeMap<String, Bucket> = BTreeMap::new();
        let (mut accepted, mut stored) = (Vec::new(), Vec::new());
        let mut next = first;
        for event in events {
            let digest = digest(&event);
            let bucket = match buckets.remove(&digest[..3]) {
                Some(bucket) => bucket,
                None => self.bucket(&digest[..3]).await?,
            };
            let bucket = buckets.entry(digest[..3].to_owned()).or_insert(bucket);
            if let Some(position) = bucket.0.get(&digest) {
                accepted.push(AcceptedEvent { position: *position, duplicate: true });
                continue;
            }
            bucket.0.insert(digest, next);
            accepted.push(AcceptedEvent { position: next, duplicate: false });
            let NewEvent { event, labels, run_labels, namespaces, by, behind, at, .. } = event;
            let position = next;
            stored.push(StoredEvent { position, event, labels, run_labels, namespaces, by, behind, at });
            next += 1;
        }
        if !stored.is_empty() {
            self.store.put(changes(&stored, buckets, self.last)?).await?;
        }
        Ok((accepted, stored))
    }

    async fn bucket(&self, key: &str) -> Result<Bucket, EngineError> {
        let document = self.store.get(IDS, key).await?;
        let mut bucket: Bucket =
            document.map(|document| decode(&document.content)).transpose()?.unwrap_or_default();
        let oldest = self.last.saturating_sub(KEPT);
        bucket.0.retain(|_, position| *position > oldest);
        Ok(bucket)
    }
}

fn changes(
    stored: &[StoredEvent],
    buckets: BTreeMap<String, Bucket>,
    last: u64,
) -> Result<Vec<Put>, EngineError> {
    let put = |collection: &str, key: String, content: Bytes| Put {
        collection: collection.to_owned(),
        key,
        expected: None,
        content: Some(content),
    };
    let mut puts = vec![put(POSITION, NEWEST.to_owned(), encode(&last)?)];
    for event in stored {
        puts.push(put(EVENTS, place(event.position), encode(event)?));
    }
    for (key, bucket) in buckets {
        puts.push(put(IDS, key, encode(&bucket)?));
    }
    Ok(puts)
}

/// The event at a position, if there is one and it is still kept.
pub(super) async fn at(store: &dyn Store, position: u64) -> Result<Option<StoredEvent>, EngineError> {
    let Some(document) = store.get(EVENTS, &place(position)).await? else { return Ok(None) };
    let event: StoredEvent = decode(&document.content)?;
    Ok(Some(event).filter(|event| event.position == position))
}

/// The oldest position that is still kept when `last` is the newest.
pub(super) fn oldest(last: u64) -> u64 {
    last.saturating_sub(KEPT - 1)
}

fn place(position: u64) -> String {
    format!("{:05x}", position % KEPT)
}

fn digest(event: &NewEvent) -> String {
    let mut hash = Sha256::new();
    hash.update((event.source.len() as u64).to_be_bytes());
    hash.update(event.source.as_bytes());
    hash.update(event.id.as_bytes());
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::value::RawValue;
    use towpath_journal::MemoryStore;

    use super::*;

    fn event(id: &str) -> NewEvent {
        NewEvent {
            event: RawValue::from_string(format!("{{\"id\":\"{id}\"}}")).unwrap(),
            source: "s".into(),
            id: id.into(),
            labels: vec![],
            run_labels: towpath_access::RunLabels::NONE,
            namespaces: None,
            by: "p".into(),
            behind: vec!["p".into()],
            at: 1,
        }
    }

    #[tokio::test]
    async fn the_same_id_is_the_same_event_also_after_opening_again() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let mut log = Log::open(Arc::clone(&store)).await.unwrap();
        let (accepted, stored) = log.append(vec![event("a"), event("b"), event("a")]).await.unwrap();
        let positions: Vec<_> = accepted.iter().map(|one| (one.position, one.duplicate)).collect();
        assert_eq!(positions, [(1, false), (2, false), (1, true)]);
        assert_eq!(stored.len(), 2);
        let mut log = Log::open(Arc::clone(&store)).await.unwrap();
        let (accepted, stored) = log.append(vec![event("b"), event("c")]).await.unwrap();
        assert_eq!(accepted[0], AcceptedEvent { position: 2, duplicate: true });
        assert!(!accepted[1].duplicate && accepted[1].position > 2);
        assert_eq!(stored.len(), 1);
        assert_eq!(at(&*store, 2).await.unwrap().unwrap().event.get(), "{\"id\":\"b\"}");
        assert!(at(&*store, 2 + KEPT).await.unwrap().is_none());
    }
}
