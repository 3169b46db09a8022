//! IT's integration documents: text in, a checked document and every problem out.
//!
//! What all kinds share is read here. Nothing is opened or connected.

pub(crate) mod credential;
pub(crate) mod fields;
mod schema;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean, sort_and_deduplicate};
use towpath_dsl::model::Node;
use towpath_dsl::yaml;

use crate::Operation;
use crate::kind::{KINDS, Plan};
use fields::{Fields, Findings, is_label, list};

pub use schema::document_schema;
pub(crate) use schema::{labels_schema, sandbox_schema};

/// The keys every document has, besides those of its kind.
const KEYS: &[&str] = &["integration", "title", "owner", "kind", "labels"];

/// What is wrong with a sandbox where everything is real.
pub(crate) const SANDBOX_IS_REAL: &str = "the sandbox is the `connection` itself, where everything is real";

/// One integration document without errors.
#[derive(Debug, Clone)]
pub struct IntegrationDocument {
    pub(crate) header: Header,
    pub(crate) operations: Vec<Arc<Operation>>,
    pub(crate) plan: Arc<dyn Plan>,
    pub(crate) sandbox: Option<Arc<dyn Plan>>,
    pub(crate) folder: PathBuf,
    /// The text's tree, so that what is found when connecting has its place too.
    pub(crate) root: Arc<Node>,
}

/// What all kinds share.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) owner: String,
    pub(crate) kind: &'static str,
    pub(crate) labels: Vec<String>,
}

impl IntegrationDocument {
    /// Reads a document, YAML or JSON. It is there when nothing found is an error.
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

    /// Says which folder relative paths in the document (a database, a `ca`) start from. Otherwise it is the
    /// working folder.
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

    /// Who answers for it.
    pub fn owner(&self) -> &str {
        &self.header.owner
    }

    /// `http`, `sql` or `web`.
    pub fn kind(&self) -> &'static str {
        self.header.kind
    }

    /// Labels of everything it returns, sorted.
    pub fn labels(&self) -> &[String] {
        &self.header.labels
    }

    /// The names of the secrets it uses, each once, sorted; never what is in them.
    pub fn secrets(&self) -> Vec<&str> {
        self.plan.secrets()
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
    let known: Vec<&str> = KEYS.iter().chain(kind.keys()).copied().collect();
    let top = Fields::closed(&value, "", &known, findings)?;
    let header = read_header(&top, kind.name(), findings);
    let reading = kind.read(&top, &header, findings)?;
    Some(IntegrationDocument {
        header,
        operations: reading.operations,
        plan: reading.plan,
        sandbox: reading.sandbox,
        folder: PathBuf::new(),
        root: Arc::clone(root),
    })
}

fn read_header(top: &Fields<'_>, kind: &'static str, findings: &mut Findings) -> Header {
    let name = top.required_text("integration", findings).unwrap_or_default();
    if !name.is_empty() && !is_label(name) {
        let message = format!("`{name}` is not a name for an integration");
        let help = "use lower-case letters, digits and `-`, at most 63";
        findings.error_with(codes::TP3001, "/integration", message, help);
    }
    // `web` is what `call: http` goes through, so the name and the kind belong to each other.
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

/// The document of `web` where IT wrote none: no host at all.
pub(crate) fn empty_web() -> Option<IntegrationDocument> {
    let text = "{\"integration\": \"web\", \"kind\": \"web\", \"owner\": \"none\", \"title\": \"Raw HTTP\"}";
    IntegrationDocument::parse(text).0
}

/// A JSON value for schemas: a text with a description.
pub(crate) fn text_schema(description: &str) -> Value {
    serde_json::json!({ "type": "string", "description": description })
}
