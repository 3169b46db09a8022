//! The engine's calls about what people watch: changes of state, and who else looks at a draft.

use std::sync::Arc;

use towpath_identity::Principal;

use super::Engine;
use crate::changes::Changes;
use crate::presence::{Here, Place};

impl Engine {
    /// Changes of state as they happen.
    pub fn changes(&self) -> &Arc<Changes> {
        &self.changes
    }

    /// Says that somebody looks at a draft in one of their tabs, at a task; for half a minute, or until it is said again.
    /// Everybody who looks at it, those who came first first.
    pub fn look_at_draft(
        &self,
        who: &Principal,
        workflow: (&str, &str),
        tab: &str,
        task: Option<String>,
    ) -> Vec<Here> {
        self.presence.renew(Place::of(workflow), &who.id, tab, task, self.now())
    }

    /// Says that somebody does not look at a draft in this tab any more.
    pub fn leave_draft(&self, who: &Principal, workflow: (&str, &str), tab: &str) {
        self.presence.leave(&Place::of(workflow), &who.id, tab, self.now());
    }
}
