//! `towpath fmt`: the same documents in the one layout.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::exit::Exit;
use crate::folder::{self, Failed, File};
use crate::format::{Unformatted, format_definition};
use crate::{definition, disk, output};

/// Format definitions, policies and integrations: one layout for all, comments kept.
///
/// With one layout a review shows what was changed and nothing else. Files are changed in place, and only in their layout: comments are kept, and a file whose meaning (its digest)
/// would change is left as it is and named. Expressions are text, and stay as they are written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  towpath fmt workflow.yaml             format one file in place
  towpath fmt workflows/                every .yaml, .yml and .json file below a folder
  towpath fmt --check workflows/        change nothing; list what is not formatted, for a pipeline
  towpath fmt - < workflow.yaml         from stdin to stdout, for an editor

Exit codes:
  0  all is formatted
  1  a file is neither YAML nor JSON, or cannot be formatted safely; with --check: a file would change
  3  a file cannot be opened or written")]
pub(crate) struct Fmt {
    /// Files or folders, YAML or JSON; `-` reads stdin and writes stdout.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Change nothing; list the files that would change, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
}

/// What became of one file.
enum Outcome {
    /// It was formatted before.
    Unchanged,
    /// It has another layout now, or would have.
    Changed,
}

impl Fmt {
    pub(crate) fn run(self) -> Exit {
        let mut changed = 0_usize;
        let mut worst = Exit::Success;
        for path in &self.files {
            let outcomes = if path == Path::new("-") { vec![self.stdin()] } else { self.path(path) };
            for outcome in outcomes {
                match outcome {
                    Ok(Outcome::Unchanged) => {}
                    Ok(Outcome::Changed) => changed += 1,
                    Err(Exit::Unavailable) => worst = Exit::Unavailable,
                    Err(exit) if worst == Exit::Success => worst = exit,
                    Err(_) => {}
                }
            }
        }
        if self.check && changed > 0 {
            let (files, are) = if changed == 1 { ("file", "is") } else { ("files", "are") };
            output::error(&format!("{changed} {files} {are} not formatted"));
            output::help("`towpath fmt` without --check formats in place");
            worst = if worst == Exit::Success { Exit::Found } else { worst };
        }
        worst
    }

    fn stdin(&self) -> Result<Outcome, Exit> {
        let source = definition::read_definition_text(Path::new("-"))?;
        let text = format_definition(&source).map_err(|why| show("stdin", &source, why))?;
        let outcome = if text == source { Outcome::Unchanged } else { Outcome::Changed };
        match (self.check, &outcome) {
            // One line end is added again; more may belong to a text at the end.
            (false, _) => output::document(text.strip_suffix('\n').unwrap_or(&text)),
            (true, Outcome::Changed) => output::data("stdin"),
            (true, Outcome::Unchanged) => {}
        }
        Ok(outcome)
    }

    fn path(&self, path: &Path) -> Vec<Result<Outcome, Exit>> {
        match folder::document_files(path) {
            Ok(files) => files.iter().map(|file| self.file(file)).collect(),
            Err(Failed::Unreadable(error)) => vec![Err(unavailable(&error))],
            Err(failed) => vec![Err(failed.show())],
        }
    }

    fn file(&self, file: &File) -> Result<Outcome, Exit> {
        let name = file.name();
        let text = format_definition(&file.source).map_err(|why| show(&name, &file.source, why))?;
        if text == file.source {
            return Ok(Outcome::Unchanged);
        }
        if self.check {
            output::data(&name);
        } else {
            disk::write_named_file(&file.path, &text).map_err(|error| unavailable(&error))?;
            output::say(&format!("{} {name}", output::paint(anstyle::AnsiColor::Green, "formatted")));
        }
        Ok(Outcome::Changed)
    }
}

fn unavailable(error: &str) -> Exit {
    output::error(error);
    Exit::Unavailable
}

fn show(name: &str, source: &str, why: Unformatted) -> Exit {
    match why {
        Unformatted::Broken(diagnostics) => {
            output::diagnostics(name, source, &diagnostics);
            output::error(&format!("{name} is not formatted: it cannot be read"));
        }
        Unformatted::Unsafe(why) => {
            output::error(&format!("{name} is not formatted: {why}"));
            output::help(
                "write that place another way, such as a text in double quotes; the file is as it was",
            );
        }
    }
    Exit::Found
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// What the command answers, and what the files are then.
    fn run(files: &[(&str, &str)], check: bool) -> (Exit, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
        for (path, (_, text)) in paths.iter().zip(files) {
            std::fs::write(path, text).unwrap();
        }
        let exit = Fmt { files: vec![folder.path().to_owned()], check }.run();
        (exit, paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect())
    }

    #[test]
    fn files_are_written_only_where_that_is_safe_and_wished() {
        let (loose, tidy) = ("a:   [1,2] # why\n", "a: [1, 2] # why\n");
        let (broken, lossy) = ("a: [1\n", "a: |+\n  kept\n\n\n\nb:   1\n");
        let cases: &[(&[&str], bool, Exit, &[&str])] = &[
            (&[loose, tidy], false, Exit::Success, &[tidy, tidy]),
            (&[loose, tidy], true, Exit::Found, &[loose, tidy]),
            (&[tidy], true, Exit::Success, &[tidy]),
            (&[loose, broken], false, Exit::Found, &[tidy, broken]),
            (&[lossy, loose], false, Exit::Found, &[lossy, tidy]),
        ];
        for (texts, check, exit, expected) in cases {
            let names = ["a.yaml", "b.yml"];
            let files: Vec<_> = names.into_iter().zip(texts.iter().copied()).collect();
            let found = run(&files, *check);
            assert_eq!(found, (*exit, expected.iter().map(|text| (*text).to_owned()).collect()), "{texts:?}");
        }
        let missing = Fmt { files: vec!["/nowhere/at/all.yaml".into()], check: false };
        assert_eq!(missing.run(), Exit::Unavailable);
    }
}
