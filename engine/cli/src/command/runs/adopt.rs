//! `towpath runs adopt`.

use clap::Args;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Let a run go on although the token that started it is revoked, or its principal disabled.
///
/// Without that, it ends at its next effect. The owner of its workflow, the deputy and IT may.
#[derive(Debug, Args)]
pub(crate) struct Adopt {
    /// The run's id.
    run: String,
    /// Why it goes on; kept with it.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    server: Server,
}

impl Adopt {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let adopted = client.adopt(&self.run, &self.reason).await.map_err(|error| tell(&error))?;
        output::say(&format!("adopted by {} at {}", adopted.by, adopted.at));
        Ok(Exit::Success)
    }
}
