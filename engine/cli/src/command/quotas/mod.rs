//! `towpath quotas`: what namespaces and tokens may have.

mod list;

use clap::Subcommand;

use crate::exit::Exit;

/// What there is of drafts, versions, runs and events, and how much more there may be.
#[derive(Debug, Subcommand)]
pub(crate) enum Quotas {
    List(list::List),
}

impl Quotas {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
