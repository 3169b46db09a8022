//! Quotas of namespaces, rates of the token, and runs that wait in line.

use reqwest::Method;
use towpath_api_types::{NamespaceQuery, Quotas, QuotasQuery, RunQueue, RunQueues};

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

    /// Workflows whose runs are limited, with how many wait until others have ended.
    ///
    /// # Errors
    /// As every call.
    pub async fn queues(&self, namespace: Option<&str>) -> Result<Vec<RunQueue>, ClientError> {
        let query = NamespaceQuery { namespace: namespace.map(str::to_owned) };
        let found: RunQueues = self.json(self.request(Method::GET, &["v1", "queues"]).query(&query)).await?;
        Ok(found.queues)
    }
}
