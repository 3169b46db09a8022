//! `towpath grants show`.

use clap::Args;
use towpath_client::GrantedPermit;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show a grant: what it permits, what has changed since, and the digest that a confirmation names.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The name of its policy, such as `grant-0f3a`.
    name: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let grant = self.server.client()?.grant(&self.name).await.map_err(|error| show_error(&error))?;
        match self.json {
            true => output::json(&grant),
            false => {
                show_grant(&grant);
                output::data(&grant.digest);
            }
        }
        Ok(Exit::Success)
    }
}

/// Shows what is confirmed.
pub(super) fn show_grant(grant: &GrantedPermit) {
    let GrantedPermit { policy, state, namespace, workflow, expires, days_left, purpose, .. } = grant;
    output::say(&format!(
        "{policy} {state}, for {namespace}/{workflow} until {expires}, {days_left} days left"
    ));
    output::say(&format!("granted by {} for {}: {purpose}", grant.by, grant.asked_by));
    grant.permits.iter().for_each(|permit| output::say(&format!("   permits {permit}")));
    grant.changes.iter().chain(&grant.remarks).for_each(|said| output::say(&format!("   {said}")));
}
