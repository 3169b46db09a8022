//! Checking and publishing: a definition goes in; findings, an access profile and the compiled program come out.

use towpath_diagnostics::{Diagnostic, codes, sort_and_deduplicate};
use towpath_dsl::model::Workflow;
use towpath_wire::{Identity, Load, LoadReport};

use crate::compile::Compiler;
use crate::program::Program;
use crate::resources::Resources;

/// Parses, checks and compiles a definition. There is a program exactly when the report holds no error.
pub fn load(request: &Load) -> (LoadReport, Option<Program>) {
    let (workflow, mut diagnostics) = towpath_dsl::read(&request.source);
    let Some(workflow) = workflow else {
        sort_and_deduplicate(&mut diagnostics);
        return (LoadReport { diagnostics, workflow: None, profile: None, wanted: Vec::new() }, None);
    };
    let resources = Resources::new(request.resources.as_deref());
    let (program, found, wanted) = Compiler::compile(&workflow, request.functions.as_deref(), resources);
    diagnostics.extend(found);
    if program.is_none() && !diagnostics.iter().any(Diagnostic::is_error) {
        // INVARIANT: whatever does not compile has been reported. Should that ever fail, nothing may look fine.
        diagnostics.push(Diagnostic::error(codes::TP0001, "this definition could not be compiled"));
    }
    sort_and_deduplicate(&mut diagnostics);
    let program = program.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    let profile = program.is_some().then(|| towpath_access::derive(&workflow));
    (LoadReport { diagnostics, workflow: Some(identity(&workflow)), profile, wanted }, program)
}

fn identity(workflow: &Workflow) -> Identity {
    let document = &workflow.document;
    Identity {
        namespace: document.namespace.value.clone(),
        name: document.name.value.clone(),
        version: document.version.value.clone(),
        title: document.title.as_ref().unwrap_or(&document.name).value.clone(),
        digest: workflow.digest(),
    }
}
