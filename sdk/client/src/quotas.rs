//! Quotas of namespaces and rates of the token.

use reqwest::Method;
use towpath_api_types::{Quotas, QuotasQuery};

use crate::{Client, ClientError};

impl Client {
    /// Quotas of a namespace, or of every one that the caller may see.
    ///
    /// # Errors
    /// As every call.
    pub async fn quotas(&self, namespace: Option<&str>) -> Result<Quotas, ClientError> {
        let query = QuotasQuery { namespace: namespace.map(str::to_owned) };
        self.json(self.request(Method::GET, &["v1", "quotas"]).query(&query)).await
    }
}
