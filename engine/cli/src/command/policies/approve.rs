//! `towpath policies approve` and `withdraw`: where the server wants a second approver.

use anstyle::AnsiColor;
use clap::Args;

use super::activate::{explain_unconfirmed_activation, show_activation};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Put policies in force that another person of IT has proposed; without a digest, show them.
#[derive(Debug, Args)]
pub(crate) struct Approve {
    /// The digest of the proposal, as it was shown.
    digest: Option<String>,
    /// The digest of the impact report you have read, where it is another one by now.
    #[arg(long, value_name = "DIGEST", requires = "digest")]
    confirm: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Approve {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let Some(digest) = &self.digest else {
            let proposed = client.proposed_policies().await.map_err(|error| show_error(&error))?;
            let why = proposed.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            output::say(&format!("proposed by {} at {}{why}", proposed.by, proposed.at));
            let grace = proposed.grace_seconds;
            output::say(&format!("live workflows that lose something get {grace} seconds"));
            if let Some(impact) = &proposed.impact {
                output::say(&format!("its proposer read the impact report {impact}"));
            }
            proposed.texts.values().for_each(|text| output::data(&format!("---\n{}", text.trim_end())));
            output::say(&format!("approve them with `towpath policies approve {}`", proposed.digest));
            return Ok(Exit::Success);
        };
        let approved = client.approve_policies(digest, self.confirm.as_deref()).await;
        show_activation(&approved.map_err(|error| explain_unconfirmed_activation(&error))?);
        Ok(Exit::Success)
    }
}

/// Withdraw the proposal that waits for a second person, after showing whose it is.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// The digest of the proposal; without it the open one is shown and taken back.
    digest: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Withdraw {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let digest = match self.digest {
            Some(digest) => digest,
            None => {
                let proposed = client.proposed_policies().await.map_err(|error| show_error(&error))?;
                output::say(&format!("proposed by {} at {}", proposed.by, proposed.at));
                proposed.digest
            }
        };
        client.withdraw_policies(&digest).await.map_err(|error| show_error(&error))?;
        output::say(&format!("{} nothing is proposed any more", output::paint(AnsiColor::Green, "ok")));
        Ok(Exit::Success)
    }
}
