//! `towpath quotas list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List what your token may ask for in a minute, and what namespaces have and may have.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this namespace alone.
    #[arg(long)]
    namespace: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.quotas(self.namespace.as_deref()).await;
        let found = found.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&found);
            return Ok(Exit::Success);
        }
        for rate in &found.token {
            let line = format!("token  {}: {} left of {} per minute", rate.what, rate.left, rate.per_minute);
            output::data(&line);
        }
        for namespace in &found.namespaces {
            for quota in &namespace.quotas {
                let line =
                    format!("{}  {}: {} of {}", namespace.namespace, quota.what, quota.used, quota.most);
                output::data(&line);
            }
        }
        Ok(Exit::Success)
    }
}
