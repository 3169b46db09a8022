//! Backups of the server's data.

use reqwest::Method;
use towpath_api_types::{Backup, Backups};

use crate::{Client, ClientError};

impl Client {
    /// The backups that the server has made, newest first, and the one that it is making.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when the server has no folder for them.
    pub async fn backups(&self) -> Result<Backups, ClientError> {
        self.json(self.request(Method::GET, &["v1", "backups"])).await
    }

    /// Begins a backup. It has everything that was answered before; [`Client::backups`] tells when it is complete.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 while one is under way, 507 when its disk has no room.
    pub async fn begin_backup(&self) -> Result<Backup, ClientError> {
        self.json(self.request(Method::POST, &["v1", "backups"])).await
    }
}
