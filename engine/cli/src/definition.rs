//! Reading definitions that are looked at, not run: what this engine cannot run yet is no error here.

use std::path::Path;

use towpath_diagnostics::Diagnostic;
use towpath_dsl::Workflow;

use crate::exit::Exit;
use crate::{input, output};

/// The text of a file, or of stdin for `-`.
pub(crate) fn text(path: &Path) -> Result<String, Exit> {
    let text = if path == Path::new("-") {
        let bytes = input::read_argument("-");
        bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "stdin is not UTF-8 text".to_owned()))
    } else {
        input::read_file(path)
    };
    text.map_err(|error| {
        output::error(&error);
        Exit::Unavailable
    })
}

/// The definition in a file, complete. What is wrong with it is told.
pub(crate) fn read(path: &Path) -> Result<Workflow, Exit> {
    let source = text(path)?;
    let (workflow, mut diagnostics) = towpath_dsl::read(&source);
    diagnostics.retain(|found| Diagnostic::is_error(found) && !towpath_dsl::is_only_unavailable(found));
    match workflow {
        Some(workflow) if diagnostics.is_empty() => Ok(workflow),
        _ => {
            let name = if path == Path::new("-") { "stdin".to_owned() } else { path.display().to_string() };
            output::diagnostics(&name, &source, &diagnostics);
            output::error(&format!("{name} has errors"));
            Err(Exit::Found)
        }
    }
}
