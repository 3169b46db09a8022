//! `towpath workflows`: what is published, and what becomes of it.

mod interface;
mod list;
mod owner;
mod state;
mod switch;

use clap::Subcommand;
use towpath_client::VersionState;

use crate::exit::Exit;

/// List published workflows and who answers for them; suspend, retire and roll back versions; switch workflows off and on.
#[derive(Debug, Subcommand)]
pub(crate) enum Workflows {
    List(list::List),
    Interface(interface::Interface),
    Owner(owner::Owner),
    /// Stop a version from starting new runs, until it is resumed.
    Suspend(state::State),
    /// Let a version start runs again.
    Resume(state::State),
    /// Say that callers should move to another version.
    Deprecate(state::State),
    /// Stop a version from starting new runs, for good.
    Retire(state::State),
    /// Give callers an earlier version again.
    Rollback(state::State),
    /// Switch a workflow off: no version of it starts a run.
    Off(switch::Off),
    /// Switch a workflow on again.
    On(switch::On),
}

impl Workflows {
    pub(crate) async fn run(self) -> Exit {
        use state::Change::{RollBack, To};
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Interface(command) => command.run().await,
            Self::Owner(command) => command.run().await,
            Self::Suspend(command) => command.run(To(VersionState::Suspended)).await,
            Self::Resume(command) => command.run(To(VersionState::Published)).await,
            Self::Deprecate(command) => command.run(To(VersionState::Deprecated)).await,
            Self::Retire(command) => command.run(To(VersionState::Retired)).await,
            Self::Rollback(command) => command.run(RollBack).await,
            Self::Off(command) => command.run().await,
            Self::On(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
