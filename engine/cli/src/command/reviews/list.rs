//! `towpath reviews list`.

use clap::Args;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// List reviews, those that wait longest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this namespace.
    #[arg(long)]
    namespace: Option<String>,
    /// All of them, not only those that wait for somebody.
    #[arg(long)]
    all: bool,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let state = (!self.all).then_some("inReview");
        let client = self.server.client()?;
        let found = client.reviews(self.namespace.as_deref(), state).await.map_err(|error| tell(&error))?;
        if self.json {
            output::json(&found);
            return Ok(Exit::Success);
        }
        for review in &found {
            let waits: Vec<&str> = review.awaiting.iter().map(|awaiting| awaiting.by.as_str()).collect();
            output::data(&format!(
                "{}/{} {}  {}  by {}  {}{}  {}",
                review.namespace,
                review.name,
                review.version,
                review.submitted_at,
                review.author,
                review.state,
                if review.published { " (published)" } else { "" },
                waits.join(" and ")
            ));
        }
        if found.is_empty() {
            output::say("nothing waits for an approval");
        }
        Ok(Exit::Success)
    }
}
