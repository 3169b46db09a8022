//! `towpath integrations`: what workflows reach, from IT's side.

mod check;
mod delete;
mod list;
mod put;
mod show;
mod switch;
mod test;

use clap::Subcommand;

use crate::exit::Exit;

/// Check integrations without a server; list, show, write and test them, switch them off and on, and delete those that nothing reaches.
#[derive(Debug, Subcommand)]
pub(crate) enum Integrations {
    Check(check::Check),
    List(list::List),
    Show(show::Show),
    Put(put::Put),
    Delete(delete::Delete),
    Test(test::Test),
    /// Switch an integration off: none of its operations is called, not even by runs under way.
    Off(switch::Off),
    /// Switch an integration on again.
    On(switch::On),
}

impl Integrations {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::Check(command) => return command.run(),
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
            Self::Put(command) => command.run().await,
            Self::Delete(command) => command.run().await,
            Self::Test(command) => command.run().await,
            Self::Off(command) => command.run().await,
            Self::On(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
