//! Runs whose token was revoked or whose principal was disabled. Such a run ends at its next effect, unless the owner or the
//! deputy of its workflow, or IT, has adopted it before.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use towpath_access::CallerKind;
use towpath_diagnostics::codes;
use towpath_identity::{Principal, Role};
use towpath_journal::{Put, RunHead, RunId};
use towpath_wire::{EffectKind, Problem, problem_types};

use crate::changing::ChangeGuard;
use crate::fault::{Fault, NotYours};
use crate::found::{decode, encode};
use crate::runs::context::RunContext;
use crate::runs::{Runs, RunsError};

/// Collection of adoptions, by run.
pub(crate) const ADOPTIONS: &str = "adoptions";

/// A person answers for a run in place of its token and principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Adoption {
    /// The principal who adopted it.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Why.
    pub reason: String,
}

impl Runs {
    /// Loads what was adopted.
    pub(crate) async fn load_adoptions(&self) -> Result<(), RunsError> {
        let mut adopted = BTreeSet::new();
        for document in self.store.list(ADOPTIONS, "").await? {
            let _: Adoption = decode(&document.content)?;
            adopted.extend(document.key.parse::<RunId>().ok());
        }
        *self.adopted.write() = adopted;
        Ok(())
    }

    /// Lets a run go on although its token was revoked or its principal disabled, now or later. The first adoption counts.
    ///
    /// # Errors
    /// `NotFound`; `NotYours` for anybody but the owner of its workflow, the deputy and IT; `HasEnded`.
    pub(crate) async fn adopt(
        &self,
        _changing: &ChangeGuard<'_>,
        who: &Principal,
        run: RunId,
        reason: String,
    ) -> Result<Adoption, RunsError> {
        let head = self.run(run).await?.head;
        let (namespace, name) = (&head.workflow.namespace, &head.workflow.name);
        let ownership = self.catalog.ownership(namespace, name)?;
        if !who.is_any(&[Role::It], namespace) && !ownership.is(&who.id) {
            let others = format!("the owner of its workflow, {}, or IT", ownership.owner);
            return Err(Fault::NotYours(NotYours::Others(others)).into());
        }
        if let Some(document) = self.store.get(ADOPTIONS, &run.to_string()).await? {
            return Ok(decode(&document.content)?);
        }
        if head.status.is_final() {
            return Err(RunsError::HasEnded(run, head.status));
        }
        let adoption = Adoption { by: who.id.clone(), at: self.context.now(), reason };
        let (collection, key) = (ADOPTIONS.to_owned(), run.to_string());
        let put = Put { collection, key, expected: None, content: Some(encode(&adoption)?) };
        self.store.put(vec![put]).await?;
        self.adopted.write().insert(run);
        Ok(adoption)
    }

    /// Notifies the people who answer for unfinished runs, by workflow, that these runs end: those that `token` started, or
    /// `principal` with any token.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn tell_of_withdrawn(
        &self,
        token: Option<&str>,
        principal: Option<&str>,
    ) -> Result<(), RunsError> {
        let is_one = |head: &RunHead| match (token, principal) {
            (Some(token), _) => head.token.as_deref() == Some(token),
            (None, Some(principal)) => head.token.is_some() && head.principal == principal,
            (None, None) => false,
        };
        let mut runs: BTreeMap<String, Vec<RunId>> = BTreeMap::new();
        let keep = |head: RunHead| {
            if is_one(&head) {
                let workflow = format!("{}/{}", head.workflow.namespace, head.workflow.name);
                runs.entry(workflow).or_default().push(head.run);
            }
        };
        self.visit_unfinished(keep).await?;
        let what = if token.is_some() { "their token was revoked" } else { "their principal was disabled" };
        for (workflow, runs) in runs {
            self.notify.withdrawn(workflow, &runs, what).await?;
        }
        Ok(())
    }
}

impl Runs {
    /// The error that ends a run at an effect; `None` while its token is valid or it is adopted.
    pub(crate) fn withdrawn(&self, run: RunId, context: &RunContext, effect: &EffectKind) -> Option<Problem> {
        let tokens = self.tokens.as_ref()?;
        let stands = match context.token.as_deref() {
            Some(token) => tokens.stands_behind(token, &context.principal),
            // Nobody called: the owner of the workflow answers for it.
            None if is_uncalled(context) => !tokens.is_disabled(&context.principal),
            None => return None,
        };
        let waits = matches!(effect, EffectKind::Wait(_));
        if waits || stands || self.adopted.read().contains(&run) {
            return None;
        }
        let detail = "the token that started this run was revoked, or its principal disabled, and nobody has adopted the run";
        Some(Problem::new(problem_types::AUTHORIZATION, &codes::TP1136, detail))
    }
}

/// Whether a time or an event started it.
fn is_uncalled(context: &RunContext) -> bool {
    matches!(context.caller.kind, CallerKind::Schedule | CallerKind::Event)
}
