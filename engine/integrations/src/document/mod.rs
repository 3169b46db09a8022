//! IT's integration documents: parses text into a checked document and a list of all problems.
//!
//! This file reads the keys that all kinds share. It opens and connects nothing.

pub(crate) mod credential;
pub(crate) mod fields;
pub(crate) mod limits;
mod schema;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean, sort_and_deduplicate};
use towpath_dsl::model::Node;
use towpath_dsl::yaml;

use crate::Operation;
use crate::kind::{Connector, KINDS};
use fields::{Fields, Findings, is_label, list};

pub use schema::document_schema;
pub(crate) use schema::{labels_schema, test_endpoint_schema};

/// The keys of all documents, besides those of the kind.
const KEYS: &[&str] = &["integration", "title", "owner", "kind", "labels"];

/// The key of a connection to a test system.
pub(crate) const TEST_ENDPOINT: &str = "testEndpoint";

/// What earlier documents call [`TEST_ENDPOINT`]. It is still read, so that stored documents open.
const OLD_TEST_ENDPOINT: &str = "sandbox";

/// Message for a test endpoint that is the real system.
const TEST_ENDPOINT_IS_REAL: &str = "the test endpoint is the same system as `connection`";

/// One integration document without errors.
#[derive(Debug, Clone)]
pub struct IntegrationDocument {
    pub(crate) header: Header,
    pub(crate) operations: Vec<Arc<Operation>>,
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) test_endpoint: Option<Arc<dyn Connector>>,
    pub(crate) folder: PathBuf,
    /// The parsed text, so that problems found when connecting also have a place.
    pub(crate) root: Arc<Node>,
}

/// The values of the shared keys.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) owner: String,
    pub(crate) kind: &'static str,
    pub(crate) labels: Vec<String>,
}

impl IntegrationDocument {
    /// Parses a document, YAML or JSON. Returns it if no diagnostic is an error.
    pub fn parse(text: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let (root, mut diagnostics) = yaml::parse(text, yaml::Limits::default());
        let mut document = None;
        if let Some(root) = root {
            let root = Arc::new(root);
            let mut findings = Findings::default();
            document = read(&root, &mut findings);
            diagnostics.extend(findings.located(&root));
        }
        sort_and_deduplicate(&mut diagnostics);
        (document.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)), diagnostics)
    }

    /// Sets the folder for relative paths in the document (a database, a `ca`). The default is the working folder.
    #[must_use]
    pub fn relative_to(mut self, folder: impl AsRef<Path>) -> Self {
        self.folder = folder.as_ref().to_path_buf();
        self
    }

    /// The instance's name, `crm`.
    pub fn name(&self) -> &str {
        &self.header.name
    }

    /// One line for people.
    pub fn title(&self) -> &str {
        &self.header.title
    }

    /// The owner.
    pub fn owner(&self) -> &str {
        &self.header.owner
    }

    /// `http`, `sql` or `web`.
    pub fn kind(&self) -> &'static str {
        self.header.kind
    }

    /// Labels of all its results, sorted.
    pub fn labels(&self) -> &[String] {
        &self.header.labels
    }

    /// The names of the secrets it uses, each once, sorted.
    pub fn secrets(&self) -> Vec<&str> {
        self.connector.secrets()
    }

    /// Its operations, in the order of the text.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().map(Arc::as_ref)
    }
}

fn read(root: &Arc<Node>, findings: &mut Findings) -> Option<IntegrationDocument> {
    let value = root.to_json();
    let open = Fields::open(&value, "", findings)?;
    open.required("kind", findings)?;
    let word = open.text("kind", findings)?;
    let Some(kind) = KINDS.iter().find(|kind| kind.name() == word) else {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
        let help = match did_you_mean(word, names.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("there are {}", list(&names)),
        };
        findings.error_with(
            codes::TP3002,
            "/kind",
            format!("there is no kind of integration `{word}`"),
            help,
        );
        return None;
    };
    let mut known: Vec<&str> = KEYS.iter().chain(kind.keys()).copied().collect();
    if kind.keys().contains(&TEST_ENDPOINT) && value.get(OLD_TEST_ENDPOINT).is_some() {
        known.push(OLD_TEST_ENDPOINT);
        check_old_name(&value, findings);
    }
    let top = Fields::closed(&value, "", &known, findings)?;
    let header = read_header(&top, kind.name(), findings);
    let reading = kind.read(&top, &header, findings)?;
    Some(IntegrationDocument {
        header,
        operations: reading.operations,
        connector: reading.connector,
        test_endpoint: reading.test_endpoint,
        folder: PathBuf::new(),
        root: Arc::clone(root),
    })
}

/// Reports the old key of the test endpoint: a warning, or an error beside the new one.
fn check_old_name(document: &Value, findings: &mut Findings) {
    let pointer = format!("/{OLD_TEST_ENDPOINT}");
    if document.get(TEST_ENDPOINT).is_some() {
        let message =
            format!("`{OLD_TEST_ENDPOINT}` is the old name of `{TEST_ENDPOINT}`, which is there too");
        let help = Some(format!("delete `{OLD_TEST_ENDPOINT}`"));
        findings.key_error(codes::TP3003, &pointer, message, help);
    } else {
        let message = format!("`{OLD_TEST_ENDPOINT}` is the old name of `{TEST_ENDPOINT}`");
        findings.warning_with(codes::TP3001, &pointer, message, "rename the key");
    }
}

/// Reads the test endpoint with `read`, under its present or its old key. `is_real` compares it with `target`, the
/// connection: they must be different systems.
pub(crate) fn read_test_endpoint<T>(
    top: &Fields<'_>,
    target: Option<&T>,
    read: impl Fn(&Value, &str, &mut Findings) -> Option<T>,
    is_real: impl Fn(&T, &T) -> bool,
    findings: &mut Findings,
) -> Option<(T, &'static str)> {
    let (key, place) = match top.get(OLD_TEST_ENDPOINT) {
        Some(_) => (OLD_TEST_ENDPOINT, "/sandbox"),
        None => (TEST_ENDPOINT, "/testEndpoint"),
    };
    let endpoint = read(top.get(key)?, place, findings)?;
    if target.is_some_and(|target| is_real(target, &endpoint)) {
        findings.error(codes::TP3007, place, TEST_ENDPOINT_IS_REAL);
    }
    Some((endpoint, place))
}

fn read_header(top: &Fields<'_>, kind: &'static str, findings: &mut Findings) -> Header {
    let name = top.required_text("integration", findings).unwrap_or_default();
    if !name.is_empty() && !is_label(name) {
        let message = format!("`{name}` is not a name for an integration");
        let help = "use lower-case letters, digits and `-`, at most 63";
        findings.error_with(codes::TP3001, "/integration", message, help);
    }
    // `call: http` uses the integration `web`, so the name and the kind belong together.
    if (name == "web") != (kind == "web") {
        let message = "the integration `web` and the kind `web` belong together";
        findings.error_with(
            codes::TP3001,
            "/integration",
            message,
            "name one integration `web`, of kind `web`",
        );
    }
    let owner = top.required_text("owner", findings).unwrap_or_default();
    let title = top.text("title", findings).unwrap_or(name);
    let mut labels = read_labels(top, findings);
    labels.sort();
    labels.dedup();
    Header { name: name.to_owned(), title: title.to_owned(), owner: owner.to_owned(), kind, labels }
}

/// Reads `labels`.
pub(crate) fn read_labels(fields: &Fields<'_>, findings: &mut Findings) -> Vec<String> {
    let labels = fields.texts("labels", "a label such as `customer-data`", is_label, findings);
    labels.into_iter().map(|(label, _)| label).collect()
}

/// The document of `web` if IT wrote none: it allows no host.
pub(crate) fn empty_web() -> Option<IntegrationDocument> {
    let text = "{\"integration\": \"web\", \"kind\": \"web\", \"owner\": \"none\", \"title\": \"Raw HTTP\"}";
    IntegrationDocument::parse(text).0
}

/// JSON Schema of a text with a description.
pub(crate) fn text_schema(description: &str) -> Value {
    serde_json::json!({ "type": "string", "description": description })
}
