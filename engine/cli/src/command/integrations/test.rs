//! `towpath integrations test`: whether a server reaches the system of an integration.

use anstyle::AnsiColor;
use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Test the connection of an integration, from the server: one harmless request, no operation. The exit code is 1 if something is wrong.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Its name, such as `crm`.
    name: String,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Test {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let tested = self.server.client()?.test_integration(&self.name).await;
        let tested = tested.map_err(|error| show_error(&error))?;
        let exit = if tested.problem.is_some() { Exit::Found } else { Exit::Success };
        if self.json {
            output::json(&tested);
            return Ok(exit);
        }
        let status = tested.status.map(|status| format!(" with status {status}")).unwrap_or_default();
        let answered = match tested.reachable {
            true => format!("{} answered{status} after {} ms", tested.target, tested.took_ms),
            false => format!("{} was not reached ({} ms)", tested.target, tested.took_ms),
        };
        match tested.problem {
            None => {
                let ok = output::paint(AnsiColor::Green, "ok");
                output::say(&format!("{ok} {}: {answered}", self.name));
            }
            Some(problem) => {
                output::say(&format!("{}: {answered}", self.name));
                output::error(&format!("{} ({})", problem.detail, problem.code));
            }
        }
        Ok(exit)
    }
}
