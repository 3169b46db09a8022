//! `towpath grants list`.

use clap::Args;
use towpath_client::GrantState;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List grants, those that end first at the top, with what has changed since.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this namespace.
    #[arg(long)]
    namespace: Option<String>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.grants(self.namespace.as_deref()).await;
        let found = found.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&found);
            return Ok(Exit::Success);
        }
        for grant in &found {
            output::data(&format!(
                "{}  {}  {}/{}  until {}, {} days left  {}",
                grant.policy,
                grant.state,
                grant.namespace,
                grant.workflow,
                grant.expires,
                grant.days_left,
                grant.purpose
            ));
            for said in grant.changes.iter().chain(&grant.remarks) {
                output::data(&format!("  {said}"));
            }
        }
        if found.is_empty() {
            output::say("nothing was granted");
        } else if found.iter().any(|grant| grant.state == GrantState::ReferentChanged) {
            output::help(
                "`towpath grants confirm NAME` puts a grant in force again whose operation has changed",
            );
        }
        Ok(Exit::Success)
    }
}
