//! Handing heads over to an HTTP address: in order, again until it takes them, and never in the way of the log.
//!
//! A head speaks for everything before it in its chain, and the first head of a start for all earlier chains. So what is
//! lost with the process, or taken out of a full queue, is spoken for by the next head.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use serde::Serialize;

use crate::{AuditError, Head, HttpPlace};

/// Heads that may wait; then the oldest that are no news are left out.
const QUEUE: usize = 4_096;
/// How long to wait before a head is handed over again, first and at most.
const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(30);

/// How handing over goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnchorStatus {
    /// Where heads go: an address, or a file.
    pub place: String,
    /// Heads that wait.
    pub waiting: usize,
    /// The last link that was handed over, `chain#number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<String>,
    /// Heads that were left out, since too many waited; later ones speak for them.
    pub left_out: u64,
    /// Attempts that failed since one went well.
    pub failures: u64,
    /// Why the last one failed; nothing, when it went well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Heads on their way.
#[derive(Debug)]
pub(crate) struct Sink {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    heads: VecDeque<Head>,
    status: AnchorStatus,
    /// Nobody adds any more.
    closed: bool,
}

impl Sink {
    /// Begins to hand over.
    pub(crate) fn start(place: HttpPlace) -> Result<Arc<Self>, AuditError> {
        let client = place.client().map_err(AuditError::Anchor)?;
        let status = AnchorStatus { place: place.words(), ..AnchorStatus::default() };
        let sink = Arc::new(Self {
            state: Mutex::new(State { heads: VecDeque::new(), status, closed: false }),
            changed: Condvar::new(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| AuditError::Anchor(error.to_string()))?;
        let shared = Arc::clone(&sink);
        std::thread::Builder::new()
            .name("audit-anchor".to_owned())
            .spawn(move || shared.run(&place, &client, &runtime))
            .map_err(|error| AuditError::Anchor(error.to_string()))?;
        Ok(sink)
    }

    /// Adds a head; never waits.
    pub(crate) fn add(&self, head: Head) {
        let mut state = self.state.lock();
        if state.heads.len() >= QUEUE {
            // The first is on its way, and the newest speaks for those before it.
            state.heads.remove(1);
            state.status.left_out += 1;
        }
        state.heads.push_back(head);
        state.status.waiting = state.heads.len();
        self.changed.notify_all();
    }

    pub(crate) fn status(&self) -> AnchorStatus {
        self.state.lock().status.clone()
    }

    /// Waits until nothing waits any more, as long as `most`.
    pub(crate) fn settle(&self, most: Duration) {
        let mut state = self.state.lock();
        self.changed.wait_while_for(&mut state, |state| !state.heads.is_empty(), most);
    }

    /// Ends the thread once it has nothing to do.
    pub(crate) fn close(&self) {
        self.state.lock().closed = true;
        self.changed.notify_all();
    }

    fn run(&self, place: &HttpPlace, client: &reqwest::Client, runtime: &tokio::runtime::Runtime) {
        let mut pause = FIRST;
        while let Some(head) = self.next() {
            let sent = runtime.block_on(place.send(client, &head));
            match sent {
                Ok(()) => {
                    self.sent(&head);
                    pause = FIRST;
                }
                Err(why) => {
                    if !self.failed(why) {
                        return;
                    }
                    self.wait(pause);
                    pause = (pause * 2).min(LONGEST);
                }
            }
        }
    }

    /// The head that is next, once there is one; nothing when there will be none.
    fn next(&self) -> Option<Head> {
        let mut state = self.state.lock();
        loop {
            match state.heads.front() {
                Some(head) => return Some(head.clone()),
                None if state.closed => return None,
                None => self.changed.wait(&mut state),
            }
        }
    }

    fn sent(&self, head: &Head) {
        let mut state = self.state.lock();
        state.heads.pop_front();
        let waiting = state.heads.len();
        let status = &mut state.status;
        (status.waiting, status.failures, status.error) = (waiting, 0, None);
        status.delivered = Some(format!("{}#{}", head.chain, head.number));
        self.changed.notify_all();
    }

    /// Takes note; whether to go on.
    fn failed(&self, why: String) -> bool {
        let mut state = self.state.lock();
        if state.status.failures == 0 {
            tracing::error!(
                code = "TP4082",
                place = state.status.place,
                "a head of the audit log waits: {why}"
            );
        }
        state.status.failures += 1;
        state.status.error = Some(why);
        !state.closed
    }

    /// Waits before the next attempt, less when the log is closed.
    fn wait(&self, pause: Duration) {
        let mut state = self.state.lock();
        self.changed.wait_while_for(&mut state, |state| !state.closed, pause);
    }
}
