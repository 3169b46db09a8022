//! Starting a run of a draft, and finding its definition again after a crash, whatever became of the draft meanwhile.

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::to_raw_value;
use serde_json::{Map, Value};
use towpath_access::{Access, Kind, RunLabels};
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_identity::Principal;
use towpath_journal::{Decided, Digest, Record, StoreError};
use towpath_policies::Outcome;
use towpath_wire::{Event, Json};

use super::{Declared, Trial};
use crate::definitions::same_place;
use crate::engine::{Engine, Inner};
use crate::guard::{Asker, caller};
use crate::life::Standing;
use crate::reviews::Approval;
use crate::start::Starter;
use crate::types::{Draft, EngineError, StartedRun};
use crate::versions::{StoredVersion, Version, decode, encode};

/// A run of a draft.
#[derive(Debug, Clone, Default)]
pub struct DraftRequest {
    /// The raw input as it came, JSON; empty means `{}`.
    pub input: Bytes,
    /// Settings to try it with; those in force where there are none.
    pub settings: Option<Map<String, Value>>,
    /// What is answered in the place of systems.
    pub declared: Declared,
    /// The revision the draft must be at.
    pub revision: Option<u64>,
}

/// What the run of a draft is pinned to, as the store keeps it: a blob that its start record names.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: StoredVersion,
    declared: Declared,
}

/// What a start is given besides, where it is that of a draft.
pub(crate) struct Drafted {
    pub(crate) trial: Arc<Trial>,
    /// Digest of what it is pinned to.
    pub(crate) kept: Digest,
    pub(crate) settings: Option<Json>,
}

impl Engine {
    /// Starts a run of the draft as it stands. It is judged as if it were published now by `who`, needs no approval, and
    /// nothing it writes reaches a real system.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Invalid`], [`EngineError::Declared`], [`EngineError::SettingsMisfit`],
    /// [`EngineError::Input`], [`EngineError::StartRefused`], [`EngineError::Conflict`] when the draft is not at the
    /// revision that is asked for, [`EngineError::Busy`] while the engine opens or closes.
    pub async fn start_draft(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        request: DraftRequest,
    ) -> Result<StartedRun, EngineError> {
        if !self.ready() {
            return Err(EngineError::Busy);
        }
        let trial = Trial::read(&request.declared).map_err(EngineError::Declared)?;
        self.refuse_unknown(&trial)?;
        let draft = self.draft(namespace, name).await?;
        if request.revision.is_some_and(|wanted| wanted != draft.revision) {
            return Err(EngineError::Conflict { current: draft.revision });
        }
        let stored = self.candidate(who, (namespace, name), draft).await?;
        let subject = self.inner.subject(&stored.workflow, &stored.author);
        let version = stored.ready(subject).ok_or_else(|| EngineError::Internal("no image".to_owned()))?;
        let settings = self.settings_of_draft(who, &version, &stored.source, request.settings).await?;
        let kept = encode(&Kept { version: stored, declared: request.declared })?;
        let kept = self.inner.store.put_blob(kept).await?;
        let drafted = Drafted { trial: Arc::new(trial), kept, settings };
        self.inner.begin(Starter::outside(who), &Arc::new(version), &request.input, None, Some(drafted))
    }

    /// Refuses an answer for what is not there: it would never be given.
    fn refuse_unknown(&self, trial: &Trial) -> Result<(), EngineError> {
        let registry = self.inner.registry.load();
        let known: Vec<String> = registry.operations().map(|(a, b)| format!("{a}.{b}")).collect();
        for name in trial.names().filter(|name| !name.contains('/')) {
            if !known.iter().any(|known| known == name) {
                let close = did_you_mean(name, known.iter().map(String::as_str));
                let hint = close.map(|close| format!("; did you mean `{close}`?")).unwrap_or_default();
                return Err(EngineError::Declared(format!("there is no operation `{name}` to answer{hint}")));
            }
        }
        Ok(())
    }

    /// The draft as the version it would be, with everything that is fetched for it.
    async fn candidate(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        draft: Draft,
    ) -> Result<StoredVersion, EngineError> {
        let loaded = self.load(&draft.source, &[]).await?;
        let (Some(workflow), true) = (loaded.report.workflow.clone(), loaded.report.is_ok()) else {
            return Err(EngineError::Invalid(loaded.report.diagnostics));
        };
        same_place(&workflow, namespace, name)?;
        let asker = self.candidate_asker(who, &workflow, loaded.report.profile.clone().unwrap_or_default());
        let (loaded, fetched) = self.load_fetched(loaded, &draft.source, &asker).await?;
        let resources = self.inner.keep(&fetched).await?;
        let checked = self.report(namespace, &who.id, &loaded.report, &[]);
        // A case starts nothing, so that what its definition would start need not be there.
        let matters = |found: &&Diagnostic| !(self.inner.trial && found.code == codes::TP1116);
        let is_wrong = checked.diagnostics.iter().filter(matters).any(Diagnostic::is_error);
        let (Some(image), Some(profile), false) = (loaded.image, loaded.report.profile, is_wrong) else {
            return Err(EngineError::Invalid(checked.diagnostics));
        };
        let image = self.inner.store.put_blob(image.into()).await?;
        let runner = self.inner.runner_digest();
        // On a server a draft has no approvals; a trial on the command line asks nobody for any.
        let approvals = match self.inner.trial {
            true => checked.reviews().iter().map(|one| Approval::of_trial(one, draft.saved_at)).collect(),
            false => Vec::new(),
        };
        Ok(StoredVersion {
            pins: self.inner.pins(&workflow, &profile),
            settings: loaded.report.settings,
            workflow,
            author: who.id.clone(),
            writers: Vec::new(),
            published_at: draft.saved_at,
            source: draft.source,
            resources,
            profile,
            images: [(runner.0.clone(), image)].into(),
            runner,
            standing: Standing::default(),
            approvals,
        })
    }

    /// The settings a draft is tried with, held to its schema and to the policies like those of a published version.
    async fn settings_of_draft(
        &self,
        who: &Principal,
        version: &Version,
        source: &str,
        given: Option<Map<String, Value>>,
    ) -> Result<Option<Json>, EngineError> {
        let workflow = &version.published.workflow;
        let schema = version.settings.as_deref();
        let Some(given) = given else {
            self.inner.refuse_unsettled(&workflow.namespace, &workflow.name, source, schema).await?;
            return Ok(self.inner.settings_at_start(version));
        };
        let Some(schema) = schema else {
            let name = format!("{}/{}", workflow.namespace, workflow.name);
            return Err(EngineError::NotFound { what: "settings of the workflow", name });
        };
        self.inner.take_settings(source, &given).await?;
        let values = crate::settings::effective(schema, Some(&given));
        let arguments = Some(Value::Object(values.clone()));
        let access = Access { arguments, ..Access::new(Kind::Configure, RunLabels::NONE) };
        let asker = Asker::new(version, caller(who), &who.id, Vec::new());
        let decision = self.inner.decide(&asker, &access, &[], self.inner.clock.now());
        match decision.outcome {
            Outcome::Allow | Outcome::Review => Ok(to_raw_value(&values).ok()),
            Outcome::Hold | Outcome::Deny => Err(EngineError::StartRefused(Box::new(decision))),
        }
    }
}

impl Inner {
    /// What a draft's run is pinned to, and what is left of its answers: those that its journal says were given are not
    /// given again.
    pub(crate) async fn kept_draft(
        &self,
        kept: &Digest,
        records: &[Record],
    ) -> Result<(Version, Arc<Trial>), EngineError> {
        let Kept { version, declared } = decode(&self.blob(kept).await?)?;
        let corrupt = |what: String| EngineError::from(StoreError::Corrupt(format!("{kept}: {what}")));
        let trial = Trial::read(&declared).map_err(corrupt)?;
        let mut real = std::collections::BTreeSet::new();
        for record in records {
            match record {
                Record::Intent(intent) => match intent.decided {
                    Decided::Simulated { answer: Some(answer) } => trial.taken(answer),
                    Decided::Read => {
                        real.insert(intent.effect.id);
                    }
                    _ => {}
                },
                Record::Fed(step) => match &step.event {
                    Event::Completed { effect, labels, .. } if real.contains(effect) => trial.heard(labels),
                    Event::Failed { effect, error } if real.contains(effect) => trial.heard(&error.labels),
                    Event::Received { labels, .. } => trial.heard(labels),
                    _ => {}
                },
                _ => {}
            }
        }
        let subject = self.subject(&version.workflow, &version.author);
        let version = version.ready(subject).ok_or_else(|| corrupt("no image".to_owned()))?;
        Ok((version, Arc::new(trial)))
    }
}
