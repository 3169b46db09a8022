//! Events: taken in, written down, and handed to the runs that listen.
//!
//! One writer gives every event its position, and puts all that wait into one commit. An event is answered only
//! after it is on disk; who listens reads from a position of its own, so that a crash loses nothing and nothing
//! comes twice.

mod legacy;
mod log;
mod recent;
mod sources;
mod table;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};
use towpath_access::RunLabels;
use towpath_journal::{Digest, Store, StoreError};
use towpath_wire::Json;

use self::log::Log;
pub(crate) use self::log::{KEPT, Place};
use self::recent::Recent;
pub(crate) use self::table::Subscription;
use self::table::Table;
use crate::types::EngineError;

/// Events that may wait for the writer.
const QUEUE: usize = 1_024;
/// Most events in one commit.
const GROUP: usize = 128;

/// An event that came in, not yet written down.
#[derive(Debug, Clone)]
pub(crate) struct NewEvent {
    /// In CloudEvents' JSON format, with `id`, `source` and `type`.
    pub(crate) event: Json,
    /// Its source and id: the sender who sends both again, for the same namespaces, sends the same event again.
    pub(crate) source: String,
    pub(crate) id: String,
    /// Labels of what it holds.
    pub(crate) labels: Vec<String>,
    /// Labels of everything that the run had received which emitted it; none where nobody's run did.
    pub(crate) run_labels: RunLabels,
    /// Whose runs may hear it; `None`: everybody's.
    pub(crate) namespaces: Option<Vec<String>>,
    /// Who sent it: a principal's id, or a workflow's name.
    pub(crate) by: String,
    /// The principals behind it: who sent it, or is behind the run that emitted it.
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
    /// Counts up in its room; absent where an older engine wrote it down.
    #[serde(default)]
    pub(crate) number: u64,
    pub(crate) event: Json,
    #[serde(default)]
    pub(crate) labels: Vec<String>,
    /// Absent where an older engine wrote it down.
    #[serde(default)]
    pub(crate) run_labels: RunLabels,
    #[serde(default)]
    pub(crate) namespaces: Option<Vec<String>>,
    pub(crate) by: String,
    /// Absent where an older engine wrote it down.
    #[serde(default)]
    pub(crate) behind: Vec<String>,
    pub(crate) at: i64,
}

impl StoredEvent {
    /// The principals behind it.
    pub(crate) fn behind(&self) -> &[String] {
        if self.behind.is_empty() { std::slice::from_ref(&self.by) } else { &self.behind }
    }

    /// Whether runs of this namespace may hear it.
    pub(crate) fn reaches(&self, namespace: &str) -> bool {
        self.namespaces.as_ref().is_none_or(|all| all.iter().any(|reached| reached == namespace))
    }
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptedEvent {
    /// Where it stands in the log of events.
    pub position: u64,
    /// It had come before: the same sender sent the same source and id. It was not handed out again.
    pub duplicate: bool,
}

type Answer = oneshot::Sender<Result<AcceptedEvent, EngineError>>;

/// Events of one engine.
pub(crate) struct Events {
    requests: mpsc::Sender<(NewEvent, Answer)>,
    table: Arc<Table>,
    store: Arc<dyn Store>,
    recent: Arc<Recent>,
}

impl Events {
    /// Opens the log, and starts its writer.
    pub(crate) async fn open(store: Arc<dyn Store>) -> Result<Self, EngineError> {
        let log = Log::open(Arc::clone(&store)).await?;
        let (table, recent) = (Arc::new(Table::new(&log)), Arc::new(Recent::default()));
        let (requests, queue) = mpsc::channel(QUEUE);
        tokio::spawn(write(log, Arc::clone(&table), Arc::clone(&recent), queue));
        Ok(Self { requests, table, store, recent })
    }

    /// Takes an event in; returns when it is on disk and on its way to who listens.
    pub(crate) async fn publish(&self, event: NewEvent) -> Result<AcceptedEvent, EngineError> {
        let (answer, answered) = oneshot::channel();
        let closed = || EngineError::Internal("the writer of events has ended".to_owned());
        self.requests.send((event, answer)).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    /// The position of the newest event.
    pub(crate) fn last(&self) -> u64 {
        self.table.last()
    }

    /// The event at a place; nothing, where newer ones of its room have pushed it out.
    pub(crate) async fn at(&self, place: &Place) -> Result<Option<Arc<StoredEvent>>, EngineError> {
        if let Some(event) = self.recent.event(place.position) {
            return Ok(Some(event));
        }
        let Some(event) = log::at(&*self.store, place).await?.map(Arc::new) else { return Ok(None) };
        self.recent.keep(Arc::clone(&event));
        Ok(Some(event))
    }

    /// Keeps what an event holds as a blob, for journals to name: once, however many runs receive it.
    pub(crate) async fn keep(&self, position: u64, event: &Json) -> Result<Digest, StoreError> {
        if let Some(digest) = self.recent.digest(position) {
            return Ok(digest);
        }
        let digest = self.store.put_blob(event.get().to_owned().into()).await?;
        self.recent.kept_as(position, digest.clone());
        Ok(digest)
    }

    /// How many events are kept for a namespace alone.
    pub(crate) fn kept_for(&self, namespace: &str) -> u64 {
        self.table.kept_for(namespace)
    }

    /// Tells where what comes after a position is, in order, until the subscription is dropped. `with` are attributes
    /// that are compared already here.
    pub(crate) fn subscribe(
        &self,
        namespace: &str,
        with: &Json,
        after: u64,
        hear: impl Fn(Option<Place>) + Send + Sync + 'static,
    ) -> Subscription {
        Table::subscribe(&self.table, Arc::clone(&self.store), namespace, with, after, hear)
    }
}

/// Writes groups of events until nobody can send one any more.
async fn write(
    mut log: Log,
    table: Arc<Table>,
    recent: Arc<Recent>,
    mut queue: mpsc::Receiver<(NewEvent, Answer)>,
) {
    let mut waiting = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut waiting, GROUP).await > 0 {
        let (events, answers): (Vec<NewEvent>, Vec<Answer>) = waiting.drain(..).unzip();
        match log.append(events).await {
            Ok((accepted, stored)) => {
                let stored: Vec<_> =
                    stored.into_iter().map(|(place, event)| (place, Arc::new(event))).collect();
                stored.iter().for_each(|(_, event)| recent.keep(Arc::clone(event)));
                table.hand_out(log.last(), log.rooms(), &stored);
                for (answer, accepted) in answers.into_iter().zip(accepted) {
                    // Whoever asked may be gone.
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
