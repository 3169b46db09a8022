//! `towpath backups`: the archives that a server has made.

mod list;

use clap::Subcommand;

use crate::exit::Exit;

/// List the backups that a server has made; `towpath backup` makes one.
#[derive(Debug, Subcommand)]
pub(crate) enum Backups {
    List(list::List),
}

impl Backups {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
