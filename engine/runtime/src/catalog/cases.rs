//! The saved cases of a workflow: one document, with the revision that the next change expects.

use serde::{Deserialize, Serialize};
use towpath_identity::Principal;

use super::Catalog;
use crate::catalog::CatalogError;
use crate::drafts::cases::Case;
use crate::fault::Fault;
use crate::found::{self, conflict, encode};

/// Collection of saved cases, by `namespace/name`.
const CASES: &str = "cases";

/// Most cases of one workflow, and most bytes of all of them.
pub const MOST_CASES: usize = 200;
const MOST_BYTES: usize = 1 << 20;

/// The saved cases of a workflow.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedCases {
    /// The cases, in the order in which they were saved.
    pub cases: Vec<Case>,
    /// The principal who saved them; absent: nobody did.
    #[serde(default)]
    pub by: Option<String>,
    /// When, in milliseconds since the Unix epoch.
    #[serde(default)]
    pub at: i64,
    /// The document's revision, for the next change; 0: there is none.
    #[serde(default, skip_serializing)]
    pub revision: u64,
}

impl Catalog {
    /// The saved cases of a workflow; none where nobody saved any.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn cases(&self, namespace: &str, name: &str) -> Result<SavedCases, CatalogError> {
        let key = format!("{namespace}/{name}");
        let found = found::find::<SavedCases>(&*self.documents, CASES, &key).await?;
        Ok(SavedCases { revision: found.revision, ..found.value.unwrap_or_default() })
    }

    /// Saves the cases of a workflow in place of those before.
    ///
    /// # Errors
    /// `NotFound` where there is neither a draft nor a version; `Cases`; `Conflict` when `expected` is not the revision.
    pub(crate) async fn put_cases(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        cases: Vec<Case>,
        expected: Option<u64>,
    ) -> Result<SavedCases, CatalogError> {
        check(&cases)?;
        if self.latest(namespace, name).is_err() {
            self.draft(namespace, name).await?;
        }
        let _changing = self.rules.lock().await;
        let key = format!("{namespace}/{name}");
        let current = found::find::<SavedCases>(&*self.documents, CASES, &key).await?.revision;
        if expected.is_some_and(|expected| expected != current) {
            return Err(Fault::Conflict { current }.into());
        }
        let by = Some(who.id.clone());
        let mut saved = SavedCases { cases, by, at: self.context.now(), revision: 0 };
        if encode(&saved)?.len() > MOST_BYTES {
            return Err(CatalogError::Cases(format!("they are larger than {MOST_BYTES} bytes")));
        }
        let put = found::put(CASES, &key, current, &saved)?;
        let revisions = self.documents.put(vec![put]).await.map_err(conflict)?;
        saved.revision = revisions.first().copied().unwrap_or_default();
        Ok(saved)
    }
}

/// Refuses too many cases, and two of one name.
fn check(cases: &[Case]) -> Result<(), CatalogError> {
    if cases.len() > MOST_CASES {
        let count = cases.len();
        return Err(CatalogError::Cases(format!(
            "there are {count} of them; a workflow has at most {MOST_CASES}"
        )));
    }
    for (at, case) in cases.iter().enumerate() {
        if case.name.trim().is_empty() {
            return Err(CatalogError::Cases(format!("case {} has no name", at + 1)));
        }
        if cases.iter().take(at).any(|earlier| earlier.name == case.name) {
            return Err(CatalogError::Cases(format!("two cases are called `{}`", case.name)));
        }
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    fn case(name: &str) -> Case {
        serde_json::from_value(json!({ "name": name, "expect": { "output": 1 } })).unwrap()
    }

    #[test]
    fn names_are_there_and_differ() {
        let refused = |names: &[&str]| {
            let cases: Vec<Case> = names.iter().map(|name| case(name)).collect();
            check(&cases).err().map(|error| error.to_string())
        };
        assert_eq!(refused(&["small", "large"]), None);
        assert!(refused(&["small", "small"]).is_some_and(|text| text.contains("`small`")));
        assert!(refused(&["small", " "]).is_some_and(|text| text.contains("case 2")));
        let names: Vec<String> = (0..=MOST_CASES).map(|at| at.to_string()).collect();
        assert!(refused(&names.iter().map(String::as_str).collect::<Vec<_>>()).is_some());
    }

    #[test]
    fn a_document_of_another_revision_is_read() {
        let saved: SavedCases = serde_json::from_value(json!({ "cases": [] })).unwrap();
        assert_eq!((saved.by, saved.revision), (None, 0));
    }
}
