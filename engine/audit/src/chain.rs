//! The chain of hashes: the hash of each link covers the hash of the link before. A link is a line of JSON.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::Entry;
use crate::start::Found;

/// The previous hash of the very first link.
pub(crate) const NOTHING: &str = "";

/// Entries that were written together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Link {
    /// Counts up from 0 within the file.
    pub number: u64,
    /// The hash of the link before. In the first link of a file: the hash of the last link of the file before, if any.
    pub previous: String,
    /// In the first link of a file: the files before, from the file with the last link on, as this start found them. Engines
    /// before 0.2 did not write it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
    /// The entries. The first link of a file has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// A line: the hashed text of the link, and the hash.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    hash: String,
    link: Box<RawValue>,
}

/// Why a line is not valid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// It cannot be read.
    #[error("line {line} cannot be read: {why}")]
    Unreadable {
        /// Counted from 1.
        line: usize,
        /// The reason.
        why: String,
    },
    /// Its hash does not match its link.
    #[error("line {line} was changed: its hash does not match its content")]
    Changed {
        /// Counted from 1.
        line: usize,
    },
    /// It does not follow the line before.
    #[error("line {line} does not follow the line before: a line was removed, inserted or moved")]
    Broken {
        /// Counted from 1.
        line: usize,
    },
}

/// The line of a link with its line end, and the hash.
pub(crate) fn seal_link(link: &Link) -> Result<(String, String), serde_json::Error> {
    let link = serde_json::value::to_raw_value(link)?;
    let hash = hash(link.get());
    let line = serde_json::to_string(&Line { hash: hash.clone(), link })?;
    Ok((format!("{line}\n"), hash))
}

fn hash(link: &str) -> String {
    Sha256::digest(link.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Parses one line to its link and hash.
pub(crate) fn parse_link(line: &str, number: usize) -> Result<(Link, String), ChainError> {
    let unreadable =
        |error: serde_json::Error| ChainError::Unreadable { line: number, why: error.to_string() };
    let Line { hash: recorded, link } = serde_json::from_str(line).map_err(unreadable)?;
    if hash(link.get()) != recorded {
        return Err(ChainError::Changed { line: number });
    }
    Ok((serde_json::from_str(link.get()).map_err(unreadable)?, recorded))
}

/// The links of a file with their hashes, and the rest after them, which was cut off while it was written.
pub(crate) fn read_whole(text: &str) -> Result<(Vec<(Link, String)>, &str), ChainError> {
    let mut found: Vec<(Link, String)> = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let Some(line) = line.strip_suffix('\n') else { return Ok((found, line)) };
        let number = index + 1;
        let (link, recorded) = parse_link(line, number)?;
        let follows = match found.last() {
            Some((before, hash)) => {
                link.previous == *hash && link.number == before.number + 1 && link.found.is_empty()
            }
            None => link.number == 0,
        };
        if !follows {
            return Err(ChainError::Broken { line: number });
        }
        found.push((link, recorded));
    }
    Ok((found, ""))
}

/// Whether `end` is the beginning of a link after `last` that was cut off while it was written. After a power loss a file
/// system may leave zeros in place of the rest.
pub(crate) fn is_torn_link(end: &str, last: Option<&(Link, String)>) -> bool {
    let Some((link, hash)) = last else { return false };
    let end = end.trim_end_matches('\0');
    let begin = "{\"hash\":\"";
    let Some(rest) = end.strip_prefix(begin) else { return begin.starts_with(end) };
    let digits = rest.bytes().take(64).take_while(u8::is_ascii_hexdigit).count();
    let middle =
        format!("\",\"link\":{{\"number\":{},\"previous\":\"{hash}\",\"entries\":[", link.number + 1);
    match rest.split_at_checked(digits) {
        Some((_, "")) => true,
        Some((_, rest)) => digits == 64 && (rest.starts_with(&middle) || middle.starts_with(rest)),
        None => false,
    }
}
