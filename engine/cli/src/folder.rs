//! Folders of policies and integrations, as IT keeps them under version control.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use towpath_diagnostics::Diagnostic;
use towpath_integrations::{IntegrationDocument, MapSecrets, Registry};
use towpath_wire::FunctionSignature;

use crate::exit::Exit;
use crate::output;

/// One document of a folder.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) source: String,
}

impl File {
    /// The path, as diagnostics name it.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }
}

/// Why a folder cannot be used.
#[derive(Debug)]
pub(crate) enum Failed {
    /// It cannot be read.
    Unreadable(String),
    /// Documents in it have errors.
    Invalid(Vec<(File, Vec<Diagnostic>)>),
    /// The documents do not go together.
    Together(Vec<Diagnostic>),
}

impl Failed {
    /// Tells the person at the terminal.
    pub(crate) fn show(self) -> Exit {
        match self {
            Self::Unreadable(error) => {
                output::error(&error);
                Exit::Unavailable
            }
            Self::Invalid(files) => {
                for (file, diagnostics) in files {
                    output::diagnostics(&file.name(), &file.source, &diagnostics);
                }
                Exit::Found
            }
            Self::Together(diagnostics) => {
                output::diagnostics("", "", &diagnostics);
                Exit::Found
            }
        }
    }
}

/// Every `.yaml`, `.yml` and `.json` file below a folder, by path; or the one file, if it is one.
pub(crate) fn files(root: &Path) -> Result<Vec<File>, Failed> {
    let mut paths = Vec::new();
    collect(root, &mut paths)
        .map_err(|error| Failed::Unreadable(format!("cannot read `{}`: {error}", root.display())))?;
    paths.sort();
    paths
        .into_iter()
        .map(|path| match crate::input::read_file(&path) {
            Ok(source) => Ok(File { path, source }),
            Err(error) => Err(Failed::Unreadable(error)),
        })
        .collect()
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        std::fs::metadata(path)?;
        paths.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let entry = entry?.path();
        let known = entry
            .extension()
            .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known));
        if entry.is_dir() {
            collect(&entry, paths)?;
        } else if known {
            paths.push(entry);
        }
    }
    Ok(())
}

/// The operations that a folder of integrations offers, for checking definitions without a server.
pub(crate) fn signatures(root: &Path) -> Result<Vec<FunctionSignature>, Failed> {
    Ok(registry(root)?.signatures())
}

/// The integrations of a folder, together.
pub(crate) fn registry(root: &Path) -> Result<Registry, Failed> {
    let mut documents = Vec::new();
    let mut wrong = Vec::new();
    for file in files(root)? {
        let (document, diagnostics) = IntegrationDocument::parse(&file.source);
        documents.extend(document);
        if diagnostics.iter().any(Diagnostic::is_error) {
            wrong.push((file, diagnostics));
        }
    }
    if !wrong.is_empty() {
        return Err(Failed::Invalid(wrong));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failed::Unreadable(format!("cannot start: {error}")))?;
    let registry = runtime.block_on(Registry::build(documents, Arc::new(MapSecrets::default())));
    registry.map_err(Failed::Together)
}

/// The name a document gives itself: its `key` at the top, or the file's stem where it has none.
pub(crate) fn document_name(file: &File, key: &str) -> String {
    let (node, _) = towpath_dsl::yaml::parse(&file.source, towpath_dsl::yaml::Limits::default());
    let named =
        node.as_ref().and_then(|node| node.get(key)).and_then(|name| name.as_str().map(str::to_owned));
    named.unwrap_or_else(|| file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
}
