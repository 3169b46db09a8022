//! `towpath backups list`.

use clap::Args;
use towpath_client::BackupState;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List the backups in the server's folder, newest first, with the one that is being written.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.backups().await.map_err(|error| show_error(&error))?;
        let nothing = format!("the server has no backup in `{}`", found.folder);
        Ok(output::list(&found.items, self.json, Some(&nothing), |backup| {
            let state = match (&backup.state, &backup.error) {
                (BackupState::Done, _) => String::new(),
                (_, Some(error)) => format!("  {}: {error}", backup.state),
                (_, None) => format!("  {}", backup.state),
            };
            output::data(&format!("{}  {}  {} bytes{state}", backup.started_at, backup.name, backup.bytes));
        }))
    }
}
