//! Reads an archive: verifies every byte against the manifest, and hands its files out.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha256};

use super::write::{Digested, hex};
use super::{BackupError, FORMAT, MANIFEST, MANIFEST_BYTES, Manifest, ManifestFile, is_name_of_part};

/// Reads the whole archive and verifies it against its manifest.
///
/// # Errors
/// It cannot be read, is not whole, or a newer engine wrote it.
pub(crate) fn verify_archive(path: &Path) -> Result<Manifest, BackupError> {
    let mut found = BTreeMap::new();
    let mut manifest = None;
    visit(path, |name, read| {
        if manifest.is_some() {
            return Err(BackupError::Damaged(format!("`{name}` comes after the manifest")));
        }
        if name == MANIFEST {
            manifest = Some(read_manifest(read, MANIFEST_BYTES)?);
            return Ok(());
        }
        if !is_name_of_part(name) {
            return Err(BackupError::Damaged(format!("`{name}` belongs to no data folder")));
        }
        let file = digest(name, read, &mut io::sink())?;
        match found.insert(name.to_owned(), file) {
            Some(_) => Err(BackupError::Damaged(format!("`{name}` is in it twice"))),
            None => Ok(()),
        }
    })?;
    let manifest =
        manifest.ok_or_else(|| BackupError::Damaged("it has no manifest, so it was cut off".to_owned()))?;
    for file in &manifest.files {
        let same = found.remove(&file.name).is_some_and(|found| found == *file);
        if !same {
            return Err(BackupError::Damaged(format!("`{}` is not what the manifest says", file.name)));
        }
    }
    match found.into_keys().next() {
        Some(name) => Err(BackupError::Damaged(format!("`{name}` is not in the manifest"))),
        None => Ok(manifest),
    }
}

/// Visits the files of an archive in order, and reads it to its end, so that its checksum is verified too.
pub(super) fn visit(
    path: &Path,
    mut each: impl FnMut(&str, &mut dyn Read) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    let failed = || BackupError::io(format!("reading `{}`", path.display()));
    let damaged = |error: io::Error| BackupError::Damaged(error.to_string());
    let file = File::open(path).map_err(failed())?;
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::with_capacity(1 << 20, file)));
    // Raw: an entry that gives the next one a longer name would be read into memory, whatever its size. It is refused as what it
    // is; no name of a data folder needs one.
    for entry in archive.entries().map_err(damaged)?.raw(true) {
        let mut entry = entry.map_err(damaged)?;
        let name = entry.path_bytes().into_owned();
        let name = String::from_utf8(name)
            .map_err(|_| BackupError::Damaged("the name of a file is not text".to_owned()))?;
        if !entry.header().entry_type().is_file() {
            return Err(BackupError::Damaged(format!("`{name}` is not a file")));
        }
        each(&name, &mut entry)?;
    }
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(damaged)?;
    Ok(())
}

/// Copies a file of an archive, and computes its length and digest.
pub(super) fn digest(
    name: &str,
    read: &mut dyn Read,
    to: &mut dyn io::Write,
) -> Result<ManifestFile, BackupError> {
    let mut digested = Digested { inner: read, hash: Sha256::new(), bytes: 0 };
    io::copy(&mut digested, to).map_err(BackupError::io(format!("copying `{name}`")))?;
    Ok(ManifestFile { name: name.to_owned(), bytes: digested.bytes, sha256: hex(digested.hash) })
}

/// Reads a manifest of at most so many bytes.
pub(super) fn read_manifest(read: &mut dyn Read, most: u64) -> Result<Manifest, BackupError> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Head {
        format: u32,
        log_format: u32,
        engine: String,
    }
    let damaged = |why: String| BackupError::Damaged(format!("its manifest cannot be read: {why}"));
    let mut text = Vec::new();
    read.take(most + 1).read_to_end(&mut text).map_err(|error| damaged(error.to_string()))?;
    if text.len() as u64 > most {
        return Err(damaged(format!("it has more than {most} bytes")));
    }
    // A newer format may have other fields, so its number is read first.
    let head: Head = serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
    if head.format > FORMAT || head.log_format > towpath_store_embedded::LOG_FORMAT {
        return Err(BackupError::Newer(head.engine));
    }
    serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))
}
