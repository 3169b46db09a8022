//! `towpath failures`: equal failures of runs.

mod handle;
mod list;

use clap::Subcommand;

use crate::exit::Exit;

/// Equal failures of runs: how many, since when, who looks after them.
#[derive(Debug, Subcommand)]
pub(crate) enum Failures {
    List(list::List),
    Handle(handle::Handle),
}

impl Failures {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Handle(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
