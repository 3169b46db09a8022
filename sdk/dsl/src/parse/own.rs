//! Help for keys from elsewhere that has the user's own values in it, so that it can be copied as it stands.
//!
//! What is said where no value helps stands in [`foreign`].

use super::{
    Fields,
    foreign::{Elsewhere, Place},
    patterns,
};
use crate::{
    model::{Node, NodeKind, as_name, as_version, duration_meant, expression},
    snippet,
};

/// Keys that belong into `document`, and those that people write in their place.
const DOCUMENT: &[&str] =
    &["id", "name", "namespace", "version", "dsl", "specVersion", "title", "summary", "description", "tags"];

/// Longest list of values that a help repeats, in bytes.
const LONGEST: usize = 80;

/// What to write instead of a key that is none here.
pub(crate) fn help(elsewhere: Elsewhere, fields: &Fields<'_>, key: &str, value: &Node) -> String {
    let own = match elsewhere.place {
        Place::Workflow => workflow(fields, key, value),
        Place::Task => task(fields, key, value),
        Place::Case => case(key, value),
        Place::Catch | Place::Errors => errors(fields, key),
        _ => None,
    };
    own.unwrap_or_else(|| elsewhere.help.to_owned())
}

fn workflow(fields: &Fields<'_>, key: &str, value: &Node) -> Option<String> {
    match key {
        "vars" | "variables" | "env" | "constants" => keep(value),
        _ if !DOCUMENT.contains(&key) => None,
        _ if fields.get("document").is_some() => into_document(key, value),
        _ => without_document(fields, key, value),
    }
}

/// A first task that hands on what comes in, and keeps these values for all others.
fn keep(value: &Node) -> Option<String> {
    let (first, _) = value.as_object()?.first()?;
    let values = Some(snippet::flow(value)).filter(|values| values.len() <= LONGEST)?;
    let name = patterns::is_variable(first).then(|| format!("`$context.{}`", first.value));
    let name = name.unwrap_or_else(|| format!("`$context[\"{}\"]`", first.value));
    Some(format!(
        "begin with a task that keeps them: `- start: {{ set: '${{ . }}', export: {{ as: {values} }} }}`; later tasks \
         read {name}"
    ))
}

fn into_document(key: &str, value: &Node) -> Option<String> {
    let line = match (key, value.as_str()) {
        ("version", _) => format!("version: '{}'", version(value)?),
        ("id", Some(id)) => format!("name: {}", name(id)?),
        ("description", Some(text)) => format!("summary: {}", snippet::text(text)),
        ("id" | "description" | "specVersion" | "dsl", _) => return None,
        _ => format!("{key}: {}", snippet::flow(value)),
    };
    let about = match key {
        "id" | "description" => "write it inside of `document`, under another name",
        _ => "it belongs inside of `document`: write it below that, indented",
    };
    (line.len() <= LONGEST).then(|| format!("{about}: `{line}`"))
}

/// The whole `document` with the first of the keys, and with the others what becomes of them there.
fn without_document(fields: &Fields<'_>, key: &str, value: &Node) -> Option<String> {
    let first = fields.entries.iter().find(|(name, _)| DOCUMENT.contains(&name.value.as_str()));
    let is_first = first.is_some_and(|(name, _)| name.value == key);
    let get = |key: &str| fields.get(key).map(|at| at.node.clone());
    let text = |key: &str| get(key)?.as_str().and_then(name);
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
        "name" if has_id => "write it as `title` inside of `document`".to_owned(),
        "version" => format!(
            "write it inside of `document`, with three numbers: `version: '{}'`",
            version(value).unwrap_or_else(|| "1.0.0".to_owned())
        ),
        "name" | "namespace" | "title" | "summary" | "tags" | "dsl" => {
            "it belongs inside of that `document`".to_owned()
        }
        _ => return None,
    };
    Some(help)
}

/// What can be a name, of a text.
fn name(text: &str) -> Option<String> {
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
            target(value).map(|then| format!("write `{then}`"))
        }
        "when" | "condition" | "only" => condition(value).map(|jq| runs_if(&jq)),
        "unless" => condition(value).map(|jq| runs_if(&format!("{jq} | not"))),
        "retry" | "retries" => {
            let task = fields.at.subject();
            Some(format!(
                "put {task} into the `try` of another task, and beside that `try`: `catch: {{ {} }}`",
                retry(value)
            ))
        }
        "assign" | "let" | "vars" | "variables" | "data" | "inject" => {
            let values = value.as_object().map(|_| snippet::flow(value));
            values.filter(|values| values.len() <= LONGEST).map(|values| format!("write `set: {values}`"))
        }
        _ => None,
    }
}

fn wait(value: &Node) -> Option<String> {
    match &value.kind {
        NodeKind::Int(seconds) if *seconds > 0 => Some(format!("wait: {{ seconds: {seconds} }}")),
        NodeKind::String(text) => duration_meant(text).map(|meant| format!("wait: {meant}")),
        _ => None,
    }
}

/// Where it goes on, `then: answer`.
fn target(value: &Node) -> Option<String> {
    let node = match value.as_object() {
        Some(entries) => &entries.iter().find(|(key, _)| key.value == "nextState")?.1,
        None => value,
    };
    let name = node.as_str().filter(|name| !name.contains("${") && name.len() <= LONGEST)?;
    Some(format!("then: {}", snippet::text(name)))
}

/// The jq text of a condition.
fn condition(value: &Node) -> Option<String> {
    let text = value.as_str()?;
    let jq = expression(text).unwrap_or(text.trim());
    (!jq.is_empty() && jq.len() <= LONGEST && !jq.contains("${")).then(|| jq.to_owned())
}

fn runs_if(jq: &str) -> String {
    let line = snippet::text(jq);
    format!(
        "write `if: {line}`: the task runs only when that is true; `when` is for the cases of a `switch` and for `catch`"
    )
}

/// A `retry` with as many attempts as were asked for.
pub(super) fn retry(value: &Node) -> String {
    let count = match value.kind {
        NodeKind::Int(count) if count > 0 => count,
        _ => 3,
    };
    format!("retry: {{ delay: {{ seconds: 2 }}, limit: {{ attempt: {{ count: {count} }} }} }}")
}

fn case(key: &str, value: &Node) -> Option<String> {
    match key {
        "next" | "goto" | "transition" => {
            target(value).map(|then| format!("where a case leads is its `then`: `{then}`"))
        }
        "if" | "condition" | "case" | "is" => condition(value)
            .map(|jq| format!("the condition of a case is its `when`: `when: {}`", snippet::text(&jq))),
        _ => None,
    }
}

/// Which errors are caught, of all keys that say so.
fn errors(fields: &Fields<'_>, key: &str) -> Option<String> {
    const KEYS: &[&str] = &["type", "status", "title", "detail", "details", "instance"];
    if !KEYS.contains(&key) {
        return None;
    }
    let said = fields.entries.iter().filter(|(key, _)| KEYS.contains(&key.value.as_str()));
    let said: Vec<String> =
        said.map(|(key, value)| format!("{}: {}", key.value, snippet::flow(value))).collect();
    let line = format!("errors: {{ with: {{ {} }} }}", said.join(", "));
    (line.len() <= LONGEST)
        .then(|| format!("which errors are caught stands under `errors` and `with`: `{line}`"))
}
