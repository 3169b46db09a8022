//! Checks and compiles a definition. Returns the diagnostics, the access profile and the compiled program.

use towpath_diagnostics::{Diagnostic, codes, sort_and_deduplicate};
use towpath_dsl::model::Workflow;
use towpath_wire::{Identity, Load, LoadReport};

use crate::compile::Compiler;
use crate::evaluate::evaluate;
use crate::functions;
use crate::interface::{interface_of_workflow, long_waits};
use crate::program::Program;
use crate::resources::Resources;
use crate::schedule::schedule_of_workflow;
use crate::settings;

/// Parses, checks and compiles a definition. There is a program if and only if the report has no error. With `evaluate`
/// it evaluates that expression instead, and there is no program.
pub fn load(request: &Load) -> (LoadReport, Option<Program>) {
    if let Some(expression) = &request.evaluate {
        return (evaluate(expression), None);
    }
    let (workflow, mut diagnostics) = towpath_dsl::read(&request.source);
    let functions = request.functions.as_deref().unwrap_or_default();
    functions::complete_operation_names(&mut diagnostics, &request.source, functions);
    let Some(mut workflow) = workflow else {
        sort_and_deduplicate(&mut diagnostics);
        return (LoadReport { diagnostics, ..LoadReport::default() }, None);
    };
    let mut resources = Resources::new(request.resources.as_deref());
    diagnostics.extend(link_functions(&mut workflow, &mut resources));
    let (interface, long_waits) = (interface_of_workflow(&workflow, &mut resources), long_waits(&workflow));
    let (program, found, resources) = Compiler::compile(&workflow, request.functions.as_deref(), resources);
    diagnostics.extend(found);
    let (settings, found) = settings::check_settings(&workflow, request.settings.as_ref());
    diagnostics.extend(found);
    if program.is_none() && !diagnostics.iter().any(Diagnostic::is_error) {
        // INVARIANT: every compile failure has been reported. If not, this error is, so that the definition
        // never looks valid.
        diagnostics.push(Diagnostic::error(codes::TP0001, "this definition could not be compiled"));
    }
    drop_echoes(&mut diagnostics);
    sort_and_deduplicate(&mut diagnostics);
    let program = program.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    let profile = program.is_some().then(|| towpath_access::derive(&workflow));
    let (settings, rules) = settings.map(|one| (one.written, one.schema)).unzip();
    let program = program.map(|program| Program { settings: rules, ..program });
    let (excerpts, wanted) = (resources.excerpts(), resources.wanted());
    let (schedule, cron) = schedule_of_workflow(&workflow);
    let workflow = Some(identity(&workflow));
    let report = LoadReport {
        diagnostics,
        workflow,
        profile,
        wanted,
        excerpts,
        settings,
        interface,
        long_waits,
        schedule,
        cron,
        evaluated: None,
    };
    (report, program)
}

/// Links the external functions that were fetched.
fn link_functions(workflow: &mut Workflow, resources: &mut Resources<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    loop {
        let linked = workflow.linked.len();
        for external in workflow.external_calls() {
            if let Some(text) = resources.text(&external.location) {
                found.extend(workflow.link(&external, text));
            }
        }
        // A linked function may call another one that is not linked yet.
        if workflow.linked.len() == linked || !found.is_empty() {
            found.extend(workflow.cyclic_links());
            return found;
        }
    }
}

/// Removes diagnostics that repeat an error about the same value, and those that apply only to strict mode.
fn drop_echoes(diagnostics: &mut Vec<Diagnostic>) {
    let errors: Vec<_> =
        diagnostics.iter().filter(|found| found.is_error()).filter_map(|found| found.span).collect();
    let is_loose = diagnostics.iter().any(|found| found.code == codes::TP0325);
    let remarks = [codes::TP0115, codes::TP0116, codes::TP0215];
    let unclosed: Vec<_> = diagnostics
        .iter()
        .filter(|found| found.code == codes::TP0216)
        .map(|found| found.pointer.clone())
        .collect();
    diagnostics.retain(|found| {
        if found.code == codes::TP0401 && unclosed.contains(&found.pointer) {
            return false;
        }
        let is_remark = remarks.contains(&found.code) && !found.is_error();
        let is_echo = found.span.is_some_and(|span| errors.contains(&span));
        !(is_remark && is_echo || is_loose && found.code == codes::TP0215)
    });
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
