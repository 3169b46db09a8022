//! Reading what the command line names: files, stdin, JSON.

use std::io::Read as _;
use std::path::Path;

/// A file's text, with an error that names it.
pub(crate) fn read_file(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

/// `JSON`, `@file` or `-` for stdin.
pub(crate) fn read_argument(argument: &str) -> Result<Vec<u8>, String> {
    match argument.strip_prefix('@') {
        Some(file) => std::fs::read(file).map_err(|error| format!("cannot read `{file}`: {error}")),
        None if argument == "-" => {
            let mut text = Vec::new();
            let read = std::io::stdin().read_to_end(&mut text);
            read.map_err(|error| format!("cannot read stdin: {error}"))?;
            Ok(text)
        }
        None => Ok(argument.as_bytes().to_vec()),
    }
}
