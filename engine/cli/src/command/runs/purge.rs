//! `towpath runs purge`.

use clap::Args;
use towpath_client::{BulkAction, BulkRequest};

use crate::command::runs::bulk::send;
use crate::command::runs::query::RunQuery;
use crate::connection::Server;
use crate::exit::Exit;

/// Forget ended runs whose journals name a subject, such as a customer.
///
/// Without `--confirm` it says which runs these are, and their digest; nothing is done. With it, exactly the runs that were shown
/// are forgotten: journal, input, output, idempotency key. The audit log has who did it and how many they were.
#[derive(Debug, Args)]
pub(crate) struct Purge {
    /// What they name in any text or number: `c-17`, `ann@acme.example`. It is found as a whole word.
    #[arg(long, value_name = "TEXT")]
    subject: String,
    #[command(flatten)]
    query: RunQuery,
    /// Do it: the digest of what was shown.
    #[arg(long, value_name = "DIGEST")]
    confirm: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Purge {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let request = BulkRequest {
            action: BulkAction::Purge,
            query: self.query.filter(),
            reason: None,
            force: false,
            version: None,
            subject: Some(self.subject),
            dry_run: self.confirm.is_none(),
            confirm: self.confirm,
        };
        send(&request, &self.server, self.json).await
    }
}
