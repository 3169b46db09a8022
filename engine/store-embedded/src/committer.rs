//! The committer thread: takes all waiting requests, checks each against the current and the pending state, writes all of
//! them with one write and one sync, publishes them to readers, and answers.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use towpath_journal::{Claim, Put, RunId, StoreError};

use crate::arrivals::Expected;
use crate::frame::{self, ForgottenRun, FrameKind, Position, PreparedCommit, StoredContent, StoredDocument};
use crate::grouping::{self, Grouped, Queue};
use crate::index::Index;
use crate::indexer::Signal;
use crate::log::Log;
use crate::overlay::{Changed, Changes, HeadEntry, Listing, Mark, Overlay};

/// The committer's queue.
pub(crate) struct Intake {
    pub(crate) queue: mpsc::Receiver<Request>,
    pub(crate) expected: Arc<Expected>,
}

impl Queue for Intake {
    type Request = Request;

    fn take(&mut self, into: &mut Vec<Request>, most: usize) -> usize {
        self.queue.blocking_recv_many(into, most)
    }

    fn take_more(&mut self, into: &mut Vec<Request>, most: usize, wait: Duration) {
        self.expected.wait(wait);
        while into.len() < most
            && let Ok(request) = self.queue.try_recv()
        {
            into.push(request);
        }
    }

    fn close(&mut self) {
        self.queue.close();
    }
}

/// A document change whose content is already encoded or in a blob.
#[derive(Debug)]
pub(crate) struct PreparedPut {
    /// The key of the document in the index.
    pub(crate) key: Vec<u8>,
    /// The change. Of its content only the presence is used.
    pub(crate) put: Put,
    pub(crate) content: StoredContent,
}

/// A run to forget, if nothing was committed to it since it was looked at.
#[derive(Debug)]
pub(crate) struct Forgetting {
    pub(crate) run: ForgottenRun,
    /// The place of its newest frame then.
    pub(crate) last: Position,
}

/// A journal to write again, if nothing was committed to it since it was read.
pub(crate) struct Rewriting {
    pub(crate) run: RunId,
    /// The place of its newest frame then.
    pub(crate) last: Position,
    pub(crate) frame: Vec<u8>,
}

/// Revisions of documents to write again, as far as they are the newest.
pub(crate) struct Kept(pub(crate) Vec<(Vec<u8>, StoredDocument)>);

/// A request to the committer.
pub(crate) enum Request {
    Append(PreparedCommit, oneshot::Sender<Result<(), StoreError>>),
    Put(Vec<PreparedPut>, oneshot::Sender<Result<Vec<u64>, StoreError>>),
    Forget(Vec<Forgetting>, oneshot::Sender<Result<Vec<RunId>, StoreError>>),
    Rewrite(Rewriting, oneshot::Sender<Result<bool, StoreError>>),
    Keep(Kept, oneshot::Sender<Result<bool, StoreError>>),
    /// Commit all earlier requests, then end.
    Stop,
}

impl Grouped for Request {
    fn bytes(&self) -> usize {
        match self {
            Self::Append(prepared, _) => prepared.frame.len(),
            Self::Put(puts, _) => {
                puts.iter().map(|put| put.key.len() + content_bytes(&put.content) + 32).sum::<usize>()
                    + frame::BODY
            }
            Self::Forget(runs, _) => {
                let keys = runs.iter().map(|one| one.run.claim.as_ref().map_or(0, String::len) + 32);
                keys.sum::<usize>() + frame::BODY
            }
            Self::Rewrite(rewriting, _) => rewriting.frame.len(),
            Self::Keep(Kept(documents), _) => {
                documents
                    .iter()
                    .map(|(key, document)| key.len() + document.bytes() as usize + 32)
                    .sum::<usize>()
                    + frame::BODY
            }
            Self::Stop => 0,
        }
    }

    // From here on senders get the error that the store is closed. Queued requests are still committed.
    fn is_last(&self) -> bool {
        matches!(self, Self::Stop)
    }
}

fn content_bytes(content: &StoredContent) -> usize {
    match content {
        StoredContent::Deleted => 0,
        StoredContent::Inline(content) => content.len(),
        StoredContent::Blob(digest) => digest.0.len(),
    }
}

/// A reply that is sent when the group is written or has failed.
enum Reply {
    Append(oneshot::Sender<Result<(), StoreError>>, Result<(), StoreError>),
    Put(oneshot::Sender<Result<Vec<u64>, StoreError>>, Result<Vec<u64>, StoreError>),
    Forget(oneshot::Sender<Result<Vec<RunId>, StoreError>>, Result<Vec<RunId>, StoreError>),
    Moved(oneshot::Sender<Result<bool, StoreError>>, Result<bool, StoreError>),
}

impl Reply {
    /// Sends the reply. The receiver may be gone.
    fn send(self, failure: Option<&StoreError>) {
        match self {
            Self::Append(reply, result) => {
                let _ = reply.send(failure.map_or(result, |failure| Err(failure.clone())));
            }
            Self::Put(reply, result) => {
                let _ = reply.send(failure.map_or(result, |failure| Err(failure.clone())));
            }
            Self::Forget(reply, result) => {
                let _ = reply.send(failure.map_or(result, |failure| Err(failure.clone())));
            }
            Self::Moved(reply, result) => {
                let _ = reply.send(failure.map_or(result, |failure| Err(failure.clone())));
            }
        }
    }
}

/// The committer.
pub(crate) struct Committer {
    pub(crate) log: Log,
    pub(crate) overlay: Arc<Overlay>,
    pub(crate) index: Arc<Index>,
    pub(crate) signal: Arc<Signal>,
}

/// A group that is being filled.
#[derive(Default)]
struct Group {
    changes: Changes,
    last: Position,
    answers: Vec<Reply>,
}

impl Committer {
    /// Commits until it gets the request to stop.
    pub(crate) fn run(mut self, requests: Intake) {
        grouping::commit_in_groups(requests, |group, bytes| self.commit(group, bytes));
    }

    fn commit(&mut self, requests: Vec<Request>, bytes: usize) {
        let mut group = Group::default();
        let begun = if self.signal.is_stuck(&self.index) {
            Err(StoreError::Io("the index cannot be written, and too many changes wait for it".to_owned()))
        } else {
            self.log.begin(bytes)
        };
        for request in requests {
            let answer = match (request, &begun) {
                (Request::Append(_, reply), Err(error)) => Reply::Append(reply, Err(error.clone())),
                (Request::Put(_, reply), Err(error)) => Reply::Put(reply, Err(error.clone())),
                (Request::Forget(_, reply), Err(error)) => Reply::Forget(reply, Err(error.clone())),
                (Request::Rewrite(_, reply) | Request::Keep(_, reply), Err(error)) => {
                    Reply::Moved(reply, Err(error.clone()))
                }
                (Request::Rewrite(rewriting, reply), Ok(())) => {
                    Reply::Moved(reply, self.rewrite(&mut group, rewriting))
                }
                (Request::Keep(kept, reply), Ok(())) => Reply::Moved(reply, self.keep(&mut group, kept)),
                (Request::Forget(runs, reply), Ok(())) => Reply::Forget(reply, self.forget(&mut group, runs)),
                (Request::Append(prepared, reply), Ok(())) => {
                    Reply::Append(reply, self.append(&mut group, prepared))
                }
                (Request::Put(puts, reply), Ok(())) => Reply::Put(reply, self.put(&mut group, puts)),
                (Request::Stop, _) => continue,
            };
            group.answers.push(answer);
        }
        let mut failure = None;
        if group.last.is_somewhere() {
            match self.log.commit(group.last) {
                Ok(crc) => {
                    let mark =
                        Mark { segment: group.last.segment, end: group.last.end(), last: group.last, crc };
                    let waiting = self.overlay.publish(group.changes, mark);
                    self.signal.waiting(waiting, &self.index);
                }
                Err(error) => failure = Some(error),
            }
        }
        for answer in group.answers {
            answer.send(failure.as_ref());
        }
    }

    /// Checks a commit and adds it to the group.
    fn append(&mut self, group: &mut Group, prepared: PreparedCommit) -> Result<(), StoreError> {
        let PreparedCommit { commit, head: json, frame } = prepared;
        let current = self.current(group, commit.head.run)?;
        let claimed = match &commit.claim {
            Some(claim) => self.claimed(group, &claim.key)?,
            None => None,
        };
        commit.check(current.as_ref().map(|entry| &entry.head), claimed.as_ref())?;
        let previous = current.as_ref().map_or(Position::NOWHERE, |entry| entry.last);
        let listing = match current {
            Some(entry) => Arc::clone(&entry.listing),
            // The index may still have it as it was before it was forgotten: its removal is replaced by this one.
            None if self.is_forgotten(group, commit.head.run) => Arc::new(Listing::unknown()),
            None => Arc::default(),
        };
        let last = self.log.place(&frame, previous);
        group.last = last;
        if let Some(claim) = commit.claim {
            group.changes.runs.claims.insert(claim.key.clone(), Some(claim));
        }
        let run = commit.head.run;
        let entry = HeadEntry { head: commit.head, json, last, listing, is_forgotten: false };
        group.changes.runs.heads.insert(run, Arc::new(entry));
        Ok(())
    }

    /// Whether a run was forgotten, and the index was not told yet.
    fn is_forgotten(&self, group: &Group, run: RunId) -> bool {
        match group.changes.runs.heads.get(&run) {
            Some(entry) => entry.is_forgotten,
            None => matches!(self.overlay.head(run), Some(None)),
        }
    }

    fn current(&self, group: &Group, run: RunId) -> Result<Option<Arc<HeadEntry>>, StoreError> {
        if let Some(entry) = group.changes.runs.heads.get(&run) {
            return Ok((!entry.is_forgotten).then(|| Arc::clone(entry)));
        }
        match self.overlay.head(run) {
            Some(known) => Ok(known),
            None => Ok(self.index.head(run)?),
        }
    }

    fn claimed(&self, group: &Group, key: &str) -> Result<Option<Claim>, StoreError> {
        if let Some(known) = group.changes.runs.claims.get(key) {
            return Ok(known.clone());
        }
        match self.overlay.claim(key) {
            Some(known) => Ok(known),
            None => Ok(self.index.claim(key)?),
        }
    }

    /// Adds the runs to the group that are as they were looked at. A run whose journal grew since is under way again.
    fn forget(&mut self, group: &mut Group, runs: Vec<Forgetting>) -> Result<Vec<RunId>, StoreError> {
        let mut forgotten = Vec::with_capacity(runs.len());
        let mut entries = Vec::with_capacity(runs.len());
        for Forgetting { run: ForgottenRun { run, claim }, last } in runs {
            let current = self.current(group, run)?;
            let Some(entry) = current.filter(|entry| entry.last == last && entry.head.status.is_final())
            else {
                continue;
            };
            // The key may belong to another run: one that was forgotten had it before.
            let claim = match claim {
                Some(key) if self.claimed(group, &key)?.is_some_and(|claim| claim.run == run) => Some(key),
                _ => None,
            };
            entries.push((run, entry.forgotten()));
            forgotten.push(ForgottenRun { run, claim });
        }
        if forgotten.is_empty() {
            return Ok(Vec::new());
        }
        group.last = self.log.place(&frame::forgotten_frame(&forgotten), Position::NOWHERE);
        group.changes.runs.heads.extend(entries.into_iter().map(|(run, entry)| (run, Arc::new(entry))));
        let keys = forgotten.iter().filter_map(|one| one.claim.clone());
        group.changes.runs.claims.extend(keys.map(|key| (key, None)));
        Ok(forgotten.into_iter().map(|one| one.run).collect())
    }

    /// Adds a journal to the group that is written again. False: it grew, or was forgotten.
    fn rewrite(&mut self, group: &mut Group, rewriting: Rewriting) -> Result<bool, StoreError> {
        let Rewriting { run, last, frame } = rewriting;
        let Some(entry) = self.current(group, run)?.filter(|entry| entry.last == last) else {
            return Ok(false);
        };
        let last = self.log.place(&frame, Position::NOWHERE);
        group.last = last;
        let HeadEntry { head, json, listing, .. } = &*entry;
        let (head, json, listing) = (head.clone(), json.clone(), Arc::clone(listing));
        let entry = HeadEntry { head, json, last, listing, is_forgotten: false };
        group.changes.runs.heads.insert(run, Arc::new(entry));
        Ok(true)
    }

    /// Adds revisions of documents to the group that are written again.
    fn keep(&mut self, group: &mut Group, Kept(documents): Kept) -> Result<bool, StoreError> {
        let mut kept = Changed::new();
        for (key, document) in documents {
            let current = match group.changes.documents.get(&key) {
                Some(document) => Some(Arc::clone(document)),
                None => self.document(&key)?,
            };
            if current.is_some_and(|current| current.revision == document.revision) {
                kept.insert(key, Arc::new(document));
            }
        }
        if !kept.is_empty() {
            let documents = kept.iter().map(|(key, document)| (key.as_slice(), &**document));
            group.last =
                self.log.place(&frame::documents_frame(FrameKind::Kept, documents), Position::NOWHERE);
            group.changes.documents.append(&mut kept);
        }
        Ok(true)
    }

    /// Checks a batch of document changes and adds it to the group.
    fn put(&mut self, group: &mut Group, puts: Vec<PreparedPut>) -> Result<Vec<u64>, StoreError> {
        let mut changed = Changed::new();
        let mut revisions = Vec::with_capacity(puts.len());
        for PreparedPut { key, put, content } in puts {
            let current = match changed.get(&key).or_else(|| group.changes.documents.get(&key)) {
                Some(document) => Some(Arc::clone(document)),
                None => self.document(&key)?,
            };
            let (revision, exists) = current.map_or((0, false), |document| {
                (document.revision, document.content != StoredContent::Deleted)
            });
            let next = put.next_revision(revision, exists)?;
            revisions.push(next);
            if next != revision {
                changed.insert(key, Arc::new(StoredDocument { revision: next, content }));
            }
        }
        if !changed.is_empty() {
            let frame = frame::documents_frame(
                FrameKind::Documents,
                changed.iter().map(|(key, document)| (key.as_slice(), &**document)),
            );
            group.last = self.log.place(&frame, Position::NOWHERE);
            group.changes.documents.append(&mut changed);
        }
        Ok(revisions)
    }

    fn document(&self, key: &[u8]) -> Result<Option<Arc<StoredDocument>>, StoreError> {
        match self.overlay.document(key) {
            Some(document) => Ok(Some(document)),
            None => Ok(self.index.document(key)?),
        }
    }
}
