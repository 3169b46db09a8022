//! Sends heads to an HTTP address: in order, with retries, and without delaying the log.
//!
//! A head covers everything before it in its chain, and the first head of a start covers all earlier chains. So the next
//! head also covers heads that were lost with the process or dropped from a full queue.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use serde::Serialize;

use crate::{AuditError, Head, HttpPlace};

/// Maximum number of waiting heads. When it is reached, older heads are dropped.
const QUEUE: usize = 4_096;
/// The first and the longest pause before a retry.
const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(30);

/// The state of the anchor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnchorStatus {
    /// The address or file.
    pub place: String,
    /// Number of waiting heads.
    pub waiting: usize,
    /// The last link that was delivered, `chain#number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<String>,
    /// Number of heads that were dropped because too many waited. Later heads cover them.
    pub left_out: u64,
    /// Number of failed attempts since the last success.
    pub failures: u64,
    /// The error of the last attempt; `None` if it succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// The queue of heads.
#[derive(Debug)]
pub(crate) struct Sink {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    heads: VecDeque<Head>,
    status: AnchorStatus,
    /// No more heads are added.
    closed: bool,
}

impl Sink {
    /// Starts the thread.
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

    /// Adds a head. Never blocks.
    pub(crate) fn add(&self, head: Head) {
        let mut state = self.state.lock();
        if state.heads.len() >= QUEUE {
            // The first is being sent. The newest covers those before it.
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

    /// Waits until no head waits any more, at most `most`.
    pub(crate) fn settle(&self, most: Duration) {
        let mut state = self.state.lock();
        self.changed.wait_while_for(&mut state, |state| !state.heads.is_empty(), most);
    }

    /// Ends the thread when the queue is empty.
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

    /// Waits for the next head; `None` when the queue is closed and empty.
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

    /// Records a failure. Returns whether to retry.
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

    /// Waits before the next attempt; shorter when the log is closed.
    fn wait(&self, pause: Duration) {
        let mut state = self.state.lock();
        self.changed.wait_while_for(&mut state, |state| !state.closed, pause);
    }
}
