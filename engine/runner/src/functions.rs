//! Whether the operations a definition calls are there, and whether arguments that are written out fit them.

use std::collections::BTreeSet;

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{FunctionCall, FunctionTarget};
use towpath_wire::FunctionSignature;

use crate::compile::{Compiled, Compiler, Reported};
use crate::schema::Schema;
use crate::template::Template;
use crate::value::Value;

/// Checks one call. Where the operations are not known, as in a check without a server, nothing is said.
pub(crate) fn check(c: &mut Compiler<'_>, call: &FunctionCall, arguments: Option<&Template>) -> Compiled<()> {
    let Some(functions) = c.functions() else { return Ok(()) };
    let signature = find(functions, call).map_err(|found| c.report(found))?;
    let Some(literal) = arguments.and_then(Template::literal) else { return Ok(()) };
    let found = misfits(signature, call, literal);
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
        let known = of_operation().map(|function| function.version.as_str());
        unknown(codes::TP0603, message, version, known, call)
    })
}

/// In which ways arguments that are written out do not fit what the operation takes.
fn misfits(signature: &FunctionSignature, call: &FunctionCall, arguments: &Value) -> Vec<Diagnostic> {
    // A schema that cannot be used is IT's to repair, and is told there; nothing fits it at run time.
    let Ok(schema) = Schema::compile(&signature.input) else { return Vec::new() };
    let violations = schema.validate(arguments).err().unwrap_or_default();
    let written = call.arguments.as_ref();
    let place = |pointer: &str| written.and_then(|written| Some(written.node.pointer(pointer)?.span));
    let diagnostic = |violation: crate::schema::Violation| {
        let mut found = Diagnostic::error(codes::TP0604, format!("the arguments do not fit: {violation}"))
            .at(place(&violation.pointer).unwrap_or(call.name.span));
        if let Some(written) = written {
            found = found.pointer(format!("{}{}", written.pointer, violation.pointer));
        }
        found
    };
    violations.into_iter().map(diagnostic).collect()
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
