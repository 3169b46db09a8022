//! `towpath queues list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List workflows whose policies limit how many runs are under way or begin: how many are under way, and how many wait.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this namespace alone.
    #[arg(long)]
    namespace: Option<String>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.queues(self.namespace.as_deref()).await;
        let found = found.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("no policy limits the runs of a workflow"), |queue| {
            let most = queue.concurrent_runs.map(|most| format!(" of {most}")).unwrap_or_default();
            let pace =
                queue.runs_per_minute.map(|most| format!("  at most {most} a minute")).unwrap_or_default();
            output::data(&format!(
                "{}/{}  {}{most} under way  {} waiting{pace}",
                queue.namespace, queue.name, queue.under_way, queue.waiting
            ));
        }))
    }
}
