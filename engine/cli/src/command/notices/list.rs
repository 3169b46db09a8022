//! `towpath notices list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List notices not yet marked as seen, newest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Also those marked as seen.
    #[arg(long)]
    all: bool,
    /// Everybody's, for IT, auditors and operators.
    #[arg(long)]
    everybody: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.notices(self.all, self.everybody).await;
        let found = found.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("nothing new"), |notice| {
            let times = if notice.count > 1 { format!(", {} times", notice.count) } else { String::new() };
            let from = notice.from.as_deref().map(|from| format!(", from {from} on")).unwrap_or_default();
            output::data(&format!("{}  {}: {}{times}{from}", notice.id, notice.workflow, notice.text));
            notice.details.iter().for_each(|detail| output::data(&format!("    {detail}")));
            if let Some(run) = &notice.run {
                output::data(&output::dim(&format!("    such as run {run}")));
            }
        }))
    }
}
