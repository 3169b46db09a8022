//! Links that sign in to the console, one for each person of the demo.

use std::collections::BTreeMap;

use towpath_identity::SessionError;

use super::setup::DemoTokens;
use crate::assemble::Assembly;

/// Addresses by the person's name in the demo, in the order in which they are printed. Who has no token that works has none.
pub(crate) type Links = BTreeMap<&'static str, String>;

/// Makes a link for each person. Each works once, for a quarter of an hour.
pub(crate) async fn make(assembly: &Assembly, tokens: &DemoTokens, console: &str) -> Result<Links, String> {
    let people = [
        ("app", &tokens.app),
        ("approver", &tokens.approver),
        ("champion", &tokens.champion),
        ("it", &tokens.it),
    ];
    let mut links = Links::new();
    for (name, secret) in people {
        let found = assembly.tokens.find(secret).await.map_err(|error| error.to_string())?;
        let Some(token) = found else { continue };
        match assembly.sessions.link_outside(&token.id, "demo").await {
            Ok((link, _)) => drop(links.insert(name, format!("{console}/#link={link}"))),
            // It was revoked, or its principal is disabled, and stays so.
            Err(SessionError::NoToken(_)) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(links)
}
