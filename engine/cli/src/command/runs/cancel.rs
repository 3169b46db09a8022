//! `towpath runs cancel`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Cancel a run: it sends nothing new. A run that has ended stays as it is.
///
/// A write under way has ten seconds to answer. If it does not, it is named: it may have happened.
#[derive(Debug, Args)]
pub(crate) struct Cancel {
    /// The run's id.
    run: String,
    /// Do not wait for a write under way.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    server: Server,
}

impl Cancel {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let run = client.cancel(&self.run, self.force).await.map_err(|error| show_error(&error))?;
        output::say(&format!("it is {}", run.status));
        for write in &run.in_doubt {
            output::say(&format!("may have happened: {} at {}", write.operation, write.task));
        }
        Ok(Exit::Success)
    }
}
