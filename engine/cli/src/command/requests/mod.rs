//! `towpath requests`: what champions need from IT, and the decisions.

mod decide;
mod list;
mod open;
mod show;

use clap::Subcommand;

use crate::exit::Exit;

/// Request access or a system from IT; list, grant and reject requests.
#[derive(Debug, Subcommand)]
pub(crate) enum Requests {
    Open(open::Open),
    System(open::System),
    List(list::List),
    Show(show::Show),
    Grant(decide::Grant),
    Reject(decide::Reject),
}

impl Requests {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::Open(command) => command.run().await,
            Self::System(command) => command.run().await,
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
            Self::Grant(command) => command.run().await,
            Self::Reject(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
