//! Help for keys from other languages and tools, with the user's own values, so that it can be copied.
//!
//! The help without values is in [`other_tools`].

use super::{
    Fields,
    other_tools::{KnownMistake, Place},
    patterns,
};
use crate::{
    model::{Node, NodeKind, as_name, as_version, expression, suggested_duration},
    snippet,
};

/// Keys that belong in `document`, and wrong keys that people write instead.
const DOCUMENT: &[&str] =
    &["id", "name", "namespace", "version", "dsl", "specVersion", "title", "summary", "description", "tags"];

/// Maximum length of values in a help, in bytes.
const MAX_LENGTH: usize = 80;

/// The help for an unknown key.
pub(crate) fn help_with_written_values(
    mistake: KnownMistake,
    fields: &Fields<'_>,
    key: &str,
    value: &Node,
) -> String {
    let own = match mistake.place {
        Place::Workflow => workflow(fields, key, value),
        Place::Task => task(fields, key, value),
        Place::Case => case(key, value),
        Place::Catch | Place::Errors => errors_filter_help(fields, key),
        _ => None,
    };
    own.unwrap_or_else(|| mistake.help.to_owned())
}

fn workflow(fields: &Fields<'_>, key: &str, value: &Node) -> Option<String> {
    match key {
        "vars" | "variables" | "env" | "constants" => help_to_keep_input(value),
        _ if !DOCUMENT.contains(&key) => None,
        _ if fields.get("document").is_some() => into_document(key, value),
        _ => without_document(fields, key, value),
    }
}

/// The help with a first task that passes the input on and stores these values for all other tasks.
fn help_to_keep_input(value: &Node) -> Option<String> {
    let (first, _) = value.as_object()?.first()?;
    let values = Some(snippet::flow(value)).filter(|values| values.len() <= MAX_LENGTH)?;
    let name = patterns::is_variable(first).then(|| format!("`$context.{}`", first.value));
    let name = name.unwrap_or_else(|| format!("`$context[\"{}\"]`", first.value));
    Some(format!(
        "begin with a task that stores them: `- start: {{ set: '${{ . }}', export: {{ as: {values} }} }}`; later tasks \
         read {name}"
    ))
}

fn into_document(key: &str, value: &Node) -> Option<String> {
    let line = match (key, value.as_str()) {
        ("version", _) => format!("version: '{}'", version(value)?),
        ("id", Some(id)) => format!("name: {}", valid_name_of(id)?),
        ("description", Some(text)) => format!("summary: {}", snippet::text(text)),
        ("id" | "description" | "specVersion" | "dsl", _) => return None,
        _ => format!("{key}: {}", snippet::flow(value)),
    };
    let about = match key {
        "id" | "description" => "write it inside `document`, under another key",
        _ => "it belongs inside `document`: indent it below that",
    };
    (line.len() <= MAX_LENGTH).then(|| format!("{about}: `{line}`"))
}

/// For the first of these keys, the help has the whole `document`. For the others, it says where they go.
fn without_document(fields: &Fields<'_>, key: &str, value: &Node) -> Option<String> {
    let first = fields.entries.iter().find(|(name, _)| DOCUMENT.contains(&name.value.as_str()));
    let is_first = first.is_some_and(|(name, _)| name.value == key);
    let get = |key: &str| fields.get(key).map(|at| at.node.clone());
    let text = |key: &str| get(key)?.as_str().and_then(valid_name_of);
    let has_id = fields.get("id").is_some();
    if is_first {
        let namespace = text("namespace").unwrap_or_else(|| "support".to_owned());
        let name = text("id").or_else(|| text("name")).unwrap_or_else(|| "my-workflow".to_owned());
        let version = get("version").as_ref().and_then(version).unwrap_or_else(|| "1.0.0".to_owned());
        return Some(format!(
            "begin with `document: {{ dsl: '1.0.3', namespace: {}, name: {}, version: '{version}' }}`",
            snippet::text(&namespace),
            snippet::text(&name)
        ));
    }
    let help = match key {
        "name" if has_id => "write it as `title` inside `document`".to_owned(),
        "version" => format!(
            "write it inside `document`, with three numbers: `version: '{}'`",
            version(value).unwrap_or_else(|| "1.0.0".to_owned())
        ),
        "name" | "namespace" | "title" | "summary" | "tags" | "dsl" => {
            "it belongs inside that `document`".to_owned()
        }
        _ => return None,
    };
    Some(help)
}

/// The valid name that a text gives.
fn valid_name_of(text: &str) -> Option<String> {
    if patterns::is_name(text) {
        return Some(text.to_owned());
    }
    Some(as_name(text)).filter(|name| patterns::is_name(name))
}

fn version(value: &Node) -> Option<String> {
    match &value.kind {
        NodeKind::Int(number) => as_version(&number.to_string()),
        NodeKind::Float(number) => as_version(&format!("{number:?}")),
        NodeKind::String(text) => as_version(text),
        _ => None,
    }
}

fn task(fields: &Fields<'_>, key: &str, value: &Node) -> Option<String> {
    match key {
        "sleep" | "delay" | "pause" => wait(value).map(|wait| format!("write `{wait}`")),
        "transition" | "nextState" | "next" | "goto" | "go" | "continueWith" => {
            target_as_then(value).map(|then| format!("write `{then}`"))
        }
        "when" | "condition" | "only" => condition_jq(value).map(|jq| runs_if(&jq)),
        "unless" => condition_jq(value).map(|jq| runs_if(&format!("{jq} | not"))),
        "retry" | "retries" => {
            let task = fields.at.subject();
            Some(format!(
                "put {task} into the `try` of another task, and beside that `try`: `catch: {{ {} }}`",
                retry_with_attempts(value)
            ))
        }
        "assign" | "let" | "vars" | "variables" | "data" | "inject" => {
            let values = value.as_object().map(|_| snippet::flow(value));
            values.filter(|values| values.len() <= MAX_LENGTH).map(|values| format!("write `set: {values}`"))
        }
        _ => None,
    }
}

fn wait(value: &Node) -> Option<String> {
    match &value.kind {
        NodeKind::Int(seconds) if *seconds > 0 => Some(format!("wait: {{ seconds: {seconds} }}")),
        NodeKind::String(text) => suggested_duration(text).map(|meant| format!("wait: {meant}")),
        _ => None,
    }
}

/// The target as `then: answer`.
fn target_as_then(value: &Node) -> Option<String> {
    let node = match value.as_object() {
        Some(entries) => &entries.iter().find(|(key, _)| key.value == "nextState")?.1,
        None => value,
    };
    let name = node.as_str().filter(|name| !name.contains("${") && name.len() <= MAX_LENGTH)?;
    Some(format!("then: {}", snippet::text(name)))
}

/// The jq text of a condition.
fn condition_jq(value: &Node) -> Option<String> {
    let text = value.as_str()?;
    let jq = expression(text).unwrap_or(text.trim());
    (!jq.is_empty() && jq.len() <= MAX_LENGTH && !jq.contains("${")).then(|| jq.to_owned())
}

fn runs_if(jq: &str) -> String {
    let line = snippet::text(jq);
    format!(
        "write `if: {line}`: the task runs only when that is true; `when` is for the cases of a `switch` and for `catch`"
    )
}

/// A `retry` with the requested number of attempts.
pub(super) fn retry_with_attempts(value: &Node) -> String {
    let count = match value.kind {
        NodeKind::Int(count) if count > 0 => count,
        _ => 3,
    };
    format!("retry: {{ delay: {{ seconds: 2 }}, limit: {{ attempt: {{ count: {count} }} }} }}")
}

fn case(key: &str, value: &Node) -> Option<String> {
    match key {
        "next" | "goto" | "transition" => {
            target_as_then(value).map(|then| format!("the target of a case is its `then`: `{then}`"))
        }
        "if" | "condition" | "case" | "is" => condition_jq(value)
            .map(|jq| format!("the condition of a case is its `when`: `when: {}`", snippet::text(&jq))),
        _ => None,
    }
}

/// The help with an `errors` filter made from all keys that describe an error.
fn errors_filter_help(fields: &Fields<'_>, key: &str) -> Option<String> {
    const KEYS: &[&str] = &["type", "status", "title", "detail", "details", "instance"];
    if !KEYS.contains(&key) {
        return None;
    }
    let said = fields.entries.iter().filter(|(key, _)| KEYS.contains(&key.value.as_str()));
    let said: Vec<String> =
        said.map(|(key, value)| format!("{}: {}", key.value, snippet::flow(value))).collect();
    let line = format!("errors: {{ with: {{ {} }} }}", said.join(", "));
    (line.len() <= MAX_LENGTH)
        .then(|| format!("write the errors to catch under `errors` and `with`: `{line}`"))
}
