//! `towpath grants confirm`.

use anstyle::AnsiColor;
use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Confirm a paused grant: it covers the changed operation and is in force again.
#[derive(Debug, Args)]
pub(crate) struct Confirm {
    /// The name of its policy, such as `grant-0f3a`.
    name: String,
    /// The digest of the grant, as `towpath grants show` printed it; without it the grant is shown first.
    #[arg(long)]
    digest: Option<String>,
    /// A comment.
    #[arg(long, short)]
    message: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Confirm {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let digest = match self.digest {
            Some(digest) => digest,
            None => {
                let grant = client.grant(&self.name).await.map_err(|error| show_error(&error))?;
                super::show::show_grant(&grant);
                grant.digest
            }
        };
        let confirmed = client.confirm_grant(&self.name, &digest, self.message.as_deref()).await;
        let grant = confirmed.map_err(|error| {
            let exit = show_error(&error);
            if error.problem().is_some_and(|problem| problem.digest.is_some()) {
                output::help(&format!("look again: `towpath grants show {}`", self.name));
            }
            exit
        })?;
        let ok = output::paint(AnsiColor::Green, "ok");
        output::say(&format!("{ok} {} is in force again, until {}", grant.policy, grant.expires));
        for change in grant.confirmed.iter().flat_map(|confirmed| &confirmed.changes) {
            output::say(&output::dim(&format!("   {change}")));
        }
        Ok(Exit::Success)
    }
}
