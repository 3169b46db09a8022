//! The excerpt of a document: its version, its servers, and its operations.

use serde_json::{Map, Value};

use super::operation::Operation;

/// Methods that a path may have.
pub(super) const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The excerpt of an OpenAPI document, without references.
#[derive(Debug)]
pub(super) struct Document {
    uri: String,
    root: Value,
    pub(super) version: Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Two,
    Three,
}

/// Why a document cannot be used for a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// The document has an unsupported version, or an error in a part that the call uses.
    Document(String),
    /// The document has no operation of this name. Contains the names that it has.
    Operation(Vec<String>),
}

impl Document {
    pub(super) fn read(uri: &str, root: Value) -> Result<Self, Unusable> {
        let text = |key: &str| root[key].as_str().unwrap_or_default();
        let is_three = |version: &str| {
            ["3.0", "3.1", "3.2"]
                .iter()
                .any(|known| version == *known || version.starts_with(&format!("{known}.")))
        };
        let version = match (text("swagger"), text("openapi")) {
            ("2.0" | "2", _) => Version::Two,
            (_, three) if is_three(three) || three == "3" => Version::Three,
            _ => return Err(bad("it is not an OpenAPI document of version 2.0, 3.0, 3.1 or 3.2")),
        };
        Ok(Self { uri: uri.to_owned(), root, version })
    }

    pub(super) fn root(&self) -> &Value {
        &self.root
    }

    /// The operation at `path`.
    pub(super) fn operation(&self, path: &str, method: &str) -> Result<Operation, Unusable> {
        let item = &self.root["paths"][path];
        let operation = item.get(method).unwrap_or_else(|| &item["additionalOperations"][method]);
        Operation::read(self, &self.base(item, operation)?, path, method, item, operation)
    }

    /// The base URL of the operation: the first server of the operation, the path or the document.
    fn base(&self, item: &Value, operation: &Value) -> Result<String, Unusable> {
        let text = match self.version {
            Version::Two => self.base_of_two(operation),
            Version::Three => {
                let servers = [operation, item, &self.root].into_iter();
                let first = servers.filter_map(|holder| holder["servers"].get(0)).next();
                first.map_or(Ok("/".to_owned()), server_url)?
            }
        };
        let base = self.absolute(text.trim_end_matches('/'));
        let host =
            base.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
        match host {
            Some(host) if !host.is_empty() && !host.contains(['{', '}', '@']) => Ok(base),
            _ => Err(bad("its server is not a URL")),
        }
    }

    fn base_of_two(&self, operation: &Value) -> String {
        let text = |key: &str| self.root[key].as_str().filter(|text| !text.is_empty());
        let schemes = [&operation["schemes"], &self.root["schemes"]];
        let schemes = schemes.into_iter().find_map(Value::as_array);
        let offered = |wanted: &str| schemes.is_some_and(|schemes| schemes.iter().any(|one| one == wanted));
        let own = self.uri.split("://").next().unwrap_or("https").to_ascii_lowercase();
        let scheme = match (offered("https"), offered("http")) {
            (true, _) => "https",
            (false, true) => "http",
            (false, false) => &own,
        };
        let host = text("host").unwrap_or_else(|| authority_of_uri(&self.uri));
        format!("{scheme}://{host}/{}", text("basePath").unwrap_or_default().trim_start_matches('/'))
    }

    /// Resolves the URL of a server, which may be relative to the document's URL. The sender resolves `..`.
    fn absolute(&self, url: &str) -> String {
        let (scheme, rest) = self.uri.split_once("://").unwrap_or(("https", ""));
        if url.contains("://") {
            url.to_owned()
        } else if let Some(rest) = url.strip_prefix("//") {
            format!("{scheme}://{rest}")
        } else if url.is_empty() || url.starts_with('/') {
            format!("{scheme}://{}{url}", authority_of_uri(&self.uri))
        } else {
            let path = rest.split(['?', '#']).next().unwrap_or_default();
            let folder = path.rfind('/').map_or(path, |end| &path[..end]);
            format!("{scheme}://{folder}/{url}")
        }
    }
}

/// Host and port.
fn authority_of_uri(uri: &str) -> &str {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// The URL of a server with the defaults of its variables.
fn server_url(server: &Value) -> Result<String, Unusable> {
    let url = server["url"].as_str().ok_or_else(|| bad("its server has no `url`"))?;
    let mut url = url.to_owned();
    let empty = Map::new();
    for (name, variable) in server["variables"].as_object().unwrap_or(&empty) {
        if let Some(default) = variable["default"].as_str() {
            url = url.replace(&format!("{{{name}}}"), default);
        }
    }
    Ok(url)
}

pub(super) fn bad(why: &str) -> Unusable {
    Unusable::Document(why.to_owned())
}
