//! `towpath check`: what is wrong with definitions, with or without a server.

use std::path::PathBuf;

use clap::Args;
use towpath_client::{Client, Report};
use towpath_diagnostics::{Diagnostic, sort_and_deduplicate};
use towpath_runtime::too_long;
use towpath_wire::{FunctionSignature, Limits, Load, LoadReport};

use super::publish::tell;
use crate::catalogue::{self, Known};
use crate::exit::Exit;
use crate::{folder, input, output, told};

/// A parser or a regular expression may recurse; definitions are somebody else's text.
const STACK: usize = 512 << 20;

/// Check definitions: every problem at once, each with its place and what to do.
///
/// Nothing runs. With --integrations or --functions, the operations that the definition calls are looked up too; without,
/// they are taken as they stand. With --url, the server is asked as well, and finds what publishing would find: its
/// operations, and what policies refuse. Nothing is saved there.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Definitions, YAML or JSON.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// A folder of integration documents, for the operations a definition may call.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["functions", "url"])]
    integrations: Option<PathBuf>,
    #[command(flatten)]
    known: Known,
    /// Print one JSON array of diagnostics instead of text. Ranges are those of the Language Server Protocol: lines and
    /// characters from zero, the end not included, characters counted in UTF-16 code units.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(self) -> Exit {
        let functions = match &self.integrations {
            Some(folder) => match folder::signatures(folder) {
                Ok(functions) => Some(functions),
                Err(failed) => return failed.show(),
            },
            None => None,
        };
        let mut checked = Err(Exit::Unavailable);
        let exit = super::block_on(async {
            checked = self.check_all(functions).await;
            Exit::Success
        });
        // Where the runtime itself did not start, that was told.
        if exit == Exit::Success { checked.unwrap_or_else(|exit| exit) } else { exit }
    }

    async fn check_all(&self, functions: Option<Vec<FunctionSignature>>) -> Result<Exit, Exit> {
        let client = self.known.client()?;
        let known = self.known.functions(client.as_ref()).await?;
        let functions = functions.or_else(|| known.map(|functions| catalogue::signatures(&functions)));
        let mut all = Vec::new();
        let mut errors = 0_usize;
        for file in &self.files {
            let name = file.display().to_string();
            let source = input::read_file(file).map_err(|error| {
                output::error(&error);
                Exit::Unavailable
            })?;
            let mut report = load(&source, functions.clone());
            // A server knows its own limit.
            if client.is_none() {
                let limit = Limits::default().duration_s;
                report.diagnostics.extend(report.long_waits.iter().filter_map(|wait| too_long(wait, limit)));
                sort_and_deduplicate(&mut report.diagnostics);
            }
            let told = match &client {
                Some(client) => ask(client, &source, &mut report).await?,
                None => None,
            };
            errors += report.diagnostics.iter().filter(|found| found.is_error()).count();
            if self.json {
                all.extend(json(&name, &source, &report.diagnostics));
            } else {
                show(&name, &source, &report, told.as_ref());
            }
        }
        if self.json {
            output::json(&all);
        } else if errors > 0 {
            output::error(&format!("{errors} problem{} found", if errors == 1 { "" } else { "s" }));
            output::help("`towpath explain CODE` tells more about each");
        }
        Ok(if errors > 0 { Exit::Found } else { Exit::Success })
    }
}

/// Has the server check the definition, and adds what it finds.
async fn ask(client: &Client, source: &str, report: &mut LoadReport) -> Result<Option<Report>, Exit> {
    let Some(workflow) = &report.workflow else { return Ok(None) };
    let told = client.check(&workflow.namespace, source).await.map_err(|error| tell(&error))?;
    let more = told::others(&report.diagnostics, told::diagnostics(source, &told));
    report.diagnostics.extend(more);
    sort_and_deduplicate(&mut report.diagnostics);
    Ok(Some(told))
}

fn show(name: &str, source: &str, report: &LoadReport, told: Option<&Report>) {
    output::diagnostics(name, source, &report.diagnostics);
    let has_errors = report.diagnostics.iter().any(Diagnostic::is_error);
    if let (false, Some(workflow)) = (has_errors, &report.workflow) {
        let ok = output::paint(anstyle::AnsiColor::Green, "ok");
        output::say(&format!("{ok} {name}: {}/{} {}", workflow.namespace, workflow.name, workflow.version));
        for awaiting in told.into_iter().flat_map(|told| &told.reviews) {
            let (policy, by) = (&awaiting.policy, &awaiting.by);
            output::say(&output::dim(&format!("   `{policy}` wants an approval by {by} before it is live")));
        }
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
