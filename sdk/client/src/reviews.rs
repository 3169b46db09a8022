//! Versions that somebody has to approve, and calls that somebody has to sign.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::{JSON, shown_as, text};
use crate::{Client, ClientError, Person};

/// A policy that waits for somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Awaiting {
    /// The policy's name.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// Digest of its document.
    pub rule: String,
    /// Who may approve or sign, in words.
    pub by: String,
    /// What the policy says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A version that somebody has to approve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Digest of what matters to a decision about it; a decision names it.
    #[serde(default)]
    pub digest: String,
    /// The principal who submitted it.
    pub author: String,
    /// The principals who wrote text of it; like the author they cannot approve it.
    #[serde(default)]
    pub writers: Vec<String>,
    /// It was published already; its runs are refused until it is approved.
    #[serde(default)]
    pub published: bool,
    /// When, RFC 3339.
    pub submitted_at: String,
    /// `inReview`, `changesRequested`, `rejected`, `published` or `notNeeded`.
    pub state: String,
    /// The rules that nobody has approved it for yet.
    pub awaiting: Vec<Awaiting>,
}

/// A review with everything needed to decide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewInFull {
    /// What lists say of it.
    #[serde(flatten)]
    pub review: Review,
    /// What it reaches more and less than what is live.
    pub reach: Reach,
    /// The text.
    pub source: String,
    /// The text that is live now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<String>,
    /// The version of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_version: Option<String>,
    /// What happened, in order.
    pub history: Vec<Note>,
    /// Who called the workflow of late, those who did most first.
    #[serde(default)]
    pub callers: Vec<Called>,
    /// Live workflows that start it, as `namespace/name`.
    #[serde(default)]
    pub started_by: Vec<String>,
    /// Runs of this very definition as a draft, newest first.
    #[serde(default)]
    pub tried: Vec<Tried>,
    /// Who stands behind its author, and those who have decided.
    #[serde(default)]
    pub people: Vec<Person>,
}

/// Who called a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The principal.
    pub by: String,
    /// How often, among the newest runs.
    pub runs: u64,
    /// When last, RFC 3339.
    pub last: String,
}

/// A run of a definition as a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// The run.
    pub run: String,
    /// Who tried it.
    pub by: String,
    /// How it ended, or where it stands.
    pub status: String,
    /// When it began, RFC 3339.
    pub at: String,
}

/// What changes in what a workflow reaches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reach {
    /// What it did not reach before.
    pub gained: Vec<Reached>,
    /// What it no longer reaches.
    pub lost: Vec<Reached>,
}

/// Something that is reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// In words.
    pub what: String,
    /// JSON pointer of the task.
    pub task: String,
}

/// Something that happened in a review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Where the review stood afterwards.
    pub state: String,
    /// Who did it.
    pub by: String,
    /// What they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When, RFC 3339.
    pub at: String,
}

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// The review now.
    #[serde(flatten)]
    pub review: Review,
    /// It was the last approval, and the version can be called.
    pub live: bool,
    /// The version that callers get who name none. One that is newer than the approved version stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
}

/// What somebody decides about a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It may go live.
    Approve,
    /// Something has to change.
    RequestChanges,
    /// It may not go live.
    Reject,
}

/// A call that waits for a signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hold {
    /// The run that wants it.
    pub run: String,
    /// The effect, counted within the run.
    pub effect: u64,
    /// The workflow's namespace.
    pub namespace: String,
    /// The workflow's name.
    pub workflow: String,
    /// Its version.
    pub version: String,
    /// Digest of what matters to a decision about it; a decision names it.
    #[serde(default)]
    pub digest: String,
    /// The principal who started the run; they cannot sign.
    pub started_by: String,
    /// The principals behind the events that the run has received; they cannot sign either.
    #[serde(default)]
    pub heard_from: Vec<String>,
    /// JSON pointer of the task.
    pub task: String,
    /// What is called.
    pub what: String,
    /// With these arguments.
    pub arguments: Value,
    /// Labels of what is in them.
    pub labels: Vec<String>,
    /// Those of the labels that the token's principal may not view.
    #[serde(default)]
    pub unseen: Vec<String>,
    /// Since when it waits, RFC 3339.
    pub since: String,
    /// Until when, RFC 3339.
    pub until: String,
    /// What becomes of it then: `deny` or `allow`.
    pub default: String,
    /// The rules it waits for.
    pub awaiting: Vec<Awaiting>,
    /// Who stands behind whoever started the run, and those who have signed.
    #[serde(default)]
    pub people: Vec<Person>,
}

#[derive(Deserialize)]
struct Reviews {
    reviews: Vec<Review>,
}

#[derive(Deserialize)]
struct Holds {
    holds: Vec<Hold>,
}

fn comment(comment: Option<&str>) -> String {
    match comment {
        Some(comment) => json!({ "comment": comment }).to_string(),
        None => "{}".to_owned(),
    }
}

impl Client {
    /// Reviews, those that wait longest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn reviews(
        &self,
        namespace: Option<&str>,
        state: Option<&str>,
    ) -> Result<Vec<Review>, ClientError> {
        let query: Vec<(&str, &str)> = [("namespace", namespace), ("state", state)]
            .into_iter()
            .filter_map(|(k, v)| Some((k, v?)))
            .collect();
        let list: Reviews = self.json(self.request(Method::GET, &["v1", "reviews"]).query(&query)).await?;
        Ok(list.reviews)
    }

    /// A review.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn review(&self, place: (&str, &str, &str)) -> Result<ReviewInFull, ClientError> {
        self.json(self.request(Method::GET, &["v1", "reviews", place.0, place.1, place.2])).await
    }

    /// Decides a review, as far as the token's principal may. `shown` is the digest of what they were shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when others decide, 409 when it is not what was shown or nobody has to any more.
    pub async fn decide_review(
        &self,
        place: (&str, &str, &str),
        decision: Decision,
        said: Option<&str>,
        shown: &str,
    ) -> Result<Decided, ClientError> {
        let verb = match decision {
            Decision::Approve => "approve",
            Decision::RequestChanges => "request-changes",
            Decision::Reject => "reject",
        };
        let request = self.request(Method::POST, &["v1", "reviews", place.0, place.1, place.2, verb]);
        self.json(shown_as(text(request, JSON, comment(said)), shown)).await
    }

    /// Calls that wait for a signature, those that wait longest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn holds(&self, namespace: Option<&str>) -> Result<Vec<Hold>, ClientError> {
        let query: Vec<(&str, &str)> = namespace.map(|it| ("namespace", it)).into_iter().collect();
        let list: Holds = self.json(self.request(Method::GET, &["v1", "holds"]).query(&query)).await?;
        Ok(list.holds)
    }

    /// A call that waits.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when it does not.
    pub async fn hold(&self, run: &str, effect: u64) -> Result<Hold, ClientError> {
        self.json(self.request(Method::GET, &["v1", "holds", run, &effect.to_string()])).await
    }

    /// Signs a call that waits, or declines to. `shown` is the digest of what was shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when others sign, 409 when it is not what was shown or does not wait any more.
    pub async fn answer_hold(
        &self,
        run: &str,
        effect: u64,
        sign: bool,
        said: Option<&str>,
        shown: &str,
    ) -> Result<(), ClientError> {
        let verb = if sign { "sign" } else { "decline" };
        let request = self.request(Method::POST, &["v1", "holds", run, &effect.to_string(), verb]);
        self.send(shown_as(text(request, JSON, comment(said)), shown)).await.map(|_| ())
    }
}
