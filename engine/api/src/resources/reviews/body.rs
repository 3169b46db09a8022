//! Reviews, as callers see them.

use towpath_access::Reach;
use towpath_api_types as api;
use towpath_journal::RunHead;
use towpath_runtime::{Called, Review, ReviewInFull, ReviewNote, Usage};

use crate::convert::IntoApi;
use crate::decision::list_for_api;
use crate::people::people_of_ids;
use crate::state::Shared;
use crate::time::rfc3339;

/// A review as lists show it.
pub(super) fn review_summary(state: &Shared, review: Review) -> api::Review {
    let digest = state.engine.review_digest(&review);
    with_digest(digest, review)
}

fn with_digest(digest: String, review: Review) -> api::Review {
    let profile = review.profile.digest();
    let approvals = review.approvals.into_iter().map(|approval| api::Approval {
        policy: approval.policy,
        rule: approval.rule,
        by: approval.by,
        comment: approval.comment,
        at: rfc3339(approval.at),
    });
    api::Review {
        namespace: review.workflow.namespace,
        name: review.workflow.name,
        version: review.workflow.version,
        title: review.workflow.title,
        digest,
        definition: review.workflow.digest,
        profile,
        author: review.author,
        writers: review.writers,
        published: review.published,
        submitted_at: rfc3339(review.submitted_at),
        state: review.state.into_api(),
        awaiting: list_for_api(&review.awaiting),
        approvals: approvals.collect(),
    }
}

/// A review with everything needed to decide.
pub(super) fn in_full(state: &Shared, found: ReviewInFull, usage: Usage) -> api::ReviewInFull {
    let ReviewInFull { review, live, reach, digest } = found;
    let (live_version, live) = live.map(|(live, text)| (live.workflow.version, text)).unzip();
    let deciders = review.history.iter().map(|note| note.by.as_str());
    let people = people_of_ids(state, std::iter::once(review.author.as_str()).chain(deciders));
    api::ReviewInFull {
        people,
        history: list_for_api(&review.history),
        source: review.source.clone(),
        review: with_digest(digest, review),
        reach: reach.into_api(),
        live,
        live_version,
        callers: usage.callers.into_iter().map(IntoApi::into_api).collect(),
        started_by: usage.started_by,
        tried: usage.tried.into_iter().map(IntoApi::into_api).collect(),
    }
}

/// A publish that a person has to approve.
pub(crate) fn in_review(state: &Shared, review: Review) -> api::InReview {
    api::InReview { live: false, review: review_summary(state, review) }
}

/// The result of a decision.
pub(super) fn decided_review(state: &Shared, decided: towpath_runtime::Decided) -> api::Decided {
    let towpath_runtime::Decided { review, live, current } = decided;
    api::Decided { review: review_summary(state, review), live, current }
}

impl IntoApi<api::Note> for &ReviewNote {
    fn into_api(self) -> api::Note {
        api::Note {
            state: self.state.into_api(),
            by: self.by.clone(),
            comment: self.comment.clone(),
            at: rfc3339(self.at),
        }
    }
}

impl IntoApi<api::Called> for Called {
    fn into_api(self) -> api::Called {
        let Self { by, runs, last } = self;
        api::Called { by, runs, last: rfc3339(last) }
    }
}

impl IntoApi<api::DraftTried> for RunHead {
    fn into_api(self) -> api::DraftTried {
        let Self { run, principal, status, started_at, .. } = self;
        api::DraftTried {
            run: run.to_string(),
            by: principal,
            status: status.into_api(),
            at: rfc3339(started_at),
        }
    }
}

impl IntoApi<api::Reach> for Reach {
    fn into_api(self) -> api::Reach {
        let reached = |list: Vec<towpath_access::Reached>| {
            list.into_iter().map(|one| api::Reached { what: one.what, task: one.task }).collect()
        };
        api::Reach { gained: reached(self.gained), lost: reached(self.lost) }
    }
}
