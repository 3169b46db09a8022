//! `towpath functions`: what definitions may call, for the people who write them.

mod list;
mod pull;
mod show;

pub(crate) use show::lines_of_schema_fields;

use clap::Subcommand;

use crate::exit::Exit;

/// Look at what definitions may call: what each function takes and returns, and who answers for it.
#[derive(Debug, Subcommand)]
pub(crate) enum Functions {
    List(list::List),
    Show(show::Show),
    Pull(pull::Pull),
}

impl Functions {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
            Self::Pull(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
