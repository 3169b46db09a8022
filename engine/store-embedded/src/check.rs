//! Checks a store that is not open: every frame and pointer of the log, every blob that it names, and the consistency of
//! order, terms, keys and revisions. Reads only; repairs nothing.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use towpath_journal::{Claim, Digest, RunId};

use crate::blobs::BlobFiles;
use crate::disk::{Disk, RealDisk};
use crate::error::OpenError;
use crate::frame::{
    CommitBody, ForgottenRun, Frame, FrameKind, Position, StoredContent, StoredDocument, StoredRecord,
    parse_documents, parse_forgotten,
};
use crate::lock::FolderLock;
use crate::recovery::{self, End, Walked};
use crate::rewritten::{Bodies, Rewritten, decode_bodies};
use crate::segment::{self, HEADER};
use crate::start;

/// A problem in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, relative to the data folder.
    pub place: String,
    /// The offset in it, in bytes.
    pub offset: u64,
    /// The problem.
    pub what: String,
}

/// The result of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Number of segments of the log.
    pub segments: u64,
    /// Number of commits and batches of document changes.
    pub frames: u64,
    /// Number of runs.
    pub runs: u64,
    /// Number of records in their journals.
    pub records: u64,
    /// Bytes after the last whole frame, left by a crash. Opening the store removes them.
    pub torn_bytes: u64,
    /// The problems; empty if there are none.
    pub findings: Vec<Finding>,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`, byte {}: {}", self.place, self.offset, self.what)
    }
}

/// Checks the store in `folder`.
///
/// # Errors
/// The store is open, or its files cannot be read. Problems inside the files are in the report.
pub fn check(folder: &Path) -> Result<Report, OpenError> {
    let _lock = FolderLock::take(folder)?;
    check_on(&RealDisk::new(folder), &BlobFiles::read_only(std::sync::Arc::new(RealDisk::new(folder))))
}

pub(crate) fn check_on(disk: &dyn Disk, blobs: &BlobFiles) -> Result<Report, OpenError> {
    let numbers = segment::segment_numbers(disk).map_err(OpenError::io("listing the folder `log`"))?;
    let mut check = Check {
        blobs,
        first: 1,
        cut: HashSet::new(),
        report: Report::default(),
        runs: HashMap::new(),
        claims: HashMap::new(),
        documents: HashMap::new(),
    };
    let first = start::read_start(disk)?;
    check.first = first;
    // What a crash left before the first one is removed when the store is opened.
    let numbers: Vec<u32> = numbers.into_iter().filter(|number| *number >= first).collect();
    check.report.segments = numbers.len() as u64;
    for (expected, number) in (first..).zip(&numbers) {
        if *number != expected {
            check.find(&segment::segment_file_name(expected), 0, "the segment is missing");
            break;
        }
    }
    for number in &numbers {
        let is_last = numbers.last() == Some(number);
        check.segment(disk, *number, is_last)?;
    }
    for run in std::mem::take(&mut check.cut) {
        let last = check.runs.get(&run).map_or(Position::NOWHERE, |seen| seen.last);
        let place = segment::segment_file_name(last.segment);
        check.find(
            &place,
            u64::from(last.offset),
            format!("run {run}: the beginning of its journal is missing"),
        );
    }
    check.report.runs = check.runs.len() as u64;
    Ok(check.report)
}

struct Check<'a> {
    blobs: &'a BlobFiles,
    /// The first segment.
    first: u32,
    /// Runs whose beginning was in a compacted segment. Each is rewritten or forgotten later.
    cut: HashSet<RunId>,
    report: Report,
    runs: HashMap<RunId, Seen>,
    claims: HashMap<String, Claim>,
    documents: HashMap<Vec<u8>, u64>,
}

/// The state of a run's journal after its last frame.
struct Seen {
    last: Position,
    term: u64,
    length: u64,
}

impl Check<'_> {
    fn find(&mut self, place: &str, offset: u64, what: impl Into<String>) {
        self.report.findings.push(Finding { place: place.to_owned(), offset, what: what.into() });
    }

    fn segment(&mut self, disk: &dyn Disk, number: u32, is_last: bool) -> Result<(), OpenError> {
        let name = segment::segment_file_name(number);
        let loaded = match recovery::load_segment(disk, number) {
            Ok(Some(loaded)) => loaded,
            // A crash leaves only the newest segment like this, and opening the store removes it.
            Ok(None) if is_last => return Ok(()),
            Ok(None) => {
                self.find(&name, 0, "its header is not readable");
                return Ok(());
            }
            Err(OpenError::Damaged { place, offset, what }) => {
                self.find(&place, offset, what);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let mut found = Vec::new();
        let walked = loaded.walk(HEADER, |position, frame| {
            self.report.frames += 1;
            let what = match frame.kind {
                FrameKind::Commit => self.commit(position, frame),
                FrameKind::Rewritten => self.rewritten(position, frame),
                FrameKind::Documents => self.changes(frame, false),
                FrameKind::Kept => self.changes(frame, true),
                FrameKind::Forgotten => self.forgotten(frame),
            };
            found.extend(what.into_iter().map(|what| (u64::from(position.offset), what)));
            Ok(())
        })?;
        for (offset, what) in found {
            self.find(&name, offset, what);
        }
        self.end(&name, &walked, loaded.bytes.len(), is_last);
        Ok(())
    }

    fn end(&mut self, name: &str, walked: &Walked, len: usize, is_last: bool) {
        match &walked.how {
            End::Clean => {}
            End::Torn(_) if is_last => self.report.torn_bytes = (len - walked.end as usize) as u64,
            End::Torn(what) | End::Hole(what) => self.find(name, u64::from(walked.end), *what),
        }
    }

    fn commit(&mut self, position: Position, frame: &Frame<'_>) -> Vec<String> {
        let parsed = CommitBody::parse(frame.body)
            .and_then(|body| Some((body, body.head()?, body.claim()?, body.records()?)));
        let Some((body, head, claim, records)) = parsed else {
            return vec!["a frame's content is not readable".to_owned()];
        };
        let mut found = Vec::new();
        let run = body.run;
        let is_cut = (1..self.first).contains(&frame.previous.segment) && !self.runs.contains_key(&run);
        if is_cut {
            self.cut.insert(run);
            let seen = Seen { last: frame.previous, term: body.term, length: body.first };
            self.runs.insert(run, seen);
        }
        let before = self.runs.get(&run);
        let (last, term, length) =
            before.map_or((Position::NOWHERE, 0, 0), |seen| (seen.last, seen.term, seen.length));
        if frame.previous != last {
            found.push(format!("run {run}: the frame does not point at the frame before it"));
        }
        if body.first != length {
            found.push(format!(
                "run {run}: the journal has {length} records, the frame begins at {}",
                body.first
            ));
        }
        if body.term < term {
            found.push(format!("run {run}: term {} comes after term {term}", body.term));
        }
        let after = body.first + u64::from(body.count);
        if (head.run, head.term, head.length) != (run, body.term, after) {
            found.push(format!("run {run}: the head does not match its frame"));
        }
        self.runs.insert(run, Seen { last: position, term: body.term, length: after });
        if let Some(claim) = claim {
            let taken = self.claims.entry(claim.key.clone()).or_insert_with(|| claim.clone());
            if *taken != claim {
                found.push(format!("run {run}: the idempotency key belongs to run {}", taken.run));
            }
        }
        self.report.records += u64::from(body.count);
        for record in records {
            if let StoredRecord::Blob(digest) = record {
                found.extend(self.blob(&digest));
            }
        }
        found
    }

    fn changes(&mut self, frame: &Frame<'_>, is_kept: bool) -> Vec<String> {
        let Some(changes) = parse_documents(frame.body) else {
            return vec!["a frame's content is not readable".to_owned()];
        };
        let mut found = Vec::new();
        for (key, StoredDocument { revision, content }) in changes {
            if let StoredContent::Blob(digest) = &content {
                found.extend(self.blob(digest));
            }
            let before = self.documents.insert(key, revision).unwrap_or_default();
            let is_same = is_kept && (revision == before || before == 0);
            if !is_same && revision <= before {
                found.push(format!("a document's revision {revision} comes after revision {before}"));
            }
        }
        found
    }

    fn rewritten(&mut self, position: Position, frame: &Frame<'_>) -> Vec<String> {
        let unreadable = || vec!["a frame's content is not readable".to_owned()];
        let Some(rewritten) = Rewritten::parse(frame.body) else { return unreadable() };
        let run = rewritten.run;
        let content = match &rewritten.bodies {
            Bodies::Inline(content) => content.clone(),
            Bodies::Blob(digest) => match self.blobs.named(digest) {
                Ok(content) => content,
                Err(error) => return vec![error.to_string()],
            },
        };
        let Some(bodies) = decode_bodies(&content) else { return unreadable() };
        let (mut found, mut length, mut term) = (Vec::new(), 0, 0);
        for body in &bodies {
            let Some((body, records)) =
                CommitBody::parse(body).and_then(|body| Some((body, body.records()?)))
            else {
                return unreadable();
            };
            if (body.run, body.first) != (run, length) || body.term < term {
                found.push(format!("run {run}: its rewritten journal has a gap at {length}"));
            }
            (length, term) = (body.first + u64::from(body.count), body.term);
            for record in records {
                if let StoredRecord::Blob(digest) = record {
                    found.extend(self.blob(&digest));
                }
            }
        }
        self.cut.remove(&run);
        let before = self.runs.insert(run, Seen { last: position, term, length });
        if before.is_some_and(|before| (before.term, before.length) != (term, length)) {
            found.push(format!("run {run}: its rewritten journal has another length or term"));
        }
        match (rewritten.head(), rewritten.claim()) {
            (Some(head), Some(claim)) => {
                if (head.run, head.term, head.length) != (run, term, length) {
                    found.push(format!("run {run}: the head does not match its frame"));
                }
                self.claims.extend(claim.map(|claim| (claim.key.clone(), claim)));
            }
            _ => found.extend(unreadable()),
        }
        found
    }

    fn forgotten(&mut self, frame: &Frame<'_>) -> Vec<String> {
        let Some(runs) = parse_forgotten(frame.body) else {
            return vec!["a frame's content is not readable".to_owned()];
        };
        let mut found = Vec::new();
        for ForgottenRun { run, claim } in runs {
            self.cut.remove(&run);
            // Of a compacted segment not everything is known.
            if self.runs.remove(&run).is_none() && self.first == 1 {
                found.push(format!("run {run}: it is forgotten, and was not there"));
            }
            if let Some(key) = claim
                && self.claims.remove(&key).is_none_or(|claim| claim.run != run)
                && self.first == 1
            {
                found.push(format!("run {run}: an idempotency key is freed that it did not have"));
            }
        }
        found
    }

    fn blob(&self, digest: &Digest) -> Option<String> {
        self.blobs.named(digest).err().map(|error| error.to_string())
    }
}
