//! `towpath integrations delete`.

use anstyle::AnsiColor;
use clap::Args;

use super::put::explain_unconfirmed_integration;
use crate::connection::Server;
use crate::exit::Exit;
use crate::output;

/// Delete an integration. Refused while a version that is not retired uses it; the error names these versions.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Its name, such as `crm`.
    name: String,
    /// Only if it is at this revision, as `towpath integrations list` shows it.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    revision: Option<u64>,
    /// The digest of what it takes from unfinished runs, as the server answered it.
    #[arg(long, value_name = "DIGEST")]
    confirm: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Delete {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let (client, confirm) = (self.server.client()?, self.confirm.as_deref());
        let deleted = client.delete_integration(&self.name, self.revision, confirm).await;
        deleted.map_err(|error| explain_unconfirmed_integration(&error))?;
        output::say(&format!("{} {} is deleted", output::paint(AnsiColor::Green, "ok"), self.name));
        Ok(Exit::Success)
    }
}
