//! `towpath runs`: what became of starts.

mod cancel;
mod fixture;
mod list;
mod show;
pub(crate) mod story;

use clap::Subcommand;

use crate::exit::Exit;

/// Look at runs, cancel them, and make cases of them.
#[derive(Debug, Subcommand)]
pub(crate) enum Runs {
    List(list::List),
    Show(show::Show),
    Cancel(cancel::Cancel),
    Fixture(fixture::Fixture),
}

impl Runs {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
            Self::Cancel(command) => command.run().await,
            Self::Fixture(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
