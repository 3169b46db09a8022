//! `towpath integrations off|on`.

use clap::Args;
use towpath_client::Switched;

use crate::command::switching::switch_and_say;
use crate::connection::Server;
use crate::exit::Exit;

/// Switch an integration off.
#[derive(Debug, Args)]
pub(crate) struct Off {
    /// Its name, such as `crm`.
    name: String,
    /// Why; refused callers will see it.
    #[arg(long, short)]
    message: String,
    #[command(flatten)]
    server: Server,
}

/// Switch an integration on again.
#[derive(Debug, Args)]
pub(crate) struct On {
    /// Its name, such as `crm`.
    name: String,
    #[command(flatten)]
    server: Server,
}

impl Off {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        switch_and_say(&self.server, Switched::Integration(&self.name), &self.name, Some(&self.message)).await
    }
}

impl On {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        switch_and_say(&self.server, Switched::Integration(&self.name), &self.name, None).await
    }
}
