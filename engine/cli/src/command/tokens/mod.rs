//! `towpath tokens`: creating, confirming, listing and revoking tokens.

mod confirm;
mod create;
mod list;
mod revoke;

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use towpath_client::Client;
use towpath_identity::Tokens as Kept;
use towpath_journal::Documents;

use crate::assemble;
use crate::connection::Server;
use crate::exit::Exit;
use crate::output;

/// Create, confirm, list and revoke tokens, on a running server or in the data folder of a stopped one.
#[derive(Debug, Subcommand)]
pub(crate) enum Tokens {
    Create(create::Create),
    Confirm(confirm::Confirm),
    List(list::List),
    Revoke(revoke::Revoke),
}

impl Tokens {
    pub(crate) async fn run(self) -> Exit {
        match self {
            Self::Create(command) => command.run().await,
            Self::Confirm(command) => command.run().await,
            Self::List(command) => command.run().await,
            Self::Revoke(command) => command.run().await,
        }
    }
}

/// Where the tokens are. `--data` wins over `TOWPATH_URL`, which is not given for this command alone.
#[derive(Debug, Args)]
struct Place {
    /// The data folder of a stopped server; the first token of a server is created this way.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    server: Server,
}

/// The tokens, wherever they are.
enum Access {
    Data(Arc<Kept>),
    Server(Client),
}

impl Place {
    async fn open(&self) -> Result<Access, Exit> {
        let Some(data) = &self.data else {
            return self.server.client().map(Access::Server);
        };
        let unavailable = |error: String| {
            output::error(&error);
            output::help("while the server runs, use --url and --token instead of --data");
            Exit::Unavailable
        };
        let store = assemble::open_store(data).map_err(unavailable)?;
        let tokens = assemble::open_tokens(store as Arc<dyn Documents>, false).await.map_err(unavailable)?;
        Ok(Access::Data(tokens))
    }
}

fn failed(error: &dyn std::fmt::Display) -> Exit {
    output::error(&error.to_string());
    Exit::Unavailable
}
