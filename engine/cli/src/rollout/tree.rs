//! What lies in a folder: which file is which kind of document. Nothing is judged here.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use towpath_dsl::yaml;

use crate::folder::{Failed, File};

/// Folders deeper than this are left alone: a link may lead round in a circle.
const DEEPEST: usize = 12;

/// A kind of document, in the order in which they are put in force.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// What workflows reach.
    #[value(name = "integrations")]
    Integration,
    /// What they may.
    #[value(name = "policies")]
    Policy,
    /// A definition.
    #[value(name = "workflows")]
    Workflow,
    /// The settings of a workflow.
    Settings,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Integration, Self::Policy, Self::Workflow, Self::Settings];

    /// The sub-folder it lies in.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Integration => "integrations",
            Self::Policy => "policies",
            Self::Workflow => "workflows",
            Self::Settings => "settings",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Integration => "integration",
            Self::Policy => "policy",
            Self::Workflow => "workflow",
            Self::Settings => "settings",
        })
    }
}

/// A file that is a document.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) file: File,
}

/// A folder as it lies there.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The sub-folders that are there.
    pub(crate) kinds: BTreeSet<Kind>,
    /// Documents, by kind and path.
    pub(crate) found: Vec<Found>,
    /// What is none, by path.
    pub(crate) unknown: Vec<PathBuf>,
}

impl Tree {
    /// Looks through a folder. Without any known sub-folder it is none of these.
    pub(crate) fn read(root: &Path) -> Result<Self, Failed> {
        let mut tree = Self::default();
        for path in entries(root)? {
            let kind = Kind::ALL.into_iter().find(|kind| path.ends_with(kind.folder()) && path.is_dir());
            match kind {
                Some(kind) => {
                    tree.kinds.insert(kind);
                    tree.walk(kind, &path, 1)?;
                }
                None => tree.unknown.push(path),
            }
        }
        if tree.kinds.is_empty() {
            let known = Kind::ALL.map(|kind| format!("`{}`", kind.folder())).join(", ");
            return Err(Failed::Unreadable(format!("`{}` has none of the folders {known}", root.display())));
        }
        tree.found.sort_by(|a, b| (a.kind, &a.file.path).cmp(&(b.kind, &b.file.path)));
        Ok(tree)
    }

    fn walk(&mut self, kind: Kind, folder: &Path, depth: usize) -> Result<(), Failed> {
        for path in entries(folder)? {
            if path.is_dir() && depth < DEEPEST {
                self.walk(kind, &path, depth + 1)?;
            } else if path.is_dir() || !is_text(&path) {
                self.unknown.push(path);
            } else {
                self.file(kind, path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, kind: Kind, path: PathBuf) -> Result<(), Failed> {
        let source = crate::input::read_file(&path).map_err(Failed::Unreadable)?;
        match kind {
            // Cases lie beside their definition.
            Kind::Workflow if path.file_stem().is_some_and(|stem| stem == "tests") => return Ok(()),
            Kind::Workflow if !may_be_definition(&source) => self.unknown.push(path),
            _ => self.found.push(Found { kind, file: File { path, source } }),
        }
        Ok(())
    }
}

/// Whether a text is a definition, or cannot be read at all and might have been one.
fn may_be_definition(source: &str) -> bool {
    let (node, found) = yaml::parse(source, yaml::Limits::default());
    match node {
        Some(node) if found.is_empty() => node.get("document").is_some(),
        _ => true,
    }
}

/// What lies in a folder, by name, without what is hidden.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let unreadable =
        |error: std::io::Error| Failed::Unreadable(format!("cannot read `{}`: {error}", folder.display()));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Tree, Failed>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let tree = Tree::read(folder.path());
        (folder, tree)
    }

    #[test]
    fn files_are_told_apart() {
        let (folder, tree) = tree(&[
            ("README.md", ""),
            (".git/config", ""),
            ("integrations/crm.yaml", "integration: crm\n"),
            ("policies/teams/support.json", "{\"policy\": \"support\"}"),
            ("policies/notes.txt", ""),
            ("workflows/refund/workflow.yaml", "document: {}\n"),
            ("workflows/refund/tests.yaml", "- name: x\n"),
            ("workflows/refund/cases.json", "[]"),
            ("workflows/refund/broken.yaml", "document: [\n"),
        ]);
        let tree = tree.unwrap();
        let short = |path: &Path| super::super::place(folder.path(), path);
        let found: Vec<_> = tree.found.iter().map(|one| (one.kind, short(&one.file.path))).collect();
        let expected = [
            (Kind::Integration, "integrations/crm.yaml"),
            (Kind::Policy, "policies/teams/support.json"),
            (Kind::Workflow, "workflows/refund/broken.yaml"),
            (Kind::Workflow, "workflows/refund/workflow.yaml"),
        ];
        assert_eq!(found, expected.map(|(kind, path)| (kind, path.to_owned())));
        let unknown: Vec<_> = tree.unknown.iter().map(|path| short(path)).collect();
        assert_eq!(unknown, ["README.md", "policies/notes.txt", "workflows/refund/cases.json"]);
    }

    #[test]
    fn another_folder_is_refused() {
        let (_folder, tree) = tree(&[("docs/a.yaml", "")]);
        assert!(matches!(tree, Err(Failed::Unreadable(why)) if why.contains("none of the folders")));
    }
}
