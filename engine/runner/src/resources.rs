//! What a definition names by its URI: given by the host, which fetched it at publishing, or asked for. Nothing is
//! fetched here, and nothing ever at run time.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::Endpoint;
use towpath_dsl::yaml;
use towpath_wire::Resource;

/// The resources of one definition.
pub(crate) struct Resources<'a> {
    /// `None`: nothing can be fetched here.
    given: Option<&'a [Resource]>,
    read: BTreeMap<String, Result<Rc<Value>, String>>,
    wanted: BTreeSet<String>,
}

/// A document that was fetched.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    pub(crate) uri: String,
    pub(crate) content: Rc<Value>,
}

impl<'a> Resources<'a> {
    pub(crate) fn new(given: Option<&'a [Resource]>) -> Self {
        Self { given, read: BTreeMap::new(), wanted: BTreeSet::new() }
    }

    /// What stands at `endpoint`; `None` while that is not known.
    pub(crate) fn get(&mut self, endpoint: &Endpoint) -> Result<Option<Fetched>, Diagnostic> {
        let uri = endpoint.written_out()?;
        let Some(given) = self.given else { return Ok(None) };
        let Some(resource) = given.iter().find(|resource| resource.uri == uri) else {
            self.wanted.insert(uri.to_owned());
            return Ok(None);
        };
        let read = self.read.entry(uri.to_owned()).or_insert_with(|| parse(&resource.content));
        match read {
            Ok(content) => Ok(Some(Fetched { uri: uri.to_owned(), content: Rc::clone(content) })),
            Err(why) => {
                let message = format!("what was fetched from `{uri}` cannot be read: {why}");
                Err(Diagnostic::error(codes::TP0607, message).at(endpoint.span))
            }
        }
    }

    /// The text at `uri`; `None` while that is not known.
    pub(crate) fn text(&mut self, uri: &str) -> Option<&'a str> {
        let given = self.given?;
        let found = given.iter().find(|resource| resource.uri == uri);
        if found.is_none() {
            self.wanted.insert(uri.to_owned());
        }
        found.map(|resource| resource.content.as_str())
    }

    /// URIs that were asked for and not given, sorted.
    pub(crate) fn wanted(self) -> Vec<String> {
        self.wanted.into_iter().collect()
    }
}

fn parse(text: &str) -> Result<Rc<Value>, String> {
    let limits = yaml::Limits { values: 200_000, any_keys: true, ..yaml::Limits::default() };
    match yaml::parse(text.trim_start_matches('\u{feff}'), limits) {
        (Some(node), found) if found.is_empty() => Ok(Rc::new(node.to_json())),
        (_, found) => Err(found.first().map_or("it is empty".to_owned(), |found| found.message.clone())),
    }
}
