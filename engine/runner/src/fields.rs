//! Checks the members that an expression reads against the known shapes of its input and its variables.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{Expression, Workflow};

use crate::conditions::{self, InputMember};
use crate::jq;
use crate::shape::{Missing, Shape};

/// The known shapes for an expression.
#[derive(Debug, Default, Clone)]
pub(crate) struct Known {
    /// The shape of `.`.
    pub(crate) dot: Option<Shape>,
    /// The shape of `$input`.
    pub(crate) input: Option<Shape>,
    /// The shape of `$runtime.metadata.settings`.
    pub(crate) settings: Option<Shape>,
    /// Members of an input without a schema that conditions compare, in source order.
    pub(crate) input_members: Rc<RefCell<Vec<InputMember>>>,
}

impl Known {
    /// Clears the shapes that depend on the place.
    pub(crate) fn forget(&mut self) {
        (self.dot, self.input) = (None, None);
    }
}

/// Maximum number of names in a help.
const MAX_LISTED: usize = 12;

/// Reports the unknown members that an expression reads, and its wrong comparisons. `given` is the shape of
/// the workflow's input, and `task` the pointer of the task.
pub(crate) fn check_members(
    written: &Expression,
    known: &Known,
    locals: &[String],
    workflow: &Workflow,
    given: Option<&Shape>,
    task: &str,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_known = known.dot.is_some()
        || known.input.is_some()
        || ["$secrets", "$runtime"].iter().any(|name| written.jq.contains(name));
    let reads = if is_known { jq::reads(&written.jq) } else { Vec::new() };
    for read in reads {
        let names = &read.names;
        match read.variable.as_deref() {
            Some(variable) if locals.iter().any(|local| local == variable) => {}
            Some("secrets") => {
                let (name, place) = &names[0];
                found.extend(check_declared_secret(written, name, place, workflow));
            }
            Some("input") => {
                found.extend(
                    known.input.as_ref().and_then(|shape| check_known_member(written, shape, names, given)),
                );
            }
            Some("runtime") => found.extend(check_declared_setting(written, known.settings.as_ref(), names)),
            None => found.extend(
                known.dot.as_ref().and_then(|shape| check_known_member(written, shape, names, given)),
            ),
            Some(_) => {}
        }
    }
    found.extend(conditions::check_comparisons(written, known, locals, workflow, given, task));
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

/// Reports an undeclared setting, which would read as `null`.
fn check_declared_setting(
    written: &Expression,
    settings: Option<&Shape>,
    names: &[(String, Range<usize>)],
) -> Option<Diagnostic> {
    let [(metadata, _), (key, place), names @ ..] = names else { return None };
    if metadata != "metadata" || key != "settings" {
        return None;
    }
    let Some(shape) = settings else {
        let message = "this workflow has no settings";
        let help = "declare them: `document: { metadata: { settings: { properties: { … } } } }`";
        return Some(at(Diagnostic::warning(codes::TP0408, message).help(help), written, place));
    };
    check_known_member(written, shape, names, None)
}

/// Reports the first unknown member of a path.
fn check_known_member(
    written: &Expression,
    shape: &Shape,
    names: &[(String, Range<usize>)],
    given: Option<&Shape>,
) -> Option<Diagnostic> {
    let mut shape = shape.clone();
    for (at, (name, place)) in names.iter().enumerate() {
        match shape.member(name) {
            Ok(Some(inner)) => shape = inner,
            Ok(None) => return None,
            Err(missing) => {
                let path =
                    names[..=at].iter().fold(String::new(), |path, (name, _)| format!("{path}.{name}"));
                return Some(absent(written, &shape, &path, place, &missing, given));
            }
        }
    }
    None
}

fn absent(
    written: &Expression,
    shape: &Shape,
    path: &str,
    place: &Range<usize>,
    missing: &Missing,
    given: Option<&Shape>,
) -> Diagnostic {
    let message = format!("there is no `{path}` in the data here, according to {}", shape.says);
    let known: Vec<&str> = missing.known.iter().map(String::as_str).collect();
    let mut help = match (&missing.close, known.is_empty()) {
        (Some(close), _) => format!("did you mean `{close}`? there is {}", list(&known)),
        (None, false) => format!("there is {}", list(&known)),
        (None, true) => "it has no members".to_owned(),
    };
    if missing.close.is_none() && shape.says.starts_with("`set`") {
        help.push_str("; a task passes on only what it sets");
    }
    let given = given.filter(|_| missing.close.is_none());
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

fn list(names: &[&str]) -> String {
    let listed: Vec<String> = names.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > MAX_LISTED { ", …" } else { "" };
    format!("{}{more}", listed.join(", "))
}
