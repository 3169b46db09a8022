//! `towpath runs suspend` and `towpath runs resume`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Suspend a run: it calls nothing and waits for nothing until it is resumed.
///
/// A call under way ends by itself. Events that come meanwhile are received when it is resumed.
#[derive(Debug, Args)]
pub(crate) struct Suspend {
    /// The run's id.
    run: String,
    /// Why; kept with the run.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    server: Server,
}

/// Resume a suspended run: it goes on exactly where it was.
#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// The run's id.
    run: String,
    #[command(flatten)]
    server: Server,
}

impl Suspend {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let run = client.suspend(&self.run, &self.reason).await.map_err(|error| show_error(&error))?;
        output::say(&match &run.suspended {
            Some(suspended) => format!("suspended by {}: {}", suspended.by, suspended.reason),
            None => format!("it is {}", run.status),
        });
        Ok(Exit::Success)
    }
}

impl Resume {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let run = client.resume(&self.run).await.map_err(|error| show_error(&error))?;
        output::say(&format!("it is {}", run.status));
        Ok(Exit::Success)
    }
}
