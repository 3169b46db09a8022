//! `towpath integrations put`.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::ClientError;

use crate::command::policies::affected_by;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::folder::{self, File};
use crate::{input, output};

/// Write an integration to a server. It is in force at once. Grants whose operation it changes are paused until IT confirms them.
#[derive(Debug, Args)]
pub(crate) struct Put {
    /// The document.
    file: PathBuf,
    /// The digest of what it takes from live workflows, as the server answered it.
    #[arg(long, value_name = "DIGEST")]
    confirm: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Put {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let source = input::read_file(&self.file).map_err(|error| {
            output::error(&error);
            Exit::Unavailable
        })?;
        let file = File { path: self.file, source };
        let name = folder::document_name(&file, "integration");
        let (client, confirm) = (self.server.client()?, self.confirm.as_deref());
        let saved = client.put_integration(&name, file.source.as_str(), None, confirm).await;
        let saved = saved.map_err(|error| explain_unconfirmed_integration(&error))?;
        let ok = output::paint(AnsiColor::Green, "ok");
        output::say(&format!("{ok} {} is in force, revision {}", saved.name, saved.revision));
        for found in &saved.diagnostics {
            output::say(&format!("{} {}: {}", found.severity, found.code, found.message));
            if let Some(help) = &found.help {
                output::help(help);
            }
        }
        Ok(Exit::Success)
    }
}

/// Says what has to be confirmed, and how.
pub(super) fn explain_unconfirmed_integration(error: &ClientError) -> Exit {
    let exit = show_error(error);
    if let Some(digest) = error.problem().and_then(affected_by) {
        output::help(&format!("to do it all the same: `--confirm {digest}`"));
    }
    exit
}
