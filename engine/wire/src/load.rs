//! Checking and publishing: a definition goes in, findings and an access profile come out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_access::Profile;
use towpath_diagnostics::{Diagnostic, Span};

use crate::Json;

/// A definition to check and compile. After a report without errors the runner holds the compiled program,
/// and its memory is what becomes the workflow's image.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    /// The definition, YAML or JSON.
    pub source: String,
    /// The operations of the catalog named `default` that this namespace may name. `None`: not known here
    /// (a check without a server), so unknown functions are not reported.
    #[serde(default)]
    pub functions: Option<Vec<FunctionSignature>>,
    /// What was fetched so far. `None`: nothing can be fetched here (a check without a server), so nothing is
    /// said about what stands elsewhere, and a run that comes to it fails.
    #[serde(default)]
    pub resources: Option<Vec<Resource>>,
    /// Values of settings, a JSON object, to be checked against the definition's schema of them. What is amiss is a
    /// finding without a span, whose pointer leads into these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Json>,
}

/// A document that a definition names by its URI, as it was fetched at publishing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// As the definition writes it.
    pub uri: String,
    /// Text, JSON or YAML.
    pub content: String,
}

/// One operation of one integration, as definitions call it: `<integration>.<operation>:<version>@default`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunctionSignature {
    /// The integration instance, `crm`.
    pub integration: String,
    /// The operation, `get-customer`.
    pub operation: String,
    /// Its semantic version, `1.0.0`.
    pub version: String,
    /// One line for pickers.
    #[serde(default)]
    pub title: String,
    /// Whether it changes anything.
    pub effect: towpath_access::Effect,
    /// JSON Schema of its arguments.
    #[serde(default)]
    pub input: Value,
    /// JSON Schema of its result; `null` when nothing is known of that.
    #[serde(default)]
    pub output: Value,
}

/// Which workflow a definition says it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`, semantic.
    pub version: String,
    /// `document.title`, or the name.
    pub title: String,
    /// `sha256:<hex>` of the canonical form: comments, key order and quoting do not change it.
    pub digest: String,
}

/// The answer to [`Load`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LoadReport {
    /// Everything found, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Which workflow it is, where that much could be read.
    pub workflow: Option<Identity>,
    /// What it reaches, when there was no error.
    pub profile: Option<Profile>,
    /// URIs of what has to be fetched before the definition can be published, sorted. Once it is there, more may
    /// be wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<String>,
    /// Of documents that were given, what the definition uses, where that is not all. Loading the definition with these
    /// instead gives the same program, and is what becomes its image; an excerpt has no excerpt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excerpts: Vec<Resource>,
    /// JSON Schema of the settings, where the definition has any and they are in order: an object with a `default` for each
    /// of its `properties`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Value>,
    /// What it takes and gives back, as far as it says so.
    #[serde(default, skip_serializing_if = "Interface::is_empty")]
    pub interface: Interface,
    /// Waits whose length is written out, of a day or more: a host that lets no run take so long can say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub long_waits: Vec<LongWait>,
}

/// JSON Schemas of what a workflow takes and gives back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Interface {
    /// `input.schema`, resolved; none where it says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Value>,
    /// `output.schema`, resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
}

impl Interface {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A wait whose length is written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongWait {
    /// JSON pointer of its task.
    pub task: String,
    /// Where its length stands.
    pub span: Span,
    /// How long.
    pub milliseconds: u64,
}

impl LoadReport {
    /// Whether the definition can be published and run.
    pub fn is_ok(&self) -> bool {
        self.profile.is_some() && !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}
