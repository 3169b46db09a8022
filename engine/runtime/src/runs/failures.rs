//! Failure cases: runs of one workflow that failed with the same error at the same task are one case. Cases are read from the
//! index of failed runs; only what people say of a case is a document: who looks after it, a note, whether it is resolved.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_identity::Principal;
use towpath_journal::{Failure, HeadFilter, RunHead, RunId, Status};

use crate::fault::Fault;
use crate::found::{self, decode};
use crate::runs::{Runs, RunsError};

/// Collection of what people say of cases, by `namespace/name/id`.
const HANDLING: &str = "failure-cases";
/// The newest failed runs that cases are made of.
const READ: usize = 5_000;
/// Runs that are named of each case.
const EXAMPLES: usize = 3;

/// Equal failures.
#[derive(Debug, Clone)]
pub struct FailureCase {
    /// Names it within its workflow; the same for the same failure, always.
    pub id: String,
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// What they failed with.
    pub failure: Failure,
    /// How many runs.
    pub count: u64,
    /// When the first of them ended, in milliseconds since the Unix epoch.
    pub first_at: i64,
    /// When the last of them ended.
    pub last_at: i64,
    /// The newest of them, newest first.
    pub examples: Vec<RunId>,
    /// What people say of it.
    pub handling: Handling,
}

impl FailureCase {
    /// Whether somebody has to look at it: nobody has resolved it, or a run has failed like that since.
    pub fn is_open(&self) -> bool {
        self.handling.resolved.as_ref().is_none_or(|resolved| {
            // Of two in one millisecond the newest run tells which came first.
            resolved.at < self.last_at
                || (resolved.at == self.last_at && resolved.newest.as_ref() != self.examples.first())
        })
    }
}

/// What people say of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// The principal who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// A note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Somebody resolved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Resolved>,
}

/// Who resolved a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// The id of the principal.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The newest run of the case then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<RunId>,
}

/// A change of what people say of a case; absent parts stay as they are, and empty texts are taken away.
#[derive(Debug, Clone, Default)]
pub struct HandlingChange {
    /// Who looks after it.
    pub owner: Option<String>,
    /// The note.
    pub note: Option<String>,
    /// Whether it is resolved.
    pub resolved: Option<bool>,
}

impl Runs {
    /// The cases of these filters, those with the newest failure first; true: older runs were not read.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn failure_cases(
        &self,
        filters: Vec<HeadFilter>,
    ) -> Result<(Vec<FailureCase>, bool), RunsError> {
        let (mut cases, mut cut) = (BTreeMap::new(), false);
        for filter in filters {
            let wanted =
                HeadFilter { status: Some(Status::Faulted), draft: Some(false), limit: READ, ..filter };
            let heads = self.store.heads(wanted).await?;
            cut |= heads.len() == READ;
            heads.iter().for_each(|head| count(&mut cases, head));
        }
        for document in self.store.list(HANDLING, "").await? {
            if let Some(case) = cases.get_mut(&document.key) {
                case.handling = decode(&document.content)?;
            }
        }
        let mut cases: Vec<FailureCase> = cases.into_values().collect();
        cases.sort_by(|a, b| b.last_at.cmp(&a.last_at).then_with(|| a.id.cmp(&b.id)));
        Ok((cases, cut))
    }

    /// Changes what people say of a case.
    ///
    /// # Errors
    /// `NotFound` where no run failed like that; `Conflict` where somebody changed it at the same moment.
    pub(crate) async fn handle_failures(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        id: &str,
        change: HandlingChange,
    ) -> Result<FailureCase, RunsError> {
        let of = HeadFilter {
            namespace: Some(namespace.to_owned()),
            name: Some(name.to_owned()),
            ..HeadFilter::default()
        };
        let (cases, _) = self.failure_cases(vec![of]).await?;
        let Some(mut case) = cases.into_iter().find(|case| case.id == id) else {
            return Err(Fault::NotFound { what: "failure case", name: id.to_owned() }.into());
        };
        let key = format!("{namespace}/{name}/{id}");
        let found = found::find::<Handling>(&*self.store, HANDLING, &key).await?;
        let mut handling = found.value.unwrap_or_default();
        let text = |given: String| Some(given.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(owner) = change.owner {
            handling.owner = text(owner);
        }
        if let Some(note) = change.note {
            handling.note = text(note);
        }
        if let Some(resolved) = change.resolved {
            let at = self.context.now().max(case.last_at);
            handling.resolved =
                resolved.then(|| Resolved { by: who.id.clone(), at, newest: case.examples.first().copied() });
        }
        let put = found::put(HANDLING, &key, found.revision, &handling)?;
        self.store.put(vec![put]).await.map_err(found::conflict)?;
        case.handling = handling;
        Ok(case)
    }
}

/// Counts a failed run in its case. Runs come newest first.
fn count(cases: &mut BTreeMap<String, FailureCase>, head: &RunHead) {
    let Some(failure) = &head.failure else { return };
    let (namespace, name) = (&head.workflow.namespace, &head.workflow.name);
    let at = head.ended_at.unwrap_or(head.started_at);
    let id = failure.case();
    let case = cases.entry(format!("{namespace}/{name}/{id}")).or_insert_with(|| FailureCase {
        id,
        namespace: namespace.clone(),
        name: name.clone(),
        failure: failure.clone(),
        count: 0,
        first_at: at,
        last_at: at,
        examples: Vec::new(),
        handling: Handling::default(),
    });
    case.count += 1;
    (case.first_at, case.last_at) = (case.first_at.min(at), case.last_at.max(at));
    if case.examples.len() < EXAMPLES {
        case.examples.push(head.run);
    }
}
