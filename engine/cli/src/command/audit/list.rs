//! `towpath audit list`.

use clap::Args;
use towpath_client::{AuditPhase, AuditQuery};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List changes, newest first: when, who, what, and the result.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this principal.
    #[arg(long)]
    who: Option<String>,
    /// Whose action or path has this text in it, such as `policies`.
    #[arg(long)]
    text: Option<String>,
    /// Not before this time, `2027-03-31T18:00:00Z`.
    #[arg(long)]
    since: Option<String>,
    /// Before this time.
    #[arg(long)]
    until: Option<String>,
    /// Maximum number of entries.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let query = AuditQuery {
            who: self.who,
            text: self.text,
            since: self.since,
            until: self.until,
            // Only results: with `asked` every action would be listed twice.
            phase: Some(AuditPhase::Done),
            limit: Some(self.limit),
        };
        let found = self.server.client()?.audit(&query).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, None, |entry| {
            let from = entry.from.as_deref().unwrap_or("-");
            let status = entry.status.map(|status| status.to_string()).unwrap_or_default();
            let method = entry.action.split(' ').next().unwrap_or_default();
            let times = entry.count.map(|count| format!("  {count} times")).unwrap_or_default();
            let token = entry.token.as_ref().map(|token| format!("  token {token}")).unwrap_or_default();
            output::data(&format!(
                "{}  {}  {from}  {method} {}  {status}{times}{token}",
                entry.at, entry.who, entry.target
            ));
        }))
    }
}
