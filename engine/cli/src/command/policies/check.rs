//! `towpath policies check`: what is wrong, or probably not meant, in policies.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::exit::Exit;
use crate::output;

/// Check policies: their form, their schemas, and what is probably not meant.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A folder, or one file.
    path: PathBuf,
    /// Print diagnostics as one JSON array with ranges.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(self) -> Exit {
        let mut read = match super::read(&self.path) {
            Ok(read) => read,
            Err(failed) => return failed.show(),
        };
        for policy in &mut read {
            if let Some(document) = &policy.document {
                policy.diagnostics.extend(towpath_policies::lint(document, None, None));
                towpath_diagnostics::sort_and_deduplicate(&mut policy.diagnostics);
            }
        }
        let errors = if self.json {
            let all: Vec<_> = read
                .iter()
                .flat_map(|policy| {
                    let name = policy.file.name();
                    let found = towpath_diagnostics::render::json::render(
                        &name,
                        &policy.file.source,
                        &policy.diagnostics,
                    );
                    found.iter().map(|diagnostic| json!(diagnostic)).collect::<Vec<_>>()
                })
                .collect();
            output::json(&all);
            read.iter().flat_map(|policy| &policy.diagnostics).filter(|found| found.is_error()).count()
        } else {
            super::show(&read)
        };
        if errors > 0 {
            return Exit::Found;
        }
        if !self.json {
            output::say(&format!(
                "{} {} policies",
                output::paint(anstyle::AnsiColor::Green, "ok"),
                read.len()
            ));
        }
        Exit::Success
    }
}
