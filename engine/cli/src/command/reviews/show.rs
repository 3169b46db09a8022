//! `towpath reviews show`: everything needed for a decision.

use clap::Args;
use towpath_access::{Reach, Reached};
use towpath_client::ReviewInFull;

use super::VersionPlace;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show a version that waits: what it reaches compared with the published version, what changed, who calls it,
/// who tried it, who decides.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    place: VersionPlace,
    /// Print the text of the definition instead.
    #[arg(long)]
    source: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let found = client.review(self.place.parts()).await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&found);
        } else if self.source {
            output::document(found.source.trim_end());
        } else {
            show(&found);
        }
        Ok(Exit::Success)
    }
}

pub(super) fn show(found: &ReviewInFull) {
    let review = &found.review;
    output::data(&format!("{}/{} {}: {}", review.namespace, review.name, review.version, review.title));
    output::data(&format!("submitted by {} at {}, {}", review.author, review.submitted_at, review.state));
    found.people.iter().for_each(|person| output::data(&format!("  {person}")));
    if !review.writers.is_empty() {
        output::data(&format!("written by {}", review.writers.join(", ")));
    }
    if review.published {
        output::data(
            "it is published; its runs are refused what these policies are about until it is approved",
        );
    }
    for awaiting in &review.awaiting {
        output::data(&format!("waits for {}: `{}`, {}", awaiting.by, awaiting.policy, awaiting.title));
    }
    output::data("");
    // What the server says it reaches counts, since it knows what was fetched; the text is compared here.
    let texts =
        found.live.as_ref().map(|live| (towpath_dsl::read(live).0, towpath_dsl::read(&found.source).0));
    let changes = match texts {
        Some((Some(before), Some(after))) => towpath_dsl::diff(&before, &after),
        _ => Vec::new(),
    };
    match &found.live_version {
        Some(version) => output::data(&format!("compared with {version}, which is live")),
        None if found.live.is_none() => output::data("no version of it is live yet"),
        None => {}
    }
    crate::changes::show_changes(&changes, &reach(&found.reach));
    output::data("");
    usage_of_version(found);
    for note in &found.history {
        let said = note.comment.as_ref().map(|comment| format!(": {comment}")).unwrap_or_default();
        output::data(&format!("{}  {}  {}{said}", note.at, note.by, note.state));
    }
    output::data(&format!("digest {}", review.digest));
}

/// Who calls it, what starts it, and whether anybody tried it.
fn usage_of_version(found: &ReviewInFull) {
    for called in &found.callers {
        output::data(&format!(
            "called by {}, {} of the newest runs, last at {}",
            called.by, called.runs, called.last
        ));
    }
    for workflow in &found.started_by {
        output::data(&format!("started by {workflow}"));
    }
    match found.tried.as_slice() {
        [] => output::data("nobody has tried it on this server: `towpath try`"),
        tried => tried.iter().for_each(|one| {
            output::data(&format!("tried by {} at {}: {}, run {}", one.by, one.at, one.status, one.run));
        }),
    }
    output::data("");
}

fn reach(found: &towpath_client::Reach) -> Reach {
    let reached = |list: &[towpath_client::Reached]| {
        list.iter().map(|one| Reached { what: one.what.clone(), task: one.task.clone() }).collect()
    };
    Reach { gained: reached(&found.gained), lost: reached(&found.lost) }
}
