//! `towpath policies test`: the tests that policies carry.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use towpath_policies::TestResult;

use crate::exit::Exit;
use crate::junit::{self, Case};
use crate::{output, policy_files};

/// Run the tests that policies carry in themselves.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// A folder, or one file.
    path: PathBuf,
    /// Write the results as JUnit XML.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Print every result, with its decision, as one JSON array.
    #[arg(long)]
    json: bool,
}

impl Test {
    pub(crate) fn run(self) -> Exit {
        let read = match policy_files::read_without_errors(&self.path) {
            Ok(read) => read,
            Err(exit) => return exit,
        };
        let mut results = Vec::new();
        for policy in read {
            let Some(document) = policy.document else { continue };
            match towpath_policies::test(&document) {
                Ok(found) => results.extend(found),
                Err(diagnostics) => {
                    output::diagnostics(&policy.file.name(), &policy.file.source, &diagnostics);
                    return Exit::Found;
                }
            }
        }
        let failed = results.iter().filter(|result| !result.passed()).count();
        if self.json {
            output::json(&results);
        } else {
            results.iter().for_each(show);
            output::say(&format!("{} passed, {failed} failed", results.len() - failed));
        }
        let cases: Vec<Case> = results.iter().map(case).collect();
        if let Err(exit) = junit::write_junit(self.junit.as_deref(), "policies test", &cases) {
            return exit;
        }
        if failed > 0 { Exit::Found } else { Exit::Success }
    }
}

fn case(result: &TestResult) -> Case {
    Case {
        of: result.policy.clone(),
        name: result.test.clone(),
        failure: (!result.passed()).then(|| format!("expects `{}`\n{}", result.expected, result.outcome())),
    }
}

fn show(result: &TestResult) {
    if result.passed() {
        output::say(&format!(
            "{} {}: {}",
            output::paint(AnsiColor::Green, "ok  "),
            result.policy,
            result.test
        ));
        return;
    }
    output::say(&format!("{} {}: {}", output::paint(AnsiColor::Red, "FAIL"), result.policy, result.test));
    for line in result.outcome().lines() {
        output::say(&format!("     {line}"));
    }
}
