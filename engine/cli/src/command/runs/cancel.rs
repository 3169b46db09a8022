//! `towpath runs cancel`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Cancel a run: it sends nothing new. A run that has ended stays as it is.
#[derive(Debug, Args)]
pub(crate) struct Cancel {
    /// The run's id.
    run: String,
    #[command(flatten)]
    server: Server,
}

impl Cancel {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        client.cancel(&self.run).await.map_err(|error| show_error(&error))?;
        let run = client.run(&self.run).await.map_err(|error| show_error(&error))?;
        output::say(&if run.status.is_final() {
            format!("it is {}", run.status)
        } else {
            "it ends now".to_owned()
        });
        Ok(Exit::Success)
    }
}
