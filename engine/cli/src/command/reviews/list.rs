//! `towpath reviews list`.

use clap::Args;
use towpath_client::{ReviewState, ReviewsQuery};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List reviews, those that wait longest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this namespace.
    #[arg(long)]
    namespace: Option<String>,
    /// All of them, not only those that wait for a decision.
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
        let wanted =
            ReviewsQuery { namespace: self.namespace, state: (!self.all).then_some(ReviewState::InReview) };
        let client = self.server.client()?;
        let found = client.reviews(&wanted).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("nothing waits for an approval"), |review| {
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
        }))
    }
}
