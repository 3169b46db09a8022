//! `towpath runs show`.

use clap::Args;
use towpath_client::Run;

use super::story;
use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Show a run: how it began, what it asked for and what policies said, how it ended.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The run's id.
    run: String,
    /// Print its journal, as JSON.
    #[arg(long)]
    journal: bool,
    /// Print the run as JSON.
    #[arg(long, conflicts_with = "journal")]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        if self.journal {
            output::json(&client.journal(&self.run).await.map_err(|error| tell(&error))?);
            return Ok(Exit::Success);
        }
        let run = client.run(&self.run).await.map_err(|error| tell(&error))?;
        if self.json {
            output::json(&run);
            return Ok(Exit::Success);
        }
        begun(&run);
        match client.journal(&self.run).await {
            Ok(records) => story::lines(&records).iter().for_each(|line| output::data(line)),
            // Who may see a run need not be one who may read its journal.
            Err(error) if error.problem().is_some_and(|problem| problem.status == 403) => {
                output::say(&output::dim(
                    "what it asked for stands in its journal, which your role may not read",
                ));
            }
            Err(error) => return Err(tell(&error)),
        }
        ended(&run);
        Ok(Exit::Success)
    }
}

fn begun(run: &Run) {
    let workflow = &run.workflow;
    let draft = if run.draft { ", a draft" } else { "" };
    let what = format!("{}/{} {}{draft}", workflow.namespace, workflow.name, workflow.version);
    output::data(&format!("{what}, started by {} at {}", run.started_by, run.started_at));
}

fn ended(run: &Run) {
    match (&run.ended_at, &run.wake_at) {
        (Some(at), _) => output::data(&format!("{} at {at}", run.status)),
        (None, Some(at)) => output::data(&format!("{} until {at}", run.status)),
        (None, None) => output::data(&run.status),
    }
    if let Some(value) = &run.output {
        output::json(value);
    }
    if let Some(error) = &run.error {
        output::data(&error.to_string());
        error.reason.iter().for_each(|reason| output::data(&format!("  {reason}")));
    }
}
