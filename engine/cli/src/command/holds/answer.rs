//! `towpath holds release|decline`.

use anstyle::AnsiColor;
use clap::Args;

use super::{HoldPlace, place, show};
use crate::connection::{Server, show_error, show_undecided};
use crate::exit::Exit;
use crate::output;

/// Answer a call that waits.
///
/// The decision is about exactly what was shown: with a digest, what was shown under it; without one, the call is shown first.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The call, as `holds list` prints it.
    #[arg(value_name = "RUN/EFFECT", value_parser = place)]
    hold: HoldPlace,
    /// A comment; it is kept in the run's journal.
    #[arg(long, short)]
    message: Option<String>,
    /// The digest that `holds show` printed; without it the call is shown now.
    #[arg(long)]
    digest: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Answer {
    pub(crate) async fn run(self, release: bool) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let HoldPlace { run, effect } = &self.hold;
        let digest = match self.digest {
            Some(digest) => digest,
            None => {
                let hold = client.hold(run, *effect).await.map_err(|error| show_error(&error))?;
                show::show(&hold);
                hold.digest
            }
        };
        let answered = client.answer_hold(run, *effect, release, self.message.as_deref(), &digest).await;
        answered.map_err(|error| show_undecided(&error, &format!("towpath holds show {run}/{effect}")))?;
        let word = if release { "released" } else { "declined" };
        output::say(&format!("{} {word}", output::paint(AnsiColor::Green, "ok")));
        Ok(Exit::Success)
    }
}
