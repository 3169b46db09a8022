//! Going through recorded runs, newest first, a page at a time. Reading and judging a page happens on a thread that may
//! be busy, never on one that answers calls; between two pages everybody else has a turn.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use towpath_journal::{Entry, HeadFilter, RunHead};

use super::calls::{self, Changed};
use super::recorded::Asked;
use super::{Known, Question, RunImpact, Sets, workflow_of};
use crate::engine::{Engine, Inner};
use crate::types::EngineError;

/// Most runs that are looked at.
pub(super) const RUNS: usize = 20_000;
/// Runs asked for and judged at once: some milliseconds.
const PAGE: usize = 500;
/// Journals that are read at the same time.
const AT_ONCE: usize = 8;

/// What was found.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) changed: Changed,
    /// How often each workflow ran.
    pub(super) ran: BTreeMap<String, u64>,
    pub(super) reruns: Vec<RunImpact>,
    pub(super) rerun: usize,
    pub(super) runs: usize,
    pub(super) judged: usize,
    pub(super) truncated: bool,
}

/// A run to be judged.
struct Work {
    head: RunHead,
    known: Known,
    what: What,
}

enum What {
    /// Read before.
    Asked(Arc<Asked>),
    Journal(Vec<Entry>),
}

/// What a page came to.
struct Page {
    changed: Changed,
    judged: usize,
    /// Runs whose journals do not have what was judged: it is prepared anew.
    older: Vec<(RunHead, Vec<Entry>)>,
}

impl Engine {
    /// Judges the runs since `since`, and executes as many as `rerun` of the newest again.
    pub(super) async fn walk(
        &self,
        question: &mut Question,
        since: i64,
        rerun: Option<usize>,
    ) -> Result<Walked, EngineError> {
        let mut walked = Walked::default();
        let mut before = None;
        loop {
            // Nobody depends on what a draft may.
            let filter = HeadFilter { before, draft: Some(false), limit: PAGE, ..HeadFilter::default() };
            let mut heads = self.runs(filter).await?;
            let mut is_last = heads.len() < PAGE;
            before = heads.last().map(|head| head.run);
            let young = heads.iter().take_while(|head| head.started_at >= since).count();
            is_last |= young < heads.len();
            heads.truncate(young);
            let room = RUNS - walked.runs;
            walked.truncated = heads.len() > room;
            heads.truncate(room);
            self.page(question, heads, rerun, &mut walked).await?;
            // Also where the page was judged before anybody looked.
            tokio::task::yield_now().await;
            if is_last || walked.truncated {
                return Ok(walked);
            }
        }
    }

    async fn page(
        &self,
        question: &mut Question,
        heads: Vec<RunHead>,
        rerun: Option<usize>,
        walked: &mut Walked,
    ) -> Result<(), EngineError> {
        let mut work = Vec::with_capacity(heads.len());
        let mut left = rerun.unwrap_or(0).saturating_sub(walked.rerun);
        let looked_up = heads.into_iter().map(|head| {
            let is_final = head.status.is_final();
            let again = is_final && left > 0;
            left -= usize::from(again);
            let before = self.inner.recorded.lock().get(head.run).filter(|_| is_final);
            async move {
                let journal = match (&before, again) {
                    (Some(_), false) => None,
                    _ => Some(self.inner.journal_of(head.run).await?),
                };
                Ok::<_, EngineError>((head, again, before, journal))
            }
        });
        let mut looked_up = stream::iter(looked_up).buffered(AT_ONCE);
        while let Some(found) = looked_up.next().await {
            let (head, again, before, journal) = found?;
            walked.runs += 1;
            *walked.ran.entry(workflow_of(&head)).or_default() += 1;
            if let (Some(journal), true) = (&journal, again) {
                walked.rerun += 1;
                let records = crate::runs::decode_all(journal)?;
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
        let inner = Arc::clone(&self.inner);
        let (candidate, in_force, now) =
            (Arc::clone(&question.candidate), Arc::clone(&question.in_force), question.now);
        let changed = std::mem::take(&mut walked.changed);
        let judged = tokio::task::spawn_blocking(move || {
            judge(&inner, Sets { candidate: &candidate, in_force: &in_force, now }, work, changed)
        })
        .await;
        let Page { changed, judged, older } =
            judged.map_err(|error| EngineError::Internal(error.to_string()))??;
        walked.changed = changed;
        walked.judged += judged;
        for (head, journal) in older {
            let records = crate::runs::decode_all(&journal)?;
            walked.judged += self.rejudge(question, &head, &records, &mut walked.changed).await?;
        }
        Ok(())
    }
}

/// Judges a page.
fn judge(inner: &Inner, sets: Sets<'_>, work: Vec<Work>, mut changed: Changed) -> Result<Page, EngineError> {
    let (mut judged, mut older) = (0, Vec::new());
    for Work { head, known, what } in work {
        let asked = match what {
            What::Asked(asked) => asked,
            What::Journal(journal) => {
                let records = crate::runs::decode_all(&journal)?;
                let Some(asked) = calls::asked(inner, &records, &known)? else {
                    older.push((head, journal));
                    continue;
                };
                let asked = Arc::new(asked);
                if head.status.is_final() {
                    inner.recorded.lock().keep(head.run, Arc::clone(&asked));
                }
                asked
            }
        };
        judged += calls::judge(sets, &known, &head, &asked, &mut changed);
    }
    Ok(Page { changed, judged, older })
}
