//! `towpath runs`: what ran on a server.

mod receipt;

use clap::Subcommand;

use crate::exit::Exit;

/// Take the receipts of runs.
#[derive(Debug, Subcommand)]
pub(crate) enum Runs {
    Receipt(receipt::Receipt),
}

impl Runs {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::Receipt(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
