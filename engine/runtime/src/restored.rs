//! The mark of a store that was restored from a backup. While nobody has confirmed it, the engine sends nothing out: what
//! happened after the backup is not in the journals, so a run that goes on may do it again.

use parking_lot::RwLock;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use towpath_journal::{Documents, Put, StoreError};

use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::found::{encode, find};

/// Collection of the mark; it has one document.
const RESTORED: &str = "restored";
const KEY: &str = "mark";

/// Where a store comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoredFrom {
    /// When the backup was taken, in milliseconds since the Unix epoch.
    pub taken_at: i64,
    /// When it was restored.
    pub restored_at: i64,
}

/// The mark of a restored store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestoreMark {
    /// When the backup was taken, in milliseconds since the Unix epoch.
    pub taken_at: i64,
    /// When it was restored.
    pub restored_at: i64,
    /// Who let runs and schedules go on; absent while the engine is paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<RestoreConfirmed>,
}

/// The confirmation of a restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestoreConfirmed {
    /// The principal.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The digest of what they were shown.
    pub digest: String,
}

/// Marks a store as restored: the next engine that opens it is paused.
///
/// # Errors
/// The store's.
pub async fn mark_restored(store: &impl Documents, from: RestoredFrom) -> Result<(), StoreError> {
    let RestoredFrom { taken_at, restored_at } = from;
    let mark = RestoreMark { taken_at, restored_at, confirmed: None };
    let content = serde_json::to_vec(&mark).map_err(|error| StoreError::Io(error.to_string()))?;
    store.put(vec![put(content.into())]).await?;
    Ok(())
}

fn put(content: bytes::Bytes) -> Put {
    Put { collection: RESTORED.to_owned(), key: KEY.to_owned(), expected: None, content: Some(content) }
}

/// The mark of the store of an engine.
pub(crate) struct Restored {
    documents: Arc<dyn Documents>,
    mark: RwLock<Option<RestoreMark>>,
}

impl Restored {
    /// Reads the mark, if there is one.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn open(documents: Arc<dyn Documents>) -> Result<Self, Fault> {
        let mark = RwLock::new(find(&*documents, RESTORED, KEY).await?.value);
        Ok(Self { documents, mark })
    }

    pub(crate) fn mark(&self) -> Option<RestoreMark> {
        self.mark.read().clone()
    }

    /// Whether nobody has confirmed.
    pub(crate) fn is_paused(&self) -> bool {
        self.mark.read().as_ref().is_some_and(|mark| mark.confirmed.is_none())
    }

    /// Writes down who confirmed what.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn confirm(
        &self,
        _changing: &ChangeGuard<'_>,
        confirmed: RestoreConfirmed,
    ) -> Result<(), Fault> {
        let Some(mark) = self.mark() else { return Ok(()) };
        let mark = RestoreMark { confirmed: Some(confirmed), ..mark };
        self.documents.put(vec![put(encode(&mark)?)]).await?;
        *self.mark.write() = Some(mark);
        Ok(())
    }
}
