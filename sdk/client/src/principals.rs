//! Principals.

use reqwest::Method;
use towpath_api_types::{DisablePrincipal, PrincipalDetails, PrincipalRecord, Principals};

use crate::http::with_json_body;
use crate::{Client, ClientError};

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
        details: &PrincipalDetails,
    ) -> Result<PrincipalRecord, ClientError> {
        let request = self.request(Method::PUT, &["v1", "principals", id]).header("If-None-Match", "*");
        self.json(with_json_body(request, details)?).await
    }

    /// Disables a principal: none of its tokens opens anything from now on.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when it is the caller.
    pub async fn disable_principal(&self, id: &str, reason: &str) -> Result<PrincipalRecord, ClientError> {
        let request = self.request(Method::POST, &["v1", "principals", id, "disable"]);
        self.json(with_json_body(request, &DisablePrincipal { reason: reason.to_owned() })?).await
    }

    /// Lets a principal's tokens work again.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn enable_principal(&self, id: &str) -> Result<PrincipalRecord, ClientError> {
        self.json(self.request(Method::POST, &["v1", "principals", id, "enable"])).await
    }
}
