//! The pause after a restore.

use reqwest::Method;
use towpath_api_types::{ConfirmRestore, Restore};

use crate::http::with_json_body;
use crate::{Client, ClientError};

impl Client {
    /// Whether the server is paused after a restore, and what would go out.
    ///
    /// # Errors
    /// As every call.
    pub async fn restore(&self) -> Result<Restore, ClientError> {
        self.json(self.request(Method::GET, &["v1", "restore"])).await
    }

    /// Confirms what was shown with `digest`: runs and schedules go on.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when something else would go out by now, or the server is not paused.
    pub async fn confirm_restore(&self, digest: &str) -> Result<Restore, ClientError> {
        let request = self.request(Method::POST, &["v1", "restore", "confirm"]);
        self.json(with_json_body(request, &ConfirmRestore { digest: digest.to_owned() })?).await
    }
}
