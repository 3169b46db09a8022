//! `towpath schedules`: workflows that start without a caller.

mod list;
mod pause;

use clap::Subcommand;

use crate::exit::Exit;

pub(super) use self::list::{expression, when};

/// List the workflows that start without a caller; pause and resume them.
#[derive(Debug, Subcommand)]
pub(crate) enum Schedules {
    List(list::List),
    Pause(pause::Pause),
    Resume(pause::Resume),
}

impl Schedules {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Pause(command) => command.run().await,
            Self::Resume(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}
