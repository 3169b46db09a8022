//! `towpath check`: what is wrong with definitions, without a server.

use std::path::PathBuf;

use clap::Args;
use towpath_diagnostics::Diagnostic;
use towpath_wire::{FunctionSignature, Load, LoadReport};

use crate::exit::Exit;
use crate::{folder, input, output};

/// A parser or a regular expression may recurse; definitions are somebody else's text.
const STACK: usize = 512 << 20;

/// Check definitions: every problem at once, each with its place and what to do.
///
/// Nothing runs, and nothing is reached. With --integrations, the operations that the definition calls are
/// looked up too; without, they are taken as they stand.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Definitions, YAML or JSON.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// A folder of integration documents, for the operations a definition may call.
    #[arg(long, value_name = "DIR")]
    integrations: Option<PathBuf>,
    /// Print one JSON array of diagnostics instead of text. Ranges are those of the Language Server Protocol: lines and
    /// characters from zero, the end not included, characters counted in UTF-16 code units.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(self) -> Exit {
        let functions = match self.integrations.as_deref().map(folder::signatures).transpose() {
            Ok(functions) => functions,
            Err(failed) => return failed.show(),
        };
        let mut all = Vec::new();
        let mut errors = 0_usize;
        for file in &self.files {
            let name = file.display().to_string();
            let source = match input::read_file(file) {
                Ok(source) => source,
                Err(error) => {
                    output::error(&error);
                    return Exit::Unavailable;
                }
            };
            let report = load(&source, functions.clone());
            errors += report.diagnostics.iter().filter(|found| found.is_error()).count();
            if self.json {
                all.extend(json(&name, &source, &report.diagnostics));
            } else {
                show(&name, &source, &report);
            }
        }
        if self.json {
            output::json(&all);
        } else if errors > 0 {
            output::error(&format!("{errors} problem{} found", if errors == 1 { "" } else { "s" }));
            output::help("`towpath explain CODE` tells more about each");
        }
        if errors > 0 { Exit::Found } else { Exit::Success }
    }
}

fn show(name: &str, source: &str, report: &LoadReport) {
    output::diagnostics(name, source, &report.diagnostics);
    if let (true, Some(workflow)) = (report.is_ok(), &report.workflow) {
        let ok = output::paint(anstyle::AnsiColor::Green, "ok");
        output::say(&format!("{ok} {name}: {}/{} {}", workflow.namespace, workflow.name, workflow.version));
        for uri in &report.wanted {
            output::help(&format!("what `{uri}` holds is looked at when the definition is published"));
        }
    }
}

fn json(name: &str, source: &str, diagnostics: &[Diagnostic]) -> Vec<serde_json::Value> {
    towpath_diagnostics::render::json::render(name, source, diagnostics)
        .iter()
        .filter_map(|diagnostic| serde_json::to_value(diagnostic).ok())
        .collect()
}

/// Checks one definition natively.
pub(crate) fn load(source: &str, functions: Option<Vec<FunctionSignature>>) -> LoadReport {
    // Nothing is fetched here; asking tells what is left open.
    load_with(Load { source: source.to_owned(), functions, resources: Some(Vec::new()), settings: None })
}

/// Loads a definition natively, on a stack of its own.
pub(crate) fn load_with(request: Load) -> LoadReport {
    let checking = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || towpath_runner::load(&request).0)
        .map(std::thread::JoinHandle::join);
    match checking {
        Ok(Ok(report)) => report,
        Ok(Err(_)) => fault("the checker failed on this definition"),
        Err(error) => fault(&format!("the checker could not be started: {error}")),
    }
}

fn fault(message: &str) -> LoadReport {
    let diagnostic = Diagnostic::error(towpath_diagnostics::codes::TP0001, message);
    LoadReport { diagnostics: vec![diagnostic], ..LoadReport::default() }
}
