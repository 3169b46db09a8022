//! What lies in a folder: which file is which kind of document. Nothing is evaluated here.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use towpath_dsl::yaml;

use super::environment::{self, Environments};
use crate::disk::{Folder, Hidden, Seen, Walk};
use crate::folder::{Failed, File};

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
    /// Other files, by path.
    pub(crate) unknown: Vec<PathBuf>,
    /// What is another on each server.
    pub(crate) environments: Environments,
}

impl Tree {
    /// Reads a folder for an environment. It is an error if no known sub-folder is in it.
    pub(crate) fn read(root: &Path, environment: Option<&str>) -> Result<Self, Failed> {
        let mut tree = Self::read_any(root)?;
        tree.environments.put_in(environment, &mut tree.found)?;
        if tree.kinds.is_empty() {
            let known = Kind::ALL.map(|kind| format!("`{}`", kind.folder())).join(", ");
            return Err(Failed::Unreadable(format!("`{}` has none of the folders {known}", root.display())));
        }
        Ok(tree)
    }

    /// Reads a folder with any content.
    pub(crate) fn read_any(root: &Path) -> Result<Self, Failed> {
        let mut tree = Self::default();
        tree.look(root).map_err(Failed::Unreadable)?;
        tree.found.sort_by(|a, b| (a.kind, &a.file.path).cmp(&(b.kind, &b.file.path)));
        Ok(tree)
    }

    fn look(&mut self, root: &Path) -> Result<(), String> {
        let root = Folder::open(root)?;
        let mut walk = Walk::new(&root, Hidden::PassedOver);
        for seen in walk.top(&root)? {
            let (Seen::Folder(path) | Seen::Other(path)) = &seen else { continue };
            if path.ends_with(environment::FOLDER)
                && let Some(name) = path.file_name()
            {
                let inside = root.inside(name)?;
                walk.all(&inside)?.into_iter().for_each(|seen| self.environment(seen));
                continue;
            }
            let kind = Kind::ALL.into_iter().find(|kind| path.ends_with(kind.folder()));
            match (kind, path.file_name()) {
                // A link of that name is refused, and no file is a folder.
                (Some(kind), Some(name)) => {
                    let inside = root.inside(name)?;
                    self.kinds.insert(kind);
                    walk.all(&inside)?.into_iter().for_each(|seen| self.take(kind, seen));
                }
                _ => self.unknown.push(path.clone()),
            }
        }
        Ok(())
    }

    fn environment(&mut self, seen: Seen) {
        match seen {
            Seen::Folder(_) => {}
            Seen::Other(path) => self.unknown.push(path),
            Seen::Document(file) => self.environments.files.push(file),
        }
    }

    fn take(&mut self, kind: Kind, seen: Seen) {
        match seen {
            Seen::Folder(_) => {}
            Seen::Other(path) => self.unknown.push(path),
            Seen::Document(file) => self.file(kind, file),
        }
    }

    fn file(&mut self, kind: Kind, file: File) {
        match kind {
            // Cases lie beside their definition.
            Kind::Workflow if file.path.file_stem().is_some_and(|stem| stem == "tests") => {}
            Kind::Workflow if !may_be_definition(&file.source) => self.unknown.push(file.path),
            _ => self.found.push(Found { kind, file }),
        }
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
        let tree = Tree::read(folder.path(), None);
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
        let short = |path: &Path| super::super::short_place_of_file(folder.path(), path);
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
