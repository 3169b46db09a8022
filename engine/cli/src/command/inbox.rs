//! `towpath inbox`: what waits for a decision.

use clap::Args;
use towpath_client::InboxQuery;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List everything that waits for a decision, what waits longest first: reviews, held calls, requests, proposals, grants, tokens.
#[derive(Debug, Args)]
pub(crate) struct Inbox {
    /// Only what you may decide about.
    #[arg(long)]
    mine: bool,
    /// Maximum number of items.
    #[arg(long, default_value = "200", value_parser = clap::value_parser!(u16).range(1..=500))]
    limit: u16,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Inbox {
    pub(crate) async fn run(self) -> Exit {
        self.show().await.unwrap_or_else(|exit| exit)
    }

    async fn show(self) -> Result<Exit, Exit> {
        let wanted = InboxQuery { can_decide: self.mine.then_some(true), limit: Some(self.limit.into()) };
        let found = self.server.client()?.inbox(&wanted).await.map_err(|error| show_error(&error))?;
        let exit = output::list(&found.items, self.json, Some("nothing waits"), |item| {
            let due = item.due_at.as_ref().map(|due| format!(", until {due}")).unwrap_or_default();
            let yours = if item.can_decide { "  yours" } else { "" };
            output::data(&format!("{:12}  {}  {}{yours}", item.kind, item.id, item.title));
            output::data(&output::dim(&format!(
                "    from {} since {}{due}: {}",
                item.from, item.since, item.why
            )));
        });
        if found.total > found.items.len() && !self.json {
            output::say(&output::dim(&format!("{} of {}: --limit", found.items.len(), found.total)));
        }
        Ok(exit)
    }
}
