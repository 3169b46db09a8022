//! `towpath audit`: who changed what, and whether the log of it is what was written.

mod anchor;
mod list;
mod verify;

use clap::Subcommand;

use crate::exit::Exit;

/// Search the audit log, and check that it was not changed.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    List(list::List),
    Anchor(anchor::Anchor),
    Verify(verify::Verify),
}

impl Audit {
    pub(crate) async fn run(self) -> Exit {
        match self {
            Self::List(command) => command.run().await.unwrap_or_else(|exit| exit),
            Self::Anchor(command) => command.run().await.unwrap_or_else(|exit| exit),
            Self::Verify(command) => command.run().await,
        }
    }
}
