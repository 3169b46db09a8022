//! The connection to a server: its address, the token, and how errors of it are shown.

use clap::Args;
use towpath_client::{Client, ClientError};
use towpath_diagnostics::codes;

use crate::exit::Exit;
use crate::output;

/// A running server.
#[derive(Debug, Args)]
pub(crate) struct Server {
    /// The server [default: http://127.0.0.1:7410].
    #[arg(long, env = "TOWPATH_URL", value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Your token.
    #[arg(long, env = "TOWPATH_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
}

impl Server {
    /// Where the server is.
    pub(crate) fn address(&self) -> &str {
        self.url.as_deref().unwrap_or("http://127.0.0.1:7410")
    }

    /// A client for the server.
    pub(crate) fn client(&self) -> Result<Client, Exit> {
        let url = self.address();
        let Some(token) = &self.token else {
            output::error("no token");
            output::help("pass --token, or set TOWPATH_TOKEN");
            return Err(Exit::Usage);
        };
        Client::new(url, Some(token)).map_err(|error| {
            output::error(&format!("`{url}` cannot be used: {error}"));
            Exit::Usage
        })
    }
}

/// Shows why a call failed: the server's problem document, or the error of the connection. The exit code follows from it.
pub(crate) fn show_error(error: &ClientError) -> Exit {
    output::error(&error.to_string());
    let Some(problem) = error.problem() else {
        return Exit::Unavailable;
    };
    for found in &problem.diagnostics {
        output::say(&format!("       [{}] {}", found.code, found.message));
    }
    // The detail of a refusal often is its reason.
    let reason = problem.reason.as_deref().filter(|reason| problem.detail.as_deref() != Some(reason));
    output::reason(reason, problem.contact.as_deref());
    match problem.status {
        401 | 403 => Exit::Refused,
        500.. => Exit::Unavailable,
        _ => Exit::Found,
    }
}

/// Like [`show_error`], for a decision: where the thing has changed since it was shown, also how to look at it again.
pub(crate) fn show_undecided(error: &ClientError, look: &str) -> Exit {
    let exit = show_error(error);
    if error.problem().is_some_and(|problem| problem.code == codes::TP4091.as_str()) {
        output::help(&format!("look again: {look}"));
    }
    exit
}
