//! Reads the store: first the overlay in memory, then the index, the log and the blobs. Blocks; never writes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use towpath_journal::{Claim, Document, Entry, HeadFilter, RunHead, RunId, Sleeper, StoreError};

use crate::blobs::BlobFiles;
use crate::frame::{
    CommitBody, FrameKind, Position, StoredContent, StoredDocument, StoredRecord, parse_checked,
};
use crate::index::Index;
use crate::keys;
use crate::overlay::{HeadEntry, Overlay};
use crate::rewritten::{Bodies, Rewritten, decode_bodies};
use crate::segment::{Segments, damaged_frame};

/// Number of runs that are read at a time for a list.
const PAGE: usize = 256;

/// The reader. It holds no thread and no lock.
pub(crate) struct Reader {
    pub(crate) overlay: Arc<Overlay>,
    pub(crate) index: Arc<Index>,
    pub(crate) segments: Arc<Segments>,
    pub(crate) blobs: BlobFiles,
}

impl Reader {
    pub(crate) fn head(&self, run: RunId) -> Result<Option<Arc<HeadEntry>>, StoreError> {
        match self.overlay.head(run) {
            Some(known) => Ok(known),
            None => Ok(self.index.head(run)?),
        }
    }

    pub(crate) fn claim(&self, key: &str) -> Result<Option<Claim>, StoreError> {
        match self.overlay.claim(key) {
            Some(known) => Ok(known),
            None => Ok(self.index.claim(key)?),
        }
    }

    /// Reads the journal of a run backward from its newest frame to `from`.
    pub(crate) fn entries(&self, run: RunId, from: u64) -> Result<Vec<Entry>, StoreError> {
        loop {
            let Some(head) = self.head(run)? else { return Ok(Vec::new()) };
            match self.entries_from(&head, from) {
                // It was rewritten or forgotten while it was read.
                Err(_) if self.head(run)?.is_none_or(|now| now.last != head.last) => {}
                result => return result,
            }
        }
    }

    fn entries_from(&self, head: &HeadEntry, from: u64) -> Result<Vec<Entry>, StoreError> {
        let run = head.head.run;
        let mut entries = Vec::new();
        let mut position = head.last;
        let mut reached = head.head.length;
        while reached > from && position.is_somewhere() {
            let (bodies, previous) = self.bodies(position)?;
            for bytes in bodies.iter().rev() {
                let unreadable = || damaged_frame(position, "a frame's content is not readable");
                let body = CommitBody::parse(bytes).ok_or_else(unreadable)?;
                if body.run != run || body.first + u64::from(body.count) != reached {
                    return Err(damaged_frame(
                        position,
                        "a frame does not continue the journal that points at it",
                    ));
                }
                let records = body.records().ok_or_else(unreadable)?;
                // Newest first here; reversed at the end.
                for (index, record) in (body.first..reached).rev().zip(records.into_iter().rev()) {
                    if index < from {
                        break;
                    }
                    let record = match record {
                        StoredRecord::Inline(record) => bytes.slice_ref(record),
                        StoredRecord::Blob(digest) => self.blobs.named(&digest)?,
                    };
                    entries.push(Entry { index, term: body.term, record });
                }
                reached = body.first;
            }
            position = previous;
        }
        if reached > from {
            return Err(StoreError::Corrupt(format!("the journal of run {run} has no beginning")));
        }
        entries.reverse();
        Ok(entries)
    }

    /// The bodies of the commits in a frame, oldest first, and the place of the frame before.
    fn bodies(&self, position: Position) -> Result<(Vec<Bytes>, Position), StoreError> {
        let bytes = self.segments.read(position)?;
        let unreadable = || damaged_frame(position, "a frame's content is not readable");
        let frame = parse_checked(&bytes).ok_or_else(unreadable)?;
        let bodies = match frame.kind {
            FrameKind::Commit => vec![bytes.slice_ref(frame.body)],
            FrameKind::Rewritten => {
                let content = match Rewritten::parse(frame.body).ok_or_else(unreadable)?.bodies {
                    Bodies::Inline(content) => content,
                    Bodies::Blob(digest) => self.blobs.named(&digest)?,
                };
                decode_bodies(&content).ok_or_else(unreadable)?
            }
            FrameKind::Documents | FrameKind::Forgotten | FrameKind::Kept => return Err(unreadable()),
        };
        Ok((bodies, frame.previous))
    }

    /// The frames of a run, newest first: the place of each, and the bodies of its commits, oldest first.
    pub(crate) fn chain(&self, last: Position) -> Result<Vec<(Position, Vec<Bytes>)>, StoreError> {
        let mut chain = Vec::new();
        let mut position = last;
        while position.is_somewhere() {
            let (bodies, previous) = self.bodies(position)?;
            chain.push((position, bodies));
            position = previous;
        }
        Ok(chain)
    }

    /// What is known of a run that has ended, for forgetting it: the place of its newest frame, and the key that it claimed.
    /// `None`: it is unknown, or under way.
    pub(crate) fn ended(&self, run: RunId) -> Result<Option<(Position, Option<String>)>, StoreError> {
        loop {
            let entry = self.head(run)?.filter(|entry| entry.head.status.is_final());
            let Some(entry) = entry else { return Ok(None) };
            match self.claim_of(entry.last) {
                Err(_) if self.head(run)?.is_none_or(|now| now.last != entry.last) => {}
                claim => return Ok(Some((entry.last, claim?))),
            }
        }
    }

    /// The key that a run claimed with its first commit.
    fn claim_of(&self, last: Position) -> Result<Option<String>, StoreError> {
        let mut position = last;
        loop {
            let (bodies, previous) = self.bodies(position)?;
            if previous.is_somewhere() {
                position = previous;
                continue;
            }
            let unreadable = || damaged_frame(position, "a frame's content is not readable");
            let first = bodies.first().and_then(|body| CommitBody::parse(body)).ok_or_else(unreadable)?;
            return Ok(first.claim().ok_or_else(unreadable)?.map(|claim| claim.key));
        }
    }

    /// The overlay is read before the index: changes that leave the overlay in between are in the index by then.
    pub(crate) fn heads(&self, filter: &HeadFilter) -> Result<Vec<RunHead>, StoreError> {
        let recent = self.overlay.heads();
        let mut found: Vec<Arc<HeadEntry>> = recent
            .values()
            .filter(|entry| !entry.is_forgotten && filter.matches(&entry.head))
            .cloned()
            .collect();
        let prefix = if filter.wants_unfinished() {
            // All runs awake are in memory.
            let awake = self.overlay.awake();
            found.extend(
                awake
                    .into_iter()
                    .filter(|entry| !recent.contains_key(&entry.head.run) && filter.matches(&entry.head)),
            );
            filter.may_want_asleep().then(|| keys::asleep_prefix_of(filter))
        } else {
            Some(keys::prefix_of(filter))
        };
        if let Some(prefix) = prefix {
            self.older_heads(filter, &prefix, |entry| {
                if recent.contains_key(&entry.head.run) {
                    return 0;
                }
                found.push(entry);
                1
            })?;
        }
        found.sort_unstable_by_key(|entry| Reverse(entry.head.run));
        found.truncate(filter.limit);
        Ok(found.into_iter().map(|entry| entry.head.clone()).collect())
    }

    /// Reads matching heads from the index, newest first, until `take` has enough.
    fn older_heads(
        &self,
        filter: &HeadFilter,
        prefix: &[u8],
        mut take: impl FnMut(Arc<HeadEntry>) -> usize,
    ) -> Result<(), StoreError> {
        let (first, mut before) = (filter.first(), filter.end());
        let mut taken = 0;
        while taken < filter.limit {
            let mut page = Vec::new();
            self.index.runs(prefix, first, before, |run| {
                page.push(run);
                page.len() < PAGE
            })?;
            for run in &page {
                if let Some(entry) = self.index.head(*run)?
                    && filter.matches(&entry.head)
                {
                    taken += take(entry);
                    if taken >= filter.limit {
                        break;
                    }
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE => before = Some(*last),
                _ => break,
            }
        }
        Ok(())
    }

    /// The runs that sleep after `after`, oldest first, at most `limit`.
    pub(crate) fn asleep(&self, after: Option<RunId>, limit: usize) -> Result<Vec<RunHead>, StoreError> {
        let of_head = |head: &RunHead| head.is_asleep().then(|| head.clone());
        self.asleep_page((after, limit), of_head, |run, _| {
            Ok(self.index.head(run)?.and_then(|entry| of_head(&entry.head)))
        })
    }

    /// The same, each with what is needed to wake it.
    pub(crate) fn sleepers(&self, after: Option<RunId>, limit: usize) -> Result<Vec<Sleeper>, StoreError> {
        self.asleep_page((after, limit), Sleeper::of, |_, value| {
            let unreadable = |_| StoreError::Io("a listing of the index is not readable".to_owned());
            serde_json::from_slice(value).map(Some).map_err(unreadable)
        })
    }

    /// A page of the runs that sleep: by their heads where these are newer than the index, by what the index lists otherwise.
    fn asleep_page<T>(
        &self,
        (mut after, limit): (Option<RunId>, usize),
        of_head: impl Fn(&RunHead) -> Option<T>,
        of_listed: impl Fn(RunId, &[u8]) -> Result<Option<T>, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        loop {
            // As in `heads`.
            let recent = self.overlay.heads();
            let listed = self.index.listed_after(keys::ASLEEP, after, limit)?;
            // What is further on belongs to the next page.
            let last = listed.last().map(|(run, _)| *run).filter(|_| listed.len() >= limit);
            let is_here =
                |run: &RunId| after.is_none_or(|after| *run > after) && last.is_none_or(|last| *run <= last);
            let mut found: BTreeMap<RunId, T> = BTreeMap::new();
            for (run, entry) in recent.iter().filter(|(run, entry)| is_here(run) && !entry.is_forgotten) {
                found.extend(of_head(&entry.head).map(|one| (*run, one)));
            }
            for (run, value) in listed.into_iter().filter(|(run, _)| !recent.contains_key(run)) {
                found.extend(of_listed(run, &value)?.map(|one| (run, one)));
            }
            // All of a page may have woken by now.
            if found.is_empty() && last.is_some() {
                after = last;
                continue;
            }
            return Ok(found.into_values().take(limit).collect());
        }
    }

    /// Every run that has not ended, oldest first.
    pub(crate) fn unfinished(&self) -> Result<Vec<RunHead>, StoreError> {
        let mut before = self.overlay.awake();
        let mut found: BTreeMap<RunId, RunHead> = BTreeMap::new();
        let mut after = None;
        loop {
            let page = self.asleep(after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(last.run);
            found.extend(page.into_iter().map(|head| (head.run, head)));
        }
        // Those that have woken meanwhile are as they are now.
        found.extend(self.overlay.awake().into_iter().map(|entry| (entry.head.run, entry.head.clone())));
        // Those that were awake and are in neither list have ended, or sleep since.
        before.retain(|entry| !found.contains_key(&entry.head.run));
        for entry in before {
            let head = self.head(entry.head.run)?.map(|entry| entry.head.clone());
            found.extend(head.filter(|head| !head.status.is_final()).map(|head| (head.run, head)));
        }
        Ok(found.into_values().collect())
    }

    pub(crate) fn document(&self, key: &[u8]) -> Result<Option<Arc<StoredDocument>>, StoreError> {
        match self.overlay.document(key) {
            Some(document) => Ok(Some(document)),
            None => Ok(self.index.document(key)?),
        }
    }

    pub(crate) fn documents(&self, prefix: &[u8], skip: usize) -> Result<Vec<Document>, StoreError> {
        let found = {
            // Held while the index is read, so that a batch is seen completely or not at all.
            let (_still, recent) = self.overlay.documents(prefix);
            let mut found = self.index.documents(prefix)?;
            found.extend(recent);
            found
        };
        let mut documents = Vec::with_capacity(found.len());
        for (key, document) in found {
            let key = std::str::from_utf8(&key[skip..])
                .map_err(|_| StoreError::Corrupt("the key of a document is not text".to_owned()))?;
            documents.extend(self.content(key, &document)?);
        }
        Ok(documents)
    }

    pub(crate) fn content(
        &self,
        key: &str,
        document: &StoredDocument,
    ) -> Result<Option<Document>, StoreError> {
        let content = match &document.content {
            StoredContent::Deleted => return Ok(None),
            StoredContent::Inline(content) => content.clone(),
            StoredContent::Blob(digest) => self.blobs.named(digest)?,
        };
        Ok(Some(Document { key: key.to_owned(), revision: document.revision, content }))
    }
}
