//! `towpath integrations off|on`.

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::Switched;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

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
        switch(&self.server, &self.name, Some(&self.message)).await
    }
}

impl On {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        switch(&self.server, &self.name, None).await
    }
}

async fn switch(server: &Server, name: &str, off: Option<&str>) -> Result<Exit, Exit> {
    let switched = server.client()?.switch(Switched::Integration(name), off).await;
    let word = if switched.map_err(|error| show_error(&error))?.on { "on" } else { "off" };
    output::say(&format!("{} {name} is {word}", output::paint(AnsiColor::Green, "ok")));
    Ok(Exit::Success)
}
