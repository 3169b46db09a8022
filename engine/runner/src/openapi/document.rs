//! A document: its version, where its servers are, its operations by name, and its references to itself.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::operation::Operation;

/// Methods that a path may have.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];
/// Longest chain of references.
const DEPTH: usize = 16;

/// An OpenAPI document.
#[derive(Debug)]
pub(crate) struct Document {
    uri: String,
    root: Rc<Value>,
    pub(super) version: Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Two,
    Three,
}

/// Why a call cannot be made by a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// It is no document of a version that is read here, or has a mistake where the call looks: why.
    Document(String),
    /// It has no operation of this name; those that it has.
    Operation(Vec<String>),
}

impl Document {
    pub(crate) fn read(uri: &str, root: Rc<Value>) -> Result<Self, Unusable> {
        let text = |key: &str| root[key].as_str().unwrap_or_default();
        let version = match (text("swagger"), text("openapi")) {
            ("2.0", _) => Version::Two,
            (_, three) if three.starts_with("3.0") || three.starts_with("3.1") => Version::Three,
            _ => return Err(bad("it is no OpenAPI document of version 2.0, 3.0 or 3.1")),
        };
        Ok(Self { uri: uri.to_owned(), root, version })
    }

    pub(super) fn root(&self) -> &Value {
        &self.root
    }

    /// The operation called `id`.
    pub(crate) fn operation(&self, id: &str) -> Result<Operation, Unusable> {
        let mut known = Vec::new();
        for (path, item) in self.root["paths"].as_object().into_iter().flatten() {
            let item = self.resolve(item)?;
            for method in METHODS {
                let Some(operation) = item.get(method) else { continue };
                match operation["operationId"].as_str() {
                    Some(name) if name == id => {
                        let base = self.base(item, operation)?;
                        return Operation::read(self, &base, path, method, item, operation);
                    }
                    Some(name) => known.push(name.to_owned()),
                    None => {}
                }
            }
        }
        known.sort();
        Err(Unusable::Operation(known))
    }

    /// What `value` stands for, if it is a reference into this document, and else itself.
    pub(super) fn resolve<'a>(&'a self, mut value: &'a Value) -> Result<&'a Value, Unusable> {
        for _ in 0..DEPTH {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok(value) };
            let pointer = reference.strip_prefix('#').ok_or_else(|| {
                bad(&format!("`{reference}` refers to another document, which is not fetched"))
            })?;
            value = self
                .root
                .pointer(&percent_decoded(pointer))
                .ok_or_else(|| bad(&format!("`{reference}` refers to nothing")))?;
        }
        Err(bad("its references go round in circles"))
    }

    /// Where the operation's path begins: the first server of the operation, the path or the document.
    fn base(&self, item: &Value, operation: &Value) -> Result<String, Unusable> {
        let text = match self.version {
            Version::Two => self.base_of_two(operation),
            Version::Three => {
                let servers = [operation, item, &self.root].into_iter();
                let first = servers.filter_map(|holder| holder["servers"].get(0)).next();
                first.map_or(Ok("/".to_owned()), server)?
            }
        };
        let base = self.absolute(text.trim_end_matches('/'));
        let host =
            base.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
        match host {
            Some(host) if !host.is_empty() && !host.contains(['{', '}', '@']) => Ok(base),
            _ => Err(bad("its server is no URL")),
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
        let host = text("host").unwrap_or_else(|| authority(&self.uri));
        format!("{scheme}://{host}/{}", text("basePath").unwrap_or_default().trim_start_matches('/'))
    }

    /// A server's URL may be relative to the document's own. `..` is left to whoever sends it.
    fn absolute(&self, url: &str) -> String {
        let (scheme, rest) = self.uri.split_once("://").unwrap_or(("https", ""));
        if url.contains("://") {
            url.to_owned()
        } else if let Some(rest) = url.strip_prefix("//") {
            format!("{scheme}://{rest}")
        } else if url.is_empty() || url.starts_with('/') {
            format!("{scheme}://{}{url}", authority(&self.uri))
        } else {
            let path = rest.split(['?', '#']).next().unwrap_or_default();
            let folder = path.rfind('/').map_or(path, |end| &path[..end]);
            format!("{scheme}://{folder}/{url}")
        }
    }
}

/// Host and port.
fn authority(uri: &str) -> &str {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// A server's URL with the defaults of its variables.
fn server(server: &Value) -> Result<String, Unusable> {
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

fn percent_decoded(pointer: &str) -> String {
    pointer
        .replace("%7B", "{")
        .replace("%7D", "}")
        .replace("%7b", "{")
        .replace("%7d", "}")
        .replace("%25", "%")
}

pub(super) fn bad(why: &str) -> Unusable {
    Unusable::Document(why.to_owned())
}
