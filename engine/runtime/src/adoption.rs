//! Runs that nobody stands behind any more: their token was revoked, or their principal disabled. Each ends at its next
//! effect, unless the owner or the deputy of its workflow, or IT, has adopted it before.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use towpath_diagnostics::codes;
use towpath_identity::{Principal, Role};
use towpath_journal::{Put, RunHead, RunId};
use towpath_wire::{EffectKind, Problem, problem_types};

use crate::engine::{Engine, Inner};
use crate::guard::Asker;
use crate::holds::NotYours;
use crate::notices::{Notice, NoticeKind};
use crate::types::EngineError;
use crate::versions::{decode, encode};

/// Collection of adoptions, by run.
const ADOPTIONS: &str = "adoptions";

/// Somebody stands behind a run whose own token or principal does not any more.
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

impl Engine {
    /// Loads what was adopted.
    pub(crate) async fn load_adoptions(&self) -> Result<(), EngineError> {
        let mut adopted = BTreeSet::new();
        for document in self.inner.store.list(ADOPTIONS, "").await? {
            let _: Adoption = decode(&document.content)?;
            adopted.extend(document.key.parse::<RunId>().ok());
        }
        *self.inner.adopted.write() = adopted;
        Ok(())
    }

    /// Lets a run go on although its token was revoked or its principal disabled, now or later. The first adoption counts.
    ///
    /// # Errors
    /// [`EngineError::NotFound`]; [`EngineError::NotYours`] for anybody but the owner of its workflow, the deputy and IT;
    /// [`EngineError::HasEnded`].
    pub async fn adopt(&self, who: &Principal, run: RunId, reason: String) -> Result<Adoption, EngineError> {
        let _changing = self.inner.changing.lock().await;
        let head = self.run(run).await?.head;
        let (namespace, name) = (&head.workflow.namespace, &head.workflow.name);
        let ownership = self.ownership(namespace, name)?;
        if !who.is_any(&[Role::It], namespace) && !ownership.is(&who.id) {
            let others = format!("the owner of its workflow, {}, or IT", ownership.owner);
            return Err(EngineError::NotYours(NotYours::Others(others)));
        }
        if let Some(document) = self.inner.store.get(ADOPTIONS, &run.to_string()).await? {
            return decode(&document.content);
        }
        if head.status.is_final() {
            return Err(EngineError::HasEnded(run, head.status));
        }
        let adoption = Adoption { by: who.id.clone(), at: self.inner.clock.now(), reason };
        let (collection, key) = (ADOPTIONS.to_owned(), run.to_string());
        let put = Put { collection, key, expected: None, content: Some(encode(&adoption)?) };
        self.inner.store.put(vec![put]).await?;
        self.inner.adopted.write().insert(run);
        Ok(adoption)
    }

    /// Tells those who answer for them of unfinished runs that nobody stands behind any more, by workflow: those that
    /// `token` started, or `principal` with any token.
    ///
    /// # Errors
    /// The store's.
    pub async fn tell_of_withdrawn(
        &self,
        token: Option<&str>,
        principal: Option<&str>,
    ) -> Result<(), EngineError> {
        let is_one = |head: &RunHead| match (token, principal) {
            (Some(token), _) => head.token.as_deref() == Some(token),
            (None, Some(principal)) => head.token.is_some() && head.principal == principal,
            (None, None) => false,
        };
        let mut runs: BTreeMap<String, Vec<RunId>> = BTreeMap::new();
        for head in self.inner.store.unfinished().await?.into_iter().filter(is_one) {
            let workflow = format!("{}/{}", head.workflow.namespace, head.workflow.name);
            runs.entry(workflow).or_default().push(head.run);
        }
        let what = if token.is_some() { "their token was revoked" } else { "their principal was disabled" };
        for (workflow, runs) in runs {
            let text = format!(
                "{} unfinished run(s) end at their next effect: {what}. `towpath runs adopt RUN` lets one go on",
                runs.len()
            );
            let mut notice = Notice::new(workflow, NoticeKind::Withdrawn, text, self.inner.clock.now());
            notice.run = runs.last().map(ToString::to_string);
            notice.details = runs.iter().take(100).map(ToString::to_string).collect();
            self.notice(notice).await?;
        }
        Ok(())
    }
}

impl Inner {
    /// Why an effect of this run ends it; nothing where somebody stands behind the run.
    pub(crate) fn withdrawn(&self, run: RunId, asker: &Asker, effect: &EffectKind) -> Option<Problem> {
        let (tokens, token) = (self.tokens.as_ref()?, asker.token.as_deref()?);
        let waits = matches!(effect, EffectKind::Wait(_));
        if waits || tokens.stands_behind(token, &asker.principal) || self.adopted.read().contains(&run) {
            return None;
        }
        let detail = "the token that started this run was revoked, or its principal disabled, and nobody has adopted the run";
        let mut problem = Problem::new(problem_types::AUTHORIZATION, detail);
        problem.code = Some(codes::TP1136.as_str().to_owned());
        Some(problem)
    }
}
