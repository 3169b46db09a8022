//! Starts without a caller: at a time of a schedule, or by an event.
//!
//! The owner of the workflow answers for such a run. Policies see a caller of the kind `schedule`, or `event` with the source of
//! the event.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};
use towpath_access::{CallerKind, CallerSubject, RunLabels};
use towpath_journal::{RunHead, RunId};
use towpath_wire::{EventPart, Schedule};

use super::start::{Claimed, Starter};
use super::{Runs, RunsError};
use crate::events::StoredEvent;
use crate::fault::Fault;
use crate::found::encode;
use crate::rules::decide::listen_access;
use crate::version::Version;

/// A start without a caller.
pub(crate) struct Uncalled<'a> {
    /// Namespace and name.
    pub(crate) place: (&'a str, &'a str),
    /// The principal who answers for it.
    pub(crate) owner: &'a str,
    /// The identity of the firing: one key starts one run, ever.
    pub(crate) key: &'a str,
    pub(crate) schedule: &'a Schedule,
    pub(crate) by: UncalledBy<'a>,
}

/// What starts it.
pub(crate) enum UncalledBy<'a> {
    /// A time.
    Time,
    /// An event.
    Event(&'a StoredEvent),
}

/// What a run starts with.
struct Given {
    caller: CallerSubject,
    input: Bytes,
    labels: Vec<String>,
    run_labels: RunLabels,
    heard: Vec<String>,
}

impl Runs {
    /// The run that was started under this key.
    pub(crate) async fn started_under(&self, key: &str) -> Result<Option<RunId>, Fault> {
        Ok(self.store.claimed(key).await?.map(|claim| claim.run))
    }

    /// The head of a run, if it is there.
    pub(crate) async fn head_of(&self, run: RunId) -> Result<Option<RunHead>, Fault> {
        Ok(self.store.head(run).await?)
    }

    /// Whether a principal was disabled.
    pub(crate) fn is_disabled(&self, principal: &str) -> bool {
        self.tokens.as_ref().is_some_and(|tokens| tokens.is_disabled(principal))
    }

    /// Starts a run of the current version, or finds the one that the same key started. Its start is on disk when this returns.
    /// `None`: policies keep the event from this workflow.
    ///
    /// # Errors
    /// Those of [`Runs::start`].
    pub(crate) async fn start_uncalled(&self, start: Uncalled<'_>) -> Result<Option<RunId>, RunsError> {
        self.check_open()?;
        let Uncalled { place: (namespace, name), owner, key, schedule, by } = start;
        let version = self.catalog.version(namespace, name, None).await?;
        let claiming = match self.start_once(key, "").await? {
            Claimed::Joined(run) => return Ok(Some(run)),
            Claimed::New(claiming) => claiming,
        };
        let given = match by {
            UncalledBy::Time => Some(at_a_time(namespace, name)),
            UncalledBy::Event(event) => self.by_event(&version, schedule, event)?,
        };
        let Some(Given { caller, input, labels, run_labels, heard }) = given else { return Ok(None) };
        let starter = Starter {
            principal: owner.to_owned(),
            caller,
            via: Vec::new(),
            labels,
            run_labels,
            parent: None,
            repeating: None,
            awaited: false,
            token: None,
            heard,
        };
        let started = self.begin(starter, &version, &input, Some(claiming), None)?;
        self.durable(&started).await?;
        Ok(Some(started.run))
    }

    /// What an event gives to the run that it starts; `None` where policies keep it from the workflow, as they keep it from a
    /// run that listens.
    fn by_event(
        &self,
        version: &Arc<Version>,
        schedule: &Schedule,
        event: &StoredEvent,
    ) -> Result<Option<Given>, RunsError> {
        let attributes: Value = event.event.read().map_err(|error| Fault::Internal(error.to_string()))?;
        let source = attributes.get("source").and_then(Value::as_str).unwrap_or_default().to_owned();
        let caller = CallerSubject { kind: CallerKind::Event, id: source, namespace: None };
        let labels = self.rules.label_event(Some(&version.subject), &attributes, event.labels.clone());
        let run_labels: RunLabels = labels.iter().chain(event.run_labels.iter()).cloned().collect();
        let part = |name: &str| attributes.get(name).cloned();
        let item = match schedule.read {
            EventPart::Data => part("data").unwrap_or_default(),
            EventPart::Envelope => attributes.clone(),
            EventPart::Raw => part("data_base64").or_else(|| part("data")).unwrap_or_default(),
        };
        let requester = version.requester(caller.clone(), Vec::new());
        let access = listen_access(attributes, &labels, run_labels.clone());
        if !self.rules.decide(&requester, &access, &[], self.context.now()).is_allowed() {
            tracing::info!(position = event.position, "an event is kept from a workflow that it would start");
            return Ok(None);
        }
        let input = encode(&json!([item]))?;
        Ok(Some(Given { caller, input, labels, run_labels, heard: event.behind().to_vec() }))
    }
}

fn at_a_time(namespace: &str, name: &str) -> Given {
    let id = format!("{namespace}/{name}");
    Given {
        caller: CallerSubject { kind: CallerKind::Schedule, id, namespace: Some(namespace.to_owned()) },
        input: Bytes::from_static(b"{}"),
        labels: Vec::new(),
        run_labels: RunLabels::NONE,
        heard: Vec::new(),
    }
}
