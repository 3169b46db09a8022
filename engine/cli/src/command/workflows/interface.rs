//! `towpath workflows interface`.

use clap::Args;

use crate::command::functions::lines_of_schema_fields;
use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show what a workflow takes and gives back, for those who call it.
#[derive(Debug, Args)]
pub(crate) struct Interface {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// A published version [default: the one that callers get].
    #[arg(long, value_name = "VERSION")]
    of: Option<String>,
    /// Print both JSON Schemas.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Interface {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let WorkflowPlace { namespace, name } = &self.workflow;
        let found = self.server.client()?.interface(namespace, name, self.of.as_deref()).await;
        let found = found.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&found);
            return Ok(Exit::Success);
        }
        output::data(&format!("{namespace}/{name} {}", found.version));
        for (word, schema) in [("takes", &found.input), ("gives back", &found.output)] {
            output::data(&format!("  {word}"));
            match schema {
                Some(schema) => {
                    lines_of_schema_fields(schema, "    ").iter().for_each(|line| output::data(line))
                }
                None => output::data("    what its definition does not say"),
            }
        }
        Ok(Exit::Success)
    }
}
