//! `towpath policies revisions`: who put which policies in force, and why.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List the revisions of a server's policies, and the live versions that are in their grace period.
#[derive(Debug, Args)]
pub(crate) struct Revisions {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Revisions {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.policy_sets().await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&found);
            return Ok(Exit::Success);
        }
        for revision in &found.revisions {
            let approved =
                revision.approved_by.as_deref().map(|by| format!(", approved by {by}")).unwrap_or_default();
            let why = revision.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
            output::data(&format!(
                "{}  by {}{approved} at {}{why}",
                revision.revision, revision.by, revision.at
            ));
            let named = |mark: &str, names: &[String]| {
                names.iter().for_each(|name| output::data(&output::dim(&format!("    {mark} {name}"))));
            };
            named("+", &revision.changed);
            named("-", &revision.removed);
        }
        for grace in &found.graces {
            output::data(&format!("{} stays under {} until {}", grace.version, grace.policies, grace.until));
        }
        Ok(Exit::Success)
    }
}
