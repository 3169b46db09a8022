//! Writes an archive. It gets its name when all of it is on disk.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use towpath_audit::AuditFile;
use towpath_store_embedded::Snapshot;

use super::{AUDIT, BackupError, FORMAT, MANIFEST, MANIFEST_BYTES, Manifest, ManifestFile, Position};

/// The end of the name of an archive that is being written.
pub(super) const UNFINISHED: &str = ".unfinished";

/// What goes into an archive.
///
/// INVARIANT: `audit` was taken after `snapshot`, and an action is in the audit log before it is done: so no change of the
/// snapshot lacks its entry.
pub(crate) struct Source {
    pub(crate) snapshot: Snapshot,
    pub(crate) audit: Vec<AuditFile>,
    /// Names of secrets.
    pub(crate) secrets: Vec<String>,
    /// Milliseconds since the Unix epoch.
    pub(crate) taken_at: i64,
}

impl Source {
    /// Bytes of all files, before they are compressed.
    pub(crate) fn bytes(&self) -> u64 {
        let log_and_blobs = self.snapshot.files().iter().map(|file| file.bytes);
        log_and_blobs.chain(self.audit.iter().map(|file| file.bytes)).sum()
    }
}

/// Writes the archive `path`, which must not exist, for its owner only. `written` counts its bytes. What a killed writer left of
/// it is removed.
///
/// # Errors
/// Nothing is at `path` then, unless the error says that the archive is complete: its name may get lost when the machine ends.
pub(crate) fn write_archive_file(
    path: &Path,
    source: &Source,
    written: &AtomicU64,
) -> Result<Manifest, BackupError> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(UNFINISHED);
    let unfinished = Path::new(&unfinished);
    let done = write_and_name(path, unfinished, (source, written), sync_folder);
    if done.is_err() {
        // A leftover only takes space, and is removed before the next one is written.
        let _ = std::fs::remove_file(unfinished);
    }
    done
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(super) fn write_and_name(
    path: &Path,
    unfinished: &Path,
    (source, written): (&Source, &AtomicU64),
    sync_folder: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<Manifest, BackupError> {
    let failed = || BackupError::io(format!("writing `{}`", path.display()));
    if path.exists() {
        return Err(BackupError::Io(format!("`{}` exists already", path.display())));
    }
    match std::fs::remove_file(unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(BackupError::io(format!("removing `{}`", unfinished.display()))(error));
        }
        _ => {}
    }
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(unfinished).map_err(failed())?;
    let counted = Counted { inner: BufWriter::with_capacity(1 << 20, file), written };
    let (manifest, counted) = write_archive(counted, source)?;
    let file = counted.inner.into_inner().map_err(|error| failed()(error.into_error()))?;
    file.sync_all().map_err(failed())?;
    std::fs::rename(unfinished, path).map_err(failed())?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = format!("`{}` is complete, but syncing its folder failed", path.display());
    sync_folder(folder).map_err(BackupError::io(named))?;
    Ok(manifest)
}

/// Writes an archive, with the manifest at its end.
fn write_archive<W: Write>(to: W, source: &Source) -> Result<(Manifest, W), BackupError> {
    let mut archive = Archive {
        tar: tar::Builder::new(GzEncoder::new(to, Compression::fast())),
        files: Vec::new(),
        // In seconds.
        taken_at: u64::try_from(source.taken_at / 1_000).unwrap_or_default(),
    };
    for file in source.snapshot.files() {
        let read = source.snapshot.read(file).map_err(BackupError::io(format!("reading `{}`", file.name)))?;
        archive.add(&file.name, file.bytes, read)?;
    }
    for file in &source.audit {
        let name = format!("{AUDIT}/{}", file.name);
        let read = file.read().map_err(BackupError::io(format!("reading `{name}`")))?;
        archive.add(&name, file.bytes, read)?;
    }
    let position = source.snapshot.position();
    let manifest = Manifest {
        format: FORMAT,
        log_format: source.snapshot.format(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: source.taken_at,
        position: Position { segment: position.segment, offset: position.offset },
        secrets: source.secrets.clone(),
        files: std::mem::take(&mut archive.files),
    };
    let text = serde_json::to_vec(&manifest).map_err(|error| BackupError::Io(error.to_string()))?;
    if text.len() as u64 > MANIFEST_BYTES {
        let (files, bytes) = (manifest.files.len(), text.len());
        let why = format!("the manifest of {files} files has {bytes} bytes; it may have {MANIFEST_BYTES}");
        return Err(BackupError::Io(why));
    }
    archive.add(MANIFEST, text.len() as u64, text.as_slice())?;
    let finish = || -> io::Result<W> { archive.tar.into_inner()?.finish() };
    Ok((manifest, finish().map_err(BackupError::io("ending the archive"))?))
}

struct Archive<W: Write> {
    tar: tar::Builder<GzEncoder<W>>,
    files: Vec<ManifestFile>,
    taken_at: u64,
}

impl<W: Write> Archive<W> {
    /// Adds a file of exactly `bytes`.
    fn add(&mut self, name: &str, bytes: u64, read: impl Read) -> Result<(), BackupError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(self.taken_at);
        let mut digested = Digested { inner: read.take(bytes), hash: Sha256::new(), bytes: 0 };
        let added = self.tar.append_data(&mut header, name, &mut digested);
        added.map_err(BackupError::io(format!("adding `{name}`")))?;
        if digested.bytes != bytes {
            let Digested { bytes: read, .. } = digested;
            return Err(BackupError::Io(format!("`{name}` has {read} bytes, where it had {bytes}")));
        }
        self.files.push(ManifestFile { name: name.to_owned(), bytes, sha256: hex(digested.hash) });
        Ok(())
    }
}

/// A digest in hexadecimal.
pub(super) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Computes the digest of what is read through it.
pub(super) struct Digested<R> {
    pub(super) inner: R,
    pub(super) hash: Sha256,
    pub(super) bytes: u64,
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}

/// Counts what is written through it.
struct Counted<'a, W> {
    inner: W,
    written: &'a AtomicU64,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.written.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
