//! `towpath functions pull`.

use std::path::PathBuf;

use clap::Args;

use crate::catalogue::Catalogue;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::{disk, output};

/// Save what definitions may call, so that `check`, `test` and `schema` know it without a server (`--functions FILE`).
#[derive(Debug, Args)]
pub(crate) struct Pull {
    /// The file to write [default: stdout].
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    server: Server,
}

impl Pull {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let functions = self.server.client()?.functions().await.map_err(|error| show_error(&error))?;
        let catalogue = Catalogue { functions };
        let Some(file) = &self.output else {
            output::json(&catalogue);
            return Ok(Exit::Success);
        };
        // INVARIANT: a catalogue has string keys and finite numbers.
        let text = serde_json::to_string_pretty(&catalogue).unwrap_or_default() + "\n";
        disk::write_named_file(file, &text).map_err(|error| {
            output::error(&error);
            Exit::Unavailable
        })?;
        let count = catalogue.functions.len();
        output::say(&format!("{count} functions of {} in `{}`", self.server.address(), file.display()));
        Ok(Exit::Success)
    }
}
