//! `towpath policies check`: errors and probable mistakes in policies.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use towpath_policies::{Names, PolicyDocument};
use towpath_wire::FunctionSignature;

use crate::exit::Exit;
use crate::folder::Failed;
use crate::junit::{self, Case};
use crate::output;
use crate::policy_files::{self, Read, check_as_set};

/// Check policies: their form, schemas and tests, probable mistakes, and how they affect each other.
///
/// Definitions and integrations in the same folder are left alone; any other document without `policy` is an error.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A folder, or one file.
    path: PathBuf,
    /// A folder (or file) of integrations, to find names that none of them has.
    #[arg(long)]
    integrations: Option<PathBuf>,
    /// Write the result as JUnit XML, one case for each file.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Print diagnostics as one JSON array with ranges.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(self) -> Exit {
        let (names, mut read) = match (self.names(), policy_files::read_policies(&self.path)) {
            (Ok(names), Ok(read)) => (names, read),
            (Err(failed), _) | (_, Err(failed)) => return failed.show(),
        };
        let given = given_labels(&read);
        for policy in read.iter_mut().filter(|policy| policy.document.is_some()) {
            let now = Some(policy_files::now_in_milliseconds());
            let names = names.clone().map(|mut names| {
                let others = given.iter().filter(|(by, _)| Some(by.as_str()) != policy.name());
                names.labels.extend(others.flat_map(|(_, labels)| labels.iter().cloned()));
                names
            });
            policy.diagnostics = PolicyDocument::read_and_lint(&policy.file.source, names.as_ref(), now).1;
        }
        check_as_set(&mut read);
        let errors = match self.json {
            true => print_policy_findings(&read),
            false => policy_files::show_policy_findings(&read),
        };
        if let Err(exit) = junit::write_junit(self.junit.as_deref(), "policies check", &cases(&read)) {
            return exit;
        }
        if errors > 0 {
            return Exit::Found;
        }
        if !self.json {
            let ok = output::paint(anstyle::AnsiColor::Green, "ok");
            output::say(&format!("{ok} {} policies", read.len()));
        }
        Exit::Success
    }

    fn names(&self) -> Result<Option<Names>, Failed> {
        let Some(folder) = &self.integrations else { return Ok(None) };
        let mut names = Names::default();
        let registry = crate::folder::registry_of_folder(folder)?;
        for FunctionSignature { integration, operation, version, .. } in registry.signatures() {
            let found = registry.operation(&integration, &operation, &version);
            names.labels.extend(found.into_iter().flat_map(|operation| operation.labels().iter().cloned()));
            names.operations.entry(integration).or_default().insert(operation);
        }
        Ok(Some(names))
    }
}

/// The labels that policies give to inputs and events, by the policy that gives them.
fn given_labels(read: &[Read]) -> Vec<(String, Vec<String>)> {
    let documents = read.iter().filter_map(|policy| policy.document.as_ref());
    let given = documents.filter_map(|one| Some((one.policy.clone(), one.labels.as_ref()?.given().to_vec())));
    given.collect()
}

/// Prints what was found as JSON; how many errors.
fn print_policy_findings(read: &[Read]) -> usize {
    let mut all = Vec::new();
    for policy in read {
        let (name, source) = (policy.file.name(), &policy.file.source);
        let found = towpath_diagnostics::render::json::render(&name, source, &policy.diagnostics);
        all.extend(found.iter().map(|diagnostic| json!(diagnostic)));
    }
    output::json(&all);
    read.iter().flat_map(|policy| &policy.diagnostics).filter(|found| found.is_error()).count()
}

fn cases(read: &[Read]) -> Vec<Case> {
    read.iter()
        .map(|policy| {
            let errors = policy.diagnostics.iter().filter(|found| found.is_error());
            let lines: Vec<String> =
                errors.map(|found| format!("{}: {}", found.code, found.message)).collect();
            Case {
                of: policy.name().unwrap_or("policies").to_owned(),
                name: policy.file.name(),
                failure: (!lines.is_empty()).then(|| lines.join("\n")),
            }
        })
        .collect()
}
