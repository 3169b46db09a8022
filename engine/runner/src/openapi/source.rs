//! Reads the parts of an OpenAPI document that calls use: each operation by its name, with references
//! resolved. Other parts are never read, so they cannot cause errors.
//!
//! The used parts form a small document, the excerpt. [`Document`] reads only excerpts, and publishing stores
//! only the excerpt. The excerpt of an excerpt is the same.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};
use towpath_dsl::yaml::lenient::Part;

use super::document::{Document, METHODS, Unusable, bad};
use super::operation::Operation;

/// Longest chain of references.
const DEPTH: usize = 16;
/// Keys of the document that apply to every operation.
const HEAD: &[&str] = &["swagger", "openapi", "host", "basePath"];

/// A fetched document.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    uri: String,
    root: Part<'a>,
    operations: OnceCell<Found<'a>>,
}

/// The operations, in source order.
#[derive(Debug, Default)]
struct Found<'a> {
    operations: Vec<Place<'a>>,
    /// Paths that refer to other documents, or to nothing.
    lost: Vec<String>,
}

#[derive(Debug)]
struct Place<'a> {
    id: String,
    path: String,
    method: String,
    item: Part<'a>,
    operation: Part<'a>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(uri: &str, root: Part<'a>) -> Self {
        Self { uri: uri.to_owned(), root, operations: OnceCell::new() }
    }

    /// The operation called `id`.
    pub(crate) fn operation(&self, id: &str) -> Result<Operation, Unusable> {
        // An unsupported version is reported first.
        Document::read(&self.uri, Value::Object(self.head()))?;
        let found = self.found();
        let Some(place) = found.operations.iter().find(|place| place.id == id) else {
            if let Some(lost) = found.lost.first() {
                return Err(bad(&format!(
                    "it is not in the readable paths, and one path is unreadable: {lost}"
                )));
            }
            let mut known: Vec<String> = found.operations.iter().map(|place| place.id.clone()).collect();
            known.sort();
            return Err(Unusable::Operation(known));
        };
        let excerpt = self.excerpt_of([place].into_iter())?;
        Document::read(&self.uri, excerpt)?.operation(&place.path, &place.method)
    }

    /// The names of all operations.
    #[cfg(test)]
    pub(crate) fn ids(&self) -> Vec<String> {
        self.found().operations.iter().map(|place| place.id.clone()).collect()
    }

    /// The document with only these operations, as JSON text.
    pub(crate) fn excerpt_of_operations(&self, ids: &BTreeSet<String>) -> Option<String> {
        let mut seen = BTreeSet::new();
        let places = self.found().operations.iter();
        let places = places.filter(|place| ids.contains(&place.id) && seen.insert(&place.id));
        self.excerpt_of(places).ok().map(|excerpt| excerpt.to_string())
    }

    fn found(&self) -> &Found<'a> {
        self.operations.get_or_init(|| {
            let mut found = Found::default();
            for (path, written) in
                self.root.get("paths").and_then(|paths| paths.members()).unwrap_or_default()
            {
                let item = match self.resolve(written) {
                    Ok(item) => item,
                    Err(lost) => {
                        found.lost.push(lost);
                        continue;
                    }
                };
                let members = item.members().unwrap_or_default();
                let member = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, part)| part);
                let more = member("additionalOperations").and_then(Part::members).unwrap_or_default();
                let usual =
                    METHODS.iter().filter_map(|method| Some(((*method).to_owned(), member(method)?.clone())));
                for (method, operation) in usual.chain(more) {
                    let Some(id) = operation.get("operationId").and_then(|id| id.text()) else { continue };
                    let (path, item) = (path.clone(), item.clone());
                    found.operations.push(Place { id, path, method, item, operation });
                }
            }
            found
        })
    }

    /// Resolves `part`, if it is a reference into this document.
    fn resolve(&self, mut part: Part<'a>) -> Result<Part<'a>, String> {
        for _ in 0..DEPTH {
            let Some(reference) = part.get("$ref").and_then(|reference| reference.text()) else {
                return Ok(part);
            };
            let Some(pointer) = reference.strip_prefix('#') else {
                return Err(format!("`{reference}` refers to another document, which is not fetched"));
            };
            let found = self.root.pointer(&percent_decoded(pointer));
            part = found.ok_or_else(|| format!("`{reference}` refers to nothing"))?;
        }
        Err("its references form a cycle".to_owned())
    }

    fn head(&self) -> Map<String, Value> {
        let mut head = Map::new();
        copy_scalars(&self.root, HEAD, &mut head);
        lists(&self.root, &["schemes", "consumes", "produces"], &mut head);
        copy_first_server(&self.root, &mut head);
        head
    }

    fn excerpt_of<'p>(&self, places: impl Iterator<Item = &'p Place<'a>>) -> Result<Value, Unusable>
    where
        'a: 'p,
    {
        let mut paths: Map<String, Value> = Map::new();
        for Place { path, method, item, operation, .. } in places {
            let operation = self.operation_of(operation)?;
            if !paths.contains_key(path) {
                let mut kept = Map::new();
                copy_first_server(item, &mut kept);
                self.parameters(item, &mut kept)?;
                paths.insert(path.clone(), Value::Object(kept));
            }
            if let Some(Value::Object(kept)) = paths.get_mut(path) {
                match METHODS.contains(&method.as_str()) {
                    true => kept.insert(method.clone(), operation),
                    false => {
                        let more = kept.entry("additionalOperations").or_insert_with(|| Map::new().into());
                        more.as_object_mut().and_then(|more| more.insert(method.clone(), operation))
                    }
                };
            }
        }
        let mut excerpt = self.head();
        excerpt.insert("paths".to_owned(), Value::Object(paths));
        Ok(Value::Object(excerpt))
    }

    fn operation_of(&self, operation: &Part<'a>) -> Result<Value, Unusable> {
        let mut kept = Map::new();
        copy_scalars(operation, &["operationId"], &mut kept);
        lists(operation, &["schemes", "consumes", "produces"], &mut kept);
        copy_first_server(operation, &mut kept);
        self.parameters(operation, &mut kept)?;
        if let Some(body) = operation.get("requestBody") {
            let body = self.resolve(body).map_err(|why| bad(&why))?;
            let mut written = Map::new();
            truths(&body, &["required"], &mut written);
            copy_keys(&body, "content", &mut written);
            kept.insert("requestBody".to_owned(), Value::Object(written));
        }
        let mut responses = Map::new();
        for (status, response) in operation.get("responses").and_then(|all| all.members()).unwrap_or_default()
        {
            // A response in another document counts as not described.
            let Ok(response) = self.resolve(response) else { continue };
            let mut written = Map::new();
            copy_keys(&response, "content", &mut written);
            if response.get("schema").is_some() {
                written.insert("schema".to_owned(), Value::Object(Map::new()));
            }
            responses.insert(status, Value::Object(written));
        }
        if !responses.is_empty() {
            kept.insert("responses".to_owned(), Value::Object(responses));
        }
        Ok(Value::Object(kept))
    }

    fn parameters(&self, holder: &Part<'a>, kept: &mut Map<String, Value>) -> Result<(), Unusable> {
        let Some(parameters) = holder.get("parameters").and_then(|all| all.items()) else { return Ok(()) };
        let mut read = Vec::new();
        for parameter in parameters {
            let parameter = self.resolve(parameter).map_err(|why| bad(&why))?;
            let mut written = Map::new();
            copy_scalars(&parameter, &["name", "in", "style", "collectionFormat"], &mut written);
            truths(&parameter, &["required", "explode"], &mut written);
            copy_keys(&parameter, "content", &mut written);
            read.push(Value::Object(written));
        }
        kept.insert("parameters".to_owned(), Value::Array(read));
        Ok(())
    }
}

/// Copies scalar values as text, regardless of their written type.
fn copy_scalars(holder: &Part<'_>, keys: &[&str], kept: &mut Map<String, Value>) {
    for key in keys {
        let text = holder.get(key).and_then(|value| value.text());
        kept.extend(text.map(|text| ((*key).to_owned(), Value::String(text))));
    }
}

fn truths(holder: &Part<'_>, keys: &[&str], kept: &mut Map<String, Value>) {
    for key in keys {
        let text = holder.get(key).and_then(|value| value.text());
        kept.extend(text.map(|text| ((*key).to_owned(), Value::Bool(text.eq_ignore_ascii_case("true")))));
    }
}

fn lists(holder: &Part<'_>, keys: &[&str], kept: &mut Map<String, Value>) {
    for key in keys {
        let items = holder.get(key).and_then(|value| value.items());
        let texts = items.map(|items| items.iter().filter_map(Part::text).map(Value::String).collect());
        kept.extend(texts.map(|texts| ((*key).to_owned(), Value::Array(texts))));
    }
}

/// Copies the keys of a mapping.
fn copy_keys(holder: &Part<'_>, key: &str, kept: &mut Map<String, Value>) {
    let members = holder.get(key).and_then(|value| value.members());
    let names = members
        .map(|members| members.into_iter().map(|(name, _)| (name, Value::Object(Map::new()))).collect());
    kept.extend(names.map(|names| (key.to_owned(), Value::Object(names))));
}

/// Copies the first server with the defaults of its variables. No other is used.
fn copy_first_server(holder: &Part<'_>, kept: &mut Map<String, Value>) {
    let servers = holder.get("servers").and_then(|servers| servers.items());
    let Some(server) = servers.and_then(|servers| servers.into_iter().next()) else { return };
    let mut written = Map::new();
    copy_scalars(&server, &["url"], &mut written);
    let mut variables = Map::new();
    for (name, variable) in server.get("variables").and_then(|all| all.members()).unwrap_or_default() {
        let mut default = Map::new();
        copy_scalars(&variable, &["default"], &mut default);
        variables.insert(name, Value::Object(default));
    }
    if !variables.is_empty() {
        written.insert("variables".to_owned(), Value::Object(variables));
    }
    kept.insert("servers".to_owned(), Value::Array(vec![Value::Object(written)]));
}

/// `%20` and the like in a reference.
pub(crate) fn percent_decoded(pointer: &str) -> String {
    let mut decoded = Vec::with_capacity(pointer.len());
    let mut rest = pointer.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits =
            after.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                rest = &after[2..];
            }
            None => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| pointer.to_owned())
}
