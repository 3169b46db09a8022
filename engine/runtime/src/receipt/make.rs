//! Making a receipt from what the store has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;
use towpath_identity::Principal;
use towpath_journal::{Ended, Entry, Record, RunId, StoreError, WorkflowRef, labels_of};
use towpath_policies::Decision;
use towpath_wire::Outcome;

use super::{Receipt, ReceiptDefinition, ReceiptRecord};
use crate::catalog::Catalog;
use crate::fault::Fault;
use crate::rules::{Rules, compile_texts};
use crate::runs::lookup::decode_all;
use crate::runs::{Runs, RunsError};
use crate::version::no_workflow;

/// A receipt, not signed yet.
#[derive(Debug)]
pub struct MadeReceipt {
    /// Labels of the values in it, sorted.
    pub labels: Vec<String>,
    /// The receipt.
    pub receipt: Receipt,
}

/// What receipts are made from.
pub(crate) struct Maker<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) catalog: &'a Catalog,
    pub(crate) runs: &'a Runs,
}

impl Maker<'_> {
    /// The receipt of a run.
    ///
    /// # Errors
    /// `NotFound`; `NotEnded`.
    pub(crate) async fn receipt(&self, who: &Principal, run: RunId) -> Result<MadeReceipt, RunsError> {
        let view = self.runs.run(run).await?;
        // A draft run proves nothing: many of its answers were declared.
        if view.head.draft {
            return Err(Fault::NotFound { what: "receipt of a draft's run", name: run.to_string() }.into());
        }
        if !view.head.status.is_final() {
            return Err(RunsError::NotEnded(run));
        }
        let entries = self.runs.journal_of(run).await?;
        let records = decode_all(&entries)?;
        let WorkflowRef { namespace, name, version, digest } = &view.head.workflow;
        let stored = self.catalog.stored(namespace, name, version).await?;
        let stored = stored
            .filter(|stored| stored.workflow.digest == *digest)
            .ok_or_else(|| no_workflow(namespace, name, Some(version)))?;
        let policies = self.sets_of(&records).await?;
        let looks_at_profiles =
            policies.values().any(|texts| compile_texts(texts).is_ok_and(|set| set.describes_profiles()));
        let receipt = Receipt {
            run: run.to_string(),
            made_at: self.runs.now().max(view.head.ended_at.unwrap_or_default()),
            made_for: who.id.clone(),
            engine: self.runs.version().to_owned(),
            records: entries.iter().map(as_it_stands).collect::<Result<_, _>>()?,
            definition: ReceiptDefinition {
                resources: self.catalog.kept(&stored.resources).await?,
                source: stored.source,
            },
            profile: looks_at_profiles.then(|| self.rules.enrich(&stored.profile)),
            policies,
        };
        Ok(MadeReceipt { labels: labels_of_records(&records), receipt })
    }

    /// The policy sets that a run's decisions name, as far as they were kept.
    async fn sets_of(
        &self,
        records: &[Record],
    ) -> Result<BTreeMap<String, BTreeMap<String, String>>, RunsError> {
        let named: BTreeSet<String> = records
            .iter()
            .flat_map(decisions_of_record)
            .map(|decision| decision.policy_set.clone())
            .collect();
        let active = self.rules.active_set().await?.value.map(|active| active.texts);
        let in_force = self.rules.in_force();
        let mut sets = BTreeMap::new();
        for digest in named {
            let mut texts = self.rules.policy_texts(&digest).await?;
            if texts.is_none() && digest == in_force.set().digest() {
                // Put in force before sets were kept by digest; none at all has no texts.
                texts = Some(active.clone().unwrap_or_default());
            }
            if let Some(texts) = texts {
                sets.insert(digest, texts);
            }
        }
        Ok(sets)
    }
}

/// Every decision in a record.
pub(super) fn decisions_of_record(record: &Record) -> impl Iterator<Item = &Decision> {
    let (first, second) = match record {
        Record::Started(started) => (Some(&started.decision), None),
        Record::Intent(intent) => (intent.decision.as_ref(), None),
        Record::Held(held) => (Some(&held.decision), None),
        Record::Ended(Ended { refusal, answer, .. }) => (refusal.as_deref(), answer.as_deref()),
        _ => (None, None),
    };
    first.into_iter().chain(second)
}

fn as_it_stands(entry: &Entry) -> Result<ReceiptRecord, RunsError> {
    let text = std::str::from_utf8(&entry.record).map_err(|error| error.to_string());
    let record =
        text.and_then(|text| RawValue::from_string(text.to_owned()).map_err(|error| error.to_string()));
    let record = record.map_err(|error| StoreError::Corrupt(format!("record {}: {error}", entry.index)))?;
    Ok(ReceiptRecord { index: entry.index, term: entry.term, record })
}

/// Labels of every value that came into the run, and of its outcome. No value of a receipt has other labels.
fn labels_of_records(records: &[Record]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for record in records {
        let labels = match record {
            Record::Started(started) => labels_of(&started.step.event),
            Record::Fed(step) => labels_of(&step.event),
            Record::Ended(Ended { outcome: Outcome::Completed { labels, .. }, .. }) => labels,
            Record::Ended(Ended { outcome: Outcome::Faulted { error }, .. }) => &error.labels,
            _ => &[],
        };
        found.extend(labels.iter().cloned());
    }
    found.into_iter().collect()
}
