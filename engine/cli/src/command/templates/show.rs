//! `towpath templates show`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show a template: what it calls, what to change first, and its text.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its id, as `templates list` prints it.
    id: String,
    /// Print its text only: `towpath templates show ID --definition > workflow.yaml`.
    #[arg(long, conflicts_with = "json")]
    definition: bool,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let all = self.server.client()?.templates().await.map_err(|error| show_error(&error))?;
        let Some(template) = all.iter().find(|one| one.id == self.id) else {
            output::error(&format!("there is no template `{}`", self.id));
            output::help("list them: towpath templates list");
            return Err(Exit::Found);
        };
        if self.json {
            output::json(template);
            return Ok(Exit::Success);
        }
        if self.definition {
            output::document(template.definition.trim_end());
            return Ok(Exit::Success);
        }
        output::data(&format!("{}: {}", template.title, template.description));
        template.needs.iter().for_each(|operation| output::data(&format!("calls {operation}")));
        if let Some(blank) = &template.blank {
            output::data(&format!("to change first, at `{}`: {}", blank.pointer, blank.label));
        }
        output::data("");
        output::data(template.definition.trim_end());
        Ok(Exit::Success)
    }
}
