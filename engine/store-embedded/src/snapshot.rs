//! A snapshot of an open store: the log up to a position, and the blobs. What it names is durable and does not change, so it
//! is read while the store continues. The index is not in it: it is rebuilt from the log.

use std::io::{self, Read};
use std::sync::Arc;

use crate::blobs;
use crate::disk::{Disk, DiskFile};
use crate::error::OpenError;
use crate::overlay::Mark;
use crate::pins::{Pin, Pins};
use crate::segment;
use crate::start;

/// A position of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogPosition {
    /// Number of the segment, from 1 on.
    pub segment: u32,
    /// Offset in it, in bytes.
    pub offset: u32,
}

/// A file of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotFile {
    /// The name, relative to the data folder.
    pub name: String,
    /// How many bytes of it belong to the snapshot, from its beginning.
    pub bytes: u64,
}

/// A snapshot.
pub struct Snapshot {
    disk: Arc<dyn Disk>,
    position: LogPosition,
    files: Vec<SnapshotFile>,
    /// Nothing of it is removed meanwhile.
    _pin: Pin,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("position", &self.position).finish_non_exhaustive()
    }
}

impl Snapshot {
    /// Takes a snapshot of a log that is durable up to `mark`.
    ///
    /// INVARIANT: the blobs are listed after the mark was read. A blob is durable before the frame that names it, so every blob
    /// of a frame before the mark is listed.
    pub(crate) fn take(
        disk: Arc<dyn Disk>,
        mark: impl FnOnce() -> Mark,
        pins: &Pins,
    ) -> Result<Self, OpenError> {
        let _pin = pins.pin();
        let mark = mark();
        let first = start::read_start(&*disk)?;
        let position = LogPosition { segment: mark.segment, offset: mark.end };
        let mut files = Vec::new();
        if first > 1 {
            let name = start::NAME.to_owned();
            files.push(SnapshotFile { bytes: length_of(&*disk, &name)?, name });
        }
        let numbers = segment::segment_numbers(&*disk).map_err(OpenError::io("listing the folder `log`"))?;
        for number in numbers.into_iter().filter(|number| (first..=mark.segment).contains(number)) {
            let name = segment::segment_file_name(number);
            let bytes = if number == mark.segment { u64::from(mark.end) } else { length_of(&*disk, &name)? };
            files.push(SnapshotFile { name, bytes });
        }
        let mut names = blobs::names(&*disk).map_err(OpenError::io("listing the folder `blobs`"))?;
        names.sort_unstable();
        for name in names {
            let bytes = length_of(&*disk, &name)?;
            files.push(SnapshotFile { name, bytes });
        }
        Ok(Self { disk, position, files, _pin })
    }

    /// The position in the log up to which it has everything.
    pub fn position(&self) -> LogPosition {
        self.position
    }

    /// The newest format of the log that this engine writes. No segment has a newer one.
    pub fn format(&self) -> u32 {
        segment::FORMAT
    }

    /// Its files: segments of the log in order, then blobs.
    pub fn files(&self) -> &[SnapshotFile] {
        &self.files
    }

    /// Reads a file of it. Fails at the end if the file became shorter.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn read(&self, file: &SnapshotFile) -> io::Result<SnapshotReader> {
        Ok(SnapshotReader { file: self.disk.open(&file.name)?, at: 0, end: file.bytes })
    }
}

fn length_of(disk: &dyn Disk, name: &str) -> Result<u64, OpenError> {
    let length = disk.open(name).and_then(|file| file.len());
    length.map_err(OpenError::io(format!("reading the length of `{name}`")))
}

/// Reads the bytes of a file that belong to a snapshot.
pub struct SnapshotReader {
    file: Arc<dyn DiskFile>,
    at: u64,
    end: u64,
}

impl Read for SnapshotReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let count = self.file.read_at(&mut buffer[..most], self.at)?;
        if count == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter"));
        }
        self.at += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::path::Path;

    use towpath_journal::{Blobs as _, Documents as _, Put};

    use super::*;
    use crate::{EmbeddedStore, Options, check};

    fn put(key: &str, content: Vec<u8>) -> Put {
        let content = Some(content.into());
        Put { collection: "things".to_owned(), key: key.to_owned(), expected: None, content }
    }

    /// Writes the files of a snapshot into a folder.
    fn copy(snapshot: &Snapshot, to: &Path) {
        for file in snapshot.files() {
            let path = to.join(&file.name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let mut bytes = Vec::new();
            snapshot.read(file).unwrap().read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes.len() as u64, file.bytes, "{}", file.name);
            std::fs::write(path, bytes).unwrap();
        }
    }

    #[tokio::test]
    async fn a_snapshot_has_everything_before_it_and_nothing_after() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let options = Options { segment_bytes: 4_096, ..Options::default() };
        let store = EmbeddedStore::open(from.path(), options.clone()).unwrap();
        for number in 0..40 {
            store.put(vec![put(&format!("small-{number}"), vec![7; 500])]).await.unwrap();
        }
        store.put(vec![put("large", vec![9; 100 << 10])]).await.unwrap();
        let snapshot = store.snapshot().unwrap();
        assert!(snapshot.position().segment > 3, "{:?}", snapshot.position());
        for number in 40..80 {
            store.put(vec![put(&format!("small-{number}"), vec![7; 500])]).await.unwrap();
        }
        let late = store.put_blob(vec![1; 9].into()).await.unwrap();
        copy(&snapshot, to.path());
        drop(store);
        let report = check(to.path()).unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(report.torn_bytes, 0);
        let copied = EmbeddedStore::open(to.path(), options).unwrap();
        let found = copied.list("things", "").await.unwrap();
        assert_eq!(found.len(), 41);
        assert_eq!(found.iter().find(|one| one.key == "large").unwrap().content.len(), 100 << 10);
        assert_eq!(copied.blob(&late).await.unwrap(), None);
    }

    #[test]
    fn a_snapshot_of_an_empty_store_is_a_store() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = EmbeddedStore::open(from.path(), Options::default()).unwrap();
        let snapshot = store.snapshot().unwrap();
        assert_eq!(snapshot.position(), LogPosition { segment: 1, offset: segment::HEADER });
        copy(&snapshot, to.path());
        drop(EmbeddedStore::open(to.path(), Options::default()).unwrap());
        assert_eq!(check(to.path()).unwrap().findings, []);
    }
}
