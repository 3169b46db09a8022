//! Events: taken in, written, and handed to the runs that listen.
//!
//! One writer gives every event its position, and writes all waiting events in one commit. An event is answered only after
//! it is on disk. Each listener reads from a position of its own, so a crash loses no event and repeats none.

mod error;
pub(crate) mod inbound;
mod legacy;
mod log;
mod recent;
mod sleeping;
mod sources;
mod table;

use std::sync::Arc;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};
use towpath_access::RunLabels;
use towpath_journal::{Digest, Hears, RunId, Store, StoreError};
use towpath_wire::Json;

use crate::fault::Fault;

pub(crate) use self::error::EventsError;
use self::log::Log;
pub(crate) use self::log::{KEPT, Place};
use self::recent::Recent;
pub(crate) use self::sleeping::{Heard, hears};
pub(crate) use self::table::Subscription;
use self::table::Table;
use crate::clock::Clock;

/// Most events that wait for the writer.
const QUEUE: usize = 1_024;
/// Most events in one commit.
const GROUP: usize = 128;

/// An event that came in, not yet written.
#[derive(Debug, Clone)]
pub(crate) struct NewEvent {
    /// In CloudEvents' JSON format, with `id`, `source` and `type`.
    pub(crate) event: Json,
    /// Its source and id. The same sender, source, id and namespaces are the same event.
    pub(crate) source: String,
    pub(crate) id: String,
    /// Labels of its content.
    pub(crate) labels: Vec<String>,
    /// Labels of everything that the emitting run had received; none where no run emitted it.
    pub(crate) run_labels: RunLabels,
    /// Namespaces whose runs may receive it; `None`: all.
    pub(crate) namespaces: Option<Vec<String>>,
    /// Who sent it: a principal's id, or a workflow's name.
    pub(crate) by: String,
    /// The principals behind it: its sender, or those behind the run that emitted it.
    pub(crate) behind: Vec<String>,
    /// A workflow emitted it.
    pub(crate) emitted: bool,
    /// Milliseconds since the Unix epoch.
    pub(crate) at: i64,
}

/// An event as the log has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredEvent {
    /// Counts up.
    pub(crate) position: u64,
    /// Counts up in its audience; absent in events of older engines.
    #[serde(default)]
    pub(crate) number: u64,
    pub(crate) event: Json,
    #[serde(default)]
    pub(crate) labels: Vec<String>,
    /// Absent in events of older engines.
    #[serde(default)]
    pub(crate) run_labels: RunLabels,
    #[serde(default)]
    pub(crate) namespaces: Option<Vec<String>>,
    pub(crate) by: String,
    /// Absent in events of older engines.
    #[serde(default)]
    pub(crate) behind: Vec<String>,
    pub(crate) at: i64,
}

impl StoredEvent {
    /// The principals behind it.
    pub(crate) fn behind(&self) -> &[String] {
        if self.behind.is_empty() { std::slice::from_ref(&self.by) } else { &self.behind }
    }

    /// Whether runs of this namespace may receive it.
    pub(crate) fn reaches(&self, namespace: &str) -> bool {
        self.namespaces.as_ref().is_none_or(|all| all.iter().any(|reached| reached == namespace))
    }
}

/// The result of taking an event in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptedEvent {
    /// Its position in the log of events.
    pub position: u64,
    /// It is a repetition: the same sender sent the same source and id before. It was not handed out again.
    pub duplicate: bool,
}

type Answer = oneshot::Sender<Result<AcceptedEvent, EventsError>>;

/// Events of one engine.
pub(crate) struct Events {
    requests: mpsc::Sender<(NewEvent, Answer)>,
    table: Arc<Table>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    recent: Arc<Recent>,
    /// Runs to wake, until somebody takes them.
    heard: Mutex<Option<mpsc::UnboundedReceiver<Heard>>>,
}

impl Events {
    /// Opens the log, and starts its writer.
    pub(crate) async fn open(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Result<Self, EventsError> {
        let log = Log::open(Arc::clone(&store)).await?;
        let (wake, heard) = mpsc::unbounded_channel();
        let (table, recent) = (Arc::new(Table::new(&log, wake)), Arc::new(Recent::default()));
        let (requests, queue) = mpsc::channel(QUEUE);
        tokio::spawn(write_events(log, Arc::clone(&table), Arc::clone(&recent), queue));
        Ok(Self { requests, table, store, clock, recent, heard: Mutex::new(Some(heard)) })
    }

    /// Takes an event in; returns when it is on disk and on its way to the listeners.
    pub(crate) async fn publish(&self, event: NewEvent) -> Result<AcceptedEvent, EventsError> {
        let (answer, answered) = oneshot::channel();
        let closed = || EventsError::Fault(Fault::Internal("the writer of events has ended".to_owned()));
        self.requests.send((event, answer)).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    /// The position of the newest event.
    pub(crate) fn last(&self) -> u64 {
        self.table.last()
    }

    /// The event at a place; `None` where newer events of its audience have pushed it out.
    pub(crate) async fn at(&self, place: &Place) -> Result<Option<Arc<StoredEvent>>, EventsError> {
        if let Some(event) = self.recent.event(place.position) {
            return Ok(Some(event));
        }
        let Some(event) = log::event_at(&*self.store, place).await?.map(Arc::new) else { return Ok(None) };
        self.recent.keep(Arc::clone(&event));
        Ok(Some(event))
    }

    /// Stores the content of an event as a blob that journals refer to: once, however many runs receive it.
    pub(crate) async fn keep(&self, position: u64, event: &Json) -> Result<Digest, StoreError> {
        let now = self.clock.now();
        if let Some(digest) = self.recent.digest(position, now) {
            return Ok(digest);
        }
        let digest = self.store.put_blob(event.get().to_owned().into()).await?;
        self.recent.kept_as(position, digest.clone(), now);
        Ok(digest)
    }

    /// How many events are kept for a namespace alone.
    pub(crate) fn kept_for(&self, namespace: &str) -> u64 {
        self.table.kept_for(namespace)
    }

    /// The runs that sleep and for which an event came, as they come; once.
    pub(crate) fn heard(&self) -> Option<mpsc::UnboundedReceiver<Heard>> {
        self.heard.lock().take()
    }

    /// A run sleeps: events wake it from now on.
    pub(crate) fn falls_asleep(&self, namespace: &str, hears: &[Hears], run: RunId) {
        self.table.falls_asleep(namespace, hears, run);
    }

    /// The runs that sleep are listed anew: what came before is handed out to them by [`Events::hear_again`].
    pub(crate) fn lists_sleepers(&self) {
        self.table.lists_sleepers();
    }

    /// A run sleeps no more.
    pub(crate) fn wakes(&self, namespace: &str, hears: &[Hears], run: RunId) {
        self.table.wakes(namespace, hears, run);
    }

    /// Wakes the runs that sleep for the events after a position, as if these came now.
    pub(crate) async fn hear_again(&self, mut after: u64) {
        while let Err(error) = self.table.hear_again(&*self.store, &mut after).await {
            if matches!(error, EventsError::Fault(Fault::Store(StoreError::Closed))) {
                return;
            }
            tracing::warn!(after, "events cannot be read: {error}");
            self.clock.sleep(table::AGAIN).await;
        }
    }

    /// Gives the places of the events after a position, in order, until the subscription is dropped. `with` are attributes
    /// that are compared here already.
    pub(crate) fn subscribe(
        &self,
        namespace: &str,
        with: &Json,
        after: u64,
        hear: impl Fn(Option<Place>) + Send + Sync + 'static,
    ) -> Subscription {
        let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
        Table::subscribe(&self.table, store, clock, namespace, with, after, hear)
    }
}

/// Writes groups of events until every sender is dropped.
async fn write_events(
    mut log: Log,
    table: Arc<Table>,
    recent: Arc<Recent>,
    mut queue: mpsc::Receiver<(NewEvent, Answer)>,
) {
    let hand_out = |log: &Log, stored: Vec<(Place, StoredEvent)>| {
        let stored: Vec<_> = stored.into_iter().map(|(place, event)| (place, Arc::new(event))).collect();
        stored.iter().for_each(|(_, event)| recent.keep(Arc::clone(event)));
        table.hand_out(log.last(), log.audiences(), &stored);
    };
    let mut waiting = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut waiting, GROUP).await > 0 {
        let (events, answers): (Vec<NewEvent>, Vec<Answer>) = waiting.drain(..).unzip();
        // INVARIANT: events are handed out in the order of their positions, those of a commit that failed too.
        let appended = match log.found_again().await {
            Ok(found) => {
                if !found.is_empty() {
                    hand_out(&log, found);
                }
                log.append(events).await
            }
            Err(error) => Err(error),
        };
        match appended {
            Ok((accepted, stored)) => {
                hand_out(&log, stored);
                for (answer, accepted) in answers.into_iter().zip(accepted) {
                    // The sender may be gone.
                    let _ = answer.send(accepted);
                }
            }
            Err(error) => {
                tracing::error!("events could not be written down: {error}");
                for answer in answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }
}
