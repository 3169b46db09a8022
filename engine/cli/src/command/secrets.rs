//! `towpath secrets`: which there are and who uses them. Their values never come out.

use anstyle::AnsiColor;
use clap::{Args, Subcommand};
use towpath_client::SecretUse;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Look at secrets: their names, who uses each, and whether it can be used. Never what is in them.
#[derive(Debug, Subcommand)]
pub(crate) enum Secrets {
    /// List the names of secrets, with the integrations and workflows that use each.
    List(List),
    /// Say which secrets are missing or cannot be used. Ends with 1 where one is.
    Check(List),
}

/// A server, and the format of the output.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Secrets {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run(false).await,
            Self::Check(command) => command.run(true).await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}

impl List {
    async fn run(self, checks: bool) -> Result<Exit, Exit> {
        let mut found = self.server.client()?.secret_uses().await.map_err(|error| show_error(&error))?;
        let wrong = found.iter().filter(|secret| secret.problem.is_some()).count();
        if checks {
            found.retain(|secret| secret.problem.is_some());
        }
        if self.json {
            output::json(&found);
        } else {
            found.iter().for_each(show);
            match (checks, wrong) {
                (true, 0) => output::say(&format!(
                    "{} every secret can be used",
                    output::paint(AnsiColor::Green, "ok")
                )),
                (true, _) => output::error(&format!("{wrong} cannot be used")),
                (false, _) => {}
            }
        }
        Ok(if checks && wrong > 0 { Exit::Found } else { Exit::Success })
    }
}

fn show(secret: &SecretUse) {
    let used = match secret.used_by.is_empty() {
        true => "used by nobody".to_owned(),
        false => format!("used by {}", secret.used_by.join(", ")),
    };
    let problem = secret.problem.as_ref().map(|why| format!("  {}", output::paint(AnsiColor::Red, why)));
    output::data(&format!("{}  {used}{}", secret.name, problem.unwrap_or_default()));
}
