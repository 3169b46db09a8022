//! `towpath check`: what is wrong with definitions, with or without a server.

use std::path::PathBuf;

use clap::Args;
use towpath_client::{Client, Report};
use towpath_diagnostics::{Diagnostic, sort_and_deduplicate};
use towpath_runtime::{problem_of_schedule, too_long};
use towpath_wire::{FunctionSignature, Limits, LoadReport};

use crate::catalogue::{self, Known};
use crate::connection::show_error;
use crate::definition::check_natively;
use crate::exit::Exit;
use crate::{findings, folder, input, output};

/// Check definitions: every problem at once, each with its place and what to do.
///
/// Nothing runs. With --integrations or --functions, the operations that the definition calls are looked up too; without
/// them, these operations are not looked up. With --url, the server is asked as well, and finds what publishing would find: its
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
            Some(folder) => match folder::signatures_of_folder(folder) {
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
        // An error of the runtime itself was shown already.
        if exit == Exit::Success { checked.unwrap_or_else(|exit| exit) } else { exit }
    }

    async fn check_all(&self, functions: Option<Vec<FunctionSignature>>) -> Result<Exit, Exit> {
        let client = self.known.client()?;
        let known = self.known.functions(client.as_ref()).await?;
        let functions =
            functions.or_else(|| known.map(|functions| catalogue::signatures_of_functions(&functions)));
        let mut all = Vec::new();
        let mut errors = 0_usize;
        for file in &self.files {
            let name = file.display().to_string();
            let source = input::read_file(file).map_err(|error| {
                output::error(&error);
                Exit::Unavailable
            })?;
            let mut report = check_natively(&source, functions.clone());
            // A server knows its own limit.
            if client.is_none() {
                let limit = Limits::default().duration_s;
                report.diagnostics.extend(report.long_waits.iter().filter_map(|wait| too_long(wait, limit)));
                let problem = problem_of_schedule(&report);
                report.diagnostics.extend(problem);
                sort_and_deduplicate(&mut report.diagnostics);
            }
            let answer = match &client {
                Some(client) => check_on_server(client, &source, &mut report).await?,
                None => None,
            };
            errors += report.diagnostics.iter().filter(|found| found.is_error()).count();
            if self.json {
                all.extend(json(&name, &source, &report.diagnostics));
            } else {
                show(&name, &source, &report, answer.as_ref());
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
async fn check_on_server(
    client: &Client,
    source: &str,
    report: &mut LoadReport,
) -> Result<Option<Report>, Exit> {
    let Some(workflow) = &report.workflow else { return Ok(None) };
    let answer = client.check(&workflow.namespace, source).await.map_err(|error| show_error(&error))?;
    let more = findings::diagnostics_not_shown(
        &report.diagnostics,
        findings::diagnostics_of_report(source, &answer),
    );
    report.diagnostics.extend(more);
    sort_and_deduplicate(&mut report.diagnostics);
    Ok(Some(answer))
}

fn show(name: &str, source: &str, report: &LoadReport, answer: Option<&Report>) {
    output::diagnostics(name, source, &report.diagnostics);
    let has_errors = report.diagnostics.iter().any(Diagnostic::is_error);
    if let (false, Some(workflow)) = (has_errors, &report.workflow) {
        let ok = output::paint(anstyle::AnsiColor::Green, "ok");
        output::say(&format!("{ok} {name}: {}/{} {}", workflow.namespace, workflow.name, workflow.version));
        for awaiting in answer.into_iter().flat_map(|report| &report.reviews) {
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
