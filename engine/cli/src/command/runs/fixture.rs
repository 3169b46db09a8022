//! `towpath runs fixture`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Make a case for `towpath test` of a run: what went in, what calls were answered, what came out.
///
/// Secrets are never in it. Values with labels that your token may not view are left out, and listed under `masked`.
#[derive(Debug, Args)]
pub(crate) struct Fixture {
    /// The run's id.
    run: String,
    #[command(flatten)]
    server: Server,
}

impl Fixture {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.fixture(&self.run).await.map_err(|error| show_error(&error))?;
        output::json(&found);
        let masked = found.pointer("/0/masked").and_then(serde_json::Value::as_array);
        for what in masked.into_iter().flatten().filter_map(serde_json::Value::as_str) {
            output::say(&output::dim(&format!("masked: {what}")));
        }
        Ok(Exit::Success)
    }
}
