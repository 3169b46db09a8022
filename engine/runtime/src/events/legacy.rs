//! Events of older engines: one ring for all audiences, and ids without a sender. They are read, never written.

use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use towpath_journal::Store;

use super::log::{POSITION, put};
use super::{NewEvent, StoredEvent};
use crate::events::EventsError;
use crate::found::{decode, encode};

/// Events that were kept.
const KEPT: u64 = 1 << 16;
/// Collection of events, by position modulo [`KEPT`].
const EVENTS: &str = "events";
/// Collection of the ids of events, in buckets by digest.
const IDS: &str = "event-ids";
const LAST: &str = "legacy";

/// The last position in the old ring.
#[derive(Debug, Clone, Copy)]
pub(super) struct Legacy {
    last: u64,
}

impl Legacy {
    /// The events of an older engine; `newest` is the last position given by any engine.
    pub(super) async fn open(store: &dyn Store, newest: u64) -> Result<Self, EventsError> {
        if let Some(document) = store.get(POSITION, LAST).await? {
            return Ok(Self { last: decode(&document.content)? });
        }
        // INVARIANT: noted before the first position is given, so that this is the older engine's last.
        store.put(vec![put(POSITION, LAST.to_owned(), encode(&newest)?)]).await?;
        Ok(Self { last: newest })
    }

    /// The positions after `after` that the ring may still have.
    pub(super) fn after(self, after: u64) -> std::ops::RangeInclusive<u64> {
        (after + 1).max(self.last.saturating_sub(KEPT - 1)).max(1)..=self.last
    }

    pub(super) async fn at(store: &dyn Store, position: u64) -> Result<Option<StoredEvent>, EventsError> {
        let key = format!("{:05x}", position % KEPT);
        let Some(document) = store.get(EVENTS, &key).await? else { return Ok(None) };
        let event: StoredEvent = decode(&document.content)?;
        Ok(Some(event).filter(|event| event.position == position))
    }

    /// The position of an event that its sender had sent to an older engine and sends again after an upgrade.
    pub(super) async fn duplicate(
        self,
        store: &dyn Store,
        event: &NewEvent,
        newest: u64,
    ) -> Result<Option<u64>, EventsError> {
        if self.last == 0 || newest - self.last > KEPT {
            return Ok(None);
        }
        let digest = digest(event);
        let Some(document) = store.get(IDS, &digest[..3]).await? else { return Ok(None) };
        let bucket: BTreeMap<String, u64> = decode(&document.content)?;
        let Some(position) = bucket.get(&digest) else { return Ok(None) };
        let before = Self::at(store, *position).await?;
        let is_same = |before: &StoredEvent| before.by == event.by && before.namespaces == event.namespaces;
        Ok(before.filter(is_same).map(|before| before.position))
    }
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
    use std::sync::Arc;

    use towpath_journal::MemoryStore;
    use towpath_wire::Json;

    use super::super::log::Log;
    use super::*;

    fn event(by: &str, id: &str) -> NewEvent {
        NewEvent {
            event: Json::parse(format!("{{\"id\":\"{id}\"}}")).unwrap(),
            source: "s".into(),
            id: id.into(),
            labels: vec![],
            run_labels: towpath_access::RunLabels::NONE,
            namespaces: None,
            by: by.into(),
            behind: vec![],
            emitted: false,
            at: 1,
        }
    }

    #[tokio::test]
    async fn what_an_older_engine_wrote_is_known_and_found() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let sent = event("p", "a");
        let stored = serde_json::json!({ "position": 7, "event": { "id": "a" }, "by": "p", "at": 1 });
        let bucket = BTreeMap::from([(digest(&sent), 7_u64)]);
        let puts = vec![
            put(POSITION, "newest".to_owned(), encode(&7_u64).unwrap()),
            put(EVENTS, "00007".to_owned(), encode(&stored).unwrap()),
            put(IDS, digest(&sent)[..3].to_owned(), encode(&bucket).unwrap()),
        ];
        store.put(puts).await.unwrap();
        for _ in 0..2 {
            let mut log = Log::open(Arc::clone(&store)).await.unwrap();
            let (accepted, stored) = log.append(vec![event("p", "a")]).await.unwrap();
            let accepted = accepted[0].as_ref().unwrap();
            assert_eq!((accepted.position, accepted.duplicate, stored.len()), (7, true, 0));
            assert_eq!(log.legacy().after(3), 4..=7);
        }
        // Of another sender it is another event.
        let mut log = Log::open(Arc::clone(&store)).await.unwrap();
        let (accepted, _) = log.append(vec![event("q", "a")]).await.unwrap();
        let accepted = accepted[0].as_ref().unwrap();
        assert_eq!((accepted.position, accepted.duplicate), (8, false));
        assert_eq!(Legacy::at(&*store, 7).await.unwrap().unwrap().event.get(), "{\"id\":\"a\"}");
        assert!(log.legacy().after(7).is_empty());
    }
}
