//! Whose a `source` is: a workflow emits under its own name or under a source of its namespace, never under that of
//! another workflow or of somebody outside who sends to the same room.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;
use towpath_journal::{Put, Store};

use super::NewEvent;
use super::log::{digest_of, put};
use crate::types::EngineError;
use crate::versions::encode;

/// Collection of sources, by room and digest.
const SOURCES: &str = "event-sources";
/// What the sources of workflows begin with.
pub(crate) const WORKFLOWS: &str = "/workflows/";
/// Sources from outside that are known of one room. A workflow of a room with more emits only under its own name.
const MOST: usize = 1_024;

/// Who from outside sent under a source first.
#[derive(Debug, Serialize)]
struct Owner {
    by: String,
}

/// The sources from outside of every room.
pub(super) struct Sources {
    /// By room, as digests.
    outside: HashMap<Arc<str>, HashSet<String>>,
}

impl Sources {
    pub(super) async fn open(store: &dyn Store) -> Result<Self, EngineError> {
        let mut outside: HashMap<Arc<str>, HashSet<String>> = HashMap::new();
        for document in store.list(SOURCES, "").await? {
            let Some((room, source)) = document.key.split_once('-') else { continue };
            outside.entry(room.into()).or_default().insert(source.to_owned());
        }
        Ok(Self { outside })
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
        let known = self.outside.entry(Arc::clone(room)).or_default();
        let digest = digest_of(&event.source);
        let (is_known, is_full) = (known.contains(&digest), known.len() >= MOST);
        if event.emitted {
            return if is_known || is_full { foreign() } else { Ok(None) };
        }
        if is_known || is_full {
            return Ok(None);
        }
        let owner = Owner { by: event.by.clone() };
        let kept = put(SOURCES, format!("{room}-{digest}"), encode(&owner)?);
        known.insert(digest);
        Ok(Some(kept))
    }
}

/// Whether a source is that of the workflow `namespace/name`, or below it.
fn is_own(source: &str, workflow: &str) -> bool {
    let rest = source.strip_prefix(WORKFLOWS).and_then(|source| source.strip_prefix(workflow));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']))
}
