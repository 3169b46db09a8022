//! Checks that the called operations exist and that their known arguments match.

use std::collections::{BTreeMap, BTreeSet};

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{FunctionCall, FunctionTarget, asks_for_full_name};
use towpath_wire::FunctionSignature;

use crate::argument_mismatches;
use crate::compile::{Compiled, Compiler, Reported};
use crate::template::Template;

/// Checks one call. Without known operations, as in a check without a server, it reports nothing.
pub(crate) fn check_operation_call(
    c: &mut Compiler<'_>,
    call: &FunctionCall,
    arguments: Option<&Template>,
) -> Compiled<()> {
    let Some(functions) = c.functions() else { return Ok(()) };
    let signature = find_called_operation(functions, call).map_err(|found| c.report(found))?;
    let Some(arguments) = arguments else { return Ok(()) };
    // If the task has unknown keys, the arguments are probably among them, and that is already reported.
    if call.arguments.is_none() && c.has_foreign_key() {
        return Ok(());
    }
    let computed = argument_mismatches::computed_mismatches(signature, call, c.known());
    for diagnostic in computed {
        c.report(diagnostic);
    }
    let found = argument_mismatches::mismatches(signature, call, arguments);
    if found.is_empty() {
        return Ok(());
    }
    for diagnostic in found {
        c.report(diagnostic);
    }
    Err(Reported)
}

/// The operation that a call names, or the problem with its name.
fn find_called_operation<'a>(
    functions: &'a [FunctionSignature],
    call: &FunctionCall,
) -> Result<&'a FunctionSignature, Diagnostic> {
    let FunctionTarget::Catalog { integration, operation, version, .. } = &call.target else {
        return Err(Diagnostic::error(
            codes::TP0601,
            format!("`{}` is not an operation of an integration", call.name.value),
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
        known.sort_by_key(|version| std::cmp::Reverse(version_sort_key(version)));
        let listed: Vec<String> = known.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
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

/// Sets the full name of an operation as help, where a definition has only a part of it or an old version.
pub(crate) fn complete_operation_names(
    diagnostics: &mut [Diagnostic],
    source: &str,
    functions: &[FunctionSignature],
) {
    for found in diagnostics {
        let written = found.span.and_then(|span| source.get(span.start..span.end)).unwrap_or_default();
        let written = written.trim_matches(['"', '\'']);
        if !asks_for_full_name(found, written) {
            continue;
        }
        let names = full_operation_names(functions, written);
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            found.help = Some(format!("write the full name: {}", names.join(" or ")));
        }
    }
}

/// The full names that a partial name may stand for: one for each integration that has the operation, in the
/// written version if it exists, otherwise in the newest.
fn full_operation_names(functions: &[FunctionSignature], written: &str) -> Vec<String> {
    let (function, catalog) = written.split_once('@').unwrap_or((written, "default"));
    let (path, version) = function.split_once(':').unwrap_or((function, ""));
    let (integration, operation) = path.split_once('.').map_or((None, path), |(one, rest)| (Some(one), rest));
    if catalog != "default" || operation.is_empty() {
        return Vec::new();
    }
    let dashed = operation.replace(['_', '.'], "-");
    let of = || {
        functions
            .iter()
            .filter(|known| integration.is_none_or(|integration| known.integration == integration))
    };
    let close = did_you_mean(&dashed, of().map(|known| known.operation.as_str())).unwrap_or(&dashed);
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for known in of().filter(|known| known.operation == close) {
        found.entry(&known.integration).or_default().push(&known.version);
    }
    let version = version.trim_start_matches('v');
    let is_written = |known: &&&str| {
        !version.is_empty() && (**known == version || known.starts_with(&format!("{version}.")))
    };
    let full = found.iter_mut().filter_map(|(integration, versions)| {
        versions.sort_by_key(|version| std::cmp::Reverse(version_sort_key(version)));
        let version = versions.iter().find(is_written).or_else(|| versions.first())?;
        Some(format!("{integration}.{close}:{version}@default"))
    });
    full.take(3).collect()
}

/// The sort key of versions: their numbers. Versions with a suffix come before those without.
fn version_sort_key(version: &str) -> (Vec<u64>, bool, &str) {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    (core.split('.').map(|number| number.parse().unwrap_or(0)).collect(), !version.contains('-'), version)
}

/// Maximum number of names in a help.
const MAX_LISTED: usize = 12;

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
    let listed: Vec<String> = known.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > MAX_LISTED { ", …" } else { "" };
    help.push_str(&match listed.as_slice() {
        [] => "no operation is offered to this namespace yet".to_owned(),
        listed => format!("there is {}{more}", listed.join(", ")),
    });
    Diagnostic::error(code, message).at(call.name.span).help(help)
}
