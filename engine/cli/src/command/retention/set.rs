//! `towpath retention set`.

use clap::Args;
use towpath_client::{RetentionRule, RetentionTimes};

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;

/// Set how long ended runs of a namespace or a workflow are kept. What is not given counts as said more generally.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// The namespace, `support`, or the workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE[/NAME]", value_parser = place)]
    place: Place,
    /// Runs that completed: an ISO 8601 duration such as `P30D`.
    #[arg(long, value_name = "DURATION")]
    completed: Option<String>,
    /// Runs that ended in an error.
    #[arg(long, value_name = "DURATION")]
    faulted: Option<String>,
    /// Runs that were cancelled.
    #[arg(long, value_name = "DURATION")]
    cancelled: Option<String>,
    #[command(flatten)]
    server: Server,
}

/// A namespace, or a workflow of it.
#[derive(Debug, Clone)]
struct Place {
    namespace: String,
    name: Option<String>,
}

fn place(text: &str) -> Result<Place, String> {
    if !text.contains('/') {
        return Ok(Place { namespace: text.to_owned(), name: None });
    }
    let WorkflowPlace { namespace, name } = workflow(text)?;
    Ok(Place { namespace, name: Some(name) })
}

impl Set {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let Place { namespace, name } = self.place;
        let client = self.server.client()?;
        let found = client.retention().await.map_err(|error| show_error(&error))?;
        let mut rules = found.rules;
        rules.retain(|rule| (&rule.namespace, &rule.name) != (&namespace, &name));
        let Self { completed, faulted, cancelled, .. } = self;
        if completed.is_some() || faulted.is_some() || cancelled.is_some() {
            let times = RetentionTimes { completed, faulted, cancelled };
            rules.push(RetentionRule { namespace, name, times });
        }
        let changed = client.put_retention(rules, Some(found.revision)).await;
        super::show_retention(&changed.map_err(|error| show_error(&error))?);
        Ok(Exit::Success)
    }
}
