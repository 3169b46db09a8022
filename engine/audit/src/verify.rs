//! Checking a log: what each check looked at, what it found, and whom it stops.

use std::collections::BTreeMap;
use std::path::Path;

use crate::walk::{Read, Walk};
use crate::{AuditError, Head, PublicKey};

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
    /// What is no fault and worth knowing: a start that was killed while it wrote.
    pub notes: Vec<String>,
    /// What these checks cannot find.
    pub unseen: Vec<String>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.checks.iter().all(|check| check.wrong.is_empty())
    }
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
    let walk = Walk::over(folder)?;
    let mut links = Check {
        what: format!("{} links of {} starts, {} entries", walk.links, walk.chains.len(), walk.entries),
        wrong: walk.wrong,
        stops: "anyone who changes, removes or inserts an entry, a file or a start and does not rewrite all that follows",
    };
    if walk.chains.is_empty() && links.wrong.is_empty() {
        links.wrong.push("there is no log in this folder: every start of a server leaves a file".to_owned());
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
            unseen.push("a log that was written anew by someone with the key and the disk".to_owned());
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

/// Checks the heads, and the chains against them; how many entries the last head speaks of.
fn anchored_to(anchor: &str, key: &PublicKey, chains: &BTreeMap<String, Read>) -> (Check, Check, usize) {
    let mut signed = Check {
        what: String::new(),
        wrong: Vec::new(),
        stops: "anyone who writes to the anchor and does not have the key",
    };
    let mut agrees = Check {
        what: String::new(),
        wrong: Vec::new(),
        stops: "anyone who has this server, its disk and its key, but not the anchor: for what the anchor has",
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
    if heads == 0 {
        signed.wrong.push("the anchor has no head: it is empty, or it is not this log's anchor".to_owned());
    }
    signed.what = format!("{heads} heads in the anchor are signed");
    agrees.what = format!("the log has what {heads} heads say");
    (signed, agrees, reached)
}
