//! `towpath principals create|disable|enable`.

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{PrincipalDetails, Role};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Create a principal before its first token. It gives no rights.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its id, such as `mia@acme.example`.
    id: String,
    /// What people read.
    #[arg(long)]
    title: Option<String>,
    /// What it is first of all: a role, such as `champion`.
    #[arg(long, value_name = "ROLE")]
    kind: Option<Role>,
    #[command(flatten)]
    server: Server,
}

/// Disable a principal: none of its tokens opens anything from then on.
#[derive(Debug, Args)]
pub(crate) struct Disable {
    /// Its id, as `towpath principals list` shows it.
    id: String,
    /// Why.
    #[arg(long, short)]
    message: String,
    #[command(flatten)]
    server: Server,
}

/// Enable a principal: its tokens work again.
#[derive(Debug, Args)]
pub(crate) struct Enable {
    /// Its id, as `towpath principals list` shows it.
    id: String,
    #[command(flatten)]
    server: Server,
}

impl Create {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let details = PrincipalDetails { title: self.title, kind: self.kind };
        let created = client.create_principal(&self.id, &details).await;
        done(&created.map_err(|error| show_error(&error))?.id, "is created")
    }
}

impl Disable {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let disabled = self.server.client()?.disable_principal(&self.id, &self.message).await;
        done(
            &disabled.map_err(|error| show_error(&error))?.id,
            "is disabled: none of its tokens opens anything",
        )
    }
}

impl Enable {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let enabled = self.server.client()?.enable_principal(&self.id).await;
        done(&enabled.map_err(|error| show_error(&error))?.id, "is enabled")
    }
}

fn done(id: &str, what: &str) -> Result<Exit, Exit> {
    output::say(&format!("{} {id} {what}", output::paint(AnsiColor::Green, "ok")));
    Ok(Exit::Success)
}
