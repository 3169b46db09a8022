//! Drafts: a saved definition, and everybody who wrote text of it since a version of it went live last.

use std::collections::BTreeMap;

use towpath_identity::Principal;
use towpath_journal::{Document, Put};

use super::Catalog;
use super::definitions::same_place;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::found::{conflict, decode, encode};
use crate::types::{CheckReport, Draft};

/// Collection of drafts, by `namespace/name`.
pub(super) const DRAFTS: &str = "drafts";
/// Collection of the number of the edit that went live last, by `namespace/name`.
pub(super) const LIVE_EDITS: &str = "live-edits";

impl Catalog {
    /// Saves a draft, also one with errors, and reports what is wrong with it.
    ///
    /// # Errors
    /// `Conflict` when `expected` is not its revision.
    pub(crate) async fn save_draft(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Draft, CheckReport), CatalogError> {
        self.save_text(who, (namespace, name), source, expected, None).await
    }

    /// Saves the text of an earlier revision of a draft as a new one.
    ///
    /// # Errors
    /// `NotFound` when that revision is not kept; `Conflict`.
    pub(crate) async fn restore_draft(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        revision: u64,
        expected: Option<u64>,
    ) -> Result<(Draft, CheckReport), CatalogError> {
        let (_, source) = self.draft_revision(namespace, name, revision).await?;
        let note = format!("restored from revision {revision}");
        self.save_text(who, (namespace, name), source, expected, Some(note)).await
    }

    async fn save_text(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        source: String,
        expected: Option<u64>,
        note: Option<String>,
    ) -> Result<(Draft, CheckReport), CatalogError> {
        let found = self.read_open(&source).await?;
        if let Some(workflow) = &found.workflow {
            same_place(workflow, namespace, name)?;
        }
        let report = self.report(namespace, &who.id, &found, &[]);
        // Held over the store, so that no edit is lost.
        let _changing = self.rules.lock().await;
        let key = format!("{namespace}/{name}");
        let document = self.documents.get(DRAFTS, &key).await?;
        let before = document.as_ref().map(read).transpose()?;
        let current = before.as_ref().map_or(0, |draft| draft.revision);
        if expected.is_some_and(|expected| expected != current) {
            return Err(Fault::Conflict { current }.into());
        }
        if before.is_none() {
            self.allowance.room_for_draft(namespace, self.drafts_of(namespace).await?)?;
        }
        let live = self.live_edit(&key).await?;
        let (edits, writers) = edited(before.as_ref(), live, &who.id);
        let (author, saved_at) = (who.id.clone(), self.context.now());
        let begun_at = begun(before.as_ref(), live, saved_at);
        // INVARIANT: drafts are never deleted, so their revisions count up by one.
        let revision = current + 1;
        let mut draft = Draft { source, author, saved_at, edits, writers, begun_at, revision };
        let history = self.changes_of_history(&key, before.as_ref(), &draft, note).await?;
        let (collection, content) = (DRAFTS.to_owned(), Some(encode(&draft)?));
        let put = Put { collection, key, expected: Some(current), content };
        let puts = std::iter::once(put).chain(history).collect();
        let revisions = self.documents.put(puts).await.map_err(conflict)?;
        draft.revision = revisions.first().copied().unwrap_or_default();
        Ok((draft, report))
    }

    /// The draft of a workflow.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn draft(&self, namespace: &str, name: &str) -> Result<Draft, CatalogError> {
        let key = format!("{namespace}/{name}");
        match self.documents.get(DRAFTS, &key).await? {
            Some(document) => read(&document),
            None => Err(Fault::NotFound { what: "draft", name: key }.into()),
        }
    }

    /// How many drafts a namespace has.
    pub(crate) async fn drafts_of(&self, namespace: &str) -> Result<u64, CatalogError> {
        Ok(self.documents.list(DRAFTS, &format!("{namespace}/")).await?.len() as u64)
    }

    /// The number of the edit that went live last; 0 when none did.
    pub(super) async fn live_edit(&self, workflow: &str) -> Result<u64, CatalogError> {
        let document = self.documents.get(LIVE_EDITS, workflow).await?;
        Ok(document.map(|document| decode(&document.content)).transpose()?.unwrap_or_default())
    }

    /// The change that records which edit went live. The number never counts back.
    pub(super) async fn edit_went_live(&self, workflow: &str, edit: u64) -> Result<Put, CatalogError> {
        let live = self.live_edit(workflow).await?.max(edit);
        let (collection, content) = (LIVE_EDITS.to_owned(), Some(encode(&live)?));
        Ok(Put { collection, key: workflow.to_owned(), expected: None, content })
    }
}

pub(super) fn read(document: &Document) -> Result<Draft, CatalogError> {
    let mut draft: Draft = decode(&document.content)?;
    draft.revision = document.revision;
    if draft.edits == 0 {
        // An older engine saved it, and knew its last writer only.
        draft.edits = 1;
        draft.writers = [(draft.author.clone(), 1)].into();
    }
    Ok(draft)
}

/// The number of the next edit, and the writers with it. Those whose last edit went live are left out.
fn edited(before: Option<&Draft>, live: u64, by: &str) -> (u64, BTreeMap<String, u64>) {
    let edits = before.map_or(0, |before| before.edits).max(live) + 1;
    let mut writers = before.map(|before| before.writers.clone()).unwrap_or_default();
    writers.retain(|_, last| *last > live);
    writers.insert(by.to_owned(), edits);
    (edits, writers)
}

/// When the first edit since the last live version was saved.
fn begun(before: Option<&Draft>, live: u64, now: i64) -> i64 {
    match before.filter(|before| before.edits > live) {
        // An older engine did not keep it.
        Some(before) if before.begun_at == 0 => before.saved_at,
        Some(before) => before.begun_at,
        None => now,
    }
}

impl Draft {
    /// Everybody who saved text of it since the edit `live`, sorted.
    pub(crate) fn writers_since(&self, live: u64) -> Vec<String> {
        self.writers.iter().filter(|(_, last)| **last > live).map(|(by, _)| by.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft((edits, writers): (u64, BTreeMap<String, u64>)) -> Draft {
        let (source, author) = (String::new(), String::new());
        Draft { source, author, saved_at: 5, edits, writers, begun_at: 0, revision: 1 }
    }

    #[test]
    fn everybody_who_wrote_since_the_last_live_version_is_a_writer() {
        let first = draft(edited(None, 0, "mia"));
        let second = draft(edited(Some(&first), 0, "bob"));
        assert_eq!(second.writers_since(0), ["bob", "mia"]);
        let third = draft(edited(Some(&second), 0, "mia"));
        assert_eq!((third.edits, third.writers_since(0)), (3, vec!["bob".to_owned(), "mia".to_owned()]));
        // The second edit went live: what mia wrote after it did not.
        assert_eq!(third.writers_since(2), ["mia"]);
        let fourth = draft(edited(Some(&third), 3, "eve"));
        assert_eq!(fourth.writers_since(3), ["eve"]);
        assert_eq!(edited(None, 7, "eve").0, 8, "numbers go on where there is no draft any more");
    }

    #[test]
    fn a_draft_begins_with_the_first_edit_after_a_live_version() {
        let older = draft((3, BTreeMap::new()));
        let newer = Draft { begun_at: 4, ..older.clone() };
        assert_eq!(begun(None, 0, 9), 9);
        assert_eq!(begun(Some(&newer), 2, 9), 4);
        assert_eq!(begun(Some(&newer), 3, 9), 9, "all of it is live");
        assert_eq!(begun(Some(&older), 2, 9), 5, "an older engine kept only when it was saved last");
    }
}
