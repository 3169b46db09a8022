//! `towpath requests grant|reject`.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{Client, ClientError};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::{input, output};

/// Grant a request: its permit is put in force, until the day given in it.
#[derive(Debug, Args)]
pub(crate) struct Grant {
    /// Its id.
    id: String,
    /// The permit, narrowed, instead of the drafted one.
    #[arg(long, value_name = "FILE")]
    permit: Option<PathBuf>,
    /// The digest of the request, as `towpath requests show` printed it; without it the request is shown, and that one is decided on.
    #[arg(long)]
    digest: Option<String>,
    /// A comment.
    #[arg(long, short)]
    message: Option<String>,
    #[command(flatten)]
    server: Server,
}

/// Reject a request, saying why.
#[derive(Debug, Args)]
pub(crate) struct Reject {
    /// Its id.
    id: String,
    /// The digest of the request, as `towpath requests show` printed it; without it the request is shown, and that one is decided on.
    #[arg(long)]
    digest: Option<String>,
    /// Why; shown to the person who requested it.
    #[arg(long, short)]
    message: String,
    #[command(flatten)]
    server: Server,
}

/// The digest of what is decided: the one given, or that of the request, which is shown.
async fn digest_of_shown_request(client: &Client, id: &str, digest: Option<String>) -> Result<String, Exit> {
    if let Some(digest) = digest {
        return Ok(digest);
    }
    let request = client.find_request(id).await.map_err(|error| show_error(&error))?;
    super::show::show_request(&request);
    Ok(request.digest.unwrap_or_default())
}

/// Reports why nothing was decided. If the request has changed since it was shown, names the command that shows it.
fn explain_refused_decision(id: &str, error: &ClientError) -> Exit {
    let exit = show_error(error);
    if error.problem().is_some_and(|problem| problem.digest.is_some()) {
        output::help(&format!("look again: `towpath requests show {id}`"));
    }
    exit
}

impl Grant {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let permit = self.permit.as_deref().map(input::read_file).transpose().map_err(|error| {
            output::error(&error);
            Exit::Unavailable
        })?;
        let client = self.server.client()?;
        let digest = digest_of_shown_request(&client, &self.id, self.digest).await?;
        let granted =
            client.grant_request(&self.id, &digest, permit.as_deref(), self.message.as_deref()).await;
        let granted = granted.map_err(|error| explain_refused_decision(&self.id, &error))?;
        let decision = granted.request.decision.as_ref();
        let expires = decision.and_then(|decision| decision.expires.as_ref());
        let policy = decision.and_then(|decision| decision.policy.as_ref());
        let until = expires.map(|day| format!(" until {day}")).unwrap_or_default();
        let policy = policy.map(|policy| format!(" by `{policy}`")).unwrap_or_default();
        output::say(&format!("{} granted{policy}{until}", output::paint(AnsiColor::Green, "ok")));
        for refused in &granted.still_refused {
            output::help(&format!("policies still refuse what {refused}"));
        }
        Ok(Exit::Success)
    }
}

impl Reject {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let digest = digest_of_shown_request(&client, &self.id, self.digest).await?;
        let rejected = client.reject_request(&self.id, &digest, &self.message).await;
        rejected.map_err(|error| explain_refused_decision(&self.id, &error))?;
        output::say(&format!("{} rejected", output::paint(AnsiColor::Green, "ok")));
        Ok(Exit::Success)
    }
}
