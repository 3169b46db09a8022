//! Writes the log: one thread puts all waiting entries into one link, and answers when the link is on disk.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use data_encoding::HEXLOWER;
use tokio::sync::oneshot;

use crate::back::{self, Export};
use crate::chain::{self, Link};
use crate::folded::{FOLDED, Folded};
use crate::outside::Outside;
use crate::start::{self, Before};
use crate::{Anchor, AnchorStatus, Entry, Head, KeyError, Keys, PublicKey, Search};

/// Maximum number of entries in a link.
const GROUP: usize = 256;

/// The place of the log.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the log and its keys.
    pub folder: PathBuf,
    /// Where signed heads are sent.
    pub anchor: Option<Anchor>,
    /// The time of this start, in milliseconds since the Unix epoch.
    pub now: i64,
}

/// Why the log cannot be written or read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AuditError {
    /// A file operation failed.
    #[error("the audit log: {0}")]
    Io(String),
    /// The keys cannot be used.
    #[error("the audit log's keys: {0}")]
    Keys(String),
    /// The log was changed.
    #[error("the audit log was changed: {file}: {why}")]
    Damaged {
        /// The file.
        file: String,
        /// How the change was found.
        why: String,
    },
    /// The anchor failed.
    #[error("the audit log's anchor: {0}")]
    Anchor(String),
    /// The log is closed, or failed before.
    #[error("the audit log cannot be written any more: {0}")]
    Closed(String),
}

impl From<KeyError> for AuditError {
    fn from(error: KeyError) -> Self {
        Self::Keys(error.to_string())
    }
}

type Reply = oneshot::Sender<Result<(), AuditError>>;

/// A request to the writer.
enum Asked {
    /// Write an entry; answered when it is on disk.
    Record(Box<Entry>, Reply),
    /// Write a refusal, which may be folded with equal ones.
    Fold(Box<Entry>),
}

/// Is called after entries were written.
struct Watcher(Box<dyn Fn() + Send + Sync>);

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watcher")
    }
}

/// The log of one running server.
#[derive(Debug)]
pub struct AuditLog {
    folder: PathBuf,
    keys: Arc<Keys>,
    requests: Sender<Asked>,
    writer: Option<JoinHandle<()>>,
    anchor: Option<Outside>,
    /// Why the log cannot be written any more.
    failed: Arc<OnceLock<AuditError>>,
    watcher: Arc<OnceLock<Watcher>>,
}

impl AuditLog {
    /// Begins the chain of this start, which continues the chains of earlier starts.
    ///
    /// # Errors
    /// [`AuditError`]. Then nothing that must be logged may happen.
    pub fn open(options: &Options) -> Result<Self, AuditError> {
        let Options { folder, anchor, now } = options;
        start::create_log_folder(folder)?;
        let keys = Arc::new(Keys::open(folder)?);
        let Before { previous, found } = start::read_end_of_log(folder)?;
        let name = (0..u32::MAX).map(|again| format!("{now:013}-{again:03}.jsonl"));
        let name = name.into_iter().find(|name| !folder.join(name).exists()).unwrap_or_default();
        let anchor = anchor.as_ref().map(Outside::open).transpose()?;
        let outside = anchor.as_ref().map(Outside::shared);
        let first = Link { number: 0, previous, found, entries: Vec::new() };
        let writer = Writer::create(folder, &name, anchor, Arc::clone(&keys), &first)?;
        let (failed, watcher) = (Arc::clone(&writer.failed), Arc::clone(&writer.watcher));
        let (requests, queue) = channel();
        let writer = std::thread::Builder::new()
            .name("audit".to_owned())
            .spawn(move || writer.run(&queue))
            .map_err(|error| AuditError::Io(error.to_string()))?;
        let (folder, writer) = (folder.clone(), Some(writer));
        Ok(Self { folder, keys, requests, writer, anchor: outside, failed, watcher })
    }

    /// Calls `watcher` after entries were written, on the thread that writes: it must not wait. The first watcher counts.
    pub fn watch(&self, watcher: impl Fn() + Send + Sync + 'static) {
        let _ = self.watcher.set(Watcher(Box::new(watcher)));
    }

    /// Why the log cannot be written any more until the next start; `None` if it can.
    pub fn failure(&self) -> Option<&AuditError> {
        self.failed.get()
    }

    /// The state of the anchor; `None` if there is none, or if it is a file, which is written before any answer.
    pub fn anchor(&self) -> Option<AnchorStatus> {
        self.anchor.as_ref().map(Outside::status)
    }

    /// Waits until all heads were sent, at most `most`. Blocks the thread.
    pub fn settle(&self, most: Duration) {
        if let Some(Outside::Http(sink)) = &self.anchor {
            sink.settle(most);
        }
    }

    /// Writes an entry; returns when it is on disk.
    ///
    /// # Errors
    /// [`AuditError`]: it is not in the log.
    pub async fn record(&self, entry: Entry) -> Result<(), AuditError> {
        let closed = || AuditError::Closed("its writer has ended".to_owned());
        let (answer, answered) = oneshot::channel();
        self.requests.send(Asked::Record(Box::new(entry), answer)).map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    /// Records a request that was refused before anything was done. Equal refusals within some seconds become one entry with a
    /// count. The last ones are written when the log is closed.
    pub fn refused(&self, entry: Entry) {
        // If the log cannot be written any more, every change is refused with the reason, so this may be ignored.
        let _ = self.requests.send(Asked::Fold(Box::new(entry)));
    }

    /// Begins a digest of a request body; [`BodyDigest::finish`] ends it.
    pub fn digest(&self) -> BodyDigest {
        BodyDigest(self.keys.digest())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> String {
        self.keys.sign(message)
    }

    /// The public key that verifies heads and receipts.
    pub fn public_key(&self) -> PublicKey {
        self.keys.public()
    }

    /// Finds matching entries, newest first. Reads files and blocks the thread.
    ///
    /// # Errors
    /// [`AuditError`].
    pub fn search(&self, search: &Search) -> Result<Vec<Entry>, AuditError> {
        back::search_entries(&self.folder, search)
    }

    /// The whole log as it is on disk, one link per line, oldest first, in blocks. Reads files and blocks the thread.
    ///
    /// # Errors
    /// [`AuditError`].
    pub fn export(&self) -> Result<Export, AuditError> {
        Export::new(&self.folder)
    }
}

impl Drop for AuditLog {
    fn drop(&mut self) {
        // Closes the channel: the writer writes the remaining entries and ends.
        let (nobody, _) = channel();
        drop(std::mem::replace(&mut self.requests, nobody));
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
        if let Some(Outside::Http(sink)) = &self.anchor {
            sink.close();
        }
    }
}

/// A digest of a request body, computed piece by piece.
#[derive(Clone)]
pub struct BodyDigest(ring::hmac::Context);

impl BodyDigest {
    /// Adds the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest.
    pub fn finish(self) -> String {
        format!("hmac-sha256:{}", HEXLOWER.encode(self.0.sign().as_ref()))
    }
}

impl std::fmt::Debug for BodyDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BodyDigest")
    }
}

/// The files of a log, oldest first.
pub(crate) fn files_of_log(folder: &Path) -> Result<Vec<PathBuf>, AuditError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| io_error(folder, &error))? {
        let path = entry.map_err(|error| io_error(folder, &error))?.path();
        if path.extension().is_some_and(|ending| ending == "jsonl") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

pub(crate) fn io_error(path: &Path, error: &io::Error) -> AuditError {
    AuditError::Io(format!("{}: {error}", path.display()))
}

pub(crate) fn damaged(path: &Path, why: &chain::ChainError) -> AuditError {
    AuditError::Damaged { file: path.display().to_string(), why: why.to_string() }
}

/// Writes one chain.
struct Writer {
    path: PathBuf,
    name: String,
    file: File,
    anchor: Option<Outside>,
    keys: Arc<Keys>,
    next: u64,
    last: String,
    /// Why the log cannot be written any more. A link that may be half written must not be followed by another.
    failed: Arc<OnceLock<AuditError>>,
    watcher: Arc<OnceLock<Watcher>>,
}

impl Writer {
    fn create(
        folder: &Path,
        name: &str,
        anchor: Option<Outside>,
        keys: Arc<Keys>,
        first: &Link,
    ) -> Result<Self, AuditError> {
        let (line, last) = chain::seal_link(first).map_err(|error| AuditError::Io(error.to_string()))?;
        let (path, file) = start::create_chain_file(folder, name, &line)?;
        let next = first.number + 1;
        let (name, failed, watcher) = (name.to_owned(), Arc::default(), Arc::default());
        let mut writer = Self { path, name, file, anchor, keys, next, last, failed, watcher };
        writer.anchor_head(first.number)?;
        Ok(writer)
    }

    fn run(mut self, queue: &Receiver<Asked>) {
        let mut folded = Folded::default();
        loop {
            let mut next = match folded.is_empty() {
                true => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
                false => queue.recv_timeout(FOLDED),
            };
            let (mut entries, mut answers) = (Vec::new(), Vec::new());
            let is_over = matches!(next, Err(RecvTimeoutError::Disconnected));
            let is_quiet = next.is_err();
            while let Ok(asked) = next {
                match asked {
                    Asked::Record(entry, answer) => {
                        folded.passes(entry.at);
                        entries.push(*entry);
                        answers.push(answer);
                    }
                    Asked::Fold(entry) => folded.add(*entry),
                }
                let has_room = entries.len() < GROUP && !folded.is_due();
                next = if has_room { queue.try_recv().map_err(|_| RecvTimeoutError::Timeout) } else { break };
            }
            if is_quiet || folded.is_due() {
                entries.extend(folded.take());
            }
            let is_empty = entries.is_empty();
            let written = if is_empty { Ok(()) } else { self.write(entries) };
            if let (false, Ok(()), Some(Watcher(watch))) = (is_empty, &written, self.watcher.get()) {
                watch();
            }
            if is_over {
                return;
            }
            for answer in answers {
                // The caller may be gone.
                let _ = answer.send(written.clone());
            }
        }
    }

    fn write(&mut self, entries: Vec<Entry>) -> Result<(), AuditError> {
        if let Some(failed) = self.failed.get() {
            return Err(failed.clone());
        }
        let link = Link { number: self.next, previous: self.last.clone(), found: Vec::new(), entries };
        let failed = Arc::clone(&self.failed);
        self.link(&link).inspect_err(|error| {
            tracing::error!("{error}; no change is accepted until the next start");
            let _ = failed.set(AuditError::Closed(error.to_string()));
        })
    }

    fn link(&mut self, link: &Link) -> Result<(), AuditError> {
        let (line, hash) = chain::seal_link(link).map_err(|error| AuditError::Io(error.to_string()))?;
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| io_error(&self.path, &error))?;
        self.next = link.number + 1;
        self.last = hash;
        self.anchor_head(link.number)
    }

    /// Sends the head of this link to the anchor.
    fn anchor_head(&mut self, number: u64) -> Result<(), AuditError> {
        let head = Head::sign(&self.keys, &self.name, number, &self.last);
        self.anchor.as_mut().map_or(Ok(()), |anchor| anchor.add(head))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_cannot_be_written_any_more_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Arc::new(Keys::open(folder.path()).unwrap());
        let link = |number| Link { number, previous: String::new(), found: Vec::new(), entries: Vec::new() };
        let mut writer = Writer::create(folder.path(), "1.jsonl", None, keys, &link(0)).unwrap();
        let failed = Arc::clone(&writer.failed);
        writer.write(Vec::new()).unwrap();
        assert!(failed.get().is_none());
        // Simulates a disk that cannot be written.
        writer.file = File::open(folder.path().join("1.jsonl")).unwrap();
        assert!(writer.write(Vec::new()).is_err());
        assert!(matches!(failed.get(), Some(AuditError::Closed(_))));
    }
}
