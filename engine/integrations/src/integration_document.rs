//! IT's integration documents: parses text into a checked document and a list of all problems. It opens and connects nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes, did_you_mean, sort_and_deduplicate};
use towpath_dsl::model::Node;
use towpath_dsl::yaml;

use crate::Operation;
use crate::document::capacity::{Capacity, read_capacity};
use crate::document::fields::{Fields, Findings, list_in_backticks};
use crate::document::{Header, KEYS, OLD_TEST_ENDPOINT, TEST_ENDPOINT, check_old_name, read_header};
use crate::kind::Connector;
use crate::kinds::KINDS;

/// One integration document without errors.
#[derive(Debug, Clone)]
pub struct IntegrationDocument {
    pub(crate) header: Header,
    pub(crate) capacity: Capacity,
    pub(crate) operations: Vec<Arc<Operation>>,
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) test_endpoint: Option<Arc<dyn Connector>>,
    pub(crate) folder: PathBuf,
    /// The parsed text, so that problems found when connecting also have a place.
    pub(crate) root: Arc<Node>,
}

impl IntegrationDocument {
    /// Parses a document, YAML or JSON. Returns it if no diagnostic is an error.
    pub fn parse(text: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let (root, mut diagnostics) = yaml::parse(text, yaml::Limits::default());
        let mut document = None;
        if let Some(root) = root {
            let root = Arc::new(root);
            let mut findings = Findings::default();
            document = read_integration(&root, &mut findings);
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

/// Reads the shared keys, and lets the kind read its own.
fn read_integration(root: &Arc<Node>, findings: &mut Findings) -> Option<IntegrationDocument> {
    let value = root.to_json();
    let open = Fields::open(&value, "", findings)?;
    open.required("kind", findings)?;
    let word = open.text("kind", findings)?;
    let Some(kind) = KINDS.iter().find(|kind| kind.name() == word) else {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
        let help = match did_you_mean(word, names.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("there are {}", list_in_backticks(&names)),
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
    let capacity = read_capacity(&top, findings);
    let reading = kind.read(&top, &header, findings)?;
    Some(IntegrationDocument {
        header,
        capacity,
        operations: reading.operations,
        connector: reading.connector,
        test_endpoint: reading.test_endpoint,
        folder: PathBuf::new(),
        root: Arc::clone(root),
    })
}

/// The document of `web` if IT wrote none: it allows no host.
pub(crate) fn empty_web() -> Option<IntegrationDocument> {
    let text = "{\"integration\": \"web\", \"kind\": \"web\", \"owner\": \"none\", \"title\": \"Raw HTTP\"}";
    IntegrationDocument::parse(text).0
}
