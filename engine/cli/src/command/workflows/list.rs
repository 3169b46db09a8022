//! `towpath workflows list`.

use clap::Args;
use towpath_client::{ReviewState, Version};

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List published workflows, or the versions of one.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// The versions of this workflow.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: Option<WorkflowPlace>,
    /// Of this namespace.
    #[arg(long, conflicts_with = "workflow")]
    namespace: Option<String>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let found = match &self.workflow {
            Some(place) => client.versions(&place.namespace, &place.name).await,
            None => client.workflows(self.namespace.as_deref()).await,
        };
        let found = found.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, None, |version| {
            let why = version.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            let waits = words_for_missing_approval(version);
            let off =
                version.switched_off.as_ref().map(|why| format!("  switched off: {why}")).unwrap_or_default();
            let other = version
                .callers_get
                .as_ref()
                .map(|other| format!("  callers get {other}"))
                .unwrap_or_default();
            output::data(&format!(
                "{}/{} {}  {}  by {}  {}{why}{other}{off}{waits}",
                version.namespace,
                version.name,
                version.version,
                version.published_at,
                version.author,
                version.state
            ));
        }))
    }
}

/// Whose approval a version waits for before a run of it starts.
fn words_for_missing_approval(version: &Version) -> String {
    let by: Vec<&str> = version.awaiting.iter().map(|rule| rule.by.as_str()).collect();
    match version.review {
        None => String::new(),
        Some(ReviewState::InReview) => format!("  waits for an approval by {}", by.join(" and by ")),
        Some(state) => format!("  {state}: not approved by {}", by.join(" or by ")),
    }
}
