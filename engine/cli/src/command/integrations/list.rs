//! `towpath integrations list`.

use clap::Args;

use super::show::circuit_in_list;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List the integrations of a server.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.integrations().await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, None, |text| {
            let circuit = circuit_in_list(&text.traffic);
            output::data(&format!(
                "{}  revision {}  by {}  {}{circuit}",
                text.name, text.revision, text.by, text.at
            ));
        }))
    }
}
