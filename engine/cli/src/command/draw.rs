//! `towpath draw`: a definition as a picture.

use std::path::PathBuf;

use clap::Args;

use crate::exit::Exit;
use crate::{definition, output};

/// Draw a definition as a Mermaid flowchart.
///
/// Markdown on most forges, in wikis and in editors shows it as a picture. Every task is a box with its name and what it does; arrows go where the engine goes: along the list, where `then`
/// and the cases of a `switch` lead, around loops, and dotted to what catches an error. Definitions that use what this
/// engine cannot run yet are drawn too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  towpath draw workflow.yaml
  (echo '```mermaid'; towpath draw workflow.yaml; echo '```') > picture.md    a page that shows it

Exit codes: 0 drawn, 1 the definition has errors, 3 the file cannot be read.")]
pub(crate) struct Draw {
    /// The definition, YAML or JSON; `-` is stdin.
    file: PathBuf,
}

impl Draw {
    pub(crate) fn run(self) -> Exit {
        match definition::read_definition(&self.file) {
            Ok(workflow) => {
                output::document(towpath_dsl::draw(&workflow).trim_end());
                Exit::Success
            }
            Err(exit) => exit,
        }
    }
}
