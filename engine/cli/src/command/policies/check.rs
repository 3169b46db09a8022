//! `towpath policies check`: what is wrong, or probably not meant, in policies.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use towpath_policies::{Names, PolicyDocument, PolicySet};
use towpath_wire::FunctionSignature;

use super::Read;
use crate::exit::Exit;
use crate::folder::Failed;
use crate::junit::{self, Case};
use crate::output;

/// Check policies: their form, their schemas, their tests, what is probably not meant, and what they do to each other.
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
        let (names, mut read) = match (self.names(), super::read(&self.path)) {
            (Ok(names), Ok(read)) => (names, read),
            (Err(failed), _) | (_, Err(failed)) => return failed.show(),
        };
        let given = given_labels(&read);
        for policy in read.iter_mut().filter(|policy| policy.document.is_some()) {
            let now = Some(super::now());
            let names = names.clone().map(|mut names| {
                let others = given.iter().filter(|(by, _)| Some(by.as_str()) != policy.name());
                names.labels.extend(others.flat_map(|(_, labels)| labels.iter().cloned()));
                names
            });
            policy.diagnostics = PolicyDocument::read_and_lint(&policy.file.source, names.as_ref(), now).1;
        }
        together(&mut read);
        let errors = match self.json {
            true => print(&read),
            false => super::show(&read),
        };
        if let Err(exit) = junit::write(self.junit.as_deref(), "policies check", &cases(&read)) {
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
        let registry = crate::folder::registry(folder)?;
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

/// Adds what policies do to each other, once each is in order by itself.
pub(crate) fn together(read: &mut [Read]) {
    if super::has_errors(read) {
        return;
    }
    let documents: Vec<PolicyDocument> = read.iter().filter_map(|policy| policy.document.clone()).collect();
    let found = match PolicySet::compile(documents) {
        Ok(set) => towpath_policies::lint_set(&set),
        // Each is in order, so what is left are names that stand twice.
        Err(diagnostics) => {
            let named = |one: &towpath_diagnostics::Diagnostic| {
                let twice = |policy: &&str| one.message.contains(&format!("`{policy}`"));
                let names: Vec<&str> = read.iter().filter_map(Read::name).collect();
                names.into_iter().find(twice).unwrap_or_default().to_owned()
            };
            diagnostics.into_iter().map(|one| (named(&one), one)).collect()
        }
    };
    for (name, diagnostic) in found {
        // The last of those that bear the name: of two, that is the one too many.
        if let Some(policy) = read.iter_mut().rev().find(|policy| policy.name() == Some(name.as_str())) {
            policy.diagnostics.push(towpath_policies::place(&policy.file.source, diagnostic));
            towpath_diagnostics::sort_and_deduplicate(&mut policy.diagnostics);
        }
    }
}

/// Prints what was found as JSON; how many errors.
fn print(read: &[Read]) -> usize {
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
