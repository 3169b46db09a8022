//! `towpath restore`: makes a data folder from a backup, or verifies a backup.

use std::path::PathBuf;

use clap::Args;
use towpath_runtime::{Clock as _, SystemClock};

use crate::backup::{BackupError, Manifest, restore, verify_archive};
use crate::exit::Exit;
use crate::output;

/// Make a data folder from a backup.
///
/// Every byte of the archive is verified before anything is written. The folder must not exist, or be empty; it gets its name
/// when everything is on disk and was checked. The server that opens it is paused: nothing goes out before IT has seen what
/// would (`towpath restores show`) and confirms it (`towpath restores confirm`). Secrets are not in an archive: put their files
/// back before you start it. Tokens that were revoked after the backup are valid again.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The archive.
    archive: PathBuf,
    /// The data folder to make.
    #[arg(long, value_name = "DIR", required_unless_present = "check")]
    data: Option<PathBuf>,
    /// Only verify the archive; write nothing.
    #[arg(long, conflicts_with = "data")]
    check: bool,
    /// Print the manifest as JSON.
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub(crate) async fn run(self) -> Exit {
        let done = match &self.data {
            Some(data) => restore(&self.archive, data, SystemClock.now()).await,
            None => {
                let archive = self.archive.clone();
                let verified = tokio::task::spawn_blocking(move || verify_archive(&archive)).await;
                verified.unwrap_or_else(|error| Err(BackupError::Io(error.to_string())))
            }
        };
        match done {
            Ok(manifest) => {
                self.show(&manifest);
                Exit::Success
            }
            Err(error) => {
                output::error(&error.to_string());
                match error {
                    BackupError::Damaged(_) | BackupError::Unusable(_) => Exit::Found,
                    BackupError::Newer(_) | BackupError::NotEmpty(_) | BackupError::Io(_) => {
                        Exit::Unavailable
                    }
                }
            }
        }
    }

    fn show(&self, manifest: &Manifest) {
        if self.json {
            output::json(manifest);
            return;
        }
        let files = manifest.files.len();
        let Some(data) = &self.data else {
            output::data(&format!("{files} files, taken at {}: nothing is wrong", manifest.moment()));
            return;
        };
        output::data(&format!("{}  {files} files, taken at {}", data.display(), manifest.moment()));
        if !manifest.secrets.is_empty() {
            output::help(&format!("put these secrets back: {}", manifest.secrets.join(", ")));
        }
        output::help("start the server; it is paused until `towpath restores confirm`");
    }
}
