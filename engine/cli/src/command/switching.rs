//! Switching an integration or a workflow off and on: `towpath integrations off|on`, `towpath workflows off|on`.

use anstyle::AnsiColor;
use towpath_client::Switched;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Switches it off for the reason `off`, or on if there is none, and says so under the name `shown`.
pub(super) async fn switch_and_say(
    server: &Server,
    what: Switched<'_>,
    shown: &str,
    off: Option<&str>,
) -> Result<Exit, Exit> {
    let switched = server.client()?.switch(what, off).await;
    let word = if switched.map_err(|error| show_error(&error))?.on { "on" } else { "off" };
    output::say(&format!("{} {shown} is {word}", output::paint(AnsiColor::Green, "ok")));
    Ok(Exit::Success)
}
