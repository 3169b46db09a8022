//! Who answers for a workflow: an owner and a deputy. The first to publish a workflow owns it until it is handed over.

use serde::{Deserialize, Serialize};
use towpath_identity::{Principal, Role};
use towpath_journal::Put;
use towpath_wire::Identity;

use super::Catalog;
use crate::catalog::CatalogError;
use crate::changing::ChangeGuard;
use crate::fault::{Fault, NotYours};
use crate::found::{conflict, decode, encode};
use crate::version::{no_workflow, workflow_subject};

/// Collection of owners, by `namespace/name`.
const OWNERS: &str = "owners";

/// Who answers for a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ownership {
    /// A principal's id.
    pub owner: String,
    /// A principal's id: gets the same notices as the owner, and may do what the owner may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// Who handed it over; absent where the owner published it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Since when, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Counts the changes.
    #[serde(skip)]
    pub revision: u64,
}

impl Ownership {
    /// Whether a principal is the owner or the deputy.
    pub fn is(&self, principal: &str) -> bool {
        self.owner == principal || self.deputy.as_deref() == Some(principal)
    }
}

impl Catalog {
    /// Loads who answers for what.
    pub(super) async fn load_owners(&self) -> Result<(), CatalogError> {
        for document in self.documents.list(OWNERS, "").await? {
            let ownership: Ownership = decode(&document.content)?;
            let ownership = Ownership { revision: document.revision, ..ownership };
            self.owners.write().insert(document.key, ownership);
        }
        Ok(())
    }

    /// Who answers for a workflow.
    ///
    /// # Errors
    /// `NotFound` when there is no such workflow.
    pub(crate) fn ownership(&self, namespace: &str, name: &str) -> Result<Ownership, Fault> {
        let found = self.owners.read().get(&format!("{namespace}/{name}")).cloned();
        found.ok_or_else(|| no_workflow(namespace, name, None))
    }

    /// Hands a workflow over: its owner, its deputy or IT may. Returns the ownership before and after.
    ///
    /// # Errors
    /// `NotFound`, `NotYours`, `Conflict` when it is not at `revision`.
    pub(crate) async fn hand_over(
        &self,
        _: &ChangeGuard<'_>,
        who: &Principal,
        (namespace, name): (&str, &str),
        (owner, deputy): (String, Option<String>),
        revision: Option<u64>,
    ) -> Result<(Ownership, Ownership), CatalogError> {
        let before = self.ownership(namespace, name)?;
        // IT of another namespace is not IT here.
        let is_it = who.is_any(&[Role::It], namespace);
        if !is_it && !before.is(&who.id) {
            let others = format!("its owner, {}, or IT", before.owner);
            return Err(Fault::NotYours(NotYours::Others(others)).into());
        }
        let (by, at) = (Some(who.id.clone()), self.context.now());
        let mut after = Ownership { owner, deputy, by, at, revision: 0 };
        let key = format!("{namespace}/{name}");
        let (collection, content) = (OWNERS.to_owned(), Some(encode(&after)?));
        let put = Put { collection, key: key.clone(), expected: revision, content };
        let revisions = self.documents.put(vec![put]).await.map_err(conflict)?;
        after.revision = revisions.first().copied().unwrap_or_default();
        self.owners.write().insert(key, after.clone());
        // The owner is a part of what policies see of the version.
        let version = self.latest(namespace, name)?.published.workflow.version.clone();
        if let Some(stored) = self.stored(namespace, name, &version).await? {
            self.remember(&stored)?;
        }
        Ok((before, after))
    }

    /// Who answers for a workflow (`namespace/name`), where somebody does.
    pub(crate) fn owner_of(&self, workflow: &str) -> Option<String> {
        self.owners.read().get(workflow).map(|found| found.owner.clone())
    }

    /// The subject `workflow` of policies. The owner of a workflow that nobody owns yet is its author.
    pub(crate) fn subject(&self, workflow: &Identity, author: &str) -> towpath_access::WorkflowSubject {
        let owner = self.owner_of(&format!("{}/{}", workflow.namespace, workflow.name));
        let owner = Some(owner.unwrap_or_else(|| author.to_owned()));
        towpath_access::WorkflowSubject {
            owner,
            ..workflow_subject(workflow, author, self.published_by(author))
        }
    }

    /// The change that makes the author of a workflow its owner; nothing where somebody owns it already.
    pub(super) fn first_owner(
        &self,
        workflow: &Identity,
        author: &str,
        at: i64,
    ) -> Result<Option<Put>, CatalogError> {
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

    /// Remembers who owns a published workflow. Revision 0 means that the store has no record of it.
    pub(super) fn own_first(&self, workflow: &Identity, author: &str, at: i64, revision: u64) {
        let key = format!("{}/{}", workflow.namespace, workflow.name);
        let mut owners = self.owners.write();
        let first = || Ownership { owner: author.to_owned(), deputy: None, by: None, at, revision };
        let known = owners.entry(key).or_insert_with(first);
        known.revision = known.revision.max(revision);
    }
}
