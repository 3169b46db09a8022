//! `towpath drafts`: texts that are not published, and how they came to be.

mod history;
mod list;
mod restore;

use clap::Subcommand;

use crate::exit::Exit;

/// List drafts, look at their earlier revisions, and go back to one.
#[derive(Debug, Subcommand)]
pub(crate) enum Drafts {
    List(list::List),
    History(history::History),
    Restore(restore::Restore),
}

impl Drafts {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::History(command) => command.run().await,
            Self::Restore(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
