//! `towpath estate`: which workflows reach which systems with which data.

use clap::Args;
use towpath_client::{Estate as Found, EstateIntegration, EstateLabel, EstateWorkflow, Reaching};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show workflows, what each reaches and who answers for it; where labelled values may go; how much operations are used.
#[derive(Debug, Args)]
pub(crate) struct Estate {
    /// Only of this namespace.
    #[arg(long)]
    namespace: Option<String>,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Estate {
    pub(crate) async fn run(self) -> Exit {
        self.show().await.unwrap_or_else(|exit| exit)
    }

    async fn show(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let found = client.estate(self.namespace.as_deref()).await.map_err(|error| show_error(&error))?;
        match self.json {
            true => output::json(&found),
            false => show_estate(&found),
        }
        Ok(Exit::Success)
    }
}

fn show_estate(estate: &Found) {
    estate.workflows.iter().for_each(show_workflow);
    estate.labels.iter().for_each(show_label);
    for grant in &estate.grants {
        let used = grant
            .last_used_at
            .as_ref()
            .map_or_else(|| format!("not used since {}", estate.calls_since), |at| format!("last used {at}"));
        output::data(&format!("grant {}  {}  ends {}  {used}", grant.name, grant.state, grant.ends_at));
    }
    estate.integrations.iter().for_each(show_integration);
    if !estate.complete {
        output::say(&output::dim("the server is still counting what happened before it was started"));
    }
}

fn show_workflow(workflow: &EstateWorkflow) {
    let version = workflow.live_version.as_deref().unwrap_or("no version can be called");
    let owner = match (&workflow.owner, workflow.is_orphan) {
        (Some(owner), false) => format!("of {owner}"),
        (Some(owner), true) => format!("of {owner}, who cannot publish it any more"),
        (None, _) => "of nobody".to_owned(),
    };
    let off = if workflow.is_switched_off { "  switched off" } else { "" };
    output::data(&format!("{}/{}  {version}  {owner}{off}", workflow.namespace, workflow.name));
    for Reaching { kind, integration, operation, labels, access } in &workflow.reaches {
        let parts = [integration.as_deref(), operation.as_deref()].into_iter().flatten();
        let what = parts.collect::<Vec<_>>().join(".");
        let labels = if labels.is_empty() { String::new() } else { format!("  [{}]", labels.join(", ")) };
        output::data(&output::dim(&format!("    {kind} {what}  {access}{labels}")));
    }
}

fn show_label(label: &EstateLabel) {
    output::data(&format!("label {}  read by {}", label.label, label.workflows.join(", ")));
    for leaving in &label.leaves_to {
        let by = leaving.workflows.join(", ");
        output::data(&output::dim(&format!("    may go to {} by {by}", leaving.to)));
    }
}

fn show_integration(integration: &EstateIntegration) {
    let off = if integration.is_switched_off { "  switched off" } else { "" };
    output::data(&format!("integration {}  of {}{off}", integration.name, integration.owner));
    for operation in &integration.operations {
        let (calls, failures) = (operation.calls_per_day, operation.failures_per_day);
        let by = operation.workflows.join(", ");
        let by = if by.is_empty() { "nobody".to_owned() } else { by };
        output::data(&output::dim(&format!(
            "    {}  {calls:.1} calls a day, {failures:.1} failed  used by {by}",
            operation.name
        )));
    }
    for secret in integration.secrets.iter().filter(|secret| !secret.is_present) {
        output::data(&format!("    the secret `{}` is missing", secret.name));
    }
}
