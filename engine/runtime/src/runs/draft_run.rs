//! Draft runs: starting one, with the draft as the version it would be, and the version such a run is pinned to.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use towpath_access::{Access, Kind, RunLabels};
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_identity::Principal;
use towpath_journal::{Decided, Digest, Record, StoreError};
use towpath_policies::DecisionOutcome;
use towpath_wire::{Event, Json};

use super::Runs;
use super::start::Starter;
use crate::catalog::{effective, same_place};
use crate::drafts::{Declared, DraftAnswers};
use crate::fault::Fault;
use crate::found::{self, decode, encode};
use crate::rules::decide::caller_subject;
use crate::runs::RunsError;
use crate::runs::start::StartedRun;
use crate::types::Draft;
use crate::version::{Approval, Standing, StoredVersion, Version};

/// A request for a draft run.
#[derive(Debug, Clone, Default)]
pub struct DraftRequest {
    /// The raw input as it came, JSON; empty means `{}`.
    pub input: Bytes,
    /// Its settings; `None`: those in force.
    pub settings: Option<Map<String, Value>>,
    /// Answers in place of real systems.
    pub declared: Declared,
    /// The revision the draft must be at.
    pub revision: Option<u64>,
}

/// The version and the answers that a draft run is pinned to. The store has them as a blob that the start record names.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: StoredVersion,
    declared: Declared,
}

/// What the start of a draft run has in addition.
pub(crate) struct Drafted {
    pub(crate) answers: Arc<DraftAnswers>,
    /// Digest of the blob it is pinned to.
    pub(crate) kept: Digest,
    pub(crate) settings: Option<Json>,
}

impl Runs {
    /// Starts a run of the saved draft. It is evaluated as if it were published now by `who`, needs no approval, and none of
    /// its writes reaches a real system.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`, `Declared`, `SettingsMisfit`, `Input`, `StartRefused`, `Conflict` when the draft is not
    /// at the revision that is asked for, `Busy` while the engine opens or closes.
    pub(crate) async fn start_draft(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        request: DraftRequest,
    ) -> Result<StartedRun, RunsError> {
        self.check_open()?;
        let answers = DraftAnswers::read(&request.declared).map_err(RunsError::Declared)?;
        self.refuse_unknown(&answers)?;
        let draft = self.catalog.draft(namespace, name).await?;
        if request.revision.is_some_and(|wanted| wanted != draft.revision) {
            return Err(Fault::Conflict { current: draft.revision }.into());
        }
        let stored = self.candidate(who, (namespace, name), draft).await?;
        let subject = self.catalog.subject(&stored.workflow, &stored.author);
        let version =
            stored.ready(subject).ok_or_else(|| RunsError::Fault(Fault::Internal("no image".to_owned())))?;
        let settings = self.settings_of_draft(who, &version, &stored.source, request.settings).await?;
        let kept = encode(&Kept { version: stored, declared: request.declared })?;
        let kept = self.store.put_blob(kept).await?;
        let drafted = Drafted { answers: Arc::new(answers), kept, settings };
        self.begin(Starter::outside(who), &Arc::new(version), &request.input, None, Some(drafted))
    }

    /// Refuses an answer for an operation that does not exist: it would never be used.
    fn refuse_unknown(&self, answers: &DraftAnswers) -> Result<(), RunsError> {
        let registry = self.rules.integrations();
        let known: Vec<String> = registry.operations().map(|(a, b)| format!("{a}.{b}")).collect();
        for name in answers.names().filter(|name| !name.contains('/')) {
            if !known.iter().any(|known| known == name) {
                let close = did_you_mean(name, known.iter().map(String::as_str));
                let hint = close.map(|close| format!("; did you mean `{close}`?")).unwrap_or_default();
                return Err(RunsError::Declared(format!("there is no operation `{name}` to answer{hint}")));
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
    ) -> Result<StoredVersion, RunsError> {
        let loaded = self.catalog.load(&draft.source, &[]).await?;
        let (Some(workflow), true) = (loaded.report.workflow.clone(), loaded.report.is_ok()) else {
            return Err(Fault::Invalid(loaded.report.diagnostics).into());
        };
        same_place(&workflow, namespace, name)?;
        let requester =
            self.catalog.requester_of(who, &workflow, loaded.report.profile.clone().unwrap_or_default());
        let (loaded, fetched) = self.catalog.load_fetched(loaded, &draft.source, &requester).await?;
        let resources = self.catalog.keep(&fetched).await?;
        let checked = self.catalog.report(namespace, &who.id, &loaded.report, &[]);
        // A test case starts no workflow, so the workflows it names need not exist.
        let matters = |found: &&Diagnostic| !(self.context.is_offline() && found.code == codes::TP1116);
        let is_wrong = checked.diagnostics.iter().filter(matters).any(Diagnostic::is_error);
        let (Some(image), Some(profile), false) = (loaded.image, loaded.report.profile, is_wrong) else {
            return Err(Fault::Invalid(checked.diagnostics).into());
        };
        let image = self.store.put_blob(image.into()).await?;
        let runner = self.catalog.runner_digest();
        // On a server a draft has no approvals. On the command line none are needed.
        let approvals = match self.context.is_offline() {
            true => checked.reviews().iter().map(|one| Approval::not_needed(one, draft.saved_at)).collect(),
            false => Vec::new(),
        };
        Ok(StoredVersion {
            pins: self.catalog.pins(&workflow, &profile),
            settings: loaded.report.settings,
            schedule: loaded.report.schedule,
            workflow,
            author: who.id.clone(),
            writers: Vec::new(),
            published_at: draft.saved_at,
            drafted_at: None,
            source: draft.source,
            resources,
            profile,
            images: [(runner.0.clone(), image)].into(),
            runner,
            standing: Standing::default(),
            approvals,
        })
    }

    /// The settings of a draft run, checked by its schema and by the policies like those of a published version.
    async fn settings_of_draft(
        &self,
        who: &Principal,
        version: &Version,
        source: &str,
        given: Option<Map<String, Value>>,
    ) -> Result<Option<Json>, RunsError> {
        let workflow = &version.published.workflow;
        let schema = version.settings.as_deref();
        let Some(given) = given else {
            self.catalog.refuse_unsettled(&workflow.namespace, &workflow.name, source, schema).await?;
            return Ok(self.catalog.settings_at_start(version)?);
        };
        let Some(schema) = schema else {
            let name = format!("{}/{}", workflow.namespace, workflow.name);
            return Err(Fault::NotFound { what: "settings of the workflow", name }.into());
        };
        self.catalog.take_settings(source, &given).await?;
        let values = effective(schema, Some(&given));
        let arguments = Some(Value::Object(values.clone()));
        let access = Access { arguments, ..Access::new(Kind::Configure, RunLabels::NONE) };
        let requester = version.requester(caller_subject(who), Vec::new());
        let decision = self.rules.decide(&requester, &access, &[], self.context.now());
        match decision.outcome {
            DecisionOutcome::Allow | DecisionOutcome::Review => Ok(Some(crate::catalog::encoded(&values)?)),
            DecisionOutcome::Hold | DecisionOutcome::Deny => {
                Err(Fault::StartRefused(Box::new(decision)).into())
            }
        }
    }
}

impl Runs {
    /// The version that a draft run is pinned to, and the answers that are left: those that its journal has used are not used
    /// again.
    pub(super) async fn kept_draft(
        &self,
        kept: &Digest,
        records: &[Record],
    ) -> Result<(Version, Arc<DraftAnswers>), RunsError> {
        let Kept { version, declared } = decode(&found::blob(&*self.store, kept).await?)?;
        let corrupt = |what: String| RunsError::from(StoreError::Corrupt(format!("{kept}: {what}")));
        let answers = DraftAnswers::read(&declared).map_err(corrupt)?;
        let mut real = BTreeSet::new();
        for record in records {
            match record {
                Record::Intent(intent) => match intent.decided {
                    Decided::Simulated { answer: Some(answer) } => answers.taken(answer),
                    Decided::Read => {
                        real.insert(intent.effect.id);
                    }
                    _ => {}
                },
                Record::Fed(step) => match &step.event {
                    Event::Completed { effect, labels, .. } if real.contains(effect) => answers.heard(labels),
                    Event::Failed { effect, error } if real.contains(effect) => answers.heard(&error.labels),
                    Event::Received { labels, .. } => answers.heard(labels),
                    _ => {}
                },
                _ => {}
            }
        }
        let subject = self.catalog.subject(&version.workflow, &version.author);
        let version = version.ready(subject).ok_or_else(|| corrupt("no image".to_owned()))?;
        Ok((version, Arc::new(answers)))
    }
}
