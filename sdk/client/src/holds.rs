//! Holds: calls that wait until a person releases them.

use reqwest::Method;
use towpath_api_types::{Hold, Holds, HoldsQuery};

use crate::http::{with_json_body, with_shown_digest};
use crate::reviews::comment;
use crate::{Client, ClientError};

impl Client {
    /// Calls that wait, those that wait longest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn holds(&self, namespace: Option<&str>) -> Result<Vec<Hold>, ClientError> {
        let query = HoldsQuery { namespace: namespace.map(str::to_owned) };
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

    /// Releases a call that waits, or declines it. `shown` is the digest of what was shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when other people release it, 409 when it is not what was shown or does not wait any more.
    pub async fn answer_hold(
        &self,
        run: &str,
        effect: u64,
        release: bool,
        said: Option<&str>,
        shown: &str,
    ) -> Result<(), ClientError> {
        let verb = if release { "release" } else { "decline" };
        let request = self.request(Method::POST, &["v1", "holds", run, &effect.to_string(), verb]);
        self.send(with_shown_digest(with_json_body(request, &comment(said))?, shown)).await.map(|_| ())
    }
}
