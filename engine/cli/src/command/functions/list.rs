//! `towpath functions list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List what definitions may call: name, effect, title, owner, labels of what comes back.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Whose name or title has this text in it.
    text: Option<String>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let mut found = self.server.client()?.functions().await.map_err(|error| show_error(&error))?;
        if let Some(text) = self.text.as_ref().map(|text| text.to_lowercase()) {
            found.retain(|one| {
                one.call.to_lowercase().contains(&text) || one.title.to_lowercase().contains(&text)
            });
        }
        Ok(output::list(&found, self.json, Some("there are no such functions"), |function| {
            let labels = match function.labels.is_empty() {
                true => String::new(),
                false => format!("  [{}]", function.labels.join(", ")),
            };
            let (call, effect) = (&function.call, &function.effect);
            output::data(&format!("{call}  {effect}  {}  by {}{labels}", function.title, function.owner));
        }))
    }
}
