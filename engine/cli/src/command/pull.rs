//! `towpath pull`: everything that is in force on a server, as a folder.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::folder::Failed;
use crate::output;
use crate::rollout;

/// Write what is in force on a server into a folder, as `towpath plan` reads it.
///
/// Integrations, the policies in force, the definitions that callers get, and the settings that were set: each exactly as
/// it was put, comments and all. Secrets are not pulled; their names are listed. A document that lies in the folder
/// already keeps its place. Nothing is written while a file there says something else.
#[derive(Debug, Args)]
#[command(after_help = "\
From one server to another:
  towpath pull acme --url $TEST --token $TEST_TOKEN
  towpath plan acme --url $LIVE --token $LIVE_TOKEN -o plan.json
  towpath apply plan.json --url $LIVE --token $LIVE_TOKEN

Exit codes:
  0  the folder has what the server has
  1  files in it say something else: nothing was written
  3  a file, a link in the folder or the server cannot be used
  4  a role says no")]
pub(crate) struct Pull {
    /// The folder; it is made if it is not there.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The environment of the server: a file that says the same with the values of `environments/NAME.yaml` stays as it is.
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// Replace files that say something else.
    #[arg(long)]
    force: bool,
    /// Print JSON: what was written, what differs, which secrets are needed.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Pull {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(&self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let there =
            rollout::documents_in_folder(&self.folder, self.environment.as_deref()).map_err(Failed::show)?;
        let pulled = rollout::compare_for_pull(&client, &self.folder, &there)
            .await
            .map_err(|error| show_error(&error))?;
        for hidden in &pulled.hidden {
            output::say(&format!("{} left out: {hidden}", output::paint(AnsiColor::Yellow, "warning:")));
        }
        if !pulled.differ.is_empty() && !self.force {
            for file in &pulled.differ {
                output::error(&format!("`{file}` says something else than the server"));
            }
            output::help("nothing was written; commit what is there, then pass --force to replace it");
            return Err(Exit::Found);
        }
        pulled.write().map_err(|words| {
            output::error(&words);
            Exit::Unavailable
        })?;
        if self.json {
            output::json(&pulled);
            return Ok(Exit::Success);
        }
        pulled.written.iter().for_each(|file| output::data(file));
        let ok = output::paint(AnsiColor::Green, "ok");
        output::say(&format!("{ok} {} written, {} as they were", pulled.written.len(), pulled.same));
        if !pulled.secrets.is_empty() {
            let names: Vec<&str> = pulled.secrets.iter().map(String::as_str).collect();
            output::say(&format!("   these secrets are not in it, and needed: {}", names.join(", ")));
        }
        Ok(Exit::Success)
    }
}
