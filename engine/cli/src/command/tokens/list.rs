//! `towpath tokens list`.

use clap::Args;
use serde_json::{Value, json};

use super::{Access, Place};
use crate::exit::Exit;
use crate::output;

/// List tokens, revoked ones too. The tokens themselves are stored nowhere.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl List {
    pub(crate) async fn run(self) -> Exit {
        let tokens = match self.place.open().await {
            Ok(Access::Data(tokens)) => {
                tokens.list().await.map(|tokens| json!(tokens)).map_err(|error| super::failed(&error))
            }
            Ok(Access::Server(client)) => {
                let tokens = client.tokens().await;
                tokens.map(|tokens| json!(tokens)).map_err(|error| crate::connection::show_error(&error))
            }
            Err(exit) => return exit,
        };
        match tokens {
            Ok(tokens) if self.json => output::json(&tokens),
            Ok(Value::Array(tokens)) => tokens.iter().for_each(|token| output::data(&line(token))),
            Ok(_) => {}
            Err(exit) => return exit,
        }
        Exit::Success
    }
}

fn line(token: &Value) -> String {
    let text = |key: &str| token[key].as_str().unwrap_or_default().to_owned();
    let grants: Vec<String> = token["grants"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|grant| match grant["namespace"].as_str() {
            Some(namespace) => format!("{}:{namespace}", grant["role"].as_str().unwrap_or_default()),
            None => grant["role"].as_str().unwrap_or_default().to_owned(),
        })
        .collect();
    // A server says `waiting`; a data folder has `proposed` and `confirmed`.
    let is_proposed = token["proposed"] == true && token["confirmed"].is_null();
    let state = match (token["revokedAt"].is_null(), token["waiting"] == true || is_proposed) {
        (false, _) => "  revoked",
        (true, true) => "  waits for another of IT: towpath tokens confirm",
        (true, false) => "",
    };
    let minted = match token["createdWith"].as_str() {
        Some(with) => format!("minted by {} with {with}", text("createdBy")),
        None => format!("minted by {}", text("createdBy")),
    };
    // A data folder has no last uses in its list.
    let used = token["lastUsedAt"].as_str().map(|at| format!("  last used {at}")).unwrap_or_default();
    let (id, principal, name) = (text("id"), text("principal"), text("name"));
    format!("{id}  {principal}  {}  {name}  {minted}{used}{state}", grants.join(","))
}
