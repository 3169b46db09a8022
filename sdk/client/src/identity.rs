//! Tokens.

use reqwest::Method;
use serde::{Deserialize, Serialize};

use crate::http::value;
use crate::{Client, ClientError};

/// A role, and where it is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// `champion`, `approver`, `it`, `app`, `auditor` or `operator`.
    pub role: String,
    /// The one namespace; `None`: all of them, and the server itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// A token that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewToken {
    /// What it is called in lists.
    pub name: String,
    /// The principal it speaks for; `None`: the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// What policies see as `caller.kind`; `None`: the first grant's role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What it may be, and where.
    pub grants: Vec<Grant>,
    /// Labels of values it may see; `*`: all.
    #[serde(rename = "mayView", skip_serializing_if = "Vec::is_empty")]
    pub may_view: Vec<String>,
    /// When it stops working, RFC 3339; `None`: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// Names it for revoking.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The principal it speaks for.
    pub principal: String,
    /// What policies see as `caller.kind`.
    pub kind: String,
    /// What it may be, and where.
    pub grants: Vec<Grant>,
    /// When it was created, RFC 3339.
    pub created_at: String,
    /// The principal who created it.
    pub created_by: String,
    /// When it stops working, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// When it was revoked, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<String>,
    /// The id of the token that it was created with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_with: Option<String>,
    /// It opens nothing before a second person has confirmed it.
    #[serde(default)]
    pub waiting: bool,
    /// Who confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
}

/// A token that was created.
#[derive(Clone, Deserialize)]
pub struct CreatedToken {
    /// The secret. The server keeps only its hash: it is never shown again.
    pub token: String,
    /// What lists say of it.
    #[serde(flatten)]
    pub about: Token,
}

impl std::fmt::Debug for CreatedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedToken").field("about", &self.about).finish_non_exhaustive()
    }
}

/// Who a token speaks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// The principal.
    pub id: String,
    /// What the token is called.
    pub name: String,
    /// What policies see as `caller.kind`.
    pub kind: String,
    /// What the token may be, and where.
    pub grants: Vec<Grant>,
    /// Labels of values it may see; `*`: all.
    pub may_view: Vec<String>,
    /// The id of the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Who minted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minted_by: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    tokens: Vec<Token>,
}

impl Client {
    /// Who this client's token speaks for, and what it may.
    ///
    /// # Errors
    /// As every call.
    pub async fn me(&self) -> Result<Me, ClientError> {
        self.json(self.request(Method::GET, &["v1", "me"])).await
    }

    /// Creates a token.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when it would reach further than the caller's own, 422 when it cannot be.
    pub async fn create_token(&self, new: &NewToken) -> Result<CreatedToken, ClientError> {
        self.json(value(self.request(Method::POST, &["v1", "tokens"]), new)?).await
    }

    /// Every token that the caller may see, oldest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn tokens(&self) -> Result<Vec<Token>, ClientError> {
        let list: Tokens = self.json(self.request(Method::GET, &["v1", "tokens"])).await?;
        Ok(list.tokens)
    }

    /// Revokes the token with this id: it opens nothing from now on.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn revoke_token(&self, id: &str) -> Result<(), ClientError> {
        self.send(self.request(Method::DELETE, &["v1", "tokens", id])).await.map(|_| ())
    }

    /// Confirms a token that takes two: it works from now on.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 for its creator, 409 when it does not wait.
    pub async fn confirm_token(&self, id: &str) -> Result<Token, ClientError> {
        self.json(self.request(Method::POST, &["v1", "tokens", id, "confirm"])).await
    }
}
