//! `towpath backup`: makes a backup of a running server, or of a data folder that no server has open.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use clap::Args;
use towpath_audit::snapshot_of_log;
use towpath_client::{Backup as Made, BackupState, Client};
use towpath_runtime::{Clock as _, SystemClock};

use crate::assemble::open_store;
use crate::backup::{Source, names_of_secrets, write_archive_file};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// How long to wait before the state of a backup is read again.
const AGAIN: Duration = Duration::from_millis(500);

/// Make a backup: journals, documents, large contents, the audit log and its keys.
///
/// A running server writes it into its own folder of backups (`backups` in its configuration) and continues meanwhile; the
/// archive has everything that was answered before. Values of secrets are not in it: keep a copy of them elsewhere. The
/// archive has the key that signs receipts, so keep it where nobody else reads it.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Back up this data folder, which no server has open, instead of a running server.
    #[arg(long, value_name = "DIR", requires = "to")]
    data: Option<PathBuf>,
    /// The archive to write, with `--data`.
    #[arg(long, value_name = "FILE", requires = "data")]
    to: Option<PathBuf>,
    /// The folder of secrets, with `--data`, whose names go into the archive [default: `secrets` in the data folder].
    #[arg(long, value_name = "DIR", requires = "data")]
    secrets: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Backup {
    pub(crate) async fn run(self) -> Exit {
        let done = match (&self.data, &self.to) {
            (Some(data), Some(to)) => self.of_folder(data, to).await,
            _ => self.of_server().await,
        };
        done.unwrap_or_else(|exit| exit)
    }

    async fn of_server(&self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let begun = client.begin_backup().await.map_err(|error| show_error(&error))?;
        let (folder, made) = self.completed(&client, &begun).await?;
        if self.json {
            output::json(&made);
        } else if made.state == BackupState::Done {
            output::data(&format!("{folder}/{}  {} bytes", made.name, made.bytes));
        }
        if made.state == BackupState::Done {
            return Ok(Exit::Success);
        }
        output::error(&format!(
            "the backup was not made: {}",
            made.error.as_deref().unwrap_or("the server ended")
        ));
        Err(Exit::Unavailable)
    }

    /// Waits until a backup is complete or has failed.
    async fn completed(&self, client: &Client, begun: &Made) -> Result<(String, Made), Exit> {
        loop {
            let now = client.backups().await.map_err(|error| show_error(&error))?;
            match now.items.into_iter().find(|one| one.name == begun.name) {
                Some(made) if made.state == BackupState::Running => tokio::time::sleep(AGAIN).await,
                Some(made) => return Ok((now.folder, made)),
                None => {
                    let error = Some("the server does not know it any more".to_owned());
                    return Ok((now.folder, Made { state: BackupState::Failed, error, ..begun.clone() }));
                }
            }
        }
    }

    async fn of_folder(&self, data: &Path, to: &Path) -> Result<Exit, Exit> {
        if !data.join("log").is_dir() {
            output::error(&format!("`{}` is no data folder: it has no folder `log`", data.display()));
            return Err(Exit::Unavailable);
        }
        let secrets = self.secrets.clone().unwrap_or_else(|| data.join("secrets"));
        let (data, archive) = (data.to_owned(), to.to_owned());
        let work = move || -> Result<_, String> {
            let store = open_store(&data)?;
            let snapshot = store.snapshot().map_err(|error| error.to_string())?;
            let audit = snapshot_of_log(&data.join("audit")).map_err(|error| error.to_string())?;
            let secrets = names_of_secrets(&secrets).map_err(|error| error.to_string())?;
            let source = Source { snapshot, audit, secrets, taken_at: SystemClock.now() };
            let made = write_archive_file(&archive, &source, &AtomicU64::new(0));
            store.close();
            made.map_err(|error| error.to_string())
        };
        let made = tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(error.to_string()));
        let manifest = made.map_err(|why| {
            output::error(&format!("the backup was not made: {why}"));
            Exit::Unavailable
        })?;
        if self.json {
            output::json(&manifest);
        } else {
            output::data(&format!("{}  {} files", to.display(), manifest.files.len()));
        }
        Ok(Exit::Success)
    }
}
