//! Opens files of the audit folder: only regular files, never links, pipes or devices.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;

/// Maximum bytes of one file.
const MOST: u64 = 4 << 30;

/// Opens a regular file for reading. A link is refused, and a pipe does not block.
pub(crate) fn open_regular_file(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    // INVARIANT: the flags of `open` are small positive numbers.
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let found = std::fs::symlink_metadata(path)?;
    if found.is_symlink() {
        return Err(refused("it is a link, and links are not followed"));
    }
    if !found.is_file() {
        return Err(refused("it is not a regular file"));
    }
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    // Checks the open file, because its name may refer to another file by now.
    if !file.metadata()?.is_file() {
        return Err(refused("it is not a regular file"));
    }
    Ok(file)
}

/// The text of a regular file.
pub(crate) fn read_regular_file(path: &Path) -> io::Result<String> {
    let file = open_regular_file(path)?;
    let mut text = String::new();
    if file.take(MOST + 1).read_to_string(&mut text)? as u64 > MOST {
        return Err(refused("it is larger than 4 GiB"));
    }
    Ok(text)
}

fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}
