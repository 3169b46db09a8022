//! `towpath reviews approve|request-changes|reject`.

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{Decided, ReviewDecision};

use super::{VersionPlace, show};
use crate::connection::{Server, show_error, show_undecided};
use crate::exit::Exit;
use crate::output;

/// Decide about a version.
///
/// The decision is about exactly what was shown: with a digest, what was shown under it; without one, the version is shown
/// first.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    #[command(flatten)]
    place: VersionPlace,
    /// A comment; its author reads it.
    #[arg(long, short)]
    message: Option<String>,
    /// The digest that `reviews show` printed; without it the version is shown now.
    #[arg(long)]
    digest: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Decide {
    pub(crate) async fn run(self, decision: ReviewDecision) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let place = self.place.to_string();
        let digest = match self.digest {
            Some(digest) => digest,
            None => {
                let found = client.review(self.place.parts()).await.map_err(|error| show_error(&error))?;
                show::show(&found);
                found.review.digest
            }
        };
        let decided =
            client.decide_review(self.place.parts(), decision, self.message.as_deref(), &digest).await;
        let decided =
            decided.map_err(|error| show_undecided(&error, &format!("towpath reviews show {place}")))?;
        say(&place, self.place.parts().2, decision, &decided);
        Ok(Exit::Success)
    }
}

fn say(place: &str, version: &str, decision: ReviewDecision, decided: &Decided) {
    let ok = output::paint(AnsiColor::Green, "ok");
    let current = decided.current.as_deref().unwrap_or(version);
    if decided.live && current != version {
        output::say(&format!(
            "{ok} {place} is approved and published; callers still get {current}, which is newer"
        ));
        output::help(&format!("to go back to it: towpath workflows rollback {place}"));
    } else if decided.live {
        output::say(&format!("{ok} {place} is approved and live"));
    } else if decision == ReviewDecision::Approve {
        let waits: Vec<&str> = decided.review.awaiting.iter().map(|rule| rule.by.as_str()).collect();
        output::say(&format!("{ok} {place} is approved; it still waits for {}", waits.join(" and ")));
    } else {
        output::say(&format!("{ok} {place}: {}", decided.review.state));
    }
}
