//! Documents read for a change, each with the revision that the change expects. A change writes all its documents in one
//! `put`, so that it is whole or not there.

use serde::Serialize;
use serde::de::DeserializeOwned;
use towpath_journal::Put;

use crate::engine::Inner;
use crate::types::EngineError;
use crate::versions::{decode, encode};

/// A document as it was found.
#[derive(Debug, Clone)]
pub(crate) struct Found<T> {
    /// The document; `None`: there is none.
    pub(crate) value: Option<T>,
    /// Its revision; 0 when there is none.
    pub(crate) revision: u64,
}

impl Inner {
    /// Reads a document with its revision.
    pub(crate) async fn find<T: DeserializeOwned>(
        &self,
        collection: &str,
        key: &str,
    ) -> Result<Found<T>, EngineError> {
        let Some(document) = self.store.get(collection, key).await? else {
            return Ok(Found { value: None, revision: 0 });
        };
        Ok(Found { value: Some(decode(&document.content)?), revision: document.revision })
    }
}

/// The change of one document that is at revision `expected`; 0: that does not exist.
pub(crate) fn put<T: Serialize>(
    collection: &str,
    key: &str,
    expected: u64,
    value: &T,
) -> Result<Put, EngineError> {
    Ok(Put { content: Some(encode(value)?), ..delete(collection, key, expected) })
}

/// The deletion of a document that is at revision `expected`.
pub(crate) fn delete(collection: &str, key: &str, expected: u64) -> Put {
    Put { collection: collection.to_owned(), key: key.to_owned(), expected: Some(expected), content: None }
}
