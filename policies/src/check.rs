//! Checks one policy document by itself. A document with an error is never put in force.

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes};

mod labels;

pub(crate) use labels::ATTRIBUTES;

use crate::schema::{self, Loose, Problem};
use crate::time::Zone;
use crate::weight::{self, MAX_ALTERNATIVES};
use crate::{PolicyDocument, PolicyEffect, Subject};

/// All problems of `document`, with JSON pointers. A document with an error is not compiled.
pub fn check(document: &PolicyDocument) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    shape(document, &mut found);
    labels::check_labels_document(document, &mut found);
    check_approvers_and_hold(document, &mut found);
    check_delegation(document, &mut found);
    times(document, &mut found);
    check_evaluation_cost(document, &mut found);
    if found.iter().any(|diagnostic| diagnostic.code == codes::TP2035) {
        return found;
    }
    for subject in Subject::ALL {
        if let Some(schema) = document.schema_of(subject) {
            subject_schema(document, subject, schema, &mut found);
        }
    }
    found
}

fn shape(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    if !is_name(&document.policy) {
        let message = format!("`{}` is not a name for a policy", document.policy);
        let help = "use 1 to 63 lower-case letters, digits and `-`, starting with a letter";
        found.push(Diagnostic::error(codes::TP2001, message).pointer("/policy").help(help));
    }
    match (&document.effect, &document.limits) {
        // `labels` checks what is allowed besides labels.
        _ if document.labels.is_some() => {}
        (None, None) => {
            let help = "write `effect:` and one of permit, forbid, review or hold, or `limits:` or `labels:` in a separate document";
            found.push(
                Diagnostic::error(codes::TP2001, "a policy must have `effect`, `limits` or `labels`")
                    .pointer("")
                    .help(help),
            );
        }
        (Some(_), Some(_)) => found.push(beside_limits("effect")),
        (None, Some(_)) => {
            let others = [
                ("access", &document.access),
                ("caller", &document.caller),
                ("time", &document.time),
                ("profile", &document.profile),
            ];
            found.extend(
                others.iter().filter(|(_, schema)| schema.is_some()).map(|(name, _)| beside_limits(name)),
            );
            if !document.tests.is_empty() {
                found.push(beside_limits("tests"));
            }
        }
        (Some(PolicyEffect::Permit), None) if document.access.is_none() => {
            let message = "a permit must say what it permits";
            let help = "describe it under `access`; `access: true` permits everything";
            found.push(Diagnostic::error(codes::TP2016, message).pointer("/effect").help(help));
        }
        (Some(_), None) => {}
    }
}

fn beside_limits(name: &str) -> Diagnostic {
    Diagnostic::error(codes::TP2017, format!("`limits` is not allowed together with `{name}`"))
        .pointer(format!("/{name}"))
        .help("limits apply to whole runs: write them in a separate document, with `workflow` to select workflows")
}

/// Checks `approvers` and `hold`: only reviews and holds have them.
fn check_approvers_and_hold(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    let needed = document.effect.filter(|effect| effect.needs_approvers());
    if let (Some(effect), None) = (needed, &document.approvers) {
        let message = format!("a {} must name its approvers", effect.as_str());
        let help = "write `approvers: { role: approver }`, or `role: it`; add `namespace` if it is not that of the workflow";
        found.push(Diagnostic::error(codes::TP2025, message).pointer("/effect").help(help));
    }
    let rules = if document.labels.is_some() { "document of labels" } else { "document of limits" };
    let what = document.effect.map_or(rules, PolicyEffect::as_str);
    let mut misplaced = |name: &str, help: &str| {
        let message = format!("`{name}` has no function in a {what}");
        found.push(Diagnostic::error(codes::TP2025, message).pointer(format!("/{name}")).help(help));
    };
    if document.approvers.is_some() && needed.is_none() {
        misplaced("approvers", "only `effect: review` and `effect: hold` have approvers");
    }
    if document.hold.is_some() && document.effect != Some(PolicyEffect::Hold) {
        misplaced("hold", "it sets how long `effect: hold` waits");
    }
}

/// Checks `owner` and `delegate`: only permits of IT can be delegated.
fn check_delegation(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    let (message, help) = match (&document.owner, document.effect) {
        _ if document.delegate.is_empty() => return,
        (Some(_), _) => ("a delegated policy cannot delegate", "remove `delegate` or `owner`"),
        (None, Some(PolicyEffect::Permit)) => return,
        (None, _) => ("only a permit can be delegated", "forbids, reviews and holds need no delegation"),
    };
    found.push(Diagnostic::error(codes::TP2033, message).pointer("/delegate").help(help));
}

fn times(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    let zone = match Zone::named(document.timezone.as_deref()) {
        Ok(zone) => zone,
        Err(why) => {
            let help = "use an IANA name such as `Europe/Berlin`";
            found.push(Diagnostic::error(codes::TP2015, why).pointer("/timezone").help(help));
            return;
        }
    };
    if let Some(Err(why)) = document.expires.as_deref().map(|date| zone.end_of(date)) {
        found.push(Diagnostic::error(codes::TP2015, why).pointer("/expires"));
    }
}

/// Refuses policies that would take too long to evaluate.
fn check_evaluation_cost(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    let alternatives = weight::weight_of_policy(document);
    if alternatives > MAX_ALTERNATIVES {
        let message = format!(
            "the schemas have {alternatives} alternatives, but a policy may have only {MAX_ALTERNATIVES}"
        );
        let help =
            "where alternatives differ in one value only, list the values with `enum`; else split the policy";
        found.push(Diagnostic::error(codes::TP2035, message).pointer("").help(help));
    }
}

fn subject_schema(document: &PolicyDocument, subject: Subject, schema: &Value, found: &mut Vec<Diagnostic>) {
    let root = format!("/{}", subject.as_str());
    let findings = schema::check_subject_schema(subject, schema);
    let mut broken = false;
    let widens = |finding: &schema::Finding| match finding.problem {
        // A pattern that matches too much is dangerous in a permit, harmless in a forbid.
        Problem::Loose { negated, .. } => (document.effect == Some(PolicyEffect::Permit)) != negated,
        _ => true,
    };
    for finding in findings.into_iter().filter(widens) {
        let field = match &finding.problem {
            Problem::UnknownKeyword { name, .. } => field_as_keyword(subject, name, schema, &finding.pointer),
            _ => None,
        };
        let mut diagnostic = describe_problem(document, subject, finding.problem);
        diagnostic.help = field.or(diagnostic.help);
        broken |= diagnostic.is_error();
        found.push(diagnostic.pointer(format!("{root}{}", finding.pointer)));
    }
    // Errors of the schema compiler come last, because they have no exact place.
    if !broken && let Err(diagnostic) = crate::set::compile_matcher(subject, schema) {
        found.push(*diagnostic);
    }
}

/// The correct form of a subject's field that is in the place of a keyword.
fn field_as_keyword(subject: Subject, name: &str, schema: &Value, pointer: &str) -> Option<String> {
    subject.schema().get("properties")?.get(name)?;
    let written = match schema.pointer(pointer)? {
        Value::Object(inside) => serde_json::to_string(inside).ok()?,
        Value::Array(several) => format!("{{ enum: {} }}", serde_json::to_string(several).ok()?),
        Value::String(text) => format!("{{ const: {text} }}"),
        value => format!("{{ const: {value} }}"),
    };
    let about = subject.as_str();
    Some(format!(
        "`{name}` is a field of `{about}`: write `{about}: {{ properties: {{ {name}: {written} }} }}`"
    ))
}

/// The diagnostic of one problem; the caller adds the place.
fn describe_problem(document: &PolicyDocument, subject: Subject, problem: Problem) -> Diagnostic {
    let meant = |suggestion: Option<String>| suggestion.map(|close| format!("did you mean `{close}`?"));
    let (diagnostic, help) = match problem {
        Problem::NotASchema => {
            (Diagnostic::error(codes::TP2005, "a schema must be a mapping, `true` or `false`"), None)
        }
        Problem::TooDeep => (Diagnostic::error(codes::TP2005, "the schema is nested too deep"), None),
        Problem::OtherDraft => (
            Diagnostic::error(codes::TP2005, "policies use only JSON Schema 2020-12"),
            Some("remove `$schema`".to_owned()),
        ),
        Problem::UnknownKeyword { name, suggestion } => (
            Diagnostic::error(codes::TP2006, format!("`{name}` is not a keyword of JSON Schema")),
            meant(suggestion.map(str::to_owned)),
        ),
        Problem::Reference(name) => (
            Diagnostic::error(codes::TP2014, format!("`{name}` is not allowed in a policy")),
            Some("write the schema in place: policies have no references".to_owned()),
        ),
        Problem::UnknownField { name, suggestion } => (
            Diagnostic::error(codes::TP2008, format!("`{}` has no field `{name}`", subject.as_str())),
            meant(suggestion),
        ),
        Problem::WithoutType { keyword, about, type_ } => {
            let message = format!("`{keyword}` checks only {about}; all other values pass");
            let is_safe = document.effect == Some(PolicyEffect::Forbid) || document.labels.is_some();
            let build = if is_safe {
                Diagnostic::warning
            } else {
                Diagnostic::error
            };
            (build(codes::TP2007, message), Some(format!("add `type: {type_}` beside it")))
        }
        Problem::Optional(name) => (
            Diagnostic::warning(codes::TP2018, format!("a call without `{name}` passes this")),
            Some(format!("add `{name}` to `required` beside `properties`, unless it may be absent")),
        ),
        Problem::Loose { loose, .. } => loose_pattern(&loose),
        Problem::NoPath { text, form } => (
            Diagnostic::warning(codes::TP2041, format!("no path has the form `{text}`")),
            Some(match form {
                Some(form) => format!("write it in its canonical form, `{form}`"),
                None => "such a path is refused before policies are evaluated".to_owned(),
            }),
        ),
        Problem::NoHost(text) => (
            Diagnostic::warning(codes::TP2029, format!("no host has the form `{text}`")),
            Some(
                "a host is a lower-case name without port or `*`; for all below it use `pattern: '\\.acme\\.example$'`"
                    .to_owned(),
            ),
        ),
    };
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

fn loose_pattern(loose: &Loose) -> (Diagnostic, Option<String>) {
    let (code, message, help) = match loose {
        Loose::Anywhere => (
            codes::TP2027,
            "this pattern matches anywhere in a text",
            "begin it with `^` and end it with `$`, or use one of them if the other side is free",
        ),
        Loose::OpenEnd => (
            codes::TP2027,
            "this pattern also matches hosts that only begin or end like it",
            "begin it with `^` or `\\.` and end it with `$`",
        ),
        Loose::Segment => (
            codes::TP2040,
            "this pattern also matches paths that only begin or end like it",
            "begin it with `^` and let it end with a whole segment, as in `^/api/admin(/.*)?$` or `^/api/public/`",
        ),
        Loose::Dot => {
            (codes::TP2028, "a dot in this pattern matches any character", "write `\\.` for a dot in a host")
        }
    };
    (Diagnostic::warning(code, message), Some(help.to_owned()))
}

fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.len() <= 63
        && !text.ends_with('-')
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}
