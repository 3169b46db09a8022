//! Reads a log from its first to its newest file, and checks that each link and each start follows the one before.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use crate::chain::{self, Link, NOTHING};
use crate::log::{files_of_log, io_error};
use crate::start::{Found, Torn, name_of_log_file};
use crate::{AuditError, regular};

/// For each link of a chain, the number of entries of the whole log up to its end.
pub(crate) struct Read {
    pub(crate) hashes: Vec<String>,
    pub(crate) ends: Vec<usize>,
}

/// The content of a log, and problems of its chains.
#[derive(Default)]
pub(crate) struct Walk {
    pub(crate) chains: BTreeMap<String, Read>,
    pub(crate) entries: usize,
    pub(crate) links: usize,
    /// The newest file.
    pub(crate) newest: Option<String>,
    pub(crate) wrong: Vec<String>,
    /// Notes that are not problems.
    pub(crate) notes: Vec<String>,
    /// The hash of the last link read so far.
    last: Option<String>,
    /// The file with this link and the files after it, as they are now.
    since: Vec<Found>,
    /// The file before cannot be read, so it is unknown whether the next one follows it.
    is_broken: bool,
}

impl Walk {
    /// Reads all files of a log.
    pub(crate) fn over(folder: &Path) -> Result<Self, AuditError> {
        let mut walk = Self::default();
        for file in files_of_log(folder)? {
            let name = name_of_log_file(&file);
            match regular::read_regular_file(&file) {
                Ok(text) => walk.file(&name, &text),
                // A server leaves neither links nor bytes that are not text.
                Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData) => {
                    walk.unreadable(&name, &error);
                }
                Err(error) => return Err(io_error(&file, &error)),
            }
            walk.newest = Some(name);
        }
        if let Some(Found { file, torn: Some(torn), .. }) = walk.since.last() {
            walk.notes.push(format!(
                "`{file}` ends in {} bytes of a link that was not finished: its server was killed while it wrote, or \
                 writes now",
                torn.bytes
            ));
        }
        Ok(walk)
    }

    fn unreadable(&mut self, name: &str, why: &dyn std::fmt::Display) {
        self.wrong.push(format!("{name}: {why}"));
        self.is_broken = true;
        self.last = None;
        self.since.clear();
    }

    fn file(&mut self, name: &str, text: &str) {
        let (links, end) = match chain::read_whole(text) {
            Ok(read) => read,
            Err(error) => return self.unreadable(name, &error),
        };
        let found = Found { file: name.to_owned(), links: links.len() as u64, torn: Torn::of(end) };
        let Some((first, _)) = links.first() else {
            self.wrong.push(format!("{name} has no link: it was emptied"));
            self.since.push(found);
            return;
        };
        self.follows(name, first);
        if found.torn.is_some() && !chain::is_torn_link(end, links.last()) {
            self.wrong.push(format!("{name} ends in bytes that are not the beginning of its next link"));
        }
        let mut ends = Vec::new();
        for (link, _) in &links {
            self.entries += link.entries.len();
            ends.push(self.entries);
        }
        self.links += links.len();
        self.last = links.last().map(|(_, hash)| hash.clone());
        self.since = vec![found];
        let hashes = links.into_iter().map(|(_, hash)| hash).collect();
        self.chains.insert(name.to_owned(), Read { hashes, ends });
    }

    /// Checks that the first link of a file follows the file before, as it is now.
    fn follows(&mut self, name: &str, first: &Link) {
        if std::mem::take(&mut self.is_broken) {
            return;
        }
        let count = self.wrong.len();
        for found in &first.found {
            let Found { file, links, .. } = found;
            let now = self.since.iter().find(|now| now.file == *file);
            match now {
                None => self.wrong.push(format!("{file} is missing: {name} follows it, with {links} links")),
                Some(now) if now.links < *links => self.wrong.push(format!(
                    "{file} was cut off: it had {links} links when {name} was started, and has {} now",
                    now.links
                )),
                Some(now) if now.links > *links => self.wrong.push(format!(
                    "{file} was written after {name} was started: it had {links} links, and has {} now",
                    now.links
                )),
                Some(now) if now.torn != found.torn => {
                    self.wrong
                        .push(format!("the end of {file} is not what {name} found when it was started"));
                }
                Some(_) => {}
            }
        }
        let expected = self.last.as_deref().unwrap_or(NOTHING);
        if first.previous != expected && self.wrong.len() == count {
            self.wrong.push(match self.last {
                None if self.since.is_empty() => {
                    format!("{name} is not the first: the files before are missing")
                }
                _ => format!("{name} does not follow the file before: one is missing, or was changed"),
            });
        }
        let Some(newest) = first.found.last() else {
            self.unrecorded(name);
            return;
        };
        for now in self.since.iter().filter(|now| now.file > newest.file) {
            self.wrong.push(format!("{} did not exist when {name} was started", now.file));
        }
    }

    /// Handles a start of an older engine, which did not record the files that it found.
    fn unrecorded(&mut self, name: &str) {
        for Found { file, .. } in self.since.iter().filter(|found| found.torn.is_some() && found.links > 0) {
            self.notes.push(format!(
                "`{file}` ends in a link that was not finished; {name} was begun by an older engine, which did not \
                 record that"
            ));
        }
    }
}
