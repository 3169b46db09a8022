//! The history of drafts: what was saved, by whom, and the texts, each once. Bounded for each draft.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use towpath_journal::{Digest, Put, StoreError};

use super::Catalog;
use super::drafts::{DRAFTS, LIVE_EDITS, read};
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::found::{self, decode};
use crate::types::Draft;

/// Collection of histories, by `namespace/name`.
const HISTORY: &str = "draft-history";
/// Collection of the texts in them, by `namespace/name/digest`.
const TEXTS: &str = "draft-texts";
/// Most revisions of one draft.
const MOST: usize = 100;

/// A draft as it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DraftRevision {
    /// The draft's revision.
    pub revision: u64,
    /// Milliseconds since the Unix epoch.
    pub saved_at: i64,
    /// Who saved it: a principal's id.
    pub saved_by: String,
    /// Digest of the text.
    pub digest: String,
    /// Where the text came from, if it was not written anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A draft as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSummary {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its revision.
    pub revision: u64,
    /// Milliseconds since the Unix epoch.
    pub saved_at: i64,
    /// Who saved it.
    pub saved_by: String,
    /// It was saved since a version of it went live last.
    pub is_ahead: bool,
}

/// The revisions of a draft, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct History(Vec<DraftRevision>);

impl History {
    /// Adds a revision. The same text saved again takes the place of the newest one. Returns the digests of texts that are
    /// in no revision any more.
    fn add(&mut self, new: DraftRevision) -> Vec<String> {
        if self.0.last().is_some_and(|last| last.digest == new.digest) {
            self.0.pop();
        }
        self.0.push(new);
        let extra = self.0.len().saturating_sub(MOST);
        let gone: BTreeSet<String> = self.0.drain(..extra).map(|one| one.digest).collect();
        gone.into_iter().filter(|digest| !self.has(digest)).collect()
    }

    fn has(&self, digest: &str) -> bool {
        self.0.iter().any(|one| one.digest == digest)
    }
}

/// A draft as a revision.
fn revision_of(draft: &Draft, note: Option<String>) -> DraftRevision {
    let digest = Digest::of(draft.source.as_bytes()).0;
    let (revision, saved_at, saved_by) = (draft.revision, draft.saved_at, draft.author.clone());
    DraftRevision { revision, saved_at, saved_by, digest, note }
}

fn text_key(workflow: &str, digest: &str) -> String {
    format!("{workflow}/{digest}")
}

fn text_put(workflow: &str, digest: &str, text: Option<&str>) -> Put {
    let content = text.map(|text| Bytes::copy_from_slice(text.as_bytes()));
    Put { collection: TEXTS.to_owned(), key: text_key(workflow, digest), expected: None, content }
}

impl Catalog {
    /// The changes that keep a draft in its history, in the commit that saves it. `draft` has the revision that it gets.
    pub(super) async fn changes_of_history(
        &self,
        workflow: &str,
        before: Option<&Draft>,
        draft: &Draft,
        note: Option<String>,
    ) -> Result<Vec<Put>, Fault> {
        let found = found::find::<History>(&*self.documents, HISTORY, workflow).await?;
        let mut history = found.value.unwrap_or_default();
        let mut puts = Vec::new();
        // An older engine kept no history, so what it saved comes into it now.
        let saved = before.filter(|_| history.0.is_empty()).map(|before| (before, None));
        let mut gone = Vec::new();
        for (draft, note) in saved.into_iter().chain([(draft, note)]) {
            let revision = revision_of(draft, note);
            if !history.has(&revision.digest) {
                puts.push(text_put(workflow, &revision.digest, Some(&draft.source)));
            }
            gone.extend(history.add(revision));
        }
        puts.extend(gone.iter().map(|digest| text_put(workflow, digest, None)));
        puts.push(found::put(HISTORY, workflow, found.revision, &history)?);
        Ok(puts)
    }

    /// The revisions of a draft that are kept, newest first.
    ///
    /// # Errors
    /// `NotFound` when there is no draft.
    pub(crate) async fn draft_revisions(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Vec<DraftRevision>, CatalogError> {
        let draft = self.draft(namespace, name).await?;
        let workflow = format!("{namespace}/{name}");
        let History(mut revisions) =
            found::find(&*self.documents, HISTORY, &workflow).await?.value.unwrap_or_default();
        if revisions.is_empty() {
            revisions.push(revision_of(&draft, None));
        }
        revisions.reverse();
        Ok(revisions)
    }

    /// A revision of a draft, with its text.
    ///
    /// # Errors
    /// `NotFound` when there is no draft, or it has no such revision, or not any more.
    pub(crate) async fn draft_revision(
        &self,
        namespace: &str,
        name: &str,
        revision: u64,
    ) -> Result<(DraftRevision, String), CatalogError> {
        let workflow = format!("{namespace}/{name}");
        let none =
            || Fault::NotFound { what: "draft revision", name: format!("{namespace}/{name} {revision}") };
        let draft = self.draft(namespace, name).await?;
        let revisions = self.draft_revisions(namespace, name).await?;
        let found = revisions.into_iter().find(|one| one.revision == revision).ok_or_else(none)?;
        if found.digest == Digest::of(draft.source.as_bytes()).0 {
            return Ok((found, draft.source));
        }
        let text = self.documents.get(TEXTS, &text_key(&workflow, &found.digest)).await?;
        // It may have been dropped since the list was read.
        let text = text.ok_or_else(none)?.content;
        let text = String::from_utf8(text.to_vec())
            .map_err(|error| Fault::from(StoreError::Corrupt(error.to_string())))?;
        Ok((found, text))
    }

    /// The drafts of a namespace, or all, those that were saved last first.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn drafts(&self, namespace: Option<&str>) -> Result<Vec<DraftSummary>, CatalogError> {
        let prefix = namespace.map(|namespace| format!("{namespace}/")).unwrap_or_default();
        let mut live: BTreeMap<String, u64> = BTreeMap::new();
        for document in self.documents.list(LIVE_EDITS, &prefix).await? {
            live.insert(document.key, decode(&document.content)?);
        }
        let mut found = Vec::new();
        for document in self.documents.list(DRAFTS, &prefix).await? {
            let draft = read(&document)?;
            let Some((namespace, name)) = document.key.split_once('/') else { continue };
            found.push(DraftSummary {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                revision: draft.revision,
                saved_at: draft.saved_at,
                saved_by: draft.author,
                is_ahead: draft.edits > live.get(&document.key).copied().unwrap_or_default(),
            });
        }
        found.sort_by(|a, b| (b.saved_at, &a.namespace, &a.name).cmp(&(a.saved_at, &b.namespace, &b.name)));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(revision: u64, text: &str) -> DraftRevision {
        let digest = Digest::of(text.as_bytes()).0;
        DraftRevision { revision, saved_at: 0, saved_by: "mia".to_owned(), digest, note: None }
    }

    #[test]
    fn the_same_text_saved_again_is_one_revision() {
        let mut history = History::default();
        assert!(history.add(revision(1, "a")).is_empty());
        assert!(history.add(revision(2, "a")).is_empty());
        assert!(history.add(revision(3, "b")).is_empty());
        assert!(history.add(revision(4, "a")).is_empty(), "restored: a revision of its own");
        let numbers: Vec<u64> = history.0.iter().map(|one| one.revision).collect();
        assert_eq!(numbers, [2, 3, 4]);
    }

    #[test]
    fn the_oldest_revisions_go_and_a_text_goes_with_the_last_that_has_it() {
        let mut history = History::default();
        history.add(revision(1, "shared"));
        for number in 2..=100 {
            assert!(history.add(revision(number, &format!("text {number}"))).is_empty());
        }
        assert!(
            history.add(revision(101, "shared")).is_empty(),
            "a newer revision has the text of the first"
        );
        assert_eq!(history.0.len(), MOST);
        let gone = history.add(revision(102, "last"));
        assert_eq!(gone, [Digest::of(b"text 2").0]);
    }
}
