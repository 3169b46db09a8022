//! `towpath tokens revoke`.

use clap::Args;

use super::{Access, Place};
use crate::exit::Exit;
use crate::output;

/// Revoke a token: the server refuses it from now on.
#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// The token's id, as `towpath tokens list` shows it.
    id: String,
    #[command(flatten)]
    place: Place,
}

impl Revoke {
    pub(crate) async fn run(self) -> Exit {
        let revoked = match self.place.open().await {
            Ok(Access::Data(tokens)) => {
                tokens.revoke(&self.id).await.map(|_| ()).map_err(|error| super::failed(&error))
            }
            Ok(Access::Server(client)) => {
                let revoked = client.revoke_token(&self.id).await;
                revoked.map_err(|error| crate::connection::show_error(&error))
            }
            Err(exit) => return exit,
        };
        match revoked {
            Ok(()) => {
                output::say(&format!("token {} is revoked", self.id));
                Exit::Success
            }
            Err(exit) => exit,
        }
    }
}
