//! `towpath audit list`.

use clap::Args;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// List what was changed, newest first: when, who, what, and what came of it.
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
    /// At most so many.
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
        let limit = self.limit.to_string();
        let query = [
            ("who", self.who.as_deref()),
            ("text", self.text.as_deref()),
            ("since", self.since.as_deref()),
            ("until", self.until.as_deref()),
            // What came of each; with `asked` beside it everything would be there twice.
            ("phase", Some("done")),
            ("limit", Some(limit.as_str())),
        ];
        let query: Vec<(&str, &str)> = query.into_iter().filter_map(|(k, v)| Some((k, v?))).collect();
        let found = self.server.client()?.audit(&query).await.map_err(|error| tell(&error))?;
        if self.json {
            output::json(&found);
            return Ok(Exit::Success);
        }
        for entry in &found {
            let from = entry.from.as_deref().unwrap_or("-");
            let status = entry.status.map(|status| status.to_string()).unwrap_or_default();
            let method = entry.action.split(' ').next().unwrap_or_default();
            let times = entry.count.map(|count| format!("  {count} times")).unwrap_or_default();
            let token = entry.token.as_ref().map(|token| format!("  token {token}")).unwrap_or_default();
            output::data(&format!(
                "{}  {}  {from}  {method} {}  {status}{times}{token}",
                entry.at, entry.who, entry.target
            ));
        }
        Ok(Exit::Success)
    }
}
