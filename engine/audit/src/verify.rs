//! Checking a log: what each check looked at, what it found, and whom it stops.

use std::collections::BTreeMap;
use std::path::Path;

use crate::chain;
use crate::log::files;
use crate::{AuditError, Entry, Head, PublicKey};

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at, and how much of it.
    pub what: String,
    /// What is wrong; nothing, when all is well.
    pub wrong: Vec<String>,
    /// Who cannot have changed the log, when all is well.
    pub stops: &'static str,
}

/// What came of checking a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Each check.
    pub checks: Vec<Check>,
    /// Entries in the log.
    pub entries: usize,
    /// Entries behind the last head of the anchor, or all of them without one: of these only the chain speaks.
    pub unanchored: usize,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.checks.iter().all(|check| check.wrong.is_empty())
    }
}

/// Where each link of a chain ends, in entries of the whole log.
struct Read {
    hashes: Vec<String>,
    ends: Vec<usize>,
}

/// Checks the log in `folder` against the heads in `anchor`, the text of the file they were appended to.
///
/// # Errors
/// [`AuditError`] when it cannot be read. What is wrong with it is in the report.
pub fn verify(folder: &Path, anchor: Option<&str>, key: Option<&PublicKey>) -> Result<Report, AuditError> {
    let own;
    let key = match key {
        Some(key) => key,
        None => {
            own = PublicKey::of_folder(folder)?;
            &own
        }
    };
    let mut links = Check {
        what: String::new(),
        wrong: Vec::new(),
        stops: "whoever changes, takes out or puts in an entry and does not write everything behind it anew",
    };
    let (mut chains, mut entries, mut count) = (BTreeMap::new(), 0, 0);
    let mut last: Option<String> = None;
    for file in files(folder)? {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = std::fs::read_to_string(&file)
            .map_err(|error| AuditError::Io(format!("{}: {error}", file.display())))?;
        let read = match chain::read(&text) {
            Ok(read) => read,
            Err(error) => {
                links.wrong.push(format!("{name}: {error}"));
                last = None;
                continue;
            }
        };
        if let (Some(before), Some((first, _))) = (&last, read.first())
            && first.previous != *before
        {
            links
                .wrong
                .push(format!("{name} does not follow the file before: one is missing, or was changed"));
        }
        if let (None, Some((first, _)), true) =
            (&last, read.first(), chains.is_empty() && links.wrong.is_empty())
            && !first.previous.is_empty()
        {
            links.wrong.push(format!("{name} is not the first: the files before are missing"));
        }
        let mut ends = Vec::new();
        for (link, _) in &read {
            let told: Vec<&Entry> = link.entries.iter().collect();
            entries += told.len();
            ends.push(entries);
        }
        count += read.len();
        last = read.last().map(|(_, hash)| hash.clone());
        chains.insert(name, Read { hashes: read.into_iter().map(|(_, hash)| hash).collect(), ends });
    }
    links.what = format!("{count} links of {} starts, {entries} entries", chains.len());
    let mut checks = vec![links];
    let mut anchored = 0;
    if let Some(anchor) = anchor {
        let (signed, agrees, reached) = anchored_to(anchor, key, &chains);
        anchored = reached;
        checks.extend([signed, agrees]);
    }
    Ok(Report { checks, entries, unanchored: entries.saturating_sub(anchored) })
}

/// Checks the heads, and the chains against them; how many entries the last head speaks of.
fn anchored_to(anchor: &str, key: &PublicKey, chains: &BTreeMap<String, Read>) -> (Check, Check, usize) {
    let mut signed = Check {
        what: String::new(),
        wrong: Vec::new(),
        stops: "whoever writes to the anchor and does not have the key",
    };
    let mut agrees = Check {
        what: String::new(),
        wrong: Vec::new(),
        stops: "whoever has this server, its disk and its key, but not the anchor: for what stands in it",
    };
    let (mut heads, mut reached) = (0, 0);
    for (index, line) in anchor.split_inclusive('\n').enumerate() {
        let Some(line) = line.strip_suffix('\n') else { break };
        let number = index + 1;
        heads += 1;
        let Ok(head) = serde_json::from_str::<Head>(line) else {
            signed.wrong.push(format!("line {number} of the anchor cannot be read"));
            continue;
        };
        if !head.is_signed_by(key) {
            signed.wrong.push(format!("line {number} of the anchor is not signed with this key"));
            continue;
        }
        let at = usize::try_from(head.number).unwrap_or(usize::MAX);
        match chains.get(&head.chain) {
            None => agrees.wrong.push(format!("{} is missing, or cannot be read", head.chain)),
            Some(chain) => match (chain.hashes.get(at), chain.ends.get(at)) {
                (Some(hash), Some(end)) if *hash == head.hash => reached = reached.max(*end),
                (Some(_), _) => agrees.wrong.push(format!("link {at} of {} was changed", head.chain)),
                (None, _) => agrees.wrong.push(format!("{} was cut off before link {at}", head.chain)),
            },
        }
    }
    agrees.wrong.dedup();
    signed.what = format!("{heads} heads in the anchor are signed");
    agrees.what = format!("the log has what {heads} heads say");
    (signed, agrees, reached)
}
