//! Whose a `source` is: a workflow emits under a source of its own, never under that of somebody else in the same room.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use towpath_journal::{Put, Store};

use super::NewEvent;
use super::log::{digest_of, put};
use crate::types::EngineError;
use crate::versions::{decode, encode};

/// Collection of sources, by room and digest.
const SOURCES: &str = "event-sources";
/// What the sources of workflows begin with.
pub(crate) const WORKFLOWS: &str = "/workflows/";
/// Sources that are known of one room. A workflow of a room with more emits only under its own name.
const MOST: usize = 1_024;

/// Who sends under a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Owner {
    by: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    workflow: bool,
}

/// The sources of every room.
pub(super) struct Sources {
    /// By room, then by digest of the source.
    owners: HashMap<Arc<str>, HashMap<String, Owner>>,
}

impl Sources {
    pub(super) async fn open(store: &dyn Store) -> Result<Self, EngineError> {
        let mut owners: HashMap<Arc<str>, HashMap<String, Owner>> = HashMap::new();
        for document in store.list(SOURCES, "").await? {
            let Some((room, source)) = document.key.split_once('-') else { continue };
            owners.entry(room.into()).or_default().insert(source.to_owned(), decode(&document.content)?);
        }
        Ok(Self { owners })
    }

    /// Whether an event may bear its source, and the change that keeps whose it is.
    pub(super) fn admit(&mut self, room: &Arc<str>, event: &NewEvent) -> Result<Option<Put>, EngineError> {
        let foreign = || Err(EngineError::ForeignSource(event.source.clone()));
        if event.emitted && is_own(&event.source, &event.by) {
            return Ok(None);
        }
        if event.source.starts_with(WORKFLOWS) {
            return foreign();
        }
        let owners = self.owners.entry(Arc::clone(room)).or_default();
        let digest = digest_of(&event.source);
        match owners.get(&digest) {
            Some(owner) if owner.by == event.by && owner.workflow == event.emitted => return Ok(None),
            Some(_) if event.emitted => return foreign(),
            // Of two from outside the first keeps it; either may send.
            Some(owner) if !owner.workflow => return Ok(None),
            Some(_) => {}
            None if owners.len() < MOST => {}
            None if event.emitted => return foreign(),
            None => return Ok(None),
        }
        let owner = Owner { by: event.by.clone(), workflow: event.emitted };
        let kept = put(SOURCES, format!("{room}-{digest}"), encode(&owner)?);
        owners.insert(digest, owner);
        Ok(Some(kept))
    }
}

/// Whether a source is that of the workflow `namespace/name`, or below it.
fn is_own(source: &str, workflow: &str) -> bool {
    let rest = source.strip_prefix(WORKFLOWS).and_then(|source| source.strip_prefix(workflow));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']))
}
