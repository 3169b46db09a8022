//! Documents as rooms read and change them: how they are encoded, each with the revision that a change expects. A change
//! writes all its documents in one `put`: all of them are stored, or none.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use towpath_journal::{Blobs, Digest, Documents, Put, StoreError};

use crate::fault::Fault;

/// A document as it was found.
#[derive(Debug, Clone)]
pub(crate) struct Found<T> {
    /// The document; `None`: there is none.
    pub(crate) value: Option<T>,
    /// Its revision; 0 when there is none.
    pub(crate) revision: u64,
}

/// Reads a document with its revision.
pub(crate) async fn find<T: DeserializeOwned>(
    store: &(impl Documents + ?Sized),
    collection: &str,
    key: &str,
) -> Result<Found<T>, Fault> {
    let Some(document) = store.get(collection, key).await? else {
        return Ok(Found { value: None, revision: 0 });
    };
    Ok(Found { value: Some(decode(&document.content)?), revision: document.revision })
}

/// The change of one document that is at revision `expected`; 0: it must not exist.
pub(crate) fn put<T: Serialize>(collection: &str, key: &str, expected: u64, value: &T) -> Result<Put, Fault> {
    Ok(Put { content: Some(encode(value)?), ..delete(collection, key, expected) })
}

/// The deletion of a document that is at revision `expected`.
pub(crate) fn delete(collection: &str, key: &str, expected: u64) -> Put {
    Put { collection: collection.to_owned(), key: key.to_owned(), expected: Some(expected), content: None }
}

/// Reads the content of a document.
pub(crate) fn decode<T: DeserializeOwned>(content: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(content).map_err(|error| StoreError::Corrupt(error.to_string()).into())
}

/// The content of a document.
pub(crate) fn encode<T: Serialize>(value: &T) -> Result<Bytes, Fault> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|error| Fault::Internal(error.to_string()))
}

/// What was stored under a digest; it is damage where that is missing.
pub(crate) async fn blob(store: &(impl Blobs + ?Sized), digest: &Digest) -> Result<Bytes, Fault> {
    let found = store.blob(digest).await?;
    found.ok_or_else(|| StoreError::Corrupt(format!("{digest} is missing")).into())
}

/// A change that expected another revision is a conflict for the caller, not a failure of the store.
pub(crate) fn conflict(error: StoreError) -> Fault {
    match error {
        StoreError::Conflict { current } => Fault::Conflict { current },
        other => other.into(),
    }
}
