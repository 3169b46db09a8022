//! Reviews as callers see them.

use serde::{Deserialize, Serialize};
use towpath_access::Reach;
use towpath_journal::{RunHead, Status};
use towpath_policies::Awaiting;
use towpath_runtime::{Called, Review, ReviewInFull, ReviewNote, ReviewState, Usage};
use utoipa::ToSchema;

use crate::decision::AwaitingBody;
use crate::people::{PersonBody, people};
use crate::state::Shared;
use crate::time::rfc3339;

/// A version that somebody has to approve.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReviewSummary {
    /// `document.namespace`.
    namespace: String,
    /// `document.name`.
    name: String,
    /// `document.version`.
    version: String,
    /// `document.title`, or the name.
    title: String,
    /// Digest of what matters to a decision about it; also the entity tag. A decision names it.
    pub(super) digest: String,
    /// Digest of the definition.
    definition: String,
    /// Digest of everything it can reach.
    profile: String,
    /// The principal who submitted it.
    author: String,
    /// The principals who wrote text of it since the version that went live before, or submitted it before; like the
    /// author they cannot approve it.
    writers: Vec<String>,
    /// It was published already; its runs are refused what the rules are about until it is approved.
    published: bool,
    /// When.
    #[schema(format = DateTime)]
    submitted_at: String,
    /// `inReview`, `changesRequested`, `rejected`, `published` or `notNeeded`.
    #[schema(value_type = String)]
    state: ReviewState,
    /// The rules that nobody has approved it for yet, and who may.
    awaiting: Vec<AwaitingBody>,
    /// Approvals so far.
    approvals: Vec<ApprovalBody>,
}

/// An approval.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApprovalBody {
    /// The policy it satisfies.
    policy: String,
    /// Digest of that policy's document.
    rule: String,
    /// The principal who approved.
    by: String,
    /// What they said.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// Something that happened in a review.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoteBody {
    /// Where the review stood afterwards.
    #[schema(value_type = String)]
    state: ReviewState,
    /// Who did it.
    by: String,
    /// What they said.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// Everything somebody needs to decide.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReviewBody {
    /// What lists say of it.
    #[serde(flatten)]
    summary: ReviewSummary,
    /// What it reaches more than the version that is live, and less.
    reach: ReachBody,
    /// The text.
    source: String,
    /// The text that is live now.
    #[serde(skip_serializing_if = "Option::is_none")]
    live: Option<String>,
    /// The version of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    live_version: Option<String>,
    /// What happened, in order.
    history: Vec<NoteBody>,
    /// Who called the workflow of late, those who did most first.
    callers: Vec<CalledBody>,
    /// Live workflows that start it, as `namespace/name`.
    started_by: Vec<String>,
    /// Runs of this very definition as a draft, newest first.
    tried: Vec<TriedBody>,
    /// Who stands behind its author, and those who have decided.
    people: Vec<PersonBody>,
}

/// Who called a workflow.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CalledBody {
    /// The principal.
    by: String,
    /// How often, among the newest 1,000 runs.
    runs: u64,
    /// When last.
    #[schema(format = DateTime)]
    last: String,
}

/// A run of the definition as a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TriedBody {
    /// The run.
    run: String,
    /// Who tried it.
    by: String,
    /// How it ended, or where it stands.
    #[schema(value_type = String)]
    status: Status,
    /// When it began.
    #[schema(format = DateTime)]
    at: String,
}

impl From<Called> for CalledBody {
    fn from(Called { by, runs, last }: Called) -> Self {
        Self { by, runs, last: rfc3339(last) }
    }
}

impl From<RunHead> for TriedBody {
    fn from(head: RunHead) -> Self {
        let RunHead { run, principal, status, started_at, .. } = head;
        Self { run: run.to_string(), by: principal, status, at: rfc3339(started_at) }
    }
}

/// What changes in what a workflow reaches.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReachBody {
    /// What it did not reach before, in words.
    gained: Vec<ReachedBody>,
    /// What it no longer reaches, in words.
    lost: Vec<ReachedBody>,
}

/// Something that is reached.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReachedBody {
    /// In words: `calls payments.refund 1.0.0`.
    what: String,
    /// JSON pointer of the task; empty for the workflow itself.
    task: String,
}

/// Reviews, those that wait longest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reviews {
    /// The reviews.
    pub(super) reviews: Vec<ReviewSummary>,
}

/// What somebody says about it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comment {
    /// For the author, and for whoever looks later.
    pub(crate) comment: Option<String>,
}

/// What became of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decided {
    /// The review now.
    #[serde(flatten)]
    summary: ReviewSummary,
    /// It was the last approval, and the version can be called.
    live: bool,
    /// The version that callers get who name none. One that is newer than the approved version stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<String>,
}

/// A publish that somebody has to approve.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InReview {
    /// It cannot be called until then.
    live: bool,
    /// The review.
    review: ReviewSummary,
}

impl InReview {
    pub(crate) fn new(state: &Shared, review: Review) -> Self {
        Self { live: false, review: ReviewSummary::new(state, review) }
    }
}

impl ReviewSummary {
    pub(super) fn new(state: &Shared, review: Review) -> Self {
        let digest = state.engine.review_digest(&review);
        Self::with(digest, review)
    }

    fn with(digest: String, review: Review) -> Self {
        let profile = review.profile.digest();
        let approvals = review.approvals.into_iter().map(|approval| ApprovalBody {
            policy: approval.policy,
            rule: approval.rule,
            by: approval.by,
            comment: approval.comment,
            at: rfc3339(approval.at),
        });
        Self {
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
            state: review.state,
            awaiting: bodies(&review.awaiting),
            approvals: approvals.collect(),
        }
    }
}

impl From<Reach> for ReachBody {
    fn from(reach: Reach) -> Self {
        let bodies = |list: Vec<towpath_access::Reached>| {
            list.into_iter().map(|one| ReachedBody { what: one.what, task: one.task }).collect()
        };
        Self { gained: bodies(reach.gained), lost: bodies(reach.lost) }
    }
}

/// Who is waited for, as callers see it.
pub(crate) fn bodies(awaiting: &[Awaiting]) -> Vec<AwaitingBody> {
    awaiting.iter().map(AwaitingBody::from).collect()
}

impl ReviewBody {
    pub(super) fn new(state: &Shared, found: ReviewInFull, usage: Usage) -> Self {
        let ReviewInFull { review, live, reach, digest } = found;
        let note = |note: &ReviewNote| NoteBody {
            state: note.state,
            by: note.by.clone(),
            comment: note.comment.clone(),
            at: rfc3339(note.at),
        };
        let (live_version, live) = live.map(|(live, text)| (live.workflow.version, text)).unzip();
        let deciders = review.history.iter().map(|note| note.by.as_str());
        let people = people(state, std::iter::once(review.author.as_str()).chain(deciders));
        Self {
            people,
            history: review.history.iter().map(note).collect(),
            source: review.source.clone(),
            summary: ReviewSummary::with(digest, review),
            reach: reach.into(),
            live,
            live_version,
            callers: usage.callers.into_iter().map(CalledBody::from).collect(),
            started_by: usage.started_by,
            tried: usage.tried.into_iter().map(TriedBody::from).collect(),
        }
    }
}

impl Decided {
    pub(super) fn new(state: &Shared, decided: towpath_runtime::Decided) -> Self {
        let towpath_runtime::Decided { review, live, current } = decided;
        Self { summary: ReviewSummary::new(state, review), live, current }
    }
}
