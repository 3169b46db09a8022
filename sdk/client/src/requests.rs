//! What champions ask IT for.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::http::{JSON, shown_as, text};
use crate::{Client, ClientError};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Its id.
    pub id: String,
    /// The namespace it is for.
    pub namespace: String,
    /// `open`, `granted` or `rejected`.
    pub state: String,
    /// What it is for.
    pub purpose: String,
    /// Who asks.
    pub by: String,
    /// When, RFC 3339.
    pub opened_at: String,
    /// Seconds until it was decided, or so far.
    pub waited_s: i64,
    /// The workflow that asks for access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// What policies refuse, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<String>,
    /// The smallest permit for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit: Option<String>,
    /// What that permit would reach now, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<String>,
    /// Digest of the request and of what its permit reaches: a decision names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What no permit was drafted for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
    /// The system that is not here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Which data goes there, or comes from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// How it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<RequestDecision>,
}

/// How a request was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestDecision {
    /// Who decided.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// What they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The policy that was put in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The last day of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// It ends within two weeks, or has ended.
    pub ends_soon: bool,
}

/// A request that was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantedRequest {
    /// The request now.
    #[serde(flatten)]
    pub request: Request,
    /// What policies refuse of the draft all the same, in words.
    pub still_refused: Vec<String>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Access for a workflow, by its draft.
    Access(&'a str),
    /// A system: its name, which data, whose it is.
    System(&'a str, &'a str, Option<&'a str>),
}

#[derive(Deserialize)]
struct Requests {
    requests: Vec<Request>,
}

impl Client {
    /// Requests, those that wait longest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn requests(
        &self,
        namespace: Option<&str>,
        state: Option<&str>,
    ) -> Result<Vec<Request>, ClientError> {
        let query = [("namespace", namespace), ("state", state)];
        let query: Vec<(&str, &str)> = query.into_iter().filter_map(|(k, v)| Some((k, v?))).collect();
        let list: Requests = self.json(self.request(Method::GET, &["v1", "requests"]).query(&query)).await?;
        Ok(list.requests)
    }

    /// One request.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn find_request(&self, id: &str) -> Result<Request, ClientError> {
        self.json(self.request(Method::GET, &["v1", "requests", id])).await
    }

    /// Asks for something.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 409 when nothing of the draft is refused.
    pub async fn open_request(
        &self,
        namespace: &str,
        wanted: Wanted<'_>,
        purpose: &str,
    ) -> Result<Request, ClientError> {
        let body = match wanted {
            Wanted::Access(workflow) => {
                json!({ "namespace": namespace, "purpose": purpose, "workflow": workflow })
            }
            Wanted::System(system, data, vendor) => json!({
                "namespace": namespace, "purpose": purpose, "system": system, "data": data, "vendor": vendor,
            }),
        };
        self.json(text(self.request(Method::POST, &["v1", "requests"]), JSON, body.to_string())).await
    }

    /// Grants a request, with another permit than the drafted one where `permit` is given. `digest` is that of the request
    /// as it was shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 for the person who asked, 409 when it was decided before or is not what was shown, 422 for the
    /// permit.
    pub async fn grant_request(
        &self,
        id: &str,
        digest: &str,
        permit: Option<&str>,
        reason: Option<&str>,
    ) -> Result<GrantedRequest, ClientError> {
        let body = json!({ "permit": permit, "reason": reason }).to_string();
        let request = text(self.request(Method::POST, &["v1", "requests", id, "grant"]), JSON, body);
        self.json(shown_as(request, digest)).await
    }

    /// Rejects a request. `digest` is that of the request as it was shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 for the person who asked, 409 when it was decided before or is not what was shown.
    pub async fn reject_request(&self, id: &str, digest: &str, reason: &str) -> Result<Request, ClientError> {
        let body = json!({ "reason": reason }).to_string();
        let request = text(self.request(Method::POST, &["v1", "requests", id, "reject"]), JSON, body);
        self.json(shown_as(request, digest)).await
    }
}
