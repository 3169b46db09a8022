//! `towpath integrations put`.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::folder::{self, File};
use crate::{input, output};

/// Write an integration to a server: it is in force at once, and grants for what it means no longer wait for IT.
#[derive(Debug, Args)]
pub(crate) struct Put {
    /// The document.
    file: PathBuf,
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
        let saved = self.server.client()?.put_integration(&name, file.source.as_str(), None).await;
        let saved = saved.map_err(|error| tell(&error))?;
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
