//! `towpath templates`: definitions to begin with.

mod list;
mod show;

use clap::Subcommand;

use crate::exit::Exit;

/// List and show the definitions that a server offers to begin with.
#[derive(Debug, Subcommand)]
pub(crate) enum Templates {
    List(list::List),
    Show(show::Show),
}

impl Templates {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
