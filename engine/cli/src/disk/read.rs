//! Reading one file.

use std::fs::File;
use std::io::Read;
use std::os::fd::AsFd;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, openat, statat};

use super::{is, is_link, not_regular, unreadable};

/// Most bytes of a document: no server takes a larger one.
pub(super) const LARGEST: u64 = 16 << 20;
/// Most bytes of what a server made, a receipt or the heads of a log.
const LARGE: u64 = 512 << 20;

/// Whether a link may stand in the place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    Followed,
    Refused,
}

/// The text of a document: a regular file, and no link.
pub(crate) fn read_document_file(path: &Path) -> Result<String, String> {
    text(read_file_in_folder(CWD, path, path, Links::Refused, LARGEST)?, path)
}

/// The text of a file of the operator's own, a configuration or a key: links are followed, since that is how such files are
/// handed to a service.
pub(crate) fn read_operator_file(path: &Path) -> Result<String, String> {
    text(own_bytes(path)?, path)
}

/// The same, large and not as text.
pub(crate) fn own_bytes(path: &Path) -> Result<Vec<u8>, String> {
    read_file_in_folder(CWD, path, path, Links::Followed, LARGE)
}

/// Everything that `from` gives, where it is not too much.
pub(crate) fn read_bounded(from: impl Read, named: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = from.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read {named}: {error}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("{named} gives more than {} MiB", LARGEST >> 20));
    }
    Ok(bytes)
}

pub(super) fn text(bytes: Vec<u8>, path: &Path) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| format!("cannot read `{}`: it is not UTF-8 text", path.display()))
}

/// The bytes of the regular file `name` in an open folder; messages call it `shown`.
pub(super) fn read_file_in_folder(
    folder: impl AsFd,
    name: &Path,
    shown: &Path,
    links: Links,
    most: u64,
) -> Result<Vec<u8>, String> {
    let folder = folder.as_fd();
    let failed = |error: rustix::io::Errno| unreadable(shown, error);
    let (mut looked, mut flags) = (AtFlags::empty(), OFlags::empty());
    if links == Links::Refused {
        (looked, flags) = (AtFlags::SYMLINK_NOFOLLOW, OFlags::NOFOLLOW);
    }
    // Looked at before it is opened: opening a pipe waits, and opening a device may do something.
    let stat = statat(folder, name, looked).map_err(failed)?;
    if is(&stat, FileType::Symlink) {
        return Err(is_link(shown));
    }
    if !is(&stat, FileType::RegularFile) {
        return Err(not_regular(shown, &stat));
    }
    let flags = flags | OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = openat(folder, name, flags, Mode::empty()).map_err(failed)?;
    // Of the open file: its name may be another's by now.
    let stat = rustix::fs::fstat(&file).map_err(failed)?;
    if !is(&stat, FileType::RegularFile) {
        return Err(not_regular(shown, &stat));
    }
    let mut bytes = Vec::new();
    let read = File::from(file).take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(shown, error))?;
    if bytes.len() as u64 > most {
        return Err(format!("`{}` has more than {} MiB", shown.display(), most >> 20));
    }
    Ok(bytes)
}
