//! `towpath quotas`: what namespaces and tokens may have.

mod list;

use clap::Subcommand;

use crate::exit::Exit;

/// Show quotas: the drafts, versions, runs and events in use, and the limit of each.
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
