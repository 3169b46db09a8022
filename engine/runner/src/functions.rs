//! Whether the operations a definition calls are there, and whether arguments that are written out fit them.

use std::collections::BTreeSet;

use towpath_diagnostics::{Diagnostic, Span, codes, did_you_mean};
use towpath_dsl::model::{FunctionCall, FunctionTarget, Node, escape};
use towpath_wire::FunctionSignature;

use crate::compile::{Compiled, Compiler, Reported};
use crate::schema::{Schema, Violation};
use crate::signature;
use crate::template::Template;
use crate::value::Value;

/// Checks one call. Where the operations are not known, as in a check without a server, nothing is said.
pub(crate) fn check(c: &mut Compiler<'_>, call: &FunctionCall, arguments: Option<&Template>) -> Compiled<()> {
    let Some(functions) = c.functions() else { return Ok(()) };
    // What other catalogs offer is not known; the check of the definition says whether they can be used.
    if matches!(&call.target, FunctionTarget::Catalog { catalog, .. } if catalog != "default") {
        return Ok(());
    }
    let signature = find(functions, call).map_err(|found| c.report(found))?;
    let Some(arguments) = arguments else { return Ok(()) };
    // Where the task has keys that are none, the arguments are probably there, and it has been said where they belong.
    if call.arguments.is_none() && c.has_foreign_key() {
        return Ok(());
    }
    let found = misfits(signature, call, arguments);
    if found.is_empty() {
        return Ok(());
    }
    for diagnostic in found {
        c.report(diagnostic);
    }
    Err(Reported)
}

/// The operation a call names, or what is wrong with the name.
fn find<'a>(
    functions: &'a [FunctionSignature],
    call: &FunctionCall,
) -> Result<&'a FunctionSignature, Diagnostic> {
    let FunctionTarget::Catalog { integration, operation, version, .. } = &call.target else {
        return Err(Diagnostic::error(
            codes::TP0601,
            format!("`{}` is no operation of an integration", call.name.value),
        ));
    };
    let of_integration = || functions.iter().filter(|function| function.integration == *integration);
    if of_integration().next().is_none() {
        let message = format!("there is no integration `{integration}` in this namespace");
        let known = functions.iter().map(|function| function.integration.as_str());
        return Err(unknown(codes::TP0601, message, integration, known, call));
    }
    let of_operation = || of_integration().filter(|function| function.operation == *operation);
    if of_operation().next().is_none() {
        let message = format!("the integration `{integration}` has no operation `{operation}`");
        let known = of_integration().map(|function| function.operation.as_str());
        return Err(unknown(codes::TP0602, message, operation, known, call));
    }
    of_operation().find(|function| function.version == *version).ok_or_else(|| {
        let message = format!("the operation `{integration}.{operation}` has no version `{version}`");
        let mut known: Vec<&str> = of_operation().map(|function| function.version.as_str()).collect();
        known.sort_by_key(|version| std::cmp::Reverse(precedence(version)));
        let listed: Vec<String> = known.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
        let newest = known.first().copied().unwrap_or_default();
        let help = match listed.as_slice() {
            [only] => format!("there is {only}: write `{integration}.{operation}:{newest}@default`"),
            listed => format!(
                "there is {}; the newest is `{integration}.{operation}:{newest}@default`",
                listed.join(", ")
            ),
        };
        Diagnostic::error(codes::TP0603, message).at(call.name.span).help(help)
    })
}

/// What orders versions: their numbers. Those with a suffix come before those without.
fn precedence(version: &str) -> (Vec<u64>, bool, &str) {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    (core.split('.').map(|number| number.parse().unwrap_or(0)).collect(), !version.contains('-'), version)
}

/// In which ways arguments do not fit what the operation takes, whatever their expressions give.
fn misfits(signature: &FunctionSignature, call: &FunctionCall, arguments: &Template) -> Vec<Diagnostic> {
    // A schema that cannot be used is IT's to repair, and is told there; nothing fits it at run time.
    let Ok(schema) = Schema::compile(&signature.input) else { return Vec::new() };
    let mut computed = Vec::new();
    let known = standing_in(arguments, "", &mut computed);
    let violations = schema.validate(&known).err().unwrap_or_default();
    let mut certain: Vec<Violation> = Vec::new();
    for violation in violations.into_iter().filter(|violation| is_certain(violation, &computed)) {
        // What is missing in one place is said in one sentence.
        let same = certain.iter_mut().find(|other| {
            violation.keyword == "required"
                && other.keyword == "required"
                && other.pointer == violation.pointer
        });
        match same {
            Some(other) => other.names.extend(violation.names),
            None => certain.push(violation),
        }
    }
    certain.iter().flat_map(|violation| explain(signature, call, violation)).collect()
}

/// The arguments with something in the place of each expression, whose pointers are kept.
fn standing_in(template: &Template, pointer: &str, computed: &mut Vec<String>) -> Value {
    match template {
        Template::Literal(value) => value.clone(),
        Template::Expression(_) | Template::Uri(_) => {
            computed.push(pointer.to_owned());
            Value::null()
        }
        Template::Array(items) => {
            let items = items.iter().enumerate();
            let items = items.map(|(at, item)| standing_in(item, &format!("{pointer}/{at}"), computed));
            Value::array(items.collect::<Vec<_>>())
        }
        Template::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let pointer = format!("{pointer}/{}", escape(key));
                (std::rc::Rc::clone(key), standing_in(value, &pointer, computed))
            });
            Value::object(entries.collect::<Vec<_>>())
        }
    }
}

/// Rules that only look at names and at how many there are.
const OF_NAMES: &[&str] =
    &["required", "additionalProperties", "minProperties", "maxProperties", "minItems", "maxItems"];

/// Whether a rule is broken whatever the expressions give.
fn is_certain(violation: &Violation, computed: &[String]) -> bool {
    if computed.is_empty() {
        return true;
    }
    let inside = format!("{}/", violation.pointer);
    let is_computed = |pointer: &String| {
        *pointer == violation.pointer || violation.pointer.starts_with(&format!("{pointer}/"))
    };
    let holds_computed = computed.iter().any(|pointer| pointer.starts_with(&inside));
    !violation.is_conditional
        && !computed.iter().any(is_computed)
        && (!holds_computed || OF_NAMES.contains(&violation.keyword.as_str()) || violation.keyword == "type")
}

/// One diagnostic for each name that is not taken, or one for all else.
fn explain(signature: &FunctionSignature, call: &FunctionCall, violation: &Violation) -> Vec<Diagnostic> {
    let called = format!("`{}.{}`", signature.integration, signature.operation);
    let written = call.arguments.as_ref();
    let node = written.and_then(|written| written.node.pointer(&violation.pointer));
    let pointer = written.map(|written| format!("{}{}", written.pointer, violation.pointer));
    let report = |message: String, place: Option<Span>, help: Option<String>| {
        let mut found = Diagnostic::error(codes::TP0604, message).at(place.unwrap_or(call.name.span));
        found.pointer.clone_from(&pointer);
        found.help = help;
        found
    };
    let inner = violation.pointer.trim_start_matches('/').replace('/', ".");
    let whole = if inner.is_empty() { called.clone() } else { format!("`{inner}` of {called}") };
    let takes = signature::describe(&signature.input, &violation.pointer);
    match violation.keyword.as_str() {
        "required" => {
            let names: Vec<String> = violation.names.iter().map(|name| format!("`{name}`")).collect();
            let (what, names) = match names.split_last() {
                Some((last, [])) => ("argument", last.clone()),
                Some((last, others)) => ("arguments", format!("{} and {last}", others.join(", "))),
                None => return Vec::new(),
            };
            let lines = violation.names.iter();
            let lines: Vec<String> =
                lines.map(|name| signature::example(&signature.input, &violation.pointer, name)).collect();
            let under = if inner.is_empty() { "with".to_owned() } else { inner.clone() };
            let help =
                format!("write under `{under}`, for example, `{}`; it takes {takes}", lines.join("`, `"));
            let place = node.filter(|_| !inner.is_empty()).map(|node| node.span);
            vec![report(format!("{whole} needs the {what} {names}"), place, Some(help))]
        }
        "additionalProperties" => violation
            .names
            .iter()
            .map(|name| {
                let entries = node.and_then(Node::as_object).unwrap_or_default();
                let place = entries.iter().find(|(key, _)| key.value == *name).map(|(key, _)| key.span);
                let given: Vec<&str> = entries.iter().map(|(key, _)| key.value.as_str()).collect();
                let missing = signature::names(&signature.input, &violation.pointer);
                let close = did_you_mean(
                    name,
                    missing.iter().map(String::as_str).filter(|name| !given.contains(name)),
                );
                let close = close.map_or(String::new(), |close| format!("did you mean `{close}`? "));
                report(
                    format!("{whole} takes no argument `{name}`"),
                    place,
                    Some(format!("{close}it takes {takes}")),
                )
            })
            .collect(),
        _ => {
            let written = node.map(|node| node.span);
            let subject =
                if inner.is_empty() { "what stands under `with`".to_owned() } else { format!("`{inner}`") };
            let rule = match (violation.keyword.as_str(), node) {
                ("type", Some(node)) => {
                    let wanted = signature::kind_at(&signature.input, &violation.pointer);
                    format!("must be {wanted}, not {}", node.describe())
                }
                _ => violation.message.clone(),
            };
            let message = format!("{subject} does not fit {called}: it {rule}");
            let help = node
                .and_then(|node| {
                    signature::correction(&violation.keyword, &signature.input, &violation.pointer, node)
                })
                .unwrap_or_else(|| {
                    let name = inner.rsplit('.').next().unwrap_or_default();
                    format!("correct the value, or take it from the data with an expression, such as `{name}: ${{ .{name} }}`")
                });
            vec![report(message, written, Some(help))]
        }
    }
}

/// Most names listed in a help.
const LISTED: usize = 12;

fn unknown<'a>(
    code: towpath_diagnostics::Code,
    message: String,
    word: &str,
    known: impl Iterator<Item = &'a str>,
    call: &FunctionCall,
) -> Diagnostic {
    let known: BTreeSet<&str> = known.collect();
    let mut help = match did_you_mean(word, known.iter().copied()) {
        Some(close) => format!("did you mean `{close}`? "),
        None => String::new(),
    };
    let listed: Vec<String> = known.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > LISTED { ", …" } else { "" };
    help.push_str(&match listed.as_slice() {
        [] => "nothing is offered to this namespace yet".to_owned(),
        listed => format!("there is {}{more}", listed.join(", ")),
    });
    Diagnostic::error(code, message).at(call.name.span).help(help)
}
