//! What integration documents of all kinds share: the keys at their top, credentials, limits, and reading their fields.
//!
//! Each kind reads its own keys with these (`http/`, `sql/`, `web/`); `integration_document.rs` reads the whole.

pub(crate) mod capacity;
pub(crate) mod credential;
pub(crate) mod fields;
pub(crate) mod limits;
mod schema;

use serde_json::Value;
use towpath_diagnostics::codes;

use fields::{Fields, Findings, is_label};

pub(crate) use schema::{labels_schema, shared_properties, test_endpoint_schema};

/// The keys of all documents, besides those of the kind.
pub(crate) const KEYS: &[&str] =
    &["integration", "title", "owner", "kind", "labels", "limits", "circuitBreaker"];

/// The key of a connection to a test system.
pub(crate) const TEST_ENDPOINT: &str = "testEndpoint";

/// What earlier documents call [`TEST_ENDPOINT`]. It is still read, so that stored documents open.
pub(crate) const OLD_TEST_ENDPOINT: &str = "sandbox";

/// Message for a test endpoint that is the real system.
const TEST_ENDPOINT_IS_REAL: &str = "the test endpoint is the same system as `connection`";

/// The values of the shared keys.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) owner: String,
    pub(crate) kind: &'static str,
    pub(crate) labels: Vec<String>,
}

/// Reports the old key of the test endpoint: a warning, or an error beside the new one.
pub(crate) fn check_old_name(document: &Value, findings: &mut Findings) {
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

/// Reads the keys at the top.
pub(crate) fn read_header(top: &Fields<'_>, kind: &'static str, findings: &mut Findings) -> Header {
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

/// JSON Schema of a text with a description.
pub(crate) fn text_schema(description: &str) -> Value {
    serde_json::json!({ "type": "string", "description": description })
}
