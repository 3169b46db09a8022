//! `towpath runs adopt`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Let a run continue although the token that started it is revoked, or its principal disabled.
///
/// Without that, it ends at its next effect. The owner of its workflow, the deputy and IT may.
#[derive(Debug, Args)]
pub(crate) struct Adopt {
    /// The run's id.
    run: String,
    /// Why it continues; kept with the run.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    server: Server,
}

impl Adopt {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let adopted = client.adopt(&self.run, &self.reason).await.map_err(|error| show_error(&error))?;
        output::say(&format!("adopted by {} at {}", adopted.by, adopted.at));
        Ok(Exit::Success)
    }
}
