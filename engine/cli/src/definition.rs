//! Definitions on the command line: reading them to compare or draw, where a task that the engine cannot run yet is no error, and
//! checking them natively.

use std::path::Path;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::Workflow;
use towpath_wire::{FunctionSignature, Load, LoadReport};

use crate::exit::Exit;
use crate::{input, output};

/// A parser or a regular expression may recurse, and definitions come from others.
const STACK: usize = 512 << 20;

/// The text of a file, or of stdin for `-`.
pub(crate) fn read_definition_text(path: &Path) -> Result<String, Exit> {
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

/// The definition in a file, complete. Errors are shown.
pub(crate) fn read_definition(path: &Path) -> Result<Workflow, Exit> {
    let source = read_definition_text(path)?;
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

/// Checks one definition natively.
pub(crate) fn check_natively(source: &str, functions: Option<Vec<FunctionSignature>>) -> LoadReport {
    // Nothing is fetched here; the server reports what is still open.
    load_with(Load {
        source: source.to_owned(),
        functions,
        resources: Some(Vec::new()),
        settings: None,
        evaluate: None,
    })
}

/// Loads a definition natively, on a stack of its own.
pub(crate) fn load_with(request: Load) -> LoadReport {
    let checking = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || towpath_runner::load(&request).0)
        .map(std::thread::JoinHandle::join);
    match checking {
        Ok(Ok(report)) => report,
        Ok(Err(_)) => fault("the checker failed on this definition"),
        Err(error) => fault(&format!("the checker could not be started: {error}")),
    }
}

fn fault(message: &str) -> LoadReport {
    let diagnostic = Diagnostic::error(codes::TP0001, message);
    LoadReport { diagnostics: vec![diagnostic], ..LoadReport::default() }
}
