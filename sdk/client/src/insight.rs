//! Overviews: the inbox, statistics, the estate, search; and the history of drafts.

use reqwest::Method;
use towpath_api_types::{
    DraftRevision, DraftRevisionText, DraftRevisions, DraftSummary, Drafts, Estate, Found, FoundItem, Inbox,
    InboxQuery, NamespaceQuery, RestoreDraft, SavedDraft, SearchQuery, Statistics, StatisticsQuery,
};

use crate::http::{with_expected_revision, with_json_body};
use crate::{Client, ClientError};

impl Client {
    /// What waits for a decision, those that wait longest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn inbox(&self, wanted: &InboxQuery) -> Result<Inbox, ClientError> {
        self.json(self.request(Method::GET, &["v1", "inbox"]).query(wanted)).await
    }

    /// Counts of runs, and how long people waited.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 400 for a range that is too long.
    pub async fn statistics(&self, wanted: &StatisticsQuery) -> Result<Statistics, ClientError> {
        self.json(self.request(Method::GET, &["v1", "statistics"]).query(wanted)).await
    }

    /// Workflows, systems and data of a namespace, or of every one that the caller may see.
    ///
    /// # Errors
    /// As every call.
    pub async fn estate(&self, namespace: Option<&str>) -> Result<Estate, ClientError> {
        let query = NamespaceQuery { namespace: namespace.map(str::to_owned) };
        self.json(self.request(Method::GET, &["v1", "estate"]).query(&query)).await
    }

    /// What the caller may see and every word of `words` is found in, the best first.
    ///
    /// # Errors
    /// As every call.
    pub async fn search(&self, words: &str) -> Result<Vec<FoundItem>, ClientError> {
        let query = SearchQuery { q: words.to_owned(), limit: None };
        let found: Found = self.json(self.request(Method::GET, &["v1", "search"]).query(&query)).await?;
        Ok(found.items)
    }

    /// Drafts, those that were saved last first.
    ///
    /// # Errors
    /// As every call.
    pub async fn drafts(&self, namespace: Option<&str>) -> Result<Vec<DraftSummary>, ClientError> {
        let query = NamespaceQuery { namespace: namespace.map(str::to_owned) };
        let list: Drafts = self.json(self.request(Method::GET, &["v1", "drafts"]).query(&query)).await?;
        Ok(list.items)
    }

    /// The revisions of a draft that are kept, newest first.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is no draft.
    pub async fn draft_revisions(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Vec<DraftRevision>, ClientError> {
        let path = ["v1", "workflows", namespace, name, "draft", "revisions"];
        let list: DraftRevisions = self.json(self.request(Method::GET, &path)).await?;
        Ok(list.items)
    }

    /// A revision of a draft, with its text.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when it is not kept.
    pub async fn draft_revision(
        &self,
        namespace: &str,
        name: &str,
        revision: u64,
    ) -> Result<DraftRevisionText, ClientError> {
        let number = revision.to_string();
        let path = ["v1", "workflows", namespace, name, "draft", "revisions", &number];
        self.json(self.request(Method::GET, &path)).await
    }

    /// Saves the text of an earlier revision of a draft as a new one. `expected` is the revision that the draft must be at.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when it is not kept, 412 when the draft was changed in between.
    pub async fn restore_draft(
        &self,
        namespace: &str,
        name: &str,
        revision: u64,
        expected: Option<u64>,
    ) -> Result<SavedDraft, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, name, "draft", "restore"]);
        self.json(with_expected_revision(with_json_body(request, &RestoreDraft { revision })?, expected))
            .await
    }
}
