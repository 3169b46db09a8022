//! `towpath holds list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List calls that wait, those that wait longest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of workflows of this namespace.
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
        let client = self.server.client()?;
        let found = client.holds(self.namespace.as_deref()).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("nothing waits to be released"), |hold| {
            output::data(&format!(
                "{}/{}  {}/{}  {}  until {}",
                hold.run, hold.effect, hold.namespace, hold.workflow, hold.what, hold.until
            ));
        }))
    }
}
