//! `towpath runs receipt`: takes the signed receipt of a run away.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Take the signed receipt of a run that has ended, for `towpath verify`.
///
/// It holds every value of the run: treat it like the data in it.
#[derive(Debug, Args)]
pub(crate) struct Receipt {
    /// The run's id.
    run: String,
    /// Where to write it; nothing there is replaced [default: stdout].
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    server: Server,
}

impl Receipt {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let receipt = self.server.client()?.receipt(&self.run).await.map_err(|error| show_error(&error))?;
        let Some(path) = &self.output else {
            // Every byte counts, so nothing is added or coloured.
            output::bytes(&receipt);
            return Ok(Exit::Success);
        };
        let file = std::fs::File::create_new(path);
        let written = file.and_then(|mut file| file.write_all(&receipt).and_then(|()| file.sync_all()));
        written.map_err(|error| {
            output::error(&format!("`{}` cannot be written: {error}", path.display()));
            Exit::Unavailable
        })?;
        output::say(&format!(
            "{} `{}`; check it with `towpath verify`",
            output::paint(anstyle::AnsiColor::Green, "ok"),
            path.display()
        ));
        Ok(Exit::Success)
    }
}
