//! Taking everything that is in force out of a server, into a folder: exactly as it was put. Secrets stay where they are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};
use towpath_access::derive;
use towpath_client::{Client, ClientError, VersionState};
use towpath_dsl::yaml;
use towpath_identity::Action;
use towpath_integrations::IntegrationDocument;

use super::seen::Seen;
use super::tree::{Kind, Tree};
use crate::disk::Writer;
use crate::folder::{Failed, File, document_name};

/// What a server has, and where it goes.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Pulled {
    /// Files that are not there yet, or are to be replaced, from the folder's root.
    pub(crate) written: Vec<String>,
    /// Files that say something else; nothing is written while there are any and they are not to be replaced.
    pub(crate) differ: Vec<String>,
    /// How many files are there already.
    pub(crate) same: usize,
    /// The names of the secrets that another server needs.
    pub(crate) secrets: BTreeSet<String>,
    /// What the token may not see.
    pub(crate) hidden: Vec<String>,
    #[serde(skip)]
    texts: BTreeMap<PathBuf, String>,
    #[serde(skip)]
    root: PathBuf,
}

/// What lies in a folder already.
#[derive(Debug, Default)]
pub(crate) struct There {
    /// Documents, wherever in it.
    documents: BTreeMap<(Kind, String), File>,
    /// Every text, by path.
    texts: BTreeMap<PathBuf, String>,
}

/// A document of a server.
struct Taken {
    kind: Kind,
    name: String,
    source: String,
}

/// Looks at a server and at a folder; nothing is written. `there`: what lies in the folder.
pub(crate) async fn compare_for_pull(
    client: &Client,
    root: &Path,
    there: &There,
) -> Result<Pulled, ClientError> {
    let seen = Seen::everything(client).await?;
    let mut pulled = Pulled { root: root.to_owned(), ..Pulled::default() };
    for Taken { kind, name, source } in documents_to_pull(&seen, &mut pulled) {
        let found = there.documents.get(&(kind, name.clone()));
        let path = match found {
            Some(file) => file.path.clone(),
            None => match default_path(root, kind, &name, &source) {
                Some(path) => path,
                None => {
                    pulled.hidden.push(format!("the {kind} `{name}`, whose name is no name of a file"));
                    continue;
                }
            },
        };
        let place = super::short_place_of_file(root, &path);
        match there.texts.get(&path) {
            Some(before) if is_same(kind, before, &source) => pulled.same += 1,
            before => {
                // What is no document of ours is not replaced in silence either.
                if before.is_some() || std::fs::symlink_metadata(&path).is_ok() {
                    pulled.differ.push(place.clone());
                }
                pulled.written.push(place);
                pulled.texts.insert(path, source);
            }
        }
    }
    Ok(pulled)
}

impl Pulled {
    /// Writes the files. The error names the one that could not be written.
    pub(crate) fn write(&self) -> Result<(), String> {
        let writer = Writer::open(&self.root)?;
        for (path, text) in &self.texts {
            writer.write(path.strip_prefix(&self.root).unwrap_or(path), text)?;
        }
        Ok(())
    }
}

/// Everything that is in force, and the secrets it names.
fn documents_to_pull(seen: &Seen, pulled: &mut Pulled) -> Vec<Taken> {
    let mut all = Vec::new();
    let mut take = |kind: Kind, name: &str, source: &str| {
        all.push(Taken { kind, name: name.to_owned(), source: source.to_owned() });
    };
    if let Err(why) = seen.may(Action::ReadIntegration, None) {
        pulled.hidden.push(format!("integrations: {why}"));
    }
    if let Err(why) = seen.may(Action::ReadPolicy, None) {
        pulled.hidden.push(format!("policies: {why}"));
    }
    for (name, text) in seen.integrations.iter().flatten() {
        let document = IntegrationDocument::parse(&text.source).0;
        pulled.secrets.extend(document.iter().flat_map(|document| document.secrets()).map(str::to_owned));
        take(Kind::Integration, name, &text.source);
    }
    for policy in &seen.active.policies {
        take(Kind::Policy, &policy.name, &policy.source);
    }
    for (name, remote) in &seen.workflows {
        let is_retired = remote.latest.as_ref().is_some_and(|latest| latest.state == VersionState::Retired);
        let Some(source) = remote.source.as_ref().filter(|_| !is_retired) else { continue };
        let workflow = towpath_dsl::read(source).0;
        pulled.secrets.extend(workflow.iter().flat_map(|workflow| derive(workflow).secrets));
        take(Kind::Workflow, name, source);
        if let Some(settings) = seen.settings.get(name).filter(|settings| !settings.set.is_empty()) {
            take(Kind::Settings, name, &written_out(&settings.set));
        }
    }
    all
}

/// What lies in a folder already, as it is for an environment. A link or a pipe in it is refused before anything is asked or
/// written.
pub(crate) fn documents_in_folder(root: &Path, environment: Option<&str>) -> Result<There, Failed> {
    let mut there = There::default();
    if std::fs::symlink_metadata(root).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
        return Ok(there);
    }
    let mut tree = Tree::read_any(root)?;
    if environment.is_some() {
        tree.environments.put_in(environment, &mut tree.found)?;
    }
    there.texts.extend(tree.found.iter().map(|found| (found.file.path.clone(), found.file.source.clone())));
    for found in tree.found {
        let name = match found.kind {
            Kind::Integration => document_name(&found.file, "integration"),
            Kind::Policy => document_name(&found.file, "policy"),
            Kind::Workflow => match towpath_dsl::read(&found.file.source).0 {
                Some(workflow) => {
                    format!("{}/{}", workflow.document.namespace.value, workflow.document.name.value)
                }
                None => continue,
            },
            Kind::Settings => {
                let place = super::short_place_of_file(root, &found.file.path);
                let inside = place.split_once('/').map(|(_, inside)| inside).unwrap_or_default();
                inside.rsplit_once('.').map_or(inside, |(stem, _)| stem).to_owned()
            }
        };
        there.documents.insert((found.kind, name), found.file);
    }
    Ok(there)
}

/// Where a document goes that is not in the folder yet. INVARIANT: never outside the folder, whatever names the server sends.
fn default_path(root: &Path, kind: Kind, name: &str, source: &str) -> Option<PathBuf> {
    let is_json = source.trim_start().starts_with('{');
    let mut path = root.join(kind.folder());
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        let fits = |c: char| c.is_alphanumeric() || "._-".contains(c);
        if part.is_empty() || part.starts_with('.') || !part.chars().all(fits) {
            return None;
        }
        let ending = if is_json { ".json" } else { ".yaml" };
        path.push(if parts.peek().is_some() { part.to_owned() } else { format!("{part}{ending}") });
    }
    Some(path)
}

/// Settings are values; everything else is a text.
fn is_same(kind: Kind, before: &str, now: &str) -> bool {
    let values = |text: &str| yaml::parse(text, yaml::Limits::default()).0.map(|node| node.to_json());
    before == now || (kind == Kind::Settings && values(before) == values(now))
}

/// Settings, a line each: JSON is YAML too.
fn written_out(values: &Map<String, Value>) -> String {
    let is_word = |name: &str| ["true", "false", "null"].contains(&name.to_lowercase().as_str());
    let is_plain = |name: &str| {
        name.chars().next().is_some_and(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !is_word(name)
    };
    let line = |(name, value): (&String, &Value)| match is_plain(name) {
        true => format!("{name}: {value}\n"),
        false => format!("{}: {value}\n", Value::from(name.as_str())),
    };
    values.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let path = |name: &str| default_path(Path::new("d"), Kind::Workflow, name, "a: 1");
        assert_eq!(path("support/refund").unwrap(), Path::new("d/workflows/support/refund.yaml"));
        for name in ["../x", "a/../../x", "/etc/x", "a//b", "a/.b", "a\\b", ""] {
            assert!(path(name).is_none(), "{name}");
        }
        let json = default_path(Path::new("d"), Kind::Policy, "p", " {}").unwrap();
        assert_eq!(json, Path::new("d/policies/p.json"));
    }

    #[test]
    fn settings_are_read_back_as_they_were() {
        let values =
            json!({ "limit": 5, "a-b": "x: y", "list": ["gold", null], "yes": "no", "n": {}, "True": 1 });
        let text = written_out(values.as_object().unwrap());
        let read = yaml::parse(&text, yaml::Limits::default()).0.unwrap().to_json();
        assert_eq!(read, values, "{text}");
    }
}
