//! Tokens.

use reqwest::Method;
use towpath_api_types::{CreatedToken, Me, NewToken, Token, Tokens};

use crate::http::with_json_body;
use crate::{Client, ClientError};

impl Client {
    /// This client's principal and roles.
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
        self.json(with_json_body(self.request(Method::POST, &["v1", "tokens"]), new)?).await
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
