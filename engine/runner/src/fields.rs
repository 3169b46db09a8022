//! Checks the members that an expression reads against the known shapes of its input and its variables.

use std::ops::Range;

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{Expression, Workflow};

use crate::conditions;
use crate::jq::{self, MissingRead};
use crate::known::Known;

/// Maximum number of names in a help.
const MAX_LISTED: usize = 12;

/// Reports the unknown members that an expression reads, and its wrong comparisons. `task` is the pointer of
/// the task.
pub(crate) fn check_members(
    written: &Expression,
    known: &Known,
    workflow: &Workflow,
    task: &str,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_declared = ["$secrets", "$runtime"].iter().any(|name| written.jq.contains(name));
    for read in if is_declared { jq::reads(&written.jq) } else { Vec::new() } {
        match read.variable.as_deref() {
            Some(variable) if known.is_local(variable) => {}
            Some("secrets") => {
                let (name, place) = &read.names[0];
                found.extend(check_declared_secret(written, name, place, workflow));
            }
            Some("runtime") if known.settings.is_none() => {
                found.extend(check_declared_setting(written, &read.names));
            }
            _ => {}
        }
    }
    let inferred = jq::infer(&written.jq, known);
    found.extend(inferred.missing.iter().map(|read| absent(written, read, known)));
    found.extend(conditions::check_comparisons(written, &inferred, known, workflow, task));
    found
}

fn at(diagnostic: Diagnostic, written: &Expression, place: &Range<usize>) -> Diagnostic {
    diagnostic.at(written.locate(place.start, place.end)).pointer(written.pointer.as_str())
}

/// Reports an undeclared secret, which would read as `null`.
fn check_declared_secret(
    written: &Expression,
    name: &str,
    place: &Range<usize>,
    workflow: &Workflow,
) -> Option<Diagnostic> {
    let declared: Vec<&str> = workflow.reusable.secrets.iter().map(|secret| secret.value.as_str()).collect();
    if declared.contains(&name) {
        return None;
    }
    let help = match did_you_mean(name, declared.iter().copied()) {
        Some(close) => {
            format!(
                "did you mean `{}`? declared under `use.secrets`: {}",
                secret_path(close),
                list(&declared)
            )
        }
        None if declared.is_empty() => {
            format!("declare it at the top of the workflow: `use: {{ secrets: [{name}] }}`")
        }
        None => format!("add it to `use.secrets`, which has {}", list(&declared)),
    };
    let message = format!("there is no secret called `{name}` under `use.secrets`");
    Some(at(Diagnostic::error(codes::TP0224, message).help(help), written, place))
}

/// The expression that reads a secret.
fn secret_path(name: &str) -> String {
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_name { format!("$secrets.{name}") } else { format!("$secrets[\"{name}\"]") }
}

/// Reports a setting of a workflow that has none. It would read as `null`.
fn check_declared_setting(written: &Expression, names: &[(String, Range<usize>)]) -> Option<Diagnostic> {
    let [(metadata, _), (key, place), ..] = names else { return None };
    if metadata != "metadata" || key != "settings" {
        return None;
    }
    let message = "this workflow has no settings";
    let help = "declare them: `document: { metadata: { settings: { properties: { … } } } }`";
    Some(at(Diagnostic::warning(codes::TP0408, message).help(help), written, place))
}

/// Reports an unknown member.
fn absent(written: &Expression, read: &MissingRead, known: &Known) -> Diagnostic {
    let MissingRead { path, place, shape, missing } = read;
    let according = conditions::according_to(shape);
    let message = format!("there is no `{path}` in the data here{according}");
    let names: Vec<&str> = missing.known.iter().map(String::as_str).collect();
    let mut help = match (&missing.close, names.is_empty()) {
        (Some(close), _) => format!("did you mean `{close}`? there is {}", list(&names)),
        (None, false) => format!("there is {}", list(&names)),
        (None, true) if shape.is_of_context() => export_line(path),
        (None, true) => "it has no members".to_owned(),
    };
    if missing.close.is_none() && shape.says.starts_with("`set`") {
        help.push_str("; a task passes on only what it sets");
    }
    let given = known.given.as_ref().filter(|_| missing.close.is_none());
    let given = given.and_then(|given| given.member(path.strip_prefix('.')?).ok()?);
    if given.is_some() {
        help.push_str(&format!("; the workflow's input still has it: `$workflow.input{path}`"));
    }
    let mut diagnostic = at(Diagnostic::warning(codes::TP0408, message).help(help), written, place);
    if let Some(span) = shape.span.filter(|span| diagnostic.span.is_none_or(|own| own.start >= span.end)) {
        diagnostic = diagnostic.related(span, "the members are defined here");
    }
    diagnostic
}

/// The line that exports a value under the first name of a path.
fn export_line(path: &str) -> String {
    let name = path.trim_start_matches('.').split(['.', '[']).next().unwrap_or_default();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let name = if is_name { name } else { "name" };
    format!("export it in a task before, with `export: {{ as: '$context + {{ {name}: .{name} }}' }}`")
}

fn list(names: &[&str]) -> String {
    let listed: Vec<String> = names.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > MAX_LISTED { ", …" } else { "" };
    format!("{}{more}", listed.join(", "))
}
