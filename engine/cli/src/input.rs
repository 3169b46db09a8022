//! Reading what the command line names: files, stdin, JSON.

use std::path::Path;

use crate::disk;

/// A document's text, with an error that names it.
pub(crate) fn read_file(path: &Path) -> Result<String, String> {
    disk::read_document_file(path)
}

/// `JSON`, `@file` or `-` for stdin.
pub(crate) fn read_argument(argument: &str) -> Result<Vec<u8>, String> {
    let mut read = match argument.strip_prefix('@') {
        // The input of one call may come from a pipe; it is read up to a bound.
        Some(file) => {
            let opened =
                std::fs::File::open(file).map_err(|error| format!("cannot read `{file}`: {error}"))?;
            disk::read_bounded(opened, &format!("`{file}`"))?
        }
        None if argument == "-" => disk::read_bounded(std::io::stdin(), "stdin")?,
        None => argument.as_bytes().to_vec(),
    };
    // Some programs write a byte order mark before JSON.
    if read.starts_with(MARK) {
        read.drain(..MARK.len());
    }
    Ok(read)
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
