//! The one place that reads and writes files and folders which the command line names.
//!
//! A document is a regular file, reached without a link, and not larger than anybody writes one. Below a folder nothing
//! leads out of it: each step opens one name in an open folder, and a link, a pipe or a device in the place of a document is
//! refused by name. What is written gets its name when it is whole.

mod folder;
mod read;
mod write;

use std::io;
use std::path::Path;

use rustix::fs::{FileType, Stat};

pub(crate) use folder::{Folder, Hidden, Seen, Walk};
pub(crate) use read::{own_bytes, read_bounded, read_document_file, read_operator_file};
pub(crate) use write::{Writer, write_named_file};

/// What a name stands for, in words.
fn kind_of_file(stat: &Stat) -> &'static str {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => "a file",
        FileType::Directory => "a folder",
        FileType::Symlink => "a link",
        FileType::Fifo => "a pipe",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        FileType::Unknown => "nothing that is known here",
    }
}

fn is(stat: &Stat, kind: FileType) -> bool {
    FileType::from_raw_mode(stat.st_mode) == kind
}

/// Why a link is not read or written through.
fn is_link(path: &Path) -> String {
    format!("`{}` is a link, and links are not followed: put the file or folder itself there", path.display())
}

fn not_regular(path: &Path, stat: &Stat) -> String {
    format!("`{}` is {}, not a regular file", path.display(), kind_of_file(stat))
}

fn unreadable(path: &Path, error: impl Into<io::Error>) -> String {
    format!("cannot read `{}`: {}", path.display(), error.into())
}

fn unwritable(path: &Path, error: impl Into<io::Error>) -> String {
    format!("cannot write `{}`: {}", path.display(), error.into())
}

/// Whether a name ends like a document.
fn is_document(name: &Path) -> bool {
    name.extension().is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
}

#[cfg(test)]
mod tests;
