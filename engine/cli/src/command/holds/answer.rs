//! `towpath holds sign|decline`.

use anstyle::AnsiColor;
use clap::Args;

use super::{HoldPlace, place};
use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Answer a call that waits.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The call, as `holds list` prints it.
    #[arg(value_name = "RUN/EFFECT", value_parser = place)]
    hold: HoldPlace,
    /// What there is to say about it; it stands in the run's journal.
    #[arg(long, short)]
    message: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Answer {
    pub(crate) async fn run(self, sign: bool) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let HoldPlace { run, effect } = &self.hold;
        let answered = client.answer_hold(run, *effect, sign, self.message.as_deref()).await;
        answered.map_err(|error| tell(&error))?;
        let word = if sign { "signed" } else { "declined" };
        output::say(&format!("{} {word}", output::paint(AnsiColor::Green, "ok")));
        Ok(Exit::Success)
    }
}
