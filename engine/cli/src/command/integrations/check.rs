//! `towpath integrations check`: what is wrong with integrations, without reaching anything.

use std::path::PathBuf;

use clap::Args;
use towpath_diagnostics::render;
use towpath_integrations::IntegrationDocument;

use crate::exit::Exit;
use crate::folder;
use crate::output;

/// Check integrations: their form, their schemas, what their operations say they do. Nothing is reached.
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
        let files = match folder::document_files(&self.path) {
            Ok(files) => files,
            Err(failed) => return failed.show(),
        };
        let (mut errors, mut all) = (0, Vec::new());
        for file in &files {
            let (_, found) = IntegrationDocument::parse(&file.source);
            errors += found.iter().filter(|found| found.is_error()).count();
            if self.json {
                let name = file.name();
                let rendered = render::json::render(&name, &file.source, &found);
                all.extend(rendered.iter().map(|diagnostic| serde_json::json!(diagnostic)));
            } else {
                output::diagnostics(&file.name(), &file.source, &found);
            }
        }
        if self.json {
            output::json(&all);
        } else if errors == 0 {
            let ok = output::paint(anstyle::AnsiColor::Green, "ok");
            output::say(&format!("{ok} {} integrations", files.len()));
        }
        if errors > 0 { Exit::Found } else { Exit::Success }
    }
}
