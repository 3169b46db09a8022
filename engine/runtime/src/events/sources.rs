//! Ownership of sources: a workflow emits under its own name or under a source of its namespace, never under the source of
//! another workflow or of an outside sender to the same audience.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;
use towpath_journal::{Put, Store};

use super::NewEvent;
use super::log::{digest_of, put};
use crate::events::EventsError;
use crate::found::encode;

/// Collection of sources, by audience and digest.
const SOURCES: &str = "event-sources";
/// Prefix of the sources of workflows.
pub(crate) const WORKFLOWS: &str = "/workflows/";
/// Most outside sources that are remembered for an audience. Once there are so many, workflows emit only under their own names.
const MOST: usize = 1_024;

/// The outside sender who used a source first.
#[derive(Debug, Serialize)]
struct Owner {
    by: String,
}

/// The outside sources of every audience.
pub(super) struct Sources {
    /// By audience, as digests.
    outside: HashMap<Arc<str>, HashSet<String>>,
}

impl Sources {
    pub(super) async fn open(store: &dyn Store) -> Result<Self, EventsError> {
        let mut outside: HashMap<Arc<str>, HashSet<String>> = HashMap::new();
        for document in store.list(SOURCES, "").await? {
            let Some((audience, source)) = document.key.split_once('-') else { continue };
            outside.entry(audience.into()).or_default().insert(source.to_owned());
        }
        Ok(Self { outside })
    }

    /// Checks that an event may have its source; the change that stores a new owner, if there is one.
    pub(super) fn admit(
        &mut self,
        audience: &Arc<str>,
        event: &NewEvent,
    ) -> Result<Option<Put>, EventsError> {
        let foreign = || Err(EventsError::ForeignSource(event.source.clone()));
        if event.emitted && is_own(&event.source, &event.by) {
            return Ok(None);
        }
        if event.source.starts_with(WORKFLOWS) {
            return foreign();
        }
        let known = self.outside.entry(Arc::clone(audience)).or_default();
        let digest = digest_of(&event.source);
        let (is_known, is_full) = (known.contains(&digest), known.len() >= MOST);
        if event.emitted {
            return if is_known || is_full { foreign() } else { Ok(None) };
        }
        if is_known || is_full {
            return Ok(None);
        }
        let owner = Owner { by: event.by.clone() };
        let kept = put(SOURCES, format!("{audience}-{digest}"), encode(&owner)?);
        known.insert(digest);
        Ok(Some(kept))
    }
}

/// Whether a source is that of the workflow `namespace/name`, or below it.
fn is_own(source: &str, workflow: &str) -> bool {
    let rest = source.strip_prefix(WORKFLOWS).and_then(|source| source.strip_prefix(workflow));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']))
}
