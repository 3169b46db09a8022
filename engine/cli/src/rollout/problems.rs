//! What is wrong with a folder, all of it, as people, scripts and CI systems read it.

use serde_json::json;
use towpath_diagnostics::{Diagnostic, render};

use crate::exit::Exit;
use crate::folder::File;
use crate::junit::Case;
use crate::output;

/// What is wrong with a folder.
#[derive(Default)]
pub(crate) struct Problems {
    pub(super) files: Vec<(File, Vec<Diagnostic>)>,
    /// What is wrong with no one file.
    pub(super) words: Vec<String>,
}

impl Problems {
    /// Shows them on stderr, or with `json` on stdout.
    pub(crate) fn show(self, json: bool) -> Exit {
        let count = self.words.len()
            + self.files.iter().flat_map(|(_, found)| found).filter(|found| found.is_error()).count();
        for (file, found) in &self.files {
            output::diagnostics(&file.name(), &file.source, found);
        }
        self.words.iter().for_each(|words| output::error(words));
        if json {
            let found = self.files.iter().flat_map(|(file, found)| {
                render::json::render(&file.name(), &file.source, found)
                    .iter()
                    .map(|one| json!(one))
                    .collect::<Vec<_>>()
            });
            let words = self.words.iter().map(|words| json!({ "severity": "error", "message": words }));
            output::json(&json!({ "problems": found.chain(words).collect::<Vec<_>>() }));
        }
        let s = if count == 1 { "" } else { "s" };
        output::error(&format!("{count} problem{s} found; nothing was sent"));
        Exit::Found
    }

    /// A failed case for each file, and for every other problem.
    pub(super) fn cases(&self) -> Vec<Case> {
        let case = |name: String, why: String| Case { of: "folder".to_owned(), name, failure: Some(why) };
        let files = self.files.iter().filter_map(|(file, found)| {
            let errors = found.iter().filter(|found| found.is_error());
            let lines: Vec<String> =
                errors.map(|found| format!("{}: {}", found.code, found.message)).collect();
            (!lines.is_empty()).then(|| case(file.name(), lines.join("\n")))
        });
        files.chain(self.words.iter().map(|words| case("folder".to_owned(), words.clone()))).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && !self.files.iter().flat_map(|(_, found)| found).any(Diagnostic::is_error)
    }

    /// Keeps what was found in a file.
    pub(super) fn note(&mut self, file: File, found: Vec<Diagnostic>) {
        if !found.is_empty() {
            self.files.push((file, found));
        }
    }
}
