//! The queue of reviews when policies change: a published version that lacks an approval enters it, and a version that nobody
//! has to approve any more leaves it.
//!
//! Changes are computed first ([`Requeued`]), so that they are written in the same commit as the policies that cause them.

use std::collections::{BTreeMap, BTreeSet};

use towpath_access::{Profile, WorkflowSubject};
use towpath_policies::{Awaiting, CompiledSet, StaticOutcome, evaluate};

use super::Review;
use crate::catalog::Requeued;
use crate::changing::ChangeGuard;
use crate::desk::notices::{Notice, NoticeKind};
use crate::desk::{Desk, DeskError};
use crate::found::conflict;
use crate::version::{ReviewState, StoredVersion, VersionState, version_key};

/// The name in a review's history for changes that policies cause.
const POLICIES: &str = "policies";

/// Approvals that a version lacks under some policies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Open {
    /// The rules, each once.
    pub(super) awaiting: Vec<Awaiting>,
    /// Accesses of it are denied, so that more rules may show once they are not.
    denied: bool,
}

/// The review of a published version that lacks the approvals `open`; nothing where it does not change.
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

/// The review of a version that is not published yet and lacks the approvals `open`; nothing where it does not change.
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

impl Desk {
    /// The approvals that a version lacks under `set`.
    pub(super) fn open_reviews(
        &self,
        set: &CompiledSet,
        subject: &WorkflowSubject,
        profile: &Profile,
        approvals: &[String],
    ) -> Open {
        let mut open = Open::default();
        for evaluated in evaluate(set, subject, &self.rules.enrich(profile), approvals, self.context.now()) {
            open.denied |= evaluated.verdict == StaticOutcome::Denied;
            for review in evaluated.reviews {
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
        for version in self.catalog.live() {
            let workflow = &version.published.workflow;
            found.insert((workflow.namespace.clone(), workflow.name.clone(), workflow.version.clone()));
            for (started, pinned) in version.pins.iter() {
                let place = started.split_once('/').map(|(namespace, name)| (namespace.into(), name.into()));
                found.extend(place.map(|(namespace, name)| (namespace, name, pinned.clone())));
            }
        }
        found
    }

    /// How the queue of reviews changes when `set` is in force. It is written in the same commit as the set.
    pub(crate) async fn requeue(
        &self,
        changing: &ChangeGuard<'_>,
        set: &CompiledSet,
    ) -> Result<Requeued, DeskError> {
        let mut requeued = Requeued::default();
        if self.context.is_offline() {
            return Ok(requeued);
        }
        let mut reviews: BTreeMap<String, (Review, u64)> =
            self.all_reviews().await?.into_iter().map(|(review, at)| (review.key(), (review, at))).collect();
        for (namespace, name, version) in self.called_versions() {
            let known = reviews.remove(&version_key(&namespace, &name, &version));
            let Some(found) = self.catalog.stored(&namespace, &name, &version).await? else { continue };
            self.requeue_published(changing, set, &found, known, &mut requeued)?;
        }
        // Versions that nobody called lately, and those that are not published yet.
        for (review, revision) in
            reviews.into_values().filter(|(review, _)| review.state == ReviewState::InReview)
        {
            let workflow = &review.workflow;
            if review.published {
                let found =
                    self.catalog.stored(&workflow.namespace, &workflow.name, &workflow.version).await?;
                let Some(found) = found else { continue };
                self.requeue_published(changing, set, &found, Some((review, revision)), &mut requeued)?;
                continue;
            }
            let subject = self.catalog.subject(workflow, &review.author);
            let open = self.open_reviews(set, &subject, &review.profile, &review.approved_rules());
            let Some(review) = waiting(review, open, self.context.now()) else { continue };
            self.add(&mut requeued, &review, revision)?;
        }
        Ok(requeued)
    }

    /// Adds the review of one published version, if it changes.
    pub(in crate::desk) fn requeue_published(
        &self,
        _: &ChangeGuard<'_>,
        set: &CompiledSet,
        version: &StoredVersion,
        known: Option<(Review, u64)>,
        requeued: &mut Requeued,
    ) -> Result<(), DeskError> {
        // Nobody calls it until it is resumed; it enters the queue then.
        if version.standing.state == VersionState::Suspended {
            return Ok(());
        }
        let (before, revision) = known.map_or((None, 0), |(review, revision)| (Some(review), revision));
        let mut approvals: Vec<String> =
            version.approvals.iter().map(|approval| approval.rule.clone()).collect();
        let open_now = before.iter().filter(|review| review.state == ReviewState::InReview);
        approvals.extend(open_now.flat_map(Review::approved_rules));
        let subject = self.catalog.subject(&version.workflow, &version.author);
        let open = match version.standing.state {
            VersionState::Retired => Open::default(),
            _ => self.open_reviews(set, &subject, &version.profile, &approvals),
        };
        match queued(before, version, open, self.context.now()) {
            Some(review) => self.add(requeued, &review, revision),
            None => Ok(()),
        }
    }

    /// Adds a review that changes, and the notice about it.
    fn add(&self, requeued: &mut Requeued, review: &Review, revision: u64) -> Result<(), DeskError> {
        requeued.puts.push(review.put(revision)?);
        requeued.puts.push(self.new_notice(self.notice_of(review))?);
        requeued.marks.push(review.mark());
        Ok(())
    }

    /// Brings the queue of reviews to what the policies in force want.
    pub(crate) async fn requeue_now(&self, changing: &ChangeGuard<'_>) -> Result<(), DeskError> {
        let in_force = self.rules.in_force();
        let requeued = self.requeue(changing, in_force.set()).await?;
        self.keep_requeued(changing, requeued).await
    }

    /// Writes changes of the queue, if there are any.
    pub(in crate::desk) async fn keep_requeued(
        &self,
        _: &ChangeGuard<'_>,
        requeued: Requeued,
    ) -> Result<(), DeskError> {
        if !requeued.puts.is_empty() {
            self.documents.put(requeued.puts).await.map_err(conflict)?;
            self.catalog.mark(requeued.marks);
        }
        Ok(())
    }

    /// The notice to the owner and the author about a review that policies put into the queue or took out of it.
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
        let mut notice = Notice::new(place, NoticeKind::Review, text, self.context.now());
        let reason =
            |rule: &Awaiting| format!("`{}`: {}", rule.policy, rule.reason.as_ref().unwrap_or(&rule.title));
        notice.details = review.awaiting.iter().map(reason).collect();
        notice.also = vec![review.author.clone()];
        notice
    }
}

#[cfg(test)]
mod tests {
    use towpath_journal::Digest;
    use towpath_policies::{Approvers, PolicyEffect};
    use towpath_wire::Identity;

    use super::*;
    use crate::version::Approval;

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
            drafted_at: None,
            source: String::new(),
            resources: BTreeMap::new(),
            profile: Profile::default(),
            images: BTreeMap::new(),
            runner: Digest(String::new()),
            settings: None,
            schedule: None,
            pins: BTreeMap::new(),
            standing: crate::version::Standing::default(),
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
        review.approvals.push(Approval::not_needed(&rule("a"), 2));
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
