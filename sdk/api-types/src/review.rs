//! Reviews: versions that a person has to approve.

use serde::{Deserialize, Serialize};

use crate::{Awaiting, Person, RunStatus};

words! {
    /// The state of a review.
    pub enum ReviewState {
        /// A person has to decide.
        InReview = "inReview",
        /// It continues when its author has changed something, or submits it again.
        ChangesRequested = "changesRequested",
        /// This content will not be published.
        Rejected = "rejected",
        /// It is published.
        Published = "published",
        /// No policy requires an approval any more.
        NotNeeded = "notNeeded",
    }
}

/// A version that a person has to approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`.
    pub version: String,
    /// `document.title`, or the name.
    pub title: String,
    /// Digest of what a decision about it depends on; also the entity tag. A decision names it.
    pub digest: String,
    /// Digest of the definition.
    pub definition: String,
    /// Digest of everything it can reach.
    pub profile: String,
    /// The principal who submitted it.
    pub author: String,
    /// The principals who wrote text of it, or submitted it, since the last published version. Like the author they cannot
    /// approve it.
    pub writers: Vec<String>,
    /// It was published already; what the rules cover is refused to its runs until it is approved.
    pub published: bool,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub submitted_at: String,
    /// Its state.
    pub state: ReviewState,
    /// The rules without an approval yet, and who may give it.
    pub awaiting: Vec<Awaiting>,
    /// Approvals so far.
    pub approvals: Vec<Approval>,
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Approval {
    /// The policy it satisfies.
    pub policy: String,
    /// Digest of that policy's document.
    pub rule: String,
    /// The principal who approved.
    pub by: String,
    /// Their comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
}

/// A step of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Note {
    /// The state after it.
    pub state: ReviewState,
    /// Who did it.
    pub by: String,
    /// Their comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
}

/// A review with everything needed to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReviewInFull {
    /// As in lists.
    #[serde(flatten)]
    pub review: Review,
    /// What it reaches compared with the published version.
    pub reach: Reach,
    /// The text.
    pub source: String,
    /// The published text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live: Option<String>,
    /// The version of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_version: Option<String>,
    /// The steps so far, in order.
    pub history: Vec<Note>,
    /// Who called the workflow recently, the most frequent first.
    pub callers: Vec<Called>,
    /// Live workflows that start it, as `namespace/name`.
    pub started_by: Vec<String>,
    /// Draft runs of exactly this definition, newest first.
    pub tried: Vec<DraftTried>,
    /// Its author and those who have decided, with who created them.
    pub people: Vec<Person>,
}

/// A caller of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Called {
    /// The principal.
    pub by: String,
    /// How often, among the newest 1,000 runs.
    pub runs: u64,
    /// When last.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub last: String,
}

/// A draft run of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct DraftTried {
    /// The run.
    pub run: String,
    /// Who started it.
    pub by: String,
    /// Its status.
    pub status: RunStatus,
    /// When it began.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
}

/// The difference in what a workflow reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Reach {
    /// What it did not reach before.
    pub gained: Vec<Reached>,
    /// What it no longer reaches.
    pub lost: Vec<Reached>,
}

/// Something that a workflow reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Reached {
    /// In words: `calls payments.refund 1.0.0`.
    pub what: String,
    /// JSON pointer of the task; empty for the workflow itself.
    pub task: String,
}

/// Reviews, those that wait longest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Reviews {
    /// The reviews.
    pub reviews: Vec<Review>,
}

/// A comment on a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// For the author, and for later readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The result of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Decided {
    /// The review now.
    #[serde(flatten)]
    pub review: Review,
    /// It was the last approval needed, and the version can be called.
    pub live: bool,
    /// The version for callers who name none. One that is newer than the approved version stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
}

/// Which reviews to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ReviewsQuery {
    /// Of this namespace; absent: of all that the caller may see.
    pub namespace: Option<String>,
    /// In this state.
    #[cfg_attr(feature = "utoipa", param(inline))]
    pub state: Option<ReviewState>,
}
