//! The queue of reviews under other policies: versions that are published and lack an approval enter it, and what nobody
//! has to approve any more leaves it.
//!
//! What changes is computed as [`Put`]s, so that it is kept in the same commit as the policies that cause it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use parking_lot::RwLock;
use towpath_access::{Profile, WorkflowSubject};
use towpath_journal::Put;
use towpath_policies::{Awaiting, PolicySet, Verdict, judge};

use super::{Review, ReviewState};
use crate::engine::{Engine, Inner};
use crate::life::VersionState;
use crate::notices::{Notice, NoticeKind};
use crate::types::{EngineError, PublishedVersion};
use crate::versions::{StoredVersion, version_key};

/// Who changes the queue where policies do.
const POLICIES: &str = "policies";

/// Approvals that a version lacks under some policies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Open {
    /// The rules, each once.
    pub(crate) awaiting: Vec<Awaiting>,
    /// Accesses of it are denied, so that more rules may show once they are not.
    pub(crate) denied: bool,
}

/// What the queue becomes; nothing of it is kept yet.
#[derive(Debug, Default)]
pub(crate) struct Requeued {
    /// The changes to keep.
    pub(crate) puts: Vec<Put>,
    reviews: Vec<Review>,
}

impl Requeued {
    /// Adds the changes, and the notices that go with them.
    fn add(&mut self, review: Review, revision: u64, notice: Notice) -> Result<(), EngineError> {
        self.puts.push(review.put(revision)?);
        self.puts.push(notice.put()?);
        self.reviews.push(review);
        Ok(())
    }
}

/// Published versions that policies want an approval of which they have not, for readers of the list of versions.
#[derive(Debug, Default)]
pub(crate) struct Unapproved(RwLock<HashMap<String, (ReviewState, Vec<Awaiting>)>>);

impl Unapproved {
    /// Remembers where a review of a published version is.
    pub(crate) fn note(&self, review: &Review) {
        let mut all = self.0.write();
        match review.state {
            ReviewState::InReview | ReviewState::ChangesRequested | ReviewState::Rejected
                if review.published =>
            {
                all.insert(review.key(), (review.state, review.awaiting.clone()));
            }
            _ => {
                all.remove(&review.key());
            }
        }
    }

    /// The version, with what it waits for.
    pub(crate) fn tell(&self, version: PublishedVersion) -> PublishedVersion {
        let workflow = &version.workflow;
        let key = version_key(&workflow.namespace, &workflow.name, &workflow.version);
        match self.0.read().get(&key).cloned() {
            Some((review, awaiting)) => PublishedVersion { review: Some(review), awaiting, ..version },
            None => version,
        }
    }
}

/// What becomes of the review of a published version when it lacks the approvals `open`; nothing where it stays as it is.
fn queued(before: Option<Review>, version: &StoredVersion, open: Open, at: i64) -> Option<Review> {
    let Open { awaiting, denied } = open;
    let ours = before.clone().filter(|before| before.published);
    if awaiting.is_empty() {
        let mut review = ours.filter(|review| !denied && review.state == ReviewState::InReview)?;
        review.awaiting.clear();
        review.note(ReviewState::NotNeeded, POLICIES, None, at);
        return Some(review);
    }
    let decided = [ReviewState::Rejected, ReviewState::ChangesRequested];
    let is_known = |review: &Review| {
        let knows = |rule: &Awaiting| review.awaiting.iter().any(|known| known.digest == rule.digest);
        awaiting.iter().all(knows)
            && (decided.contains(&review.state) || review.awaiting.len() == awaiting.len())
    };
    match ours {
        // Somebody decided about these very rules, or still has to.
        Some(review)
            if is_known(&review)
                && (review.state == ReviewState::InReview || decided.contains(&review.state)) =>
        {
            None
        }
        Some(review) if review.state == ReviewState::InReview => Some(Review { awaiting, ..review }),
        _ => {
            let history = before.map(|before| before.history).unwrap_or_default();
            let mut review = Review { awaiting, history, ..Review::of_published(version, at) };
            review.note(ReviewState::InReview, POLICIES, None, at);
            Some(review)
        }
    }
}

/// What becomes of the review of a version that is not published yet when `open` are the approvals that it lacks.
fn waiting(mut review: Review, open: Open, at: i64) -> Option<Review> {
    if review.state != ReviewState::InReview || open.denied || open.awaiting == review.awaiting {
        return None;
    }
    review.awaiting = open.awaiting;
    if review.awaiting.is_empty() {
        review.note(ReviewState::NotNeeded, POLICIES, None, at);
    }
    Some(review)
}

impl Inner {
    /// The approvals that a version lacks under `set`.
    pub(crate) fn open_reviews(
        &self,
        set: &PolicySet,
        subject: &WorkflowSubject,
        profile: &Profile,
        approvals: &[String],
    ) -> Open {
        let mut open = Open::default();
        for judged in judge(set, subject, &self.enrich(profile), approvals, self.clock.now()) {
            open.denied |= judged.verdict == Verdict::Denied;
            for review in judged.reviews {
                if !open.awaiting.iter().any(|known| known.digest == review.digest) {
                    open.awaiting.push(review);
                }
            }
        }
        open
    }

    /// Published versions that callers get, or that those start: as `namespace`, `name`, `version`.
    fn called_versions(&self) -> BTreeSet<(String, String, String)> {
        let mut found = BTreeSet::new();
        for version in self.versions.read().values() {
            let workflow = &version.published.workflow;
            let place = (workflow.namespace.clone(), workflow.name.clone(), workflow.version.clone());
            found.insert(place);
            for (started, pinned) in version.pins.iter() {
                let place = started.split_once('/').map(|(namespace, name)| (namespace.into(), name.into()));
                found.extend(place.map(|(namespace, name)| (namespace, name, pinned.clone())));
            }
        }
        found
    }

    /// What the queue of reviews becomes when `set` is in force. To be asked inside of the lock, kept in the same commit as
    /// the set, and told to [`Inner::requeued`] then.
    pub(crate) async fn requeue(&self, set: &PolicySet) -> Result<Requeued, EngineError> {
        let mut requeued = Requeued::default();
        if self.trial {
            return Ok(requeued);
        }
        let mut reviews: BTreeMap<String, (Review, u64)> =
            self.all_reviews().await?.into_iter().map(|(review, at)| (review.key(), (review, at))).collect();
        for (namespace, name, version) in self.called_versions() {
            let known = reviews.remove(&version_key(&namespace, &name, &version));
            let Ok(found) = self.version(&namespace, &name, Some(&version)).await else { continue };
            self.requeue_published(set, &found.published, known, &mut requeued).await?;
        }
        // Versions that are not called of late, and those that are not published yet.
        for (review, revision) in
            reviews.into_values().filter(|(review, _)| review.state == ReviewState::InReview)
        {
            if review.published {
                let known = review.clone();
                let workflow = &review.workflow;
                let found = self.version(&workflow.namespace, &workflow.name, Some(&workflow.version)).await;
                let Ok(found) = found else { continue };
                self.requeue_published(set, &found.published, Some((known, revision)), &mut requeued).await?;
                continue;
            }
            let subject = self.subject(&review.workflow, &review.author);
            let open = self.open_reviews(set, &subject, &review.profile, &review.approved_rules());
            let Some(review) = waiting(review, open, self.clock.now()) else { continue };
            let notice = self.notice_of(&review);
            requeued.add(review, revision, notice)?;
        }
        Ok(requeued)
    }

    /// Adds what becomes of one published version, where that is anything.
    pub(crate) async fn requeue_published(
        &self,
        set: &PolicySet,
        version: &PublishedVersion,
        known: Option<(Review, u64)>,
        requeued: &mut Requeued,
    ) -> Result<(), EngineError> {
        // Nobody calls it until it is resumed; it enters the queue then.
        if version.standing.state == VersionState::Suspended {
            return Ok(());
        }
        let workflow = &version.workflow;
        let stored = self.stored(&workflow.namespace, &workflow.name, &workflow.version).await?;
        let Some(stored) = stored else { return Ok(()) };
        let (before, revision) = known.map_or((None, 0), |(review, revision)| (Some(review), revision));
        let mut approvals: Vec<String> =
            stored.approvals.iter().map(|approval| approval.rule.clone()).collect();
        let open_now = before.iter().filter(|review| review.state == ReviewState::InReview);
        approvals.extend(open_now.flat_map(Review::approved_rules));
        let subject = self.subject(&stored.workflow, &stored.author);
        let open = match version.standing.state {
            VersionState::Retired => Open::default(),
            _ => self.open_reviews(set, &subject, &stored.profile, &approvals),
        };
        if let Some(review) = queued(before, &stored, open, self.clock.now()) {
            let notice = self.notice_of(&review);
            requeued.add(review, revision, notice)?;
        }
        Ok(())
    }

    /// What the owner, and the author, are told of a review that policies put into the queue or took out of it.
    fn notice_of(&self, review: &Review) -> Notice {
        let workflow = &review.workflow;
        let version = &workflow.version;
        let by: Vec<String> = review.awaiting.iter().map(|rule| rule.approvers.to_string()).collect();
        let text = match (review.state, review.published) {
            (ReviewState::NotNeeded, true) => format!("version {version} needs no approval any more"),
            (ReviewState::NotNeeded, false) => {
                format!("version {version} needs no approval any more; publish it again to make it live")
            }
            (_, true) => format!(
                "version {version} waits for an approval by {}; until then its runs are refused what these policies are about",
                by.join(" and by ")
            ),
            (_, false) => format!("version {version} waits for an approval by {}", by.join(" and by ")),
        };
        let place = format!("{}/{}", workflow.namespace, workflow.name);
        let mut notice = Notice::new(place, NoticeKind::Review, text, self.clock.now());
        notice.id = self.clock.run_id().to_string();
        let reason =
            |rule: &Awaiting| format!("`{}`: {}", rule.policy, rule.reason.as_ref().unwrap_or(&rule.title));
        notice.details = review.awaiting.iter().map(reason).collect();
        notice.also = vec![review.author.clone()];
        notice
    }

    /// The queue is kept.
    pub(crate) fn requeued(&self, requeued: &Requeued) {
        requeued.reviews.iter().for_each(|review| self.unapproved.note(review));
    }
}

impl Engine {
    /// Brings the queue of reviews to what the policies in force want. Inside of the lock.
    pub(crate) async fn requeue_now(&self) -> Result<(), EngineError> {
        let in_force = self.inner.policies.load_full();
        let requeued = self.inner.requeue(in_force.set()).await?;
        if !requeued.puts.is_empty() {
            self.inner.store.put(requeued.puts.clone()).await.map_err(crate::definitions::conflict)?;
            self.inner.requeued(&requeued);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use towpath_journal::Digest;
    use towpath_policies::{Approvers, PolicyEffect};
    use towpath_wire::Identity;

    use super::*;
    use crate::reviews::Approval;

    fn rule(digest: &str) -> Awaiting {
        Awaiting {
            policy: digest.to_owned(),
            digest: digest.to_owned(),
            effect: PolicyEffect::Review,
            title: "t".to_owned(),
            approvers: Approvers::default(),
            reason: None,
            contact: None,
            hold: None,
        }
    }

    fn version() -> StoredVersion {
        let text = str::to_owned;
        StoredVersion {
            workflow: Identity {
                namespace: text("support"),
                name: text("refund"),
                version: text("1.0.0"),
                title: text("Refund"),
                digest: text("sha256:0"),
            },
            author: text("mia"),
            writers: vec![text("bob")],
            published_at: 0,
            source: String::new(),
            resources: BTreeMap::new(),
            profile: Profile::default(),
            images: BTreeMap::new(),
            runner: Digest(String::new()),
            settings: None,
            pins: BTreeMap::new(),
            standing: crate::life::Standing::default(),
            approvals: Vec::new(),
        }
    }

    fn open(rules: &[&str]) -> Open {
        Open { awaiting: rules.iter().copied().map(rule).collect(), denied: false }
    }

    #[test]
    fn a_published_version_enters_the_queue_once_and_leaves_it_when_nobody_needs_it() {
        let version = version();
        let first = queued(None, &version, open(&["a"]), 1).unwrap_or_else(|| panic!("it enters the queue"));
        assert!(first.published && first.state == ReviewState::InReview && first.author == "mia");
        assert_eq!(first.writers, ["bob"]);
        assert!(queued(Some(first.clone()), &version, open(&["a"]), 2).is_none(), "it is there");
        let more =
            queued(Some(first.clone()), &version, open(&["a", "b"]), 2).map(|review| review.awaiting.len());
        assert_eq!(more, Some(2), "the rules are those in force");
        let gone = queued(Some(first.clone()), &version, open(&[]), 3).map(|review| review.state);
        assert_eq!(gone, Some(ReviewState::NotNeeded));
        let denied = Open { denied: true, ..Open::default() };
        assert!(
            queued(Some(first), &version, denied, 3).is_none(),
            "what is denied tells nothing about approvals"
        );
        assert!(queued(None, &version, open(&[]), 3).is_none());
    }

    #[test]
    fn what_was_decided_about_a_rule_stands_and_another_rule_is_looked_at_anew() {
        let version = version();
        for state in [ReviewState::Rejected, ReviewState::ChangesRequested] {
            let Some(mut review) = queued(None, &version, open(&["a"]), 1) else { panic!("it enters") };
            review.note(state, "ada", None, 2);
            assert!(queued(Some(review.clone()), &version, open(&["a"]), 3).is_none(), "{state:?}");
            let anew = queued(Some(review), &version, open(&["b"]), 3).map(|review| review.state);
            assert_eq!(anew, Some(ReviewState::InReview), "{state:?}");
        }
        let Some(mut review) = queued(None, &version, open(&["a"]), 1) else { panic!("it enters") };
        review.approvals.push(Approval::of_trial(&rule("a"), 2));
        review.note(ReviewState::Published, "ada", None, 2);
        let void = queued(Some(review), &version, open(&["a2"]), 3).map(|review| review.state);
        assert_eq!(void, Some(ReviewState::InReview), "an approval of another rule is void");
    }

    #[test]
    fn a_version_that_is_not_published_leaves_the_queue_too() {
        let mut review = Review::of_published(&version(), 1);
        (review.published, review.awaiting) = (false, vec![rule("a")]);
        assert!(waiting(review.clone(), open(&["a"]), 2).is_none());
        let next = waiting(review.clone(), open(&["b"]), 2).map(|review| (review.state, review.awaiting));
        assert_eq!(next, Some((ReviewState::InReview, vec![rule("b")])));
        let gone = waiting(review.clone(), open(&[]), 2).map(|review| review.state);
        assert_eq!(gone, Some(ReviewState::NotNeeded));
        review.state = ReviewState::Rejected;
        assert!(waiting(review, open(&[]), 2).is_none());
    }
}
