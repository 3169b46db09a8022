//! `towpath reviews`: versions that a person has to approve before they are live.

mod decide;
mod list;
mod show;

use clap::Subcommand;

use super::place::VersionPlace;
use crate::exit::Exit;

/// List, show and decide versions that wait for an approval.
#[derive(Debug, Subcommand)]
pub(crate) enum Reviews {
    List(list::List),
    Show(show::Show),
    /// Approve a version, for every rule that you may approve it for.
    Approve(decide::Decide),
    /// Ask the author for changes.
    RequestChanges(decide::Decide),
    /// Reject a version: this content cannot be published.
    Reject(decide::Decide),
}

impl Reviews {
    pub(crate) async fn run(self) -> Exit {
        use towpath_client::ReviewDecision::{Approve, Reject, RequestChanges};
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
            Self::Approve(command) => command.run(Approve).await,
            Self::RequestChanges(command) => command.run(RequestChanges).await,
            Self::Reject(command) => command.run(Reject).await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
