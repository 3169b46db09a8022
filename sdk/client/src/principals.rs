//! Principals.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::http::value;
use crate::{Client, ClientError};

/// A principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalRecord {
    /// What journals, drafts and approvals record.
    pub id: String,
    /// For people to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is first of all: a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// When it was created, RFC 3339.
    pub created_at: String,
    /// The principal who created it, or minted its first token.
    pub created_by: String,
    /// The id of the token that it was created with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_with: Option<String>,
    /// Who minted its tokens.
    #[serde(default)]
    pub minted_by: Vec<String>,
    /// Whatever its tokens were ever granted: `champion:support`.
    #[serde(default)]
    pub grants: Vec<String>,
    /// Who disabled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<DisabledPrincipal>,
    /// Counts the changes.
    pub revision: u64,
}

/// Who disabled a principal, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisabledPrincipal {
    /// When, RFC 3339.
    pub at: String,
    /// The principal who did it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Who stands behind a principal that has to do with what is decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// The principal.
    pub id: String,
    /// Who created it.
    pub created_by: String,
    /// Who minted its tokens.
    pub minted_by: Vec<String>,
    /// None of its tokens opens anything any more.
    pub disabled: bool,
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.minted_by.as_slice() {
            [] => write!(f, "{} was created by {}", self.id, self.created_by)?,
            minters => write!(f, "tokens of {} were minted by {}", self.id, minters.join(", "))?,
        }
        f.write_str(if self.disabled { "; it is disabled" } else { "" })
    }
}

#[derive(Deserialize)]
struct Principals {
    principals: Vec<PrincipalRecord>,
}

impl Client {
    /// Every principal that the caller may see, by id.
    ///
    /// # Errors
    /// As every call.
    pub async fn principals(&self) -> Result<Vec<PrincipalRecord>, ClientError> {
        let list: Principals = self.json(self.request(Method::GET, &["v1", "principals"])).await?;
        Ok(list.principals)
    }

    /// One principal.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn principal(&self, id: &str) -> Result<PrincipalRecord, ClientError> {
        self.json(self.request(Method::GET, &["v1", "principals", id])).await
    }

    /// Creates a principal.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 412 when there is one already, 422 when it cannot be.
    pub async fn create_principal(
        &self,
        id: &str,
        title: Option<&str>,
        kind: Option<&str>,
    ) -> Result<PrincipalRecord, ClientError> {
        let mut said = serde_json::Map::new();
        said.extend(title.map(|title| ("title".to_owned(), json!(title))));
        said.extend(kind.map(|kind| ("kind".to_owned(), json!(kind))));
        let request = self.request(Method::PUT, &["v1", "principals", id]).header("If-None-Match", "*");
        self.json(value(request, &said)?).await
    }

    /// Disables a principal: none of its tokens opens anything from now on.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when it is the caller.
    pub async fn disable_principal(&self, id: &str, reason: &str) -> Result<PrincipalRecord, ClientError> {
        let request = self.request(Method::POST, &["v1", "principals", id, "disable"]);
        self.json(value(request, &json!({ "reason": reason }))?).await
    }

    /// Lets a principal's tokens work again.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn enable_principal(&self, id: &str) -> Result<PrincipalRecord, ClientError> {
        self.json(self.request(Method::POST, &["v1", "principals", id, "enable"])).await
    }
}
