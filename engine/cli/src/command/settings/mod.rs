//! `towpath settings`: values of workflows that need no new version.

mod set;
mod show;

use clap::Subcommand;
use serde_json::{Map, Value};
use towpath_client::Settings as Found;

use crate::exit::Exit;
use crate::output;

/// Show and change the settings of a workflow: values that need no new version.
#[derive(Debug, Subcommand)]
pub(crate) enum Settings {
    Show(show::Show),
    Set(set::Set),
}

impl Settings {
    pub(crate) async fn run(self) -> Exit {
        let done = match self {
            Self::Show(command) => command.run().await,
            Self::Set(command) => command.run().await,
        };
        done.unwrap_or_else(|exit| exit)
    }
}

/// A line for each: its value, what it may be, and whether it was set.
fn show_settings(found: &Found) {
    let width = found.values.keys().map(String::len).max().unwrap_or_default();
    for (name, value) in &found.values {
        let described = &found.schema["properties"][name];
        let title = described["title"].as_str().or(described["description"].as_str()).unwrap_or_default();
        let bounds = bounds_of_setting(described);
        let of: Vec<&str> = [title, bounds.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        let is_set = if found.set.contains_key(name) { "" } else { " (default)" };
        output::data(&format!("{name:width$}  {value}{is_set}  {}", output::dim(&of.join("; "))));
    }
    if let (Some(by), Some(at)) = (&found.by, &found.at) {
        let why = found.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        output::say(&output::dim(&format!("changed by {by} at {at}{why}")));
    }
}

/// What a schema says of the values it takes, shortly.
fn bounds_of_setting(schema: &Value) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("minimum", "at least"),
        ("exclusiveMinimum", "more than"),
        ("maximum", "at most"),
        ("exclusiveMaximum", "less than"),
        ("minLength", "characters, at least"),
        ("maxLength", "characters, at most"),
        ("minItems", "items, at least"),
        ("maxItems", "items, at most"),
        ("pattern", "as"),
        ("enum", "one of"),
    ];
    let said = WORDS.iter().filter_map(|(keyword, words)| Some(format!("{words} {}", schema.get(*keyword)?)));
    said.collect::<Vec<_>>().join(", ")
}

/// Reads `name=value`: JSON where it is, else text.
pub(crate) fn parse_assignments(given: &[String]) -> Result<Map<String, Value>, Exit> {
    let mut values = Map::new();
    for assignment in given {
        let Some((name, value)) = assignment.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            output::error(&format!("`{assignment}` is no setting and its value"));
            output::help("write `name=value`, as in `limit=150`, `greeting=hello` or `tiers='[\"gold\"]'`");
            return Err(Exit::Usage);
        };
        let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
        values.insert(name.to_owned(), value);
    }
    Ok(values)
}
