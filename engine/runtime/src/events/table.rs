//! The listeners: those whose namespace and type match an event, and whose other text attributes are equal, get its place.
//!
//! They get places, not events: a slow listener holds no copies.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::{Map, Value};
use tokio::sync::mpsc::UnboundedSender;
use towpath_journal::{Hears, RunId, Store};
use towpath_wire::Json;

use super::StoredEvent;
use super::legacy::Legacy;
use super::log::{Audience, Audiences, KEPT, Log, Place, from_number, number_after};
use super::sleeping::{Heard, Sleeping};
use crate::clock::Clock;
use crate::events::EventsError;

/// Pause before reading again after the store failed.
pub(super) const AGAIN: Duration = Duration::from_secs(1);

/// All listeners.
#[derive(Debug)]
pub(super) struct Table {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Position of the newest event that was handed out.
    last: u64,
    /// The audiences, each with the number of events handed out.
    audiences: Audiences,
    legacy: Legacy,
    next: u64,
    /// By the type they listen for; `None` for any type.
    listening: HashMap<Option<String>, BTreeMap<u64, Subscriber>>,
    sleeping: Sleeping,
}

/// One listener with its filter.
#[derive(Debug)]
struct Subscriber {
    filter: Filter,
    listener: Arc<Listener>,
}

/// Gets events in the order of their positions. Events that come while it reads earlier ones wait.
struct Listener {
    /// Waiting places; `None` once it has caught up.
    waiting: Mutex<Option<Vec<Place>>>,
    /// Called with each place, and with `None` once it has caught up.
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

/// The attributes that are compared before a run is woken.
#[derive(Debug, Clone)]
struct Filter {
    namespace: String,
    /// `None`: they cannot be decoded, and nothing fits.
    with: Option<Map<String, Value>>,
}

/// A subscription. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Subscription {
    table: Arc<Table>,
    kind: Option<String>,
    id: u64,
    /// Reads earlier events, where there are any.
    reader: Option<tokio::task::AbortHandle>,
}

impl Table {
    /// Nobody listens yet. Runs that sleep are sent to `wake` when an event comes for them.
    pub(super) fn new(log: &Log, wake: UnboundedSender<Heard>) -> Self {
        let (last, audiences, legacy) = (log.last(), log.audiences(), log.legacy());
        let (listening, sleeping) = (HashMap::new(), Sleeping::new(wake));
        Self { inner: Mutex::new(Inner { last, audiences, legacy, next: 0, listening, sleeping }) }
    }

    pub(super) fn falls_asleep(&self, namespace: &str, hears: &[Hears], run: RunId) {
        if !hears.is_empty() {
            let mut inner = self.inner.lock();
            hears.iter().for_each(|hears| inner.sleeping.add(namespace, hears, run));
        }
    }

    /// The runs that sleep are listed anew.
    pub(super) fn lists_sleepers(&self) {
        self.inner.lock().sleeping.lists_anew();
    }

    pub(super) fn wakes(&self, namespace: &str, hears: &[Hears], run: RunId) {
        if !hears.is_empty() {
            let mut inner = self.inner.lock();
            hears.iter().for_each(|hears| inner.sleeping.remove(namespace, hears, run));
        }
    }

    /// Hands the events after a position out to those who sleep, in order, and moves it forward. Later ones are handed out as they
    /// come.
    pub(super) async fn hear_again(&self, store: &dyn Store, after: &mut u64) -> Result<(), EventsError> {
        let missed = Missed::of_all(&self.inner.lock(), *after);
        if let Some(missed) = missed {
            let hand_out = |_: Place, event: &StoredEvent| {
                if let Some(attributes) = attributes_of(event) {
                    self.inner.lock().sleeping.hand_out_again(event, &attributes);
                }
            };
            missed.visit(store, after, &hand_out).await?;
        }
        self.inner.lock().sleeping.caught_up();
        Ok(())
    }

    pub(super) fn last(&self) -> u64 {
        self.inner.lock().last
    }

    /// How many events are kept for a namespace alone.
    pub(super) fn kept_for(&self, namespace: &str) -> u64 {
        let inner = self.inner.lock();
        let is_its = |audience: &&Audience| audience.namespaces.as_deref() == Some(&[namespace.to_owned()]);
        inner.audiences.values().find(is_its).map_or(0, |audience| audience.count.min(KEPT))
    }

    /// Gives new events to the listeners that match them.
    pub(super) fn hand_out(&self, last: u64, audiences: Audiences, events: &[(Place, Arc<StoredEvent>)]) {
        let mut inner = self.inner.lock();
        for (place, event) in events {
            let Some(attributes) = attributes_of(event) else { continue };
            let kind = attributes.get("type").and_then(Value::as_str).map(str::to_owned);
            for wanted in [kind, None] {
                for subscriber in inner.listening.get(&wanted).into_iter().flat_map(BTreeMap::values) {
                    if subscriber.filter.fits(event, &attributes) {
                        subscriber.listener.tell(place.clone());
                    }
                }
            }
            // INVARIANT: after the subscribers. A run that falls asleep is both for a moment: whoever is told to wake it has to find
            // the event in its inbox.
            inner.sleeping.hand_out(event, &attributes);
        }
        inner.last = last;
        inner.audiences = audiences;
    }

    pub(super) fn subscribe(
        table: &Arc<Self>,
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        namespace: &str,
        with: &Json,
        after: u64,
        hear: impl Fn(Option<Place>) + Send + Sync + 'static,
    ) -> Subscription {
        // Only text attributes are compared here; the run compares the others.
        let with = with.read::<Map<String, Value>>().inspect_err(|error| {
            tracing::error!("the filter of a run that listens cannot be decoded: {error}");
        });
        let with: Option<Map<String, Value>> =
            with.ok().map(|with| with.into_iter().filter(|(_, value)| value.is_string()).collect());
        let kind = with.as_ref().and_then(|with| with.get("type")?.as_str()).map(str::to_owned);
        let filter = Filter { namespace: namespace.to_owned(), with };
        let (id, missed, listener) = {
            let mut inner = table.inner.lock();
            inner.next += 1;
            let id = inner.next;
            let missed = Missed::of(&inner, namespace, after);
            let waiting = Mutex::new(missed.is_some().then(Vec::new));
            let listener = Arc::new(Listener { waiting, hear: Box::new(hear) });
            let subscriber = Subscriber { filter: filter.clone(), listener: Arc::clone(&listener) };
            inner.listening.entry(kind.clone()).or_default().insert(id, subscriber);
            (id, missed, listener)
        };
        let reader = missed.map(|missed| {
            let reading = tokio::spawn(async move {
                let mut after = after;
                let hear = |place: Place, event: &StoredEvent| {
                    if filter.means(event) {
                        (listener.hear)(Some(place));
                    }
                };
                while let Err(error) = missed.visit(&*store, &mut after, &hear).await {
                    tracing::warn!(after, "events cannot be read: {error}");
                    clock.sleep(AGAIN).await;
                }
                listener.caught_up();
            });
            reading.abort_handle()
        });
        Subscription { table: Arc::clone(table), kind, id, reader }
    }
}

/// The events between a position and the newest one. Later events are handed out as they come.
struct Missed {
    audiences: Audiences,
    legacy: Legacy,
}

impl Missed {
    /// `None` where there are none.
    fn of(inner: &Inner, namespace: &str, after: u64) -> Option<Self> {
        Self::where_audience(inner, after, |audience| audience.reaches(namespace))
    }

    /// Of all namespaces. `None` where there are none.
    fn of_all(inner: &Inner, after: u64) -> Option<Self> {
        Self::where_audience(inner, after, |_| true)
    }

    fn where_audience(inner: &Inner, after: u64, is_meant: impl Fn(&Audience) -> bool) -> Option<Self> {
        let meant = inner.audiences.iter().filter(|(_, audience)| is_meant(audience));
        let audiences = meant.map(|(digest, audience)| (Arc::clone(digest), audience.clone()));
        let is_behind = after < inner.last;
        is_behind.then(|| Self { audiences: audiences.collect(), legacy: inner.legacy })
    }

    /// Shows the events after `after`, in order, and moves it forward.
    async fn visit(
        &self,
        store: &dyn Store,
        after: &mut u64,
        visit: &(impl Fn(Place, &StoredEvent) + Sync),
    ) -> Result<(), EventsError> {
        for position in self.legacy.after(*after) {
            if let Some(event) = Legacy::at(store, position).await? {
                visit(Place { position, audience: Arc::default(), number: position }, &event);
            }
            *after = position;
        }
        let mut next = Vec::new();
        for (digest, audience) in &self.audiences {
            let number = number_after(store, digest, audience.count, *after).await?;
            next.extend(from_number(store, digest, number, audience.count).await?);
        }
        while let Some(first) = (0..next.len()).min_by_key(|at| next[*at].0.position) {
            let (place, event) = next.swap_remove(first);
            visit(place.clone(), &event);
            // Where the store fails below, the next attempt goes on from here.
            *after = place.position;
            let count = self.audiences.get(&place.audience).map_or(0, |audience| audience.count);
            next.extend(from_number(store, &place.audience, place.number + 1, count).await?);
        }
        Ok(())
    }
}

impl Filter {
    fn means(&self, event: &StoredEvent) -> bool {
        attributes_of(event).is_some_and(|attributes| self.fits(event, &attributes))
    }

    fn fits(&self, event: &StoredEvent, attributes: &Map<String, Value>) -> bool {
        event.reaches(&self.namespace)
            && self
                .with
                .as_ref()
                .is_some_and(|with| with.iter().all(|(name, wanted)| attributes.get(name) == Some(wanted)))
    }
}

/// The attributes of an event; `None` where they cannot be decoded: nobody is notified of it then.
fn attributes_of(event: &StoredEvent) -> Option<Map<String, Value>> {
    let read = event.event.read().inspect_err(|error| {
        tracing::error!(position = event.position, "an event cannot be decoded: {error}");
    });
    read.ok()
}

impl Subscription {
    /// Whether it gets earlier events first, and then the news that it has caught up.
    pub(crate) fn is_behind(&self) -> bool {
        self.reader.is_some()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.reader.iter().for_each(tokio::task::AbortHandle::abort);
        let mut inner = self.table.inner.lock();
        if let Some(subscribers) = inner.listening.get_mut(&self.kind) {
            subscribers.remove(&self.id);
            if subscribers.is_empty() {
                inner.listening.remove(&self.kind);
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use tokio::sync::mpsc;
    use towpath_journal::MemoryStore;

    use super::super::{Events, NewEvent};
    use super::*;
    use crate::clock::SystemClock;

    fn event(id: &str, kind: &str, namespaces: Option<&[&str]>) -> NewEvent {
        let text = format!(r#"{{"id":"{id}","source":"s","type":"{kind}"}}"#);
        NewEvent {
            event: Json::parse(text).unwrap(),
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
        let events = Events::open(Arc::clone(&store), Arc::new(SystemClock)).await.unwrap();
        events.publish(event("1", "a", None)).await.unwrap();
        events.publish(event("2", "b", None)).await.unwrap();
        events.publish(event("3", "a", Some(&["shop"]))).await.unwrap();
        events.publish(event("4", "a", Some(&["other"]))).await.unwrap();
        drop(events);
        let events = Events::open(store, Arc::new(SystemClock)).await.unwrap();
        let (notify, mut notified) = mpsc::unbounded_channel();
        let with = Json::parse(r#"{"type":"a","data":{"n":1}}"#.to_owned()).unwrap();
        let subscription = events.subscribe("shop", &with, 0, move |place| {
            place.into_iter().for_each(|place| notify.send(place).unwrap());
        });
        assert!(subscription.is_behind());
        events.publish(event("5", "a", Some(&["other"]))).await.unwrap();
        events.publish(event("6", "a", Some(&["other", "shop"]))).await.unwrap();
        events.publish(event("6", "a", Some(&["other", "shop"]))).await.unwrap();
        for position in [1, 3, 6] {
            let place = notified.recv().await.unwrap();
            assert_eq!(place.position, position);
            assert_eq!(events.at(&place).await.unwrap().unwrap().position, position);
        }
        drop(subscription);
        events.publish(event("7", "a", None)).await.unwrap();
        assert_eq!(notified.recv().await, None);
    }
}
