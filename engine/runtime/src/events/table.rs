//! Who listens for what: events go to those whose namespace and type fit, and whose other texts are equal.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use towpath_journal::Store;
use towpath_wire::Json;

use super::{StoredEvent, log};

/// Everyone who listens.
#[derive(Debug)]
pub(super) struct Table {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Position of the newest event that was handed out.
    last: u64,
    next: u64,
    /// By the type that is wanted; `None` for those who want any.
    listening: HashMap<Option<String>, BTreeMap<u64, Ear>>,
}

/// One who listens.
#[derive(Debug)]
struct Ear {
    filter: Filter,
    events: mpsc::UnboundedSender<StoredEvent>,
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
    reader: tokio::task::AbortHandle,
}

impl Table {
    pub(super) fn new(last: u64) -> Self {
        Self { inner: Mutex::new(Inner { last, next: 0, listening: HashMap::new() }) }
    }

    pub(super) fn last(&self) -> u64 {
        self.inner.lock().last
    }

    /// Sends new events to everyone they may be meant for.
    pub(super) fn hand_out(&self, last: u64, events: Vec<StoredEvent>) {
        let mut inner = self.inner.lock();
        for event in events {
            let Ok(Value::Object(attributes)) = serde_json::from_str(event.event.get()) else { continue };
            let kind = attributes.get("type").and_then(Value::as_str).map(str::to_owned);
            for wanted in [kind, None] {
                for ear in inner.listening.get(&wanted).into_iter().flat_map(BTreeMap::values) {
                    if ear.filter.fits(&event, &attributes) {
                        // One that has just ended hears nothing more.
                        let _ = ear.events.send(event.clone());
                    }
                }
            }
        }
        inner.last = last;
    }

    pub(super) fn subscribe(
        table: &Arc<Self>,
        store: Arc<dyn Store>,
        namespace: &str,
        with: &Json,
        after: u64,
        hear: impl Fn(StoredEvent) + Send + Sync + 'static,
    ) -> Subscription {
        // Only texts are compared here: what else is equal is for the run to say.
        let with: Map<String, Value> = serde_json::from_str(with.get()).unwrap_or_default();
        let with: Map<String, Value> = with.into_iter().filter(|(_, value)| value.is_string()).collect();
        let kind = with.get("type").and_then(Value::as_str).map(str::to_owned);
        let filter = Filter { namespace: namespace.to_owned(), with };
        let (events, mut heard) = mpsc::unbounded_channel();
        let (id, last) = {
            let mut inner = table.inner.lock();
            inner.next += 1;
            let id = inner.next;
            let ear = Ear { filter: filter.clone(), events };
            inner.listening.entry(kind.clone()).or_default().insert(id, ear);
            (id, inner.last)
        };
        let reader = tokio::spawn(async move {
            catch_up(&*store, &filter, after, last, &hear).await;
            while let Some(event) = heard.recv().await {
                hear(event);
            }
        });
        Subscription { table: Arc::clone(table), kind, id, reader: reader.abort_handle() }
    }
}

/// Hands over what came after `after`, up to `last`: from then on it comes by itself.
async fn catch_up(store: &dyn Store, filter: &Filter, after: u64, last: u64, hear: &impl Fn(StoredEvent)) {
    for position in (after + 1).max(log::oldest(last))..=last {
        let event = loop {
            match log::at(store, position).await {
                Ok(event) => break event,
                Err(error) => {
                    tracing::warn!(position, "an event cannot be read: {error}");
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
            }
        };
        let Some(event) = event else { continue };
        if let Ok(Value::Object(attributes)) = serde_json::from_str(event.event.get())
            && filter.fits(&event, &attributes)
        {
            hear(event);
        }
    }
}

impl Filter {
    fn fits(&self, event: &StoredEvent, attributes: &Map<String, Value>) -> bool {
        event.reaches(&self.namespace)
            && self.with.iter().all(|(name, wanted)| attributes.get(name) == Some(wanted))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.reader.abort();
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
            at: 1,
        }
    }

    #[tokio::test]
    async fn what_came_before_and_after_is_heard_once_and_in_order() {
        let events = Events::open(Arc::new(MemoryStore::default())).await.unwrap();
        events.publish(event("1", "a", None)).await.unwrap();
        events.publish(event("2", "b", None)).await.unwrap();
        let (tell, mut told) = mpsc::unbounded_channel();
        let with = RawValue::from_string(r#"{"type":"a","data":{"n":1}}"#.to_owned()).unwrap();
        let subscription = events.subscribe("shop", &with, 0, move |event| {
            tell.send(event.position).unwrap();
        });
        events.publish(event("3", "a", Some(&["other"]))).await.unwrap();
        events.publish(event("4", "a", Some(&["other", "shop"]))).await.unwrap();
        events.publish(event("4", "a", None)).await.unwrap();
        assert_eq!(told.recv().await, Some(1));
        assert_eq!(told.recv().await, Some(4));
        drop(subscription);
        events.publish(event("5", "a", None)).await.unwrap();
        assert_eq!(told.recv().await, None);
    }
}
