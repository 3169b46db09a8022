//! `towpath restores`: the pause of a server whose data were restored.

mod confirm;
mod show;

use clap::Subcommand;

use crate::exit::Exit;

/// Show what goes out after a restore, and let it.
#[derive(Debug, Subcommand)]
pub(crate) enum Restores {
    Show(show::Show),
    Confirm(confirm::Confirm),
}

impl Restores {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::Show(command) => command.run().await,
            Self::Confirm(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
