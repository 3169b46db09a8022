//! Making sure of a folder without a server: every document by itself, and what they are to each other. Everything that is
//! wrong is found before anything is sent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value};
use towpath_access::Profile;
use towpath_diagnostics::{Diagnostic, Severity, codes};
use towpath_dsl::{Workflow, yaml};
use towpath_integrations::IntegrationDocument;
use towpath_policies::{Names, PolicyDocument};
use towpath_wire::{Identity, Load};

use super::plan::digest_of_text;
use super::problems::Problems;
use super::tree::{Found, Kind, Tree};
use crate::definition::{check_natively, load_with};
use crate::exit::Exit;
use crate::folder::{Failed, File};
use crate::junit;
use crate::output;
use crate::policy_files::{Read, check_as_set, now_in_milliseconds};

/// A folder whose documents are in order.
pub(crate) struct Folder {
    /// The sub-folders that are there: only these kinds are looked at on a server.
    pub(crate) kinds: BTreeSet<Kind>,
    /// By kind and path.
    pub(crate) documents: Vec<Document>,
    /// Files that are no documents.
    pub(crate) unknown: Vec<String>,
}

/// A document that is in order.
pub(crate) struct Document {
    pub(crate) name: String,
    /// Its file, from the folder's root.
    pub(crate) place: String,
    pub(crate) source: String,
    pub(crate) body: Body,
}

/// What a document says.
pub(crate) enum Body {
    Integration(Box<IntegrationDocument>),
    Policy(Box<PolicyDocument>),
    Workflow(Box<Definition>),
    Settings(Map<String, Value>),
}

/// A definition that is in order.
pub(crate) struct Definition {
    pub(crate) identity: Identity,
    pub(crate) workflow: Workflow,
    pub(crate) profile: Profile,
    /// JSON Schema of its settings.
    pub(crate) settings: Option<Value>,
}

impl Document {
    pub(crate) fn kind(&self) -> Kind {
        match self.body {
            Body::Integration(_) => Kind::Integration,
            Body::Policy(_) => Kind::Policy,
            Body::Workflow(_) => Kind::Workflow,
            Body::Settings(_) => Kind::Settings,
        }
    }
}

impl Folder {
    /// The same with these kinds alone; with all where none is named.
    pub(crate) fn only(mut self, kinds: &[Kind]) -> Self {
        if !kinds.is_empty() {
            self.kinds.retain(|kind| kinds.contains(kind));
            self.documents.retain(|document| kinds.contains(&document.kind()));
        }
        self
    }

    /// Digest of all documents and their places.
    pub(crate) fn digest(&self) -> String {
        let line = |document: &Document| {
            format!("{} {}\n", document.place, digest_of_text(document.source.as_bytes()))
        };
        digest_of_text(self.documents.iter().map(line).collect::<String>().as_bytes())
    }

    /// The documents of a kind.
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(move |document| document.kind() == kind)
    }

    /// One document.
    pub(crate) fn get(&self, kind: Kind, name: &str) -> Option<&Document> {
        self.of(kind).find(|document| document.name == name)
    }

    /// The definitions, with their documents.
    pub(crate) fn definitions(&self) -> impl Iterator<Item = (&Document, &Definition)> {
        self.documents.iter().filter_map(|document| match &document.body {
            Body::Workflow(definition) => Some((document, &**definition)),
            _ => None,
        })
    }

    /// The names of the secrets that its documents use, each with the first file that does.
    pub(crate) fn secrets(&self) -> BTreeMap<&str, &str> {
        let mut names = BTreeMap::new();
        for document in &self.documents {
            let used: Vec<&str> = match &document.body {
                Body::Integration(integration) => integration.secrets(),
                Body::Workflow(definition) => definition.profile.secrets.iter().map(String::as_str).collect(),
                Body::Policy(_) | Body::Settings(_) => Vec::new(),
            };
            for name in used {
                names.entry(name).or_insert(document.place.as_str());
            }
        }
        names
    }
}

/// Reads and validates a folder. Errors are shown, and written to a report where one was requested; warnings are shown, hints are
/// not.
pub(crate) fn read_folder(
    root: &Path,
    environment: Option<&str>,
    json: bool,
    report: Option<&Path>,
) -> Result<Folder, Exit> {
    let tree = Tree::read(root, environment).map_err(Failed::show)?;
    let (folder, problems) = validate_documents(root, tree);
    if !problems.is_empty() {
        junit::write_junit(report, "folder", &problems.cases())?;
        return Err(problems.show(json));
    }
    for (file, found) in &problems.files {
        // Hints are for authors: `towpath policies check` shows them.
        let found: Vec<Diagnostic> =
            found.iter().filter(|found| found.severity == Severity::Warning).cloned().collect();
        output::diagnostics(&file.name(), &file.source, &found);
    }
    Ok(folder)
}

/// Validates every document, then cross-references.
pub(super) fn validate_documents(root: &Path, tree: Tree) -> (Folder, Problems) {
    let mut problems = Problems::default();
    let mut documents = Vec::new();
    let mut policies = Vec::new();
    let Tree { kinds, found, unknown, environments: _ } = tree;
    let mut settings = Vec::new();
    for Found { kind, file } in found {
        match kind {
            Kind::Integration => documents.extend(integration(root, file, &mut problems)),
            Kind::Policy => policies.push(file),
            Kind::Workflow => documents.extend(workflow(root, file, &mut problems)),
            Kind::Settings => settings.push(file),
        }
    }
    let names = kinds.contains(&Kind::Integration).then(|| names_for_policies(&documents));
    documents.extend(self::read_folder_policies(root, policies, names.as_ref(), &mut problems));
    for file in settings {
        documents.extend(self::read_folder_settings(root, file, &documents, &mut problems));
    }
    report_duplicate_documents(&documents, &mut problems);
    documents.sort_by(|a, b| (a.kind(), &a.place).cmp(&(b.kind(), &b.place)));
    let unknown = unknown.iter().map(|path| super::short_place_of_file(root, path)).collect();
    (Folder { kinds, documents, unknown }, problems)
}

fn document(root: &Path, name: &str, file: &File, body: Body) -> Document {
    let place = super::short_place_of_file(root, &file.path);
    Document { name: name.to_owned(), place, source: file.source.clone(), body }
}

fn integration(root: &Path, file: File, problems: &mut Problems) -> Option<Document> {
    let (read, found) = IntegrationDocument::parse(&file.source);
    let read = read.map(|read| {
        let name = read.name().to_owned();
        document(root, &name, &file, Body::Integration(Box::new(read)))
    });
    problems.note(file, found);
    read
}

fn workflow(root: &Path, file: File, problems: &mut Problems) -> Option<Document> {
    let mut report = check_natively(&file.source, None);
    for found in &mut report.diagnostics {
        // A part of its schedule would never be carried out: a server does not publish it either.
        if found.code == codes::TP0303 {
            found.severity = Severity::Error;
        }
    }
    let (workflow, _) = towpath_dsl::read(&file.source);
    let is_ok = report.is_ok();
    let read = match (report.workflow, report.profile, workflow) {
        (Some(identity), Some(profile), Some(workflow)) if is_ok => {
            let name = format!("{}/{}", identity.namespace, identity.name);
            let settings = report.settings;
            let definition = Definition { identity, workflow, profile, settings };
            Some(document(root, &name, &file, Body::Workflow(Box::new(definition))))
        }
        _ => None,
    };
    problems.note(file, report.diagnostics);
    read
}

/// Reads policies, with their tests, their lint, and what they do to each other.
fn read_folder_policies(
    root: &Path,
    files: Vec<File>,
    names: Option<&Names>,
    problems: &mut Problems,
) -> Vec<Document> {
    let mut read: Vec<Read> =
        files.into_iter().map(|file| Read::linted(file, names, Some(now_in_milliseconds()))).collect();
    let mut seen = BTreeSet::new();
    let is_twice = !read.iter().filter_map(Read::name).all(|name| seen.insert(name.to_owned()));
    if !is_twice {
        check_as_set(&mut read);
    }
    let mut documents = Vec::new();
    for Read { file, document: policy, diagnostics } in read {
        documents.extend(policy.map(|policy| {
            let name = policy.policy.clone();
            document(root, &name, &file, Body::Policy(Box::new(policy)))
        }));
        problems.note(file, diagnostics);
    }
    documents
}

/// The names that policies may speak of.
fn names_for_policies(documents: &[Document]) -> Names {
    let mut names = Names::default();
    for document in documents {
        let Body::Integration(integration) = &document.body else { continue };
        let operations = integration.operations().map(|operation| operation.name().to_owned());
        names.operations.entry(document.name.clone()).or_default().extend(operations);
    }
    names
}

/// Reads the settings of a workflow, as `settings/NAMESPACE/NAME.yaml` has them.
fn read_folder_settings(
    root: &Path,
    file: File,
    others: &[Document],
    problems: &mut Problems,
) -> Option<Document> {
    let place = super::short_place_of_file(root, &file.path);
    let parts: Vec<&str> = place.split('/').collect();
    let stem = file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let [_, namespace, _] = parts[..] else {
        problems.words.push(format!(
            "`{place}` is not the settings of a workflow: they are in `settings/NAMESPACE/NAME.yaml`"
        ));
        return None;
    };
    let name = format!("{namespace}/{stem}");
    let (node, found) = yaml::parse(&file.source, yaml::Limits::default());
    let values = match node.as_ref().map(|node| node.to_json()) {
        Some(Value::Object(values)) => values,
        Some(Value::Null) | None if found.is_empty() => Map::new(),
        Some(_) => {
            problems.words.push(format!("`{place}` must be a mapping of settings to their values"));
            return None;
        }
        None => {
            problems.note(file, found);
            return None;
        }
    };
    let definition = others.iter().find_map(|other| match &other.body {
        Body::Workflow(definition) if other.name == name => Some((other, definition)),
        _ => None,
    });
    match definition {
        Some((_, definition)) if definition.settings.is_none() => {
            problems.words.push(format!("`{place}`: the workflow `{name}` has no settings"));
        }
        Some((other, _)) => {
            problems.note(file.clone(), [found, misfits_of_settings(&other.source, &values)].concat());
        }
        None => problems.note(file.clone(), found),
    }
    Some(document(root, &name, &file, Body::Settings(values)))
}

/// What the schema of a definition says against these settings.
fn misfits_of_settings(source: &str, values: &Map<String, Value>) -> Vec<Diagnostic> {
    let settings = towpath_wire::Json::of(values).ok();
    let request = Load {
        source: source.to_owned(),
        functions: None,
        resources: Some(Vec::new()),
        settings,
        evaluate: None,
    };
    let mut found = load_with(request).diagnostics;
    found.retain(|found| found.code == codes::TP0526 && found.span.is_none());
    found
}

/// Two files cannot be one document.
fn report_duplicate_documents(documents: &[Document], problems: &mut Problems) {
    let mut first: BTreeMap<(Kind, &str), &str> = BTreeMap::new();
    for document in documents {
        let key = (document.kind(), document.name.as_str());
        if let Some(before) = first.insert(key, &document.place) {
            let (kind, name) = key;
            let which = format!("`{before}` and `{}`", document.place);
            problems.words.push(format!("{which} are both the {kind} `{name}`"));
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const CRM: &str = "integration: crm\ntitle: CRM\nowner: it@acme.example\nkind: http\nconnection:
  baseUrl: https://crm.acme.example
  headers: { authorization: { secret: crm-key } }
operations: {}\n";
    const POLICY: &str = "policy: all\ntitle: All\neffect: permit\naccess: {}\nreason: It is so.\n";
    const WORKFLOW: &str = "document:
  dsl: 1.0.3
  namespace: support
  name: hello
  version: 1.0.0
  metadata:
    settings:
      type: object
      properties: { limit: { type: number, maximum: 10, default: 5 } }
do: [{ say: { set: { limit: 1 } } }]\n";

    fn checked(files: &[(&str, &str)]) -> (Folder, Problems) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        validate_documents(folder.path(), Tree::read(folder.path(), None).unwrap())
    }

    #[test]
    fn documents_in_order_have_their_names() {
        let (folder, problems) = checked(&[
            ("integrations/crm.yaml", CRM),
            ("policies/all.yaml", POLICY),
            ("settings/support/hello.yaml", "limit: 7\n"),
            ("workflows/hello.yaml", WORKFLOW),
        ]);
        let found: Vec<_> = problems.files.iter().flat_map(|(_, found)| found).collect();
        assert!(problems.is_empty(), "{found:?} {:?}", problems.words);
        let names: Vec<&str> = folder.documents.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["crm", "all", "support/hello", "support/hello"]);
    }

    #[test]
    fn every_problem_is_found_at_once() {
        let (_, problems) = checked(&[
            ("integrations/crm.yaml", "integration: crm\nkind: fax\n"),
            ("policies/a.yaml", POLICY),
            ("policies/b.yaml", POLICY),
            ("settings/support/hello.yaml", "limit: 70\n"),
            ("settings/loose.yaml", "limit: 7\n"),
            ("settings/support/list.yaml", "- 7\n"),
            ("workflows/hello.yaml", WORKFLOW),
            ("workflows/other.yaml", &WORKFLOW.replace("do:", "don:")),
        ]);
        let files: Vec<String> = problems.files.iter().map(|(file, _)| file.name()).collect();
        for wrong in ["crm.yaml", "support/hello.yaml", "other.yaml"] {
            assert!(files.iter().any(|file| file.ends_with(wrong)), "{wrong}: {files:?}");
        }
        let words = problems.words.join("\n");
        assert!(
            words.contains("`policies/a.yaml` and `policies/b.yaml` are both the policy `all`"),
            "{words}"
        );
        assert!(words.contains("`settings/loose.yaml` is not the settings of a workflow"), "{words}");
        assert!(words.contains("`settings/support/list.yaml` must be a mapping"), "{words}");
    }
}
