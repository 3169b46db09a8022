//! `towpath schedules list`.

use clap::Args;
use towpath_client::{Firing, FiringOutcome, Schedule, StartTimes};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List schedules: when each starts, what it started last, and who paused it.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of workflows of this namespace.
    #[arg(long)]
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
        let found = client.schedules(self.namespace.as_deref()).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("no published workflow has a schedule"), show))
    }
}

/// A schedule in a few lines.
fn show(schedule: &Schedule) {
    let Schedule { namespace, name, version, times, paused, stopped, last, .. } = schedule;
    output::data(&format!("{namespace}/{name} {version}  {}", expression(times)));
    match (paused, stopped) {
        (Some(paused), _) => {
            output::data(&format!("    paused by {} at {}: {}", paused.by, paused.at, paused.reason));
        }
        (None, Some(why)) => output::data(&format!("    starts nothing: {why}")),
        (None, None) => output::data(&format!("    {}", when(times))),
    }
    if let Some(last) = last {
        output::data(&output::dim(&format!("    {}", what_became(last))));
    }
}

/// When it starts, as it is written.
pub(in crate::command) fn expression(times: &StartTimes) -> String {
    let mut parts = Vec::new();
    parts.extend(times.every.as_ref().map(|every| format!("every {every}")));
    if let Some(cron) = &times.cron {
        // The expression itself may name its zone.
        let zone = times.time_zone.as_deref().filter(|zone| !cron.ends_with(zone));
        parts.push(zone.map_or_else(|| format!("cron {cron}"), |zone| format!("cron {cron} ({zone})")));
    }
    parts.extend(times.after.as_ref().map(|after| format!("{after} after each run")));
    if let Some(filters) = &times.on {
        let filters: Vec<String> = filters.iter().map(|one| serde_json::json!(one).to_string()).collect();
        parts.push(match filters.is_empty() {
            true => "on every event".to_owned(),
            false => format!("on events with {}", filters.join(" or ")),
        });
    }
    parts.join("; ")
}

/// Its next times.
pub(in crate::command) fn when(times: &StartTimes) -> String {
    match (times.next.is_empty(), times.on.is_some()) {
        (false, _) => format!("next {}", times.next.join(", ")),
        (true, true) => "next with an event".to_owned(),
        (true, false) => "next after the run that is under way".to_owned(),
    }
}

fn what_became(last: &Firing) -> String {
    let run = last.run.as_deref().unwrap_or_default();
    match last.outcome {
        FiringOutcome::Started => format!("last {}: run {run}", last.due_at),
        FiringOutcome::Skipped => format!("last {}: left out, run {run} was under way", last.due_at),
        FiringOutcome::Refused => {
            format!("last {}: refused: {}", last.due_at, last.reason.as_deref().unwrap_or_default())
        }
        _ => format!("last {}", last.due_at),
    }
}

#[cfg(test)]
mod tests {
    use towpath_client::{MissedTimes, Overlap};

    use super::*;

    fn times(cron: Option<&str>, zone: Option<&str>) -> StartTimes {
        StartTimes {
            every: None,
            cron: cron.map(str::to_owned),
            time_zone: zone.map(str::to_owned),
            after: None,
            on: None,
            missed: MissedTimes::Latest,
            overlap: Overlap::Allow,
            next: Vec::new(),
        }
    }

    #[test]
    fn the_zone_is_named_once() {
        let utc = times(Some("0 8 * * 1-5"), Some("UTC"));
        assert_eq!(expression(&utc), "cron 0 8 * * 1-5 (UTC)");
        let berlin = times(Some("0 8 * * 1-5 Europe/Berlin"), Some("Europe/Berlin"));
        assert_eq!(expression(&berlin), "cron 0 8 * * 1-5 Europe/Berlin");
        let several = StartTimes { after: Some("PT5M".to_owned()), on: Some(vec![]), ..berlin };
        assert_eq!(
            expression(&several),
            "cron 0 8 * * 1-5 Europe/Berlin; PT5M after each run; on every event"
        );
    }
}
