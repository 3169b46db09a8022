//! `towpath runs`: what became of starts.

mod adopt;
mod bulk;
mod cancel;
mod fixture;
mod list;
mod purge;
mod query;
mod receipt;
mod rerun;
mod show;
pub(crate) mod story;
mod suspend;
mod trace;

use clap::Subcommand;

use crate::exit::Exit;

/// Look at runs and their tasks, cancel or suspend them, make cases of them, and take their receipts.
#[derive(Debug, Subcommand)]
pub(crate) enum Runs {
    List(list::List),
    Show(show::Show),
    Cancel(cancel::Cancel),
    Suspend(suspend::Suspend),
    Resume(suspend::Resume),
    Rerun(rerun::Rerun),
    Bulk(bulk::Bulk),
    Purge(purge::Purge),
    Adopt(adopt::Adopt),
    Fixture(fixture::Fixture),
    Receipt(receipt::Receipt),
    Trace(trace::Trace),
}

impl Runs {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
            Self::Cancel(command) => command.run().await,
            Self::Suspend(command) => command.run().await,
            Self::Resume(command) => command.run().await,
            Self::Rerun(command) => command.run().await,
            Self::Bulk(command) => command.run().await,
            Self::Purge(command) => command.run().await,
            Self::Adopt(command) => command.run().await,
            Self::Fixture(command) => command.run().await,
            Self::Receipt(command) => command.run().await,
            Self::Trace(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
