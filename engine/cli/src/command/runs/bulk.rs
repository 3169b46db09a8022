//! `towpath runs bulk`.

use clap::Args;
use towpath_client::{BulkAction, BulkAnswer, BulkRequest};

use crate::command::runs::query::RunQuery;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Cancel, suspend, resume, run again or forget many runs.
///
/// Without `--confirm` it says which runs these are, and their digest; nothing is done. With it, the action is done to exactly
/// the runs that were shown.
#[derive(Debug, Args)]
pub(crate) struct Bulk {
    /// `cancel`, `suspend`, `resume`, `rerun` or `purge`.
    action: BulkAction,
    #[command(flatten)]
    query: RunQuery,
    /// Why, to suspend; kept with each run.
    #[arg(long)]
    reason: Option<String>,
    /// To cancel: do not wait for writes under way.
    #[arg(long)]
    force: bool,
    /// To run again: with this version, or `latest` [default: the one of each run].
    #[arg(long)]
    version: Option<String>,
    /// To forget runs: only those whose journals name this.
    #[arg(long, value_name = "TEXT")]
    subject: Option<String>,
    /// Do it: the digest of what was shown.
    #[arg(long, value_name = "DIGEST")]
    confirm: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Bulk {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let request = BulkRequest {
            action: self.action,
            query: self.query.filter(),
            reason: self.reason,
            force: self.force,
            version: self.version,
            subject: self.subject,
            dry_run: self.confirm.is_none(),
            confirm: self.confirm,
        };
        send(&request, &self.server, self.json).await
    }
}

/// Sends it and shows the answer.
pub(super) async fn send(request: &BulkRequest, server: &Server, json: bool) -> Result<Exit, Exit> {
    let answer = server.client()?.bulk(request).await.map_err(|error| show_error(&error))?;
    if json {
        output::json(&answer);
    } else {
        show(&answer);
    }
    Ok(if answer.failed.is_empty() { Exit::Success } else { Exit::Found })
}

fn show(answer: &BulkAnswer) {
    for run in &answer.examples {
        let workflow = &run.workflow;
        let place = format!("{}/{} {}", workflow.namespace, workflow.name, workflow.version);
        output::data(&format!("{}  {:9}  {place}  {}", run.id, run.status, run.started_at));
    }
    for run in &answer.started {
        output::data(run);
    }
    for failure in &answer.failed {
        output::data(&format!("{}  {}", failure.run, failure.problem));
    }
    let more = if answer.more { ", and there are more" } else { "" };
    match &answer.digest {
        Some(digest) => {
            match answer.count {
                0 => output::say("there is no run that this can be done to"),
                count => output::say(&format!("{count} runs{more}; nothing was done")),
            }
            if let Some(left_out) = answer.left_out.filter(|count| *count > 0) {
                let why = match answer.action {
                    BulkAction::Purge => "they, or runs that may need their answer, are under way",
                    _ => "they were run again before, or cannot be",
                };
                output::say(&format!("{left_out} are left out: {why}"));
            }
            if let Some(looked_back_to) = answer.looked_back_to.as_ref().filter(|_| answer.more) {
                output::say(&format!("after these, go on with --to {looked_back_to}"));
            }
            if let Some(unprotected) = answer.unprotected.filter(|count| *count > 0) {
                output::say(&format!("{unprotected} writes would happen twice"));
            }
            if answer.count > 0 {
                output::say(&format!("do it with --confirm {digest}"));
            }
        }
        None => output::say(&format!("{}: {} runs", answer.action, answer.count)),
    }
}
