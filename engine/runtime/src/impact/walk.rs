//! Reads recorded runs, newest first, a page at a time. A page is evaluated on a blocking thread, never on one that answers
//! calls; other tasks run between two pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use towpath_journal::{Entry, HeadFilter, RunHead};

use super::calls::{self, Changed};
use super::{Impacts, Known, Question, Sets, workflow_of};
use crate::fault::Fault;
use crate::rules::recorded::{Asked, RUNS};
use crate::rules::{Rules, RulesError, RunImpact};

/// Runs that are read and evaluated at once: some milliseconds.
const PAGE: usize = 500;
/// Journals that are read at the same time.
const AT_ONCE: usize = 8;

/// The result so far.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) changed: Changed,
    /// How often each workflow ran.
    pub(super) ran: BTreeMap<String, u64>,
    pub(super) reruns: Vec<RunImpact>,
    pub(super) rerun: usize,
    pub(super) runs: usize,
    pub(super) evaluated: usize,
    pub(super) truncated: bool,
}

/// A run to evaluate.
struct Work {
    head: RunHead,
    known: Known,
    what: What,
}

enum What {
    /// Its accesses were read before.
    Asked(Arc<Asked>),
    Journal(Vec<Entry>),
}

/// The result of a page.
struct Page {
    changed: Changed,
    evaluated: usize,
    /// Runs whose journals lack accesses: they are prepared again.
    older: Vec<(RunHead, Vec<Entry>)>,
}

impl Impacts {
    /// Evaluates the runs since `since`, and executes as many as `rerun` of the newest again.
    pub(super) async fn walk(
        &self,
        question: &mut Question,
        since: i64,
        rerun: Option<usize>,
    ) -> Result<Walked, RulesError> {
        let mut walked = Walked::default();
        let mut before = None;
        loop {
            // Draft runs do not count.
            let filter = HeadFilter { before, draft: Some(false), limit: PAGE, ..HeadFilter::default() };
            let mut heads = self.runs.runs(filter).await?;
            let mut is_last = heads.len() < PAGE;
            before = heads.last().map(|head| head.run);
            let young = heads.iter().take_while(|head| head.started_at >= since).count();
            is_last |= young < heads.len();
            heads.truncate(young);
            let room = RUNS - walked.runs;
            walked.truncated = heads.len() > room;
            heads.truncate(room);
            self.evaluate_next_page(question, heads, rerun, &mut walked).await?;
            // Yields even if the page took no time.
            tokio::task::yield_now().await;
            if is_last || walked.truncated {
                return Ok(walked);
            }
        }
    }

    async fn evaluate_next_page(
        &self,
        question: &mut Question,
        heads: Vec<RunHead>,
        rerun: Option<usize>,
        walked: &mut Walked,
    ) -> Result<(), RulesError> {
        let runs = self.runs.clone();
        let mut work = Vec::with_capacity(heads.len());
        let mut left = rerun.unwrap_or(0).saturating_sub(walked.rerun);
        let looked_up = heads.into_iter().map(|head| {
            let is_final = head.status.is_final();
            let again = is_final && left > 0;
            left -= usize::from(again);
            let before = self.rules.recorded().get(head.run).filter(|_| is_final);
            let runs = &runs;
            async move {
                let journal = match (&before, again) {
                    (Some(_), false) => None,
                    _ => Some(runs.journal_of(head.run).await?),
                };
                Ok::<_, RulesError>((head, again, before, journal))
            }
        });
        let mut looked_up = stream::iter(looked_up).buffered(AT_ONCE);
        while let Some(found) = looked_up.next().await {
            let (head, again, before, journal) = found?;
            walked.runs += 1;
            *walked.ran.entry(workflow_of(&head)).or_default() += 1;
            if let (Some(journal), true) = (&journal, again) {
                walked.rerun += 1;
                let records = crate::runs::lookup::decode_all(journal)?;
                walked.reruns.extend(self.rerun(question, &head, &records).await?);
            }
            let Some(known) = self.known(question, &head).await? else { continue };
            let what = match (before, journal) {
                (Some(asked), _) => What::Asked(asked),
                (None, Some(journal)) => What::Journal(journal),
                (None, None) => continue,
            };
            work.push(Work { head, known, what });
        }
        drop(looked_up);
        let rules = Arc::clone(&self.rules);
        let (candidate, in_force) = (Arc::clone(&question.candidate), Arc::clone(&question.in_force));
        let changed = std::mem::take(&mut walked.changed);
        let evaluated = tokio::task::spawn_blocking(move || {
            evaluate_page(&rules, Sets { candidate: &candidate, in_force: &in_force }, work, changed)
        })
        .await;
        let Page { changed, evaluated, older } =
            evaluated.map_err(|error| RulesError::Fault(Fault::Internal(error.to_string())))??;
        walked.changed = changed;
        walked.evaluated += evaluated;
        for (head, journal) in older {
            let records = crate::runs::lookup::decode_all(&journal)?;
            walked.evaluated += self.reevaluate(question, &head, &records, &mut walked.changed).await?;
        }
        Ok(())
    }
}

/// Evaluates a page.
fn evaluate_page(
    rules: &Rules,
    sets: Sets<'_>,
    work: Vec<Work>,
    mut changed: Changed,
) -> Result<Page, RulesError> {
    let (mut evaluated, mut older) = (0, Vec::new());
    for Work { head, known, what } in work {
        let asked = match what {
            What::Asked(asked) => asked,
            What::Journal(journal) => {
                let records = crate::runs::lookup::decode_all(&journal)?;
                let Some(asked) = calls::accesses_of_run(rules, &records, &known)? else {
                    older.push((head, journal));
                    continue;
                };
                let asked = Arc::new(asked);
                if head.status.is_final() {
                    rules.recorded().keep(head.run, Arc::clone(&asked));
                }
                asked
            }
        };
        evaluated += calls::evaluate_accesses(sets, &known, &head, &asked, &mut changed)?;
    }
    Ok(Page { changed, evaluated, older })
}
