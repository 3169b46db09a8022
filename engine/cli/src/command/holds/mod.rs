//! `towpath holds`: calls that wait until a person releases them.

mod answer;
mod list;
mod show;

use clap::Subcommand;

use crate::exit::Exit;

/// List, look at and release calls that wait to be released.
#[derive(Debug, Subcommand)]
pub(crate) enum Holds {
    List(list::List),
    Show(show::Show),
    /// Release a call: it is evaluated once more, and goes out.
    #[command(alias = "sign")]
    Release(answer::Answer),
    /// Decline to release a call: it does not go out.
    Decline(answer::Answer),
}

impl Holds {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::List(command) => command.run().await,
            Self::Show(command) => command.run().await,
            Self::Release(command) => command.run(true).await,
            Self::Decline(command) => command.run(false).await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}

/// A call that waits, `RUN/EFFECT`, as `holds list` prints it.
#[derive(Debug, Clone)]
struct HoldPlace {
    run: String,
    effect: u64,
}

fn place(text: &str) -> Result<HoldPlace, String> {
    let parts = text.split_once('/').and_then(|(run, effect)| Some((run.to_owned(), effect.parse().ok()?)));
    let (run, effect) =
        parts.ok_or("a call that waits is written `<run>/<number>`, as `holds list` prints it")?;
    Ok(HoldPlace { run, effect })
}
