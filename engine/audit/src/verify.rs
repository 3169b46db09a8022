//! Verifies a log: what each check read, what it found, and which change it detects.

use std::collections::BTreeMap;
use std::path::Path;

use crate::walk::{Read, Walk};
use crate::{AuditError, Head, PublicKey};

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked, and how much of it.
    pub what: String,
    /// The problems; empty if there are none.
    pub wrong: Vec<String>,
    /// Who cannot have changed the log, if there are no problems.
    pub stops: &'static str,
}

/// The result of verifying a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The checks.
    pub checks: Vec<Check>,
    /// Number of entries in the log.
    pub entries: usize,
    /// Number of entries after the last head of the anchor, or all without an anchor. Only the chain protects these.
    pub unanchored: usize,
    /// Notes that are not problems: a server was killed while it wrote.
    pub notes: Vec<String>,
    /// Changes that these checks cannot detect.
    pub unseen: Vec<String>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.checks.iter().all(|check| check.wrong.is_empty())
    }
}

/// Verifies the log in `folder` against the heads in `anchor`, one per line.
///
/// # Errors
/// [`AuditError`] if it cannot be read. Problems of the log are in the report.
pub fn verify(folder: &Path, anchor: Option<&str>, key: Option<&PublicKey>) -> Result<Report, AuditError> {
    let own;
    let key = match key {
        Some(key) => key,
        None => {
            own = PublicKey::of_folder(folder)?;
            &own
        }
    };
    let walk = Walk::over(folder)?;
    let mut links = Check {
        what: format!("{} links of {} starts, {} entries", walk.links, walk.chains.len(), walk.entries),
        wrong: walk.wrong,
        stops: "anyone who changes, removes or inserts an entry, a file or a start without rewriting everything after it",
    };
    if walk.chains.is_empty() && links.wrong.is_empty() {
        links.wrong.push("there is no log in this folder: every start of a server creates a file".to_owned());
    }
    let (mut checks, mut anchored) = (vec![links], 0);
    if let Some(anchor) = anchor {
        let (signed, agrees, reached) = anchored_to(anchor, key, &walk.chains);
        anchored = reached;
        checks.extend([signed, agrees]);
    }
    let unanchored = walk.entries.saturating_sub(anchored);
    let mut unseen = Vec::new();
    let newest = walk.newest.as_deref().unwrap_or("the newest file");
    match anchor {
        None => {
            unseen.push(format!(
                "entries cut from the end of `{newest}`, and newer files that were removed: nothing follows them"
            ));
            unseen.push("a log that was rewritten by someone with the key and the disk".to_owned());
        }
        Some(_) if unanchored > 0 => {
            unseen.push(format!(
                "a change of the last {unanchored} entries: they follow the anchor's last head"
            ));
        }
        Some(_) => {}
    }
    Ok(Report { checks, entries: walk.entries, unanchored, notes: walk.notes, unseen })
}

/// Verifies the heads, and the chains against them. Returns the number of entries that the last head covers.
fn anchored_to(anchor: &str, key: &PublicKey, chains: &BTreeMap<String, Read>) -> (Check, Check, usize) {
    let mut signed = Check {
        what: String::new(),
        wrong: Vec::new(),
        stops: "anyone who writes to the anchor and does not have the key",
    };
    let mut agrees = Check {
        what: String::new(),
        wrong: Vec::new(),
        stops: "anyone who has this server, its disk and its key, but not the anchor, for everything that the anchor covers",
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
            None => agrees.wrong.push(format!("{} is missing or cannot be read", head.chain)),
            Some(chain) => match (chain.hashes.get(at), chain.ends.get(at)) {
                (Some(hash), Some(end)) if *hash == head.hash => reached = reached.max(*end),
                (Some(_), _) => agrees.wrong.push(format!("link {at} of {} was changed", head.chain)),
                (None, _) => agrees.wrong.push(format!("{} was cut off before link {at}", head.chain)),
            },
        }
    }
    agrees.wrong.dedup();
    if heads == 0 {
        signed.wrong.push("the anchor has no head: it is empty, or it is not this log's anchor".to_owned());
    }
    signed.what = format!("{heads} heads in the anchor are signed");
    agrees.what = format!("the log matches {heads} heads");
    (signed, agrees, reached)
}
