//! `towpath grants`: what IT permitted on request, until when, and what has changed since.

mod confirm;
mod list;
mod show;

use clap::Subcommand;

use crate::exit::Exit;

/// List and show what IT permitted on request; confirm grants whose operation has changed.
#[derive(Debug, Subcommand)]
pub(crate) enum Grants {
    List(list::List),
    Show(show::Show),
    Confirm(confirm::Confirm),
}

impl Grants {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
            Self::Confirm(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
