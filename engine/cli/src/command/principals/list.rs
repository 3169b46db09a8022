//! `towpath principals list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List principals: who created them, who minted their tokens, and whether they are disabled.
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
        let found = self.server.client()?.principals().await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, None, |one| {
            let title = one.title.as_ref().map(|title| format!("  {title}")).unwrap_or_default();
            let minted = match one.minted_by.as_slice() {
                [] => "no token".to_owned(),
                minters => format!("tokens minted by {}", minters.join(", ")),
            };
            output::data(&format!(
                "{}  {}  created by {}, {minted}{title}",
                one.id,
                one.grants.join(","),
                one.created_by
            ));
            if let Some(disabled) = &one.disabled {
                output::data(&format!(
                    "  disabled by {} at {}: {}",
                    disabled.by, disabled.at, disabled.reason
                ));
            }
        }))
    }
}
