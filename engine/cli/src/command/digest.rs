//! `towpath digest`: what a definition says, as one line.

use std::path::PathBuf;

use clap::Args;
use towpath_diagnostics::Diagnostic;
use towpath_dsl::yaml;

use crate::exit::Exit;
use crate::{definition, output};

/// Print the digest of definitions: the same for all texts that say the same.
///
/// It is taken over the canonical form: JSON without spaces, its keys sorted. Comments, quotes, layout and the order
/// of keys do not change it; every value and the order of lists do. A server shows it with each published version,
/// so it shows whether a file is what is live.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  towpath digest workflow.yaml                sha256:…  workflow.yaml
  towpath digest --canonical workflow.yaml    the canonical form itself")]
pub(crate) struct Digest {
    /// Definitions, YAML or JSON.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the canonical form itself, one line for each file.
    #[arg(long)]
    canonical: bool,
}

impl Digest {
    pub(crate) fn run(self) -> Exit {
        let mut exit = Exit::Success;
        for file in &self.files {
            let name = file.display().to_string();
            let source = match definition::read_definition_text(file) {
                Ok(source) => source,
                Err(exit) => return exit,
            };
            let (node, diagnostics) = yaml::parse(&source, yaml::Limits::default());
            match node.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) {
                Some(node) if self.canonical => output::document(&node.canonical()),
                Some(node) => output::data(&format!("{}  {name}", node.digest())),
                None => {
                    output::diagnostics(&name, &source, &diagnostics);
                    exit = Exit::Found;
                }
            }
        }
        exit
    }
}
