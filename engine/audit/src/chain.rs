//! The chain: each link has the hash of the one before in its own. A link is a line of JSON.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::Entry;
use crate::start::Found;

/// What a chain begins with.
pub(crate) const NOTHING: &str = "";

/// Entries that were written together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Link {
    /// Counts up from 0 within the file.
    pub number: u64,
    /// The hash of the link before; of the first link, that of the last one of the file before, if there is one.
    pub previous: String,
    /// Of the first link: the files before, from the one with the last link on, as this start found them. Engines before
    /// 0.2 did not write it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
    /// What happened. The first link of a file has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// A line: the link as it is hashed, and its hash.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    hash: String,
    link: Box<RawValue>,
}

/// A line that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// It cannot be read.
    #[error("line {line} cannot be read: {why}")]
    Unreadable {
        /// Counted from 1.
        line: usize,
        /// Why.
        why: String,
    },
    /// Its hash is not that of its link.
    #[error("line {line} was changed: its hash is not that of what stands there")]
    Changed {
        /// Counted from 1.
        line: usize,
    },
    /// It does not follow the line before.
    #[error("line {line} does not follow the one before: something was taken out, put in or moved")]
    Broken {
        /// Counted from 1.
        line: usize,
    },
}

/// The line of a link, with its end, and its hash.
pub(crate) fn seal(link: &Link) -> Result<(String, String), serde_json::Error> {
    let link = serde_json::value::to_raw_value(link)?;
    let hash = hash(link.get());
    let line = serde_json::to_string(&Line { hash: hash.clone(), link })?;
    Ok((format!("{line}\n"), hash))
}

fn hash(link: &str) -> String {
    Sha256::digest(link.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The link of one line, and its hash.
pub(crate) fn one(line: &str, number: usize) -> Result<(Link, String), ChainError> {
    let unreadable =
        |error: serde_json::Error| ChainError::Unreadable { line: number, why: error.to_string() };
    let Line { hash: told, link } = serde_json::from_str(line).map_err(unreadable)?;
    if hash(link.get()) != told {
        return Err(ChainError::Changed { line: number });
    }
    Ok((serde_json::from_str(link.get()).map_err(unreadable)?, told))
}

/// The links of a file, each with its hash, and the end behind them that was cut off while it was written.
pub(crate) fn read_whole(text: &str) -> Result<(Vec<(Link, String)>, &str), ChainError> {
    let mut found: Vec<(Link, String)> = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let Some(line) = line.strip_suffix('\n') else { return Ok((found, line)) };
        let number = index + 1;
        let (link, told) = one(line, number)?;
        let follows = match found.last() {
            Some((before, hash)) => {
                link.previous == *hash && link.number == before.number + 1 && link.found.is_empty()
            }
            None => link.number == 0,
        };
        if !follows {
            return Err(ChainError::Broken { line: number });
        }
        found.push((link, told));
    }
    Ok((found, ""))
}

/// Whether `end` is what is left of a link that was to follow `last` and was cut off while it was written. A file system
/// that lost power may leave zeroes where the rest was to stand.
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
