//! Sessions of browsers, and sign-in links.

use reqwest::Method;
use towpath_api_types::{NewSignInLink, Session, Sessions, SessionsQuery, SignInLink, Violations};

use crate::http::with_json_body;
use crate::{Client, ClientError};

impl Client {
    /// Sessions, newest first: those of this client's principal, or with `all` of everybody whom it covers.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 403 for `all` without the role.
    pub async fn sessions(&self, all: bool) -> Result<Vec<Session>, ClientError> {
        let query = SessionsQuery { all };
        let list: Sessions = self.json(self.request(Method::GET, &["v1", "sessions"]).query(&query)).await?;
        Ok(list.sessions)
    }

    /// Ends a session: the next request under it is refused.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none, or it is none of the caller's.
    pub async fn end_session(&self, id: &str) -> Result<(), ClientError> {
        self.send(self.request(Method::DELETE, &["v1", "sessions", id])).await.map(|_| ())
    }

    /// Makes a link that signs in once with the rights of the token with this id.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 where the caller could not mint the token, 404 where it does not work.
    pub async fn create_sign_in_link(&self, token_id: &str) -> Result<SignInLink, ClientError> {
        let body = NewSignInLink { token_id: token_id.to_owned() };
        self.json(with_json_body(self.request(Method::POST, &["v1", "sign-in-links"]), &body)?).await
    }

    /// How often browsers reported that a page of the console broke its content security policy.
    ///
    /// # Errors
    /// As every call.
    pub async fn violations(&self) -> Result<Violations, ClientError> {
        self.json(self.request(Method::GET, &["v1", "csp-reports"])).await
    }
}
