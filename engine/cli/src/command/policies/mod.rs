//! `towpath policies`: what IT does with its policies on the command line.

mod check;
mod test;

use clap::Subcommand;
use towpath_diagnostics::Diagnostic;
use towpath_policies::PolicyDocument;

use crate::exit::Exit;
use crate::folder::{Failed, File};
use crate::output;

/// Check and test policies, without a server.
#[derive(Debug, Subcommand)]
pub(crate) enum Policies {
    Check(check::Check),
    Test(test::Test),
}

impl Policies {
    pub(crate) fn run(self) -> Exit {
        match self {
            Self::Check(command) => command.run(),
            Self::Test(command) => command.run(),
        }
    }
}

/// A policy and everything found in its text.
struct Read {
    file: File,
    document: Option<PolicyDocument>,
    diagnostics: Vec<Diagnostic>,
}

fn read(root: &std::path::Path) -> Result<Vec<Read>, Failed> {
    let files = crate::folder::files(root)?;
    Ok(files
        .into_iter()
        .map(|file| {
            let (document, diagnostics) = PolicyDocument::read(&file.source);
            Read { file, document, diagnostics }
        })
        .collect())
}

/// Shows what was found; how many errors.
fn show(read: &[Read]) -> usize {
    for policy in read {
        output::diagnostics(&policy.file.name(), &policy.file.source, &policy.diagnostics);
    }
    read.iter().flat_map(|policy| &policy.diagnostics).filter(|found| found.is_error()).count()
}
