//! Documents that a definition names by URL: fetched once, when it is published, if policies permit it, and stored by
//! digest. They are read only in the sandbox, which also reports the parts that are used.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use towpath_diagnostics::{Diagnostic, codes};
use towpath_journal::{Digest, StoreError};
use towpath_sandbox::Loaded;
use towpath_wire::{LoadReport, Problem, Resource};

use super::Catalog;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::rules::decide::{HopAuthorizer, Requester};

/// Most documents of one definition.
const MOST: usize = 16;
/// Most rounds of fetching: a fetched document may name others.
const ROUNDS: usize = 4;
/// Most bytes of all documents of one definition.
const MOST_BYTES: usize = 48 << 20;

impl Catalog {
    /// Fetches the documents that a loaded definition names and loads it again with them, until it names no others.
    pub(crate) async fn load_fetched(
        &self,
        mut loaded: Loaded,
        source: &str,
        requester: &Requester,
    ) -> Result<(Loaded, Vec<Resource>), CatalogError> {
        let evaluate = HopAuthorizer {
            rules: self.rules.clone(),
            clock: Arc::clone(self.context.clock()),
            requester: requester.clone(),
            echo: parking_lot::Mutex::default(),
        };
        let registry = self.rules.registry();
        let mut gathering = Gathering::default();
        loop {
            let wanted = gathering
                .wanted(&loaded.report)
                .map_err(|found| CatalogError::Fault(Fault::Invalid(vec![found])))?;
            if wanted.is_empty() {
                if loaded.report.is_ok() && gathering.shorten(&loaded.report.excerpts) {
                    // The image is made of what is used, and never saw the rest.
                    loaded = self.load(source, &gathering.resources).await?;
                }
                return Ok((loaded, gathering.resources));
            }
            let mut failed = Vec::new();
            for uri in wanted {
                match registry.fetch(&uri, &evaluate).await {
                    Ok(content) if content.len() > gathering.room() => failed.push(too_much(&uri)),
                    Ok(content) => gathering.resources.push(Resource { uri, content }),
                    Err(problem) => failed.push(unfetched(&uri, &problem)),
                }
            }
            if !failed.is_empty() {
                return Err(Fault::Invalid(failed).into());
            }
            loaded = self.load(source, &gathering.resources).await?;
        }
    }

    /// Stores what was fetched, by digest.
    pub(crate) async fn keep(&self, fetched: &[Resource]) -> Result<BTreeMap<String, Digest>, CatalogError> {
        let mut kept = BTreeMap::new();
        for Resource { uri, content } in fetched {
            let digest = self.blobs.put_blob(Bytes::from(content.clone())).await?;
            kept.insert(uri.clone(), digest);
        }
        Ok(kept)
    }

    /// Reads what was fetched, as it was stored.
    pub(crate) async fn kept(
        &self,
        resources: &BTreeMap<String, Digest>,
    ) -> Result<Vec<Resource>, CatalogError> {
        let mut found = Vec::new();
        for (uri, digest) in resources {
            let content = self.blob(digest).await?;
            let content = String::from_utf8(content.into())
                .map_err(|_| StoreError::Corrupt(format!("{digest} is no text")))?;
            found.push(Resource { uri: uri.clone(), content });
        }
        Ok(found)
    }
}

/// What was fetched so far, and how often more was wanted.
#[derive(Default)]
struct Gathering {
    resources: Vec<Resource>,
    rounds: usize,
}

impl Gathering {
    /// How many bytes may still come.
    fn room(&self) -> usize {
        MOST_BYTES.saturating_sub(self.resources.iter().map(|resource| resource.content.len()).sum())
    }

    /// Shortens each document to the parts that are used. Returns whether any changed.
    fn shorten(&mut self, excerpts: &[Resource]) -> bool {
        let mut shortened = false;
        for resource in &mut self.resources {
            if let Some(excerpt) = excerpts.iter().find(|excerpt| excerpt.uri == resource.uri) {
                resource.content.clone_from(&excerpt.content);
                shortened = true;
            }
        }
        shortened
    }

    /// What to fetch before the definition is loaded again; empty when the report is final.
    fn wanted(&mut self, report: &LoadReport) -> Result<Vec<String>, Diagnostic> {
        if report.wanted.is_empty() || !report.is_ok() {
            return Ok(Vec::new());
        }
        self.rounds += 1;
        if self.rounds > ROUNDS {
            return Err(Diagnostic::error(codes::TP1119, "what was fetched goes on asking for more"));
        }
        if self.resources.len() + report.wanted.len() > MOST {
            let message = format!("the definition names more than {MOST} documents by their URL");
            return Err(Diagnostic::error(codes::TP1119, message));
        }
        Ok(report.wanted.clone())
    }
}

fn too_much(uri: &str) -> Diagnostic {
    let most = MOST_BYTES >> 20;
    let message = format!("with `{uri}` the documents of the definition are larger than {most} MiB together");
    Diagnostic::error(codes::TP1119, message)
}

fn unfetched(uri: &str, problem: &Problem) -> Diagnostic {
    let why = problem.detail.as_deref().unwrap_or("no answer came");
    Diagnostic::error(codes::TP1119, format!("`{uri}` was not fetched: {why}"))
}

#[cfg(test)]
mod tests {
    use towpath_access::Profile;

    use super::*;

    fn report(wanted: &[String]) -> LoadReport {
        let profile = Profile { accesses: Vec::new(), secrets: Vec::new() };
        LoadReport { profile: Some(profile), wanted: wanted.to_vec(), ..LoadReport::default() }
    }

    /// Wants what `more` returns for the number of documents that are there, until nothing more is wanted.
    fn gather(more: impl Fn(usize) -> Vec<String>) -> Result<Vec<String>, String> {
        let mut gathering = Gathering::default();
        loop {
            let wanted = gathering.wanted(&report(&more(gathering.resources.len())));
            let wanted = wanted.map_err(|found| found.message)?;
            if wanted.is_empty() {
                return Ok(gathering.resources.into_iter().map(|resource| resource.uri).collect());
            }
            let fetched = wanted.into_iter().map(|uri| Resource { uri, content: String::new() });
            gathering.resources.extend(fetched);
        }
    }

    #[test]
    fn what_was_fetched_may_want_more() {
        let more = |have| match have {
            0 => vec!["a".to_owned(), "b".to_owned()],
            2 => vec!["c".to_owned()],
            _ => Vec::new(),
        };
        assert_eq!(gather(more), Ok(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
        assert_eq!(gather(|_| Vec::new()), Ok(Vec::new()));
    }

    #[test]
    fn fetching_ends() {
        let endless = gather(|have| vec![have.to_string()]);
        assert_eq!(endless, Err("what was fetched goes on asking for more".to_owned()));
        let many = gather(|_| (0..17).map(|index| index.to_string()).collect());
        assert_eq!(many, Err("the definition names more than 16 documents by their URL".to_owned()));
    }

    #[test]
    fn what_is_used_is_kept_instead_of_the_document() {
        let resource =
            |uri: &str, content: &str| Resource { uri: uri.to_owned(), content: content.to_owned() };
        let resources = vec![resource("a", "all of it"), resource("b", "all of it")];
        let mut gathering = Gathering { resources, rounds: 1 };
        assert!(gathering.shorten(&[resource("b", "some")]) && !gathering.shorten(&[]));
        assert_eq!(gathering.resources, [resource("a", "all of it"), resource("b", "some")]);
        assert_eq!(gathering.room(), MOST_BYTES - 13);
    }

    #[test]
    fn nothing_is_fetched_for_what_has_errors() {
        let mut broken = report(&["a".to_owned()]);
        broken.profile = None;
        assert_eq!(Gathering::default().wanted(&broken), Ok(Vec::new()));
    }
}
