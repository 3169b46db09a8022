//! `towpath runs cancel`.

use clap::Args;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Cancel a run: nothing new of it goes out any more. One that has ended stays as it ended.
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
        client.cancel(&self.run).await.map_err(|error| tell(&error))?;
        let run = client.run(&self.run).await.map_err(|error| tell(&error))?;
        output::say(&if run.has_ended() {
            format!("it is {}", run.status)
        } else {
            "it ends now".to_owned()
        });
        Ok(Exit::Success)
    }
}
