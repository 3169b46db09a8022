//! Blobs: large contents, each in a file named by its digest. A file is written, synced and renamed, and its folder is
//! synced, before a record may name it. Content that is read is checked against its digest.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use parking_lot::Mutex;
use towpath_journal::{Digest, StoreError};

use crate::disk::Disk;
use crate::error::store_error;

/// The folder of the blobs.
pub(crate) const FOLDER: &str = "blobs";
/// The folder of files that are being written. Files in it are removed when the store is opened.
const UNFINISHED: &str = "blobs/unfinished";

/// The blobs of a store.
pub(crate) struct BlobFiles {
    disk: Arc<dyn Disk>,
    /// Folders known to be durable.
    folders: Mutex<HashSet<String>>,
    count: AtomicU64,
    recent: Mutex<Recent>,
}

/// Digests that were stored lately: the frames that name them may not be in the log yet.
#[derive(Debug, Default)]
struct Recent {
    /// Since the newest pass of the collection began.
    now: HashSet<Digest>,
    /// Between the pass before and that one.
    before: HashSet<Digest>,
}

/// The path of a blob.
struct BlobPath {
    folder: String,
    file: String,
}

impl BlobPath {
    /// `None` if the text is not a digest, so that other text never becomes a path.
    fn of(digest: &Digest) -> Option<Self> {
        let hex = digest.0.strip_prefix("sha256:")?;
        let well_formed =
            hex.len() == 64 && hex.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        let (first, rest) = well_formed.then(|| hex.split_at(2))?;
        let folder = format!("{FOLDER}/{first}");
        Some(Self { file: format!("{folder}/{rest}"), folder })
    }
}

impl BlobFiles {
    /// Creates the folders and removes unfinished files.
    pub(crate) fn open(disk: Arc<dyn Disk>) -> io::Result<Self> {
        disk.create_folder(FOLDER)?;
        disk.create_folder(UNFINISHED)?;
        disk.sync_folder(FOLDER)?;
        for name in disk.list(UNFINISHED)? {
            disk.remove(&format!("{UNFINISHED}/{name}"))?;
        }
        Ok(Self::read_only(disk))
    }

    /// Opens them read-only: creates and removes nothing.
    pub(crate) fn read_only(disk: Arc<dyn Disk>) -> Self {
        Self { disk, folders: Mutex::default(), count: AtomicU64::new(0), recent: Mutex::default() }
    }

    /// Stores `content` durably.
    pub(crate) fn put(&self, content: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(content);
        // INVARIANT: a digest just computed is well-formed.
        let Some(place) = BlobPath::of(&digest) else { return Err(StoreError::Io(format!("`{digest}`"))) };
        // INVARIANT: noted before it is looked for, so the collection does not remove it afterwards.
        self.recent.lock().now.insert(digest.clone());
        self.write(&place, content)
            .map_err(|error| store_error(&format!("writing `{}`", place.file), &error))?;
        Ok(digest)
    }

    fn write(&self, place: &BlobPath, content: &[u8]) -> io::Result<()> {
        self.ensure_folder(&place.folder)?;
        if self.is_there(place, content.len())? {
            // The other writer may not have synced the folder yet.
            return self.disk.sync_folder(&place.folder);
        }
        let unfinished = format!("{UNFINISHED}/{}", self.count.fetch_add(1, Ordering::Relaxed));
        let written = (|| {
            let file = self.disk.create(&unfinished)?;
            file.write_all_at(content, 0)?;
            file.sync()?;
            self.disk.rename(&unfinished, &place.file)
        })();
        if let Err(error) = written {
            // A leftover only takes space, and is removed when the store is opened again.
            let _ = self.disk.remove(&unfinished);
            return Err(error);
        }
        self.disk.sync_folder(&place.folder)
    }

    /// Begins a pass of the collection: what was stored before the pass before counts as named in the log, or as unused.
    pub(crate) fn begin_pass(&self) {
        let mut recent = self.recent.lock();
        recent.before = std::mem::take(&mut recent.now);
    }

    /// Removes a blob that nothing names; false if it was stored lately.
    pub(crate) fn remove_unless_recent(&self, digest: &Digest, name: &str) -> io::Result<bool> {
        let recent = self.recent.lock();
        if recent.now.contains(digest) || recent.before.contains(digest) {
            return Ok(false);
        }
        // Its folder is not synced: a blob that comes back after a power loss is removed again.
        self.disk.remove(name).map(|()| true)
    }

    /// Whether the blob exists. A file of another length was damaged and is written again.
    fn is_there(&self, place: &BlobPath, len: usize) -> io::Result<bool> {
        match self.disk.open(&place.file) {
            Ok(file) => Ok(file.len()? == len as u64),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn ensure_folder(&self, folder: &str) -> io::Result<()> {
        let mut folders = self.folders.lock();
        if !folders.contains(folder) {
            self.disk.create_folder(folder)?;
            self.disk.sync_folder(FOLDER)?;
            folders.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Reads a blob and checks it against its digest.
    pub(crate) fn get(&self, digest: &Digest) -> Result<Option<Bytes>, StoreError> {
        let Some(place) = BlobPath::of(digest) else { return Ok(None) };
        let failed = |error: io::Error| store_error(&format!("reading `{}`", place.file), &error);
        let file = match self.disk.open(&place.file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            result => result.map_err(failed)?,
        };
        let len = file.len().map_err(failed)?;
        let len = usize::try_from(len).map_err(|_| damaged(&place, "is too large"))?;
        let content = file.read_up_to(0, len).map_err(failed)?;
        if Digest::of(&content) != *digest {
            return Err(damaged(&place, "does not match its digest"));
        }
        Ok(Some(content.into()))
    }

    /// Reads a blob that a record or document names.
    pub(crate) fn named(&self, digest: &Digest) -> Result<Bytes, StoreError> {
        self.get(digest)?.ok_or_else(|| StoreError::Corrupt(format!("the blob `{digest}` is missing")))
    }
}

/// The digest of the blob with this name.
pub(crate) fn digest_of_name(name: &str) -> Option<Digest> {
    let (first, rest) = name.strip_prefix(FOLDER)?.strip_prefix('/')?.split_once('/')?;
    let digest = Digest(format!("sha256:{first}{rest}"));
    BlobPath::of(&digest).map(|_| digest)
}

/// The names of all blobs, in any order.
pub(crate) fn names(disk: &dyn Disk) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for folder in disk.list(FOLDER)?.into_iter().filter(|folder| folder.len() == 2) {
        let inside = disk.list(&format!("{FOLDER}/{folder}"))?;
        // Anything else there is no blob.
        names.extend(
            inside
                .into_iter()
                .filter(|name| name.len() == 62)
                .map(|name| format!("{FOLDER}/{folder}/{name}")),
        );
    }
    Ok(names)
}

fn damaged(place: &BlobPath, what: &str) -> StoreError {
    StoreError::Corrupt(format!("`{}` {what}", place.file))
}
