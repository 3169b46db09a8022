//! Who answers for a workflow: an owner and a deputy. Whoever publishes a workflow first owns it, until it is handed over.

use serde::{Deserialize, Serialize};
use towpath_identity::{Principal, Role};
use towpath_journal::Put;
use towpath_wire::Identity;

use crate::definitions::conflict;
use crate::engine::{Engine, Inner};
use crate::holds::NotYours;
use crate::notices::{Notice, NoticeKind};
use crate::types::EngineError;
use crate::versions::{decode, encode, no_workflow, subject};

/// Collection of owners, by `namespace/name`.
const OWNERS: &str = "owners";

/// Who answers for a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ownership {
    /// A principal's id.
    pub owner: String,
    /// Whoever stands in: hears of everything that the owner does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// Who said so; absent where the owner published it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Since when, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Counts the changes.
    #[serde(skip)]
    pub revision: u64,
}

impl Ownership {
    /// Whether they answer for it.
    pub fn is(&self, principal: &str) -> bool {
        self.owner == principal || self.deputy.as_deref() == Some(principal)
    }
}

impl Engine {
    /// Loads who answers for what.
    pub(crate) async fn load_owners(&self) -> Result<(), EngineError> {
        for document in self.inner.store.list(OWNERS, "").await? {
            let ownership: Ownership = decode(&document.content)?;
            let ownership = Ownership { revision: document.revision, ..ownership };
            self.inner.owners.write().insert(document.key, ownership);
        }
        Ok(())
    }

    /// Who answers for a workflow.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such workflow.
    pub fn ownership(&self, namespace: &str, name: &str) -> Result<Ownership, EngineError> {
        let found = self.inner.owners.read().get(&format!("{namespace}/{name}")).cloned();
        found.ok_or_else(|| no_workflow(namespace, name, None))
    }

    /// Hands a workflow over: its owner, its deputy or IT may. The new owner finds a notice, and so does the one before.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::NotYours`], [`EngineError::Conflict`] when it is not at `revision`.
    pub async fn hand_over(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        owner: String,
        deputy: Option<String>,
        revision: Option<u64>,
    ) -> Result<Ownership, EngineError> {
        let _changing = self.inner.changing.lock().await;
        let before = self.ownership(namespace, name)?;
        // IT of another namespace is not IT here.
        let is_it = who.is_any(&[Role::It], namespace);
        if !is_it && !before.is(&who.id) {
            return Err(EngineError::NotYours(NotYours::Others(format!(
                "its owner, {}, or IT",
                before.owner
            ))));
        }
        let (by, at) = (Some(who.id.clone()), self.inner.clock.now());
        let mut after = Ownership { owner, deputy, by, at, revision: 0 };
        let key = format!("{namespace}/{name}");
        let (collection, content) = (OWNERS.to_owned(), Some(encode(&after)?));
        let put = Put { collection, key: key.clone(), expected: revision, content };
        let revisions = self.inner.store.put(vec![put]).await.map_err(conflict)?;
        after.revision = revisions.first().copied().unwrap_or_default();
        self.inner.owners.write().insert(key.clone(), after.clone());
        // Policies see the owner.
        let version = self.inner.latest(namespace, name)?.published.workflow.version.clone();
        if let Some(stored) = self.inner.stored(namespace, name, &version).await? {
            self.inner.remember(&stored)?;
        }
        self.requeue_now().await?;
        let text = format!("{} answers for it now; before it was {}", after.owner, before.owner);
        let mut notice = Notice::new(key, NoticeKind::HandedOver, text, at);
        notice.also = vec![before.owner];
        self.notice(notice).await?;
        Ok(after)
    }
}

impl Inner {
    /// Who answers for a workflow (`namespace/name`), where somebody does.
    pub(crate) fn owner_of(&self, workflow: &str) -> Option<String> {
        self.owners.read().get(workflow).map(|found| found.owner.clone())
    }

    /// The subject `workflow` of policies. Whoever publishes what nobody owns will own it.
    pub(crate) fn subject(&self, workflow: &Identity, author: &str) -> towpath_access::WorkflowSubject {
        let owner = self.owner_of(&format!("{}/{}", workflow.namespace, workflow.name));
        let owner = Some(owner.unwrap_or_else(|| author.to_owned()));
        towpath_access::WorkflowSubject { owner, ..subject(workflow, author, self.published_by(author)) }
    }

    /// What makes the author of a workflow that nobody owns its owner; nothing where somebody does.
    pub(crate) fn first_owner(
        &self,
        workflow: &Identity,
        author: &str,
        at: i64,
    ) -> Result<Option<Put>, EngineError> {
        let key = format!("{}/{}", workflow.namespace, workflow.name);
        let known = self.owners.read().get(&key).cloned();
        if known.as_ref().is_some_and(|known| known.revision > 0) {
            return Ok(None);
        }
        let first = || Ownership { owner: author.to_owned(), deputy: None, by: None, at, revision: 0 };
        let ownership = known.unwrap_or_else(first);
        let (collection, content) = (OWNERS.to_owned(), Some(encode(&ownership)?));
        Ok(Some(Put { collection, key, expected: Some(0), content }))
    }

    /// Remembers who owns what was published; at revision 0 where that is written down nowhere.
    pub(crate) fn own_first(&self, workflow: &Identity, author: &str, at: i64, revision: u64) {
        let key = format!("{}/{}", workflow.namespace, workflow.name);
        let mut owners = self.owners.write();
        let first = || Ownership { owner: author.to_owned(), deputy: None, by: None, at, revision };
        let known = owners.entry(key).or_insert_with(first);
        known.revision = known.revision.max(revision);
    }
}
