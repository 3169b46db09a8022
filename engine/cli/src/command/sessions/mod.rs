//! `towpath sessions`: browsers that are signed in.

mod list;
mod revoke;

use clap::Subcommand;

use crate::exit::Exit;

/// List the browsers that are signed in, and sign them out.
#[derive(Debug, Subcommand)]
pub(crate) enum Sessions {
    List(list::List),
    Revoke(revoke::Revoke),
}

impl Sessions {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Revoke(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
