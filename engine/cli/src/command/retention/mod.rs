//! `towpath retention`: how long ended runs are kept.

mod set;
mod show;

use clap::Subcommand;
use towpath_client::{Retention as Found, RetentionTimes};

use crate::exit::Exit;
use crate::output;

/// Show and change how long ended runs are kept.
#[derive(Debug, Subcommand)]
pub(crate) enum Retention {
    Show(show::Show),
    Set(set::Set),
}

impl Retention {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::Show(command) => command.run().await,
            Self::Set(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}

/// A line for the default and for each rule.
fn show_retention(found: &Found) {
    output::data(&format!("default  {}", words(&found.default)));
    for rule in &found.rules {
        let name = rule.name.as_ref().map(|name| format!("/{name}")).unwrap_or_default();
        output::data(&format!("{}{name}  {}", rule.namespace, words(&rule.times)));
    }
    if let (Some(by), Some(at)) = (&found.by, &found.at) {
        output::say(&output::dim(&format!("changed by {by} at {at}")));
    }
}

fn words(times: &RetentionTimes) -> String {
    let parts =
        [("completed", &times.completed), ("faulted", &times.faulted), ("cancelled", &times.cancelled)];
    let said: Vec<String> =
        parts.iter().filter_map(|(name, time)| Some(format!("{name} {}", (*time).as_ref()?))).collect();
    if said.is_empty() { "nothing is said; kept forever".to_owned() } else { said.join("  ") }
}
