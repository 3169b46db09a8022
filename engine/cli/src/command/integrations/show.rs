//! `towpath integrations show`: whether the system of an integration takes calls, and how many it gets.

use clap::Args;
use towpath_client::{Circuit, OnOpen, Traffic};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show how an integration stands: its circuit breaker, its calls under way and in line, its limits. The exit code is 1 if its
/// system is away.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its name, such as `crm`.
    name: String,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let found = client.integrations().await.map_err(|error| show_error(&error))?;
        let Some(found) = found.into_iter().find(|one| one.name == self.name) else {
            // The server says it in its own words.
            let missing = client.integration(&self.name).await;
            return Err(missing.map_or_else(|error| show_error(&error), |_| Exit::Unavailable));
        };
        let is_away = found.traffic.iter().any(|one| one.circuit != Circuit::Closed);
        let exit = if is_away { Exit::Found } else { Exit::Success };
        if self.json {
            output::json(&found);
            return Ok(exit);
        }
        output::data(&format!("{}  revision {}  by {}  {}", found.name, found.revision, found.by, found.at));
        for one in &found.traffic {
            traffic_lines(one).iter().for_each(|line| output::data(line));
        }
        Ok(exit)
    }
}

/// What is said of the circuit of an integration in a list; nothing while it is closed.
pub(super) fn circuit_in_list(traffic: &[Traffic]) -> String {
    match traffic.iter().find(|one| one.circuit != Circuit::Closed) {
        Some(one) => format!("  circuit {}", one.circuit),
        None => String::new(),
    }
}

fn traffic_lines(one: &Traffic) -> Vec<String> {
    let host = one.host.as_ref().map(|host| format!("{host}: ")).unwrap_or_default();
    let mut lines = vec![format!("{host}circuit {}", one.circuit)];
    if let Some(since) = &one.since {
        let why = one.why.as_deref().unwrap_or("it failed");
        lines.push(format!(
            "  away since {since}: {} calls in a row failed, the last because {why}",
            one.failures
        ));
    }
    if let Some(at) = &one.next_probe_at {
        lines.push(format!("  tried again at {at}"));
    }
    lines.push(format!("  {} under way, {} waiting", one.under_way, one.waiting));
    let limits = [(one.concurrency, "at once"), (one.per_second, "a second"), (one.per_minute, "a minute")];
    for (limit, what) in limits {
        lines.extend(limit.map(|limit| format!("  at most {limit} {what}")));
    }
    if one.on_open == OnOpen::Wait {
        lines.push("  while it is away calls wait".to_owned());
    }
    lines
}
