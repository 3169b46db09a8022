//! `towpath policies activate`: a folder of policies, put in force on a server all together.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use towpath_diagnostics::Diagnostic;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Save the policies of a folder on a server, and put everything that is saved there in force.
///
/// They are checked and tested first, here and on the server; with anything wrong nothing changes. `policies impact` says
/// beforehand what would change.
#[derive(Debug, Args)]
pub(crate) struct Activate {
    /// A folder, or one file; without it what is saved on the server is put in force.
    path: Option<PathBuf>,
    /// Only save them, to look at `policies impact` first.
    #[arg(long, requires = "path")]
    save_only: bool,
    #[command(flatten)]
    server: Server,
}

impl Activate {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let read = match &self.path {
            Some(path) => super::read(path).map_err(crate::folder::Failed::show)?,
            None => Vec::new(),
        };
        if read.iter().flat_map(|policy| &policy.diagnostics).any(Diagnostic::is_error) {
            super::show(&read);
            return Err(Exit::Found);
        }
        for policy in &read {
            let Some(name) = policy.name() else { continue };
            let saved = client.put_policy(name, policy.file.source.clone(), None).await;
            saved.map_err(|error| tell(&error))?;
        }
        let ok = output::paint(AnsiColor::Green, "ok");
        if self.save_only {
            output::say(&format!(
                "{ok} {} saved; `towpath policies impact` says what they would change",
                read.len()
            ));
            return Ok(Exit::Success);
        }
        let active = client.activate_policies().await.map_err(|error| tell(&error))?;
        output::say(&format!("{ok} {} in force, as revision {}", active.policies.len(), active.revision));
        output::data(&active.digest);
        Ok(Exit::Success)
    }
}
