//! Reads the store: first the overlay in memory, then the index, the log and the blobs. Blocks; never writes.

use std::cmp::Reverse;
use std::sync::Arc;

use towpath_journal::{Claim, Document, Entry, HeadFilter, RunHead, RunId, StoreError};

use crate::blobs::BlobFiles;
use crate::frame::{CommitBody, StoredContent, StoredDocument, StoredRecord, parse_checked};
use crate::index::Index;
use crate::keys;
use crate::overlay::{HeadEntry, Overlay};
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
            Some(entry) => Ok(Some(entry)),
            None => Ok(self.index.head(run)?),
        }
    }

    pub(crate) fn claim(&self, key: &str) -> Result<Option<Claim>, StoreError> {
        match self.overlay.claim(key) {
            Some(claim) => Ok(Some(claim)),
            None => Ok(self.index.claim(key)?),
        }
    }

    /// Reads the journal of a run backward from its newest frame to `from`.
    pub(crate) fn entries(&self, run: RunId, from: u64) -> Result<Vec<Entry>, StoreError> {
        let Some(head) = self.head(run)? else { return Ok(Vec::new()) };
        let mut entries = Vec::new();
        let mut position = head.last;
        let mut reached = head.head.length;
        while reached > from && position.is_somewhere() {
            let bytes = self.segments.read(position)?;
            let unreadable = || damaged_frame(position, "a frame's content is not readable");
            let frame = parse_checked(&bytes).ok_or_else(unreadable)?;
            let body = CommitBody::parse(frame.body).ok_or_else(unreadable)?;
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
            position = frame.previous;
        }
        if reached > from {
            return Err(StoreError::Corrupt(format!("the journal of run {run} has no beginning")));
        }
        entries.reverse();
        Ok(entries)
    }

    /// The overlay is read before the index: changes that leave the overlay in between are in the index by then.
    pub(crate) fn heads(&self, filter: &HeadFilter) -> Result<Vec<RunHead>, StoreError> {
        let recent = self.overlay.heads();
        let mut found: Vec<Arc<HeadEntry>> =
            recent.values().filter(|entry| filter.matches(&entry.head)).cloned().collect();
        if filter.wants_unfinished() {
            // All unfinished runs are in memory.
            let live = self.overlay.unfinished();
            found.extend(
                live.into_iter()
                    .filter(|entry| !recent.contains_key(&entry.head.run) && filter.matches(&entry.head)),
            );
        } else {
            self.older_heads(filter, |entry| {
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
        mut take: impl FnMut(Arc<HeadEntry>) -> usize,
    ) -> Result<(), StoreError> {
        let prefix = keys::prefix_of(filter);
        let (first, mut before) = (filter.first(), filter.end());
        let mut taken = 0;
        while taken < filter.limit {
            let mut page = Vec::new();
            self.index.runs(&prefix, first, before, |run| {
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
