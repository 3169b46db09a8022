//! Writing, checking and publishing workflows.

use reqwest::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::http::{YAML, expecting, read, read_text, text};
use crate::{Awaiting, Client, ClientError, Review};

/// One thing wrong, or worth knowing, in a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stable code.
    pub code: String,
    /// `error`, `warning` or `hint`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// Where in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// Where in the document: a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A range of a text, as the Language Server Protocol counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// First place.
    pub start: Place,
    /// One past the last place.
    pub end: Place,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Line, from 0.
    pub line: usize,
    /// Column, from 0, in UTF-16 code units.
    pub character: usize,
}

/// One access of a definition and what policies say of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// JSON pointer of the task; empty for the start of a run.
    pub task: String,
    /// Where in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// What is asked, as policies see it.
    pub access: Value,
    /// What policies say as they stand.
    pub verdict: String,
    /// The policies that match, or may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Who has to sign each such call, for certain or depending on its arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Awaiting>,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A policy that matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name.
    pub policy: String,
    /// `permit`, `forbid`, `review` or `hold`.
    pub effect: String,
    /// `enforce` or `audit`.
    pub mode: String,
}

/// What checking a definition found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// It can be published as it is; see `reviews` for who has to approve it then.
    pub publishable: bool,
    /// Who has to approve it before it can be called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Awaiting>,
    /// Everything found in the text.
    pub diagnostics: Vec<Diagnostic>,
    /// What each access may.
    pub accesses: Vec<Access>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The text.
    pub source: String,
    /// Counts up with every change.
    pub revision: u64,
    /// The principal who saved it.
    pub author: String,
    /// When, RFC 3339.
    pub saved_at: String,
}

/// A draft that was saved, errors or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedDraft {
    /// Its revision now.
    pub revision: u64,
    /// What was found in it.
    #[serde(flatten)]
    pub report: Report,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`.
    pub version: String,
    /// `document.title`, or the name.
    pub title: String,
    /// Digest of the canonical definition.
    pub digest: String,
    /// The principal who published it.
    pub author: String,
    /// When, RFC 3339.
    pub published_at: String,
    /// `published`, `deprecated`, `suspended` or `retired`.
    #[serde(default = "published")]
    pub state: String,
    /// Why it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The version that callers get who name none, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callers_get: Option<String>,
    /// The workflow is switched off, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switched_off: Option<String>,
    /// Where its review is, while a policy wants an approval that it has not: its runs are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
    /// The rules that nobody has approved it for yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaiting: Vec<Awaiting>,
}

fn published() -> String {
    "published".to_owned()
}

/// What a workflow takes and gives back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interface {
    /// The version.
    pub version: String,
    /// JSON Schema of the input, where the definition says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Value>,
    /// JSON Schema of the output, where the definition says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
}

/// The outcome of publishing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Published {
    /// The version.
    #[serde(flatten)]
    pub version: Version,
    /// It was published before with the same content.
    pub unchanged: bool,
    /// The version that callers get who name none.
    #[serde(default)]
    pub current: String,
    /// Accesses that policies judge when they happen.
    pub checked_at_run_time: Vec<Access>,
    /// Warnings and hints.
    pub diagnostics: Vec<Diagnostic>,
}

/// What became of a publish.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Publication {
    /// It can be called.
    Live(Box<Published>),
    /// Somebody has to approve it first.
    InReview {
        /// Always false.
        live: bool,
        /// The review.
        review: Box<Review>,
    },
}

#[derive(Deserialize)]
struct InReview {
    review: Review,
}

#[derive(Deserialize)]
struct Workflows {
    workflows: Vec<Version>,
}

#[derive(Deserialize)]
struct Versions {
    versions: Vec<Version>,
}

impl Client {
    /// Checks a definition without saving it.
    ///
    /// # Errors
    /// As every call; what is wrong with the definition is in the report.
    pub async fn check(&self, namespace: &str, source: impl Into<String>) -> Result<Report, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, "check"]);
        self.json(text(request, YAML, source)).await
    }

    /// Saves a draft. `expected` is the revision it must be at; 0: there must be none.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 412 when somebody changed it in between.
    pub async fn put_draft(
        &self,
        namespace: &str,
        name: &str,
        source: impl Into<String>,
        expected: Option<u64>,
    ) -> Result<SavedDraft, ClientError> {
        let request = self.request(Method::PUT, &["v1", "workflows", namespace, name, "draft"]);
        self.json(expecting(text(request, YAML, source), expected)).await
    }

    /// The draft as it was saved.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn draft(&self, namespace: &str, name: &str) -> Result<Draft, ClientError> {
        self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "draft"])).await
    }

    /// Publishes the draft; with `expected`, only if it is at that revision.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when policies refuse, 409 when the version is taken, 422 when it has errors.
    pub async fn publish(
        &self,
        namespace: &str,
        name: &str,
        expected: Option<u64>,
    ) -> Result<Publication, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, name, "publish"]);
        let response = self.send(expecting(request, expected)).await?;
        if response.status() == StatusCode::ACCEPTED {
            let InReview { review } = read(response).await?;
            return Ok(Publication::InReview { live: false, review: Box::new(review) });
        }
        Ok(Publication::Live(Box::new(read(response).await?)))
    }

    /// The latest version of each published workflow.
    ///
    /// # Errors
    /// As every call.
    pub async fn workflows(&self, namespace: Option<&str>) -> Result<Vec<Version>, ClientError> {
        let query: Vec<(&str, &str)> =
            namespace.map(|namespace| ("namespace", namespace)).into_iter().collect();
        let list: Workflows =
            self.json(self.request(Method::GET, &["v1", "workflows"]).query(&query)).await?;
        Ok(list.workflows)
    }

    /// The published versions of a workflow.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn versions(&self, namespace: &str, name: &str) -> Result<Vec<Version>, ClientError> {
        let list: Versions =
            self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "versions"])).await?;
        Ok(list.versions)
    }

    /// What a published version takes and gives back; the latest where `version` is `None`.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn interface(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<Interface, ClientError> {
        let query: Vec<(&str, &str)> = version.map(|version| ("version", version)).into_iter().collect();
        let request = self.request(Method::GET, &["v1", "workflows", namespace, name, "interface"]);
        self.json(request.query(&query)).await
    }

    /// The text of a published version; of the latest where `version` is `None`.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn definition(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<String, ClientError> {
        let query: Vec<(&str, &str)> = version.map(|version| ("version", version)).into_iter().collect();
        let request = self.request(Method::GET, &["v1", "workflows", namespace, name, "definition"]);
        read_text(self.send(request.query(&query)).await?).await
    }
}
