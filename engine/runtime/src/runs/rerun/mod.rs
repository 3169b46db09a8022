//! Running a run again, as a new run with the same input: from its start, or from one of its tasks. What would be repeated is
//! shown first; who confirms names the digest of that.
//!
//! From a task on: effects before that task are not sent. They get the results that the earlier run got. A write that is sent
//! again, and whose operation takes a key, is sent with the key of the earlier run.

mod past;
pub(crate) mod recorded;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use towpath_access::RunLabels;
use towpath_identity::Principal;
use towpath_integrations::Idempotent;
use towpath_journal::{Put, Record, Rerun, RunHead, RunId, Started};
use towpath_wire::{Effect, EffectKind, Event, Start};

pub use self::past::Repeated;
use self::past::{Course, Past};
use self::recorded::{Recorded, Repeats};
use crate::fault::Fault;
use crate::found::{self, decode, encode};
use crate::runs::drive::Pinned;
use crate::runs::effects::idempotency_key;
use crate::runs::lookup::decode_all;
use crate::runs::start::{Claimed, Repeating, StartedRun, Starter};
use crate::runs::{Runs, RunsError};
use crate::shown::Showing;
use crate::version::Version;

/// Collection of the newest rerun of each run that was run again, by the run's id.
pub(super) const RERUNS: &str = "reruns";

/// How a run is to be run again.
#[derive(Debug, Clone, Default)]
pub struct RerunAsked {
    /// The task that it begins from, `/do/2/refund`; `None`: the start.
    pub from: Option<String>,
    /// The version; `None`: the one of the run.
    pub version: Option<String>,
}

/// What a run that is run again would do.
#[derive(Debug, Clone)]
pub struct RerunPlan {
    /// The run that is run again.
    pub head: RunHead,
    /// The version that it is run again with.
    pub version: String,
    /// The task that it begins from; `None`: the start.
    pub from: Option<String>,
    /// Writes of that run that would be repeated, in order.
    pub repeats: Vec<Repeated>,
    /// How many results are taken from that run.
    pub recorded: usize,
    /// The digest of all this, which a confirmation names.
    pub digest: String,
}

/// Everything that is known for a rerun.
struct Prepared {
    plan: RerunPlan,
    showing: Showing,
    version: Arc<Version>,
    started: Started,
    recorded: Recorded,
    record: Rerun,
}

impl Runs {
    /// What running a run again would do. Nothing is started.
    ///
    /// # Errors
    /// `NotFound`; `NotEnded`; `NoRerun`; the catalog's for the version.
    pub(crate) async fn plan_rerun(&self, run: RunId, asked: &RerunAsked) -> Result<RerunPlan, RunsError> {
        let Prepared { plan, showing, .. } = self.prepare_rerun(run, asked).await?;
        Ok(RerunPlan { digest: self.shown.show(showing), ..plan })
    }

    /// Runs a run again, as `who`. `confirm` is the digest of the plan that was shown. The same request again joins the new run:
    /// by its idempotency key, or without one by `confirm`, whoever sends it.
    ///
    /// # Errors
    /// As [`Runs::plan_rerun`], `Changed` where it is not what was shown, and those of a start.
    pub(crate) async fn rerun(
        &self,
        who: &Principal,
        run: RunId,
        asked: &RerunAsked,
        confirm: &str,
        key: Option<&str>,
    ) -> Result<StartedRun, RunsError> {
        self.check_open()?;
        let claimed = match self.claim_rerun(who, run, confirm, key).await? {
            Claimed::New(claiming) => claiming,
            Claimed::Joined(run) => return Ok(StartedRun::joined(run)),
        };
        let Prepared { showing, version, started, recorded, mut record, plan } =
            self.prepare_rerun(run, asked).await?;
        self.shown.check(showing, confirm)?;
        record.recorded = self.store.put_blob(encode(&recorded)?).await?;
        // Before the new run begins: it counts only if there is a run with this id.
        let mark = found::put(RERUNS, &run.to_string(), 0, &claimed.run())?;
        self.store.put(vec![Put { expected: None, ..mark }]).await.map_err(found::conflict)?;
        let Event::Start(Start { input, labels, .. }) = &started.step.event else {
            return Err(Fault::Internal(format!("the journal of {run} has no start")).into());
        };
        // INVARIANT: the labels of the input, and of all that the run that sent it had received, stay with it. Whoever had a
        // part in the earlier run has one in this.
        let mut heard = plan.head.heard_from.clone();
        heard.push(plan.head.principal.clone());
        heard.retain(|id| *id != who.id);
        heard.sort_unstable();
        heard.dedup();
        let starter = Starter {
            labels: labels.clone(),
            run_labels: started.step.run_labels.iter().cloned().collect(),
            heard,
            repeating: Some(Repeating { record, repeats: Arc::new(recorded.into()) }),
            ..Starter::outside(who)
        };
        let input = Bytes::copy_from_slice(input.get().as_bytes());
        self.begin(starter, &version, &input, Some(claimed), None)
    }

    /// Whether a run was run again already.
    pub(super) async fn has_rerun(&self, run: RunId) -> Result<bool, RunsError> {
        let found = found::find::<RunId>(&*self.store, RERUNS, &run.to_string()).await?;
        Ok(match found.value {
            Some(new) => self.store.head(new).await?.is_some(),
            None => false,
        })
    }

    async fn prepare_rerun(&self, run: RunId, asked: &RerunAsked) -> Result<Prepared, RunsError> {
        let head = self.head(run).await?;
        if !head.status.is_final() {
            return Err(RunsError::NotEnded(run));
        }
        let refused = RunsError::NoRerun;
        if head.draft {
            return Err(refused("it is a draft run: run the draft again".to_owned()));
        }
        let records = decode_all(&self.journal_of(run).await?)?;
        let Some(Record::Started(started)) = records.first() else {
            return Err(Fault::Internal(format!("the journal of {run} has no start")).into());
        };
        let workflow = &head.workflow;
        let wanted = asked.version.as_deref().unwrap_or(&workflow.version);
        let wanted = (wanted != "latest").then_some(wanted);
        let version = self.catalog.version(&workflow.namespace, &workflow.name, wanted).await?;
        // Results belong to tasks by their place, and places are those of one definition.
        if asked.from.is_some() && version.published.workflow.digest != workflow.digest {
            return Err(refused("from a task on, a run is run again with its own version".to_owned()));
        }
        let earlier = match &started.rerun {
            Some(rerun) => self.recorded(rerun).await?,
            None => Repeats::default(),
        };
        let course = match &asked.from {
            Some(from) if !is_top_level(from) => {
                return Err(refused(format!(
                    "`{from}` is no task at the top of the workflow, like `/do/2/refund`"
                )));
            }
            Some(from) => self.course(run, started, &records, from).await?,
            None => Course::of_journal(&records),
        };
        let past = Past::read(&records, course, &earlier).map_err(refused)?;
        let key = |effect: &Effect| match earlier.key_of(effect) {
            Some(key) => key.to_owned(),
            None => idempotency_key(run, effect),
        };
        let mut recorded = past.recorded(&earlier, key);
        for write in &mut recorded.writes {
            write.protected &= self.is_repeatable(&write.effect);
        }
        let record = Rerun {
            of: run,
            from: asked.from.clone(),
            fired: past.fired(),
            recorded: towpath_journal::Digest::of(b""),
        };
        let plan = RerunPlan {
            version: version.published.workflow.version.clone(),
            from: asked.from.clone(),
            repeats: recorded.writes.clone(),
            recorded: recorded.answers.len(),
            digest: String::new(),
            head,
        };
        let showing = plan.showing(&version.published.workflow.digest)?;
        Ok(Prepared { showing, version, started: (**started).clone(), recorded, record, plan })
    }

    /// Whether a call may be repeated, as its operation is today.
    fn is_repeatable(&self, effect: &Effect) -> bool {
        let EffectKind::Call(call) = &effect.kind else { return false };
        let today = self.rules.integrations().prepare_for(call, RunLabels::NONE);
        today.is_ok_and(|prepared| prepared.idempotent != Idempotent::No)
    }

    /// What the run asked for, found by executing it again in the sandbox as far as its journal goes.
    async fn course(
        &self,
        run: RunId,
        started: &Started,
        records: &[Record],
        from: &str,
    ) -> Result<Course, RunsError> {
        let context = self.context_of(started, records).await?;
        let pinned = Pinned::of(run, started, context);
        let _turn = self.sandbox.turn(&pinned.who).await;
        let mut replay = self.replay(&pinned, Duration::ZERO).await?;
        let mut course = Course::default();
        let unfinished = crate::runs::trace::stopped_inside(records);
        for (index, record) in records.iter().enumerate() {
            let step = match record {
                Record::Started(started) => &started.step,
                Record::Fed(step) => step,
                _ => continue,
            };
            if unfinished == Some(index) {
                break;
            }
            course.take(replay.step(step).await?, from);
        }
        replay.done().give_back();
        Ok(course)
    }

    /// What a run takes from the one that it repeats.
    pub(super) async fn recorded(&self, rerun: &Rerun) -> Result<Repeats, RunsError> {
        let recorded: Recorded = decode(&found::blob(&*self.store, &rerun.recorded).await?)?;
        Ok(recorded.into())
    }
}

impl RerunPlan {
    fn showing(&self, definition: &str) -> Result<Showing, Fault> {
        let mut effects = Sha256::new();
        for Repeated { effect, done, protected } in &self.repeats {
            effects.update(encode(&(effect, done, protected))?);
        }
        let effects: String = effects.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let place = format!("{} {}", self.head.run, self.from.as_deref().unwrap_or_default());
        Ok(Showing::default()
            .with("run", &place, "it is another run, or another task of it")
            .with("version", definition, format!("it is run with version {} now", self.version))
            .with("effects", &effects, "other effects would be repeated"))
    }
}

/// Whether a task stands at the top of a workflow.
fn is_top_level(task: &str) -> bool {
    let mut parts = task.split('/');
    parts.next() == Some("")
        && parts.next() == Some("do")
        && parts.next().is_some_and(|index| index.parse::<u32>().is_ok())
        && parts.next().is_some_and(|name| !name.is_empty())
        && parts.next().is_none()
}
