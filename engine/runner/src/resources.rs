//! Documents that a definition names by URI. The host fetches them at publishing and passes them in; missing
//! ones are requested from it. Nothing is fetched here, or at run time.
//!
//! OpenAPI documents and JSON Schemas are external texts: they are parsed leniently, and only the used parts.
//! The report contains excerpts with the used parts, which the host stores instead of the documents.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::Endpoint;
use towpath_dsl::yaml::lenient;
use towpath_wire::Resource;

use crate::openapi::{Operation, Source, Unusable};
use crate::schema::excerpt_of_document;

/// The resources of one definition.
pub(crate) struct Resources<'a> {
    /// `None`: nothing can be fetched.
    given: Option<&'a [Resource]>,
    read: BTreeMap<String, Result<Rc<Document<'a>>, String>>,
    used: BTreeMap<String, Used>,
    wanted: BTreeSet<String>,
}

struct Document<'a> {
    root: lenient::Part<'a>,
    openapi: Source<'a>,
}

/// The uses of a document in the definition.
#[derive(Default)]
struct Used {
    operations: BTreeSet<String>,
    /// The used part, if it is a schema.
    schema: Option<Value>,
    /// Whether it is a function, which is read as a whole.
    whole: bool,
}

impl<'a> Resources<'a> {
    pub(crate) fn new(given: Option<&'a [Resource]>) -> Self {
        Self { given, read: BTreeMap::new(), used: BTreeMap::new(), wanted: BTreeSet::new() }
    }

    /// The operation `id` of the OpenAPI document at `endpoint`. `None` if the document is not available.
    pub(crate) fn operation(
        &mut self,
        endpoint: &Endpoint,
        id: &str,
    ) -> Result<Option<Result<Operation, Unusable>>, Diagnostic> {
        let Some((uri, document)) = self.document(endpoint)? else { return Ok(None) };
        self.used.entry(uri).or_default().operations.insert(id.to_owned());
        Ok(Some(document.openapi.operation(id)))
    }

    /// The JSON Schema at `endpoint`, without its unused parts. `None` if it is not available.
    pub(crate) fn schema(&mut self, endpoint: &Endpoint) -> Result<Option<Value>, Diagnostic> {
        let Some((uri, document)) = self.document(endpoint)? else { return Ok(None) };
        let fragment = uri.split_once('#').map_or("", |(_, fragment)| fragment);
        let schema =
            excerpt_of_document(&document.root, fragment).map_err(|why| unreadable(endpoint, &uri, &why))?;
        self.used.entry(uri).or_default().schema = Some(schema.clone());
        Ok(Some(schema))
    }

    fn document(&mut self, endpoint: &Endpoint) -> Result<Option<(String, Rc<Document<'a>>)>, Diagnostic> {
        let uri = endpoint.written_out()?;
        let Some(given) = self.given else { return Ok(None) };
        let Some(resource) = given.iter().find(|resource| resource.uri == uri) else {
            self.wanted.insert(uri.to_owned());
            return Ok(None);
        };
        let read = self.read.entry(uri.to_owned()).or_insert_with(|| {
            let root = lenient::read(&resource.content)?;
            Ok(Rc::new(Document { openapi: Source::new(uri, root.clone()), root }))
        });
        match read {
            Ok(document) => Ok(Some((uri.to_owned(), Rc::clone(document)))),
            Err(why) => Err(unreadable(endpoint, uri, why)),
        }
    }

    /// The text at `uri`. `None` if it is not available.
    pub(crate) fn text(&mut self, uri: &str) -> Option<&'a str> {
        let given = self.given?;
        let found = given.iter().find(|resource| resource.uri == uri);
        if found.is_none() {
            self.wanted.insert(uri.to_owned());
        }
        self.used.entry(uri.to_owned()).or_default().whole = true;
        found.map(|resource| resource.content.as_str())
    }

    /// An excerpt of each document that contains more than the definition uses. An excerpt has no excerpt.
    pub(crate) fn excerpts(&self) -> Vec<Resource> {
        let mut excerpts = Vec::new();
        for resource in self.given.into_iter().flatten() {
            let content = match self.used.get(&resource.uri) {
                Some(Used { operations, schema: None, whole: false }) => {
                    let read = self.read.get(&resource.uri).and_then(|read| read.as_ref().ok());
                    read.and_then(|document| document.openapi.excerpt_of_operations(operations))
                }
                Some(Used { operations, schema: Some(schema), whole: false }) if operations.is_empty() => {
                    Some(schema.to_string())
                }
                _ => None,
            };
            let content = content.filter(|content| *content != resource.content);
            excerpts.extend(content.map(|content| Resource { uri: resource.uri.clone(), content }));
        }
        excerpts
    }

    /// URIs that were requested but not given, sorted.
    pub(crate) fn wanted(self) -> Vec<String> {
        self.wanted.into_iter().collect()
    }
}

fn unreadable(endpoint: &Endpoint, uri: &str, why: &str) -> Diagnostic {
    let message = format!("the document from `{uri}` cannot be read: {why}");
    Diagnostic::error(codes::TP0607, message).at(endpoint.span)
}
