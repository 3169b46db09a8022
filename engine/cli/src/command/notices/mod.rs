//! `towpath notices`: notices to the owners of workflows.

mod list;
mod seen;

use clap::Subcommand;

use crate::exit::Exit;

/// What you should know of the workflows you answer for: policies that take something from them, failures, hand-overs.
#[derive(Debug, Subcommand)]
pub(crate) enum Notices {
    List(list::List),
    Seen(seen::Seen),
}

impl Notices {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Seen(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
