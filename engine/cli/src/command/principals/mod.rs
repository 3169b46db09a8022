//! `towpath principals`: whom tokens speak for.

mod change;
mod list;

use clap::Subcommand;

use crate::exit::Exit;

/// List, create, disable and enable principals.
#[derive(Debug, Subcommand)]
pub(crate) enum Principals {
    List(list::List),
    Create(change::Create),
    Disable(change::Disable),
    Enable(change::Enable),
}

impl Principals {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Create(command) => command.run().await,
            Self::Disable(command) => command.run().await,
            Self::Enable(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
