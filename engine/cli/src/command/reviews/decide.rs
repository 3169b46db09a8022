//! `towpath reviews approve|request-changes|reject`.

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::Decision;

use super::VersionPlace;
use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Decide about a version.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    #[command(flatten)]
    place: VersionPlace,
    /// What there is to say about it; its author reads it.
    #[arg(long, short)]
    message: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Decide {
    pub(crate) async fn run(self, decision: Decision) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let decided = client.decide_review(self.place.parts(), decision, self.message.as_deref()).await;
        let decided = decided.map_err(|error| tell(&error))?;
        let ok = output::paint(AnsiColor::Green, "ok");
        let place = self.place.to_string();
        if decided.live {
            output::say(&format!("{ok} {place} is approved and live"));
        } else if decision == Decision::Approve {
            let waits: Vec<&str> = decided.review.awaiting.iter().map(|rule| rule.by.as_str()).collect();
            output::say(&format!("{ok} {place} is approved; it still waits for {}", waits.join(" and ")));
        } else {
            output::say(&format!("{ok} {place}: {}", decided.review.state));
        }
        Ok(Exit::Success)
    }
}
