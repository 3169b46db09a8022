//! `towpath profile`: everything a definition can reach, found without running it.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use serde_json::json;
use towpath_access::{Effect, ProfiledAccess, derive};
use towpath_diagnostics::LineIndex;

use crate::exit::Exit;
use crate::{definition, output};

/// Show everything a definition can reach: its access profile, which policies evaluate when it is published.
///
/// Functions, extensions, catches, loops and branches are all in it. What is defined elsewhere (functions by URL, from
/// catalogs) is fetched when it is published, and is in the profile then.
#[derive(Debug, Args)]
pub(crate) struct Profile {
    /// The definition, YAML or JSON.
    file: PathBuf,
    /// Print JSON: the profile as policies see it, and its digest.
    #[arg(long)]
    json: bool,
}

impl Profile {
    pub(crate) fn run(self) -> Exit {
        let (source, workflow) =
            match (definition::read_definition_text(&self.file), definition::read_definition(&self.file)) {
                (Ok(source), Ok(workflow)) => (source, workflow),
                (Err(exit), _) | (_, Err(exit)) => return exit,
            };
        let profile = derive(&workflow);
        if self.json {
            output::json(&json!({ "digest": profile.digest(), "profile": profile }));
            return Exit::Success;
        }
        let lines = LineIndex::new(&source);
        for access in &profile.accesses {
            show(access, &lines);
        }
        for secret in &profile.secrets {
            output::data(&format!("uses the secret {secret}"));
        }
        output::say(&output::dim(&profile.digest()));
        Exit::Success
    }
}

fn show(access: &ProfiledAccess, lines: &LineIndex<'_>) {
    let place = access.span.map(|span| lines.locate(span.start));
    let place = place.map(|place| format!("line {}", place.line + 1)).unwrap_or_default();
    let task = if access.task.is_empty() { String::new() } else { format!("  {}", access.task) };
    // Whether an operation of an integration reads or writes says its document, which is the server's.
    let is_offered = access.access.integration.as_deref().is_some_and(|name| name != towpath_access::WEB);
    let (colour, effect) = match access.access.effect {
        _ if is_offered => (AnsiColor::Blue, "call "),
        Effect::Write => (AnsiColor::Yellow, "write"),
        Effect::Read => (AnsiColor::Green, "read "),
    };
    output::data(&format!("{}  it {}  {place}{task}", output::paint(colour, effect), access.words()));
    let is_raw = access.access.integration.as_deref() == Some(towpath_access::WEB);
    // A raw request is identified by its method and its host.
    let known = access.arguments_schema.get("properties").filter(|_| !is_raw);
    let known = known.and_then(serde_json::Value::as_object);
    let known: Vec<String> = known
        .into_iter()
        .flatten()
        .filter_map(|(name, schema)| Some(format!("{name}: {}", schema.get("const")?)))
        .collect();
    if !known.is_empty() {
        output::data(&format!("         with {}", known.join(", ")));
    }
}
