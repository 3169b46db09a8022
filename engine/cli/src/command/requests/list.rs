//! `towpath requests list`.

use clap::Args;
use towpath_client::{RequestState, RequestsQuery};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List requests, those that wait longest first, with how long they waited.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this namespace.
    #[arg(long)]
    namespace: Option<String>,
    /// All of them, not only those that wait for IT.
    #[arg(long)]
    all: bool,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let wanted =
            RequestsQuery { namespace: self.namespace, state: (!self.all).then_some(RequestState::Open) };
        let client = self.server.client()?;
        let found = client.requests(&wanted).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("nothing waits for IT"), |request| {
            let what = request.workflow.as_ref().or(request.system.as_ref()).map_or("", String::as_str);
            let ends = request.decision.as_ref().and_then(|decision| decision.expires.as_ref());
            let ends = ends.map(|day| format!("  until {day}")).unwrap_or_default();
            let soon = request.decision.as_ref().is_some_and(|decision| decision.ends_soon);
            output::data(&format!(
                "{}  {}  {}/{what}  by {}  waited {} s{ends}{}  {}",
                request.id,
                request.state,
                request.namespace,
                request.by,
                request.waited_s,
                if soon { ", soon" } else { "" },
                request.purpose
            ));
        }))
    }
}
