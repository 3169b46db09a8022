//! `towpath queues`: runs that wait until others have ended.

mod list;

use clap::Subcommand;

use crate::exit::Exit;

/// Show queues of runs: workflows whose runs a policy limits, and how many wait.
#[derive(Debug, Subcommand)]
pub(crate) enum Queues {
    List(list::List),
}

impl Queues {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
