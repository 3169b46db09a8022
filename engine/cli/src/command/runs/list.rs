//! `towpath runs list`.

use clap::Args;
use towpath_client::{RunFilter, Runs};

use crate::command::runs::query::RunQuery;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Most runs that a server gives at once.
const AT_ONCE: usize = 200;

/// List runs, newest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    query: RunQuery,
    /// Only draft runs.
    #[arg(long)]
    draft: bool,
    /// Maximum number of runs.
    #[arg(long, default_value = "50", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Only runs that began before this one.
    #[arg(long, value_name = "RUN")]
    before: Option<String>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let mut filter =
            RunFilter { draft: self.draft.then_some(true), before: self.before, ..self.query.filter() };
        let client = self.server.client()?;
        let wanted = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let mut found = Runs { runs: Vec::new(), next: None };
        // The server gives so many at once; the last of them is where the next begin.
        while found.runs.len() < wanted {
            filter.limit = Some((wanted - found.runs.len()).min(AT_ONCE));
            let page = client.runs(&filter).await.map_err(|error| show_error(&error))?;
            filter.before.clone_from(&page.next);
            found.runs.extend(page.runs);
            found.next = page.next;
            if found.next.is_none() {
                break;
            }
        }
        if self.json {
            output::json(&found.runs);
            return Ok(Exit::Success);
        }
        for run in &found.runs {
            let workflow = &run.workflow;
            let draft = if run.draft { "  draft" } else { "" };
            let waits = run.waits_for.map(|what| format!("  waits for {what}")).unwrap_or_default();
            output::data(&format!(
                "{}  {:9}  {}/{} {}  {}  {}{draft}{waits}",
                run.id,
                run.status,
                workflow.namespace,
                workflow.name,
                workflow.version,
                run.started_at,
                run.started_by
            ));
        }
        match (found.runs.is_empty(), found.next) {
            (true, _) => output::say("there are no such runs"),
            (false, Some(next)) => {
                output::say(&output::dim(&format!("there may be older ones: --limit, or --before {next}")));
            }
            (false, None) => {}
        }
        Ok(Exit::Success)
    }
}
