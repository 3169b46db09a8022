//! Folders of policies and integrations, as IT keeps them under version control.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use towpath_diagnostics::Diagnostic;
use towpath_integrations::{IntegrationDocument, MapSecrets, Registry};
use towpath_wire::FunctionSignature;

use crate::exit::Exit;
use crate::{disk, output};

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
    /// Shows it on stderr.
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
pub(crate) fn document_files(root: &Path) -> Result<Vec<File>, Failed> {
    let is_folder = std::fs::metadata(root).is_ok_and(|found| found.is_dir());
    if !is_folder {
        let source = disk::read_document_file(root).map_err(Failed::Unreadable)?;
        return Ok(vec![File { path: root.to_owned(), source }]);
    }
    let folder = disk::Folder::open(root).map_err(Failed::Unreadable)?;
    let seen = disk::Walk::new(&folder, disk::Hidden::Read).all(&folder).map_err(Failed::Unreadable)?;
    let documents = seen.into_iter().filter_map(|seen| match seen {
        disk::Seen::Document(file) => Some(file),
        disk::Seen::Folder(_) | disk::Seen::Other(_) => None,
    });
    let mut files: Vec<File> = documents.collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The operations that a folder of integrations offers, for checking definitions without a server.
pub(crate) fn signatures_of_folder(root: &Path) -> Result<Vec<FunctionSignature>, Failed> {
    Ok(registry_of_folder(root)?.signatures())
}

/// The integrations of a folder, together.
pub(crate) fn registry_of_folder(root: &Path) -> Result<Registry, Failed> {
    let mut documents = Vec::new();
    let mut wrong = Vec::new();
    for file in document_files(root)? {
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
