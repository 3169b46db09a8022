//! Requests as they were made, without what their permits would reach now: for lists, waiting times, and who may decide.

use towpath_identity::Principal;

use super::{AccessRequest, Asked, REQUESTS, RequestState};
use crate::desk::{Desk, DeskError};
use crate::fault::{Fault, NotYours};
use crate::found::decode;

impl AccessRequest {
    /// Refuses the person who requested it.
    pub(super) fn refuse_own(&self, who: &Principal) -> Result<(), Fault> {
        match who.is_or_speaks_for(&self.by) {
            true => Err(NotYours::Own("asked for it").into()),
            false => Ok(()),
        }
    }

    /// The workflow that it is for, as `namespace/name`; `namespace/` where it is for a system.
    pub fn workflow(&self) -> String {
        let name = match &self.asked {
            Asked::Access { workflow, .. } => workflow.as_str(),
            Asked::System { .. } => "",
        };
        format!("{}/{name}", self.namespace)
    }

    /// Why this person may not decide it, though their role may, in words; `None` if they may.
    pub fn why_not(&self, who: &Principal) -> Option<String> {
        self.refuse_own(who).err().map(|error| error.to_string())
    }
}

impl Desk {
    /// Requests as they were made, those that wait longest first.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn plain_requests(
        &self,
        state: Option<RequestState>,
    ) -> Result<Vec<AccessRequest>, DeskError> {
        let mut found = Vec::new();
        for document in self.documents.list(REQUESTS, "").await? {
            let request: AccessRequest = decode(&document.content)?;
            if state.is_none_or(|wanted| request.state == wanted) {
                found.push(request);
            }
        }
        found.sort_by_key(|request| request.at);
        Ok(found)
    }

    /// How many milliseconds each request that `wanted` takes was open, of those that were decided in this time.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn open_for(
        &self,
        wanted: &(dyn Fn(&AccessRequest) -> bool + Sync),
        (from, to): (i64, i64),
    ) -> Result<Vec<u64>, DeskError> {
        let mut found = Vec::new();
        for request in self.plain_requests(None).await? {
            let decided = request.decision.as_ref().map(|decision| decision.at);
            if let Some(at) = decided.filter(|at| (from..to).contains(at) && wanted(&request)) {
                found.push(u64::try_from(at - request.at).unwrap_or_default());
            }
        }
        Ok(found)
    }
}
