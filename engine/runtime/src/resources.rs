//! What a definition names by its URL: fetched once, when it is published, as far as the policies permit it, and kept
//! by digest. Nothing here reads what was fetched; that is the sandbox's.

use std::collections::BTreeMap;

use bytes::Bytes;
use towpath_diagnostics::{Diagnostic, codes};
use towpath_journal::{Digest, StoreError};
use towpath_sandbox::Loaded;
use towpath_wire::{LoadReport, Problem, Resource};

use crate::engine::{Engine, Inner};
use crate::guard::{Asker, HopJudge};
use crate::types::EngineError;

/// Most documents of one definition.
const MOST: usize = 16;
/// Most times that what was fetched may want more.
const ROUNDS: usize = 4;

impl Engine {
    /// Fetches what a definition wants that was loaded without, and loads it again, until it wants nothing more.
    pub(crate) async fn load_fetched(
        &self,
        mut loaded: Loaded,
        source: &str,
        asker: &Asker,
    ) -> Result<(Loaded, Vec<Resource>), EngineError> {
        let judge = HopJudge { inner: self.inner.clone(), asker: asker.clone(), echo: Default::default() };
        let registry = self.inner.registry.load_full();
        let mut gathering = Gathering::default();
        loop {
            let wanted =
                gathering.wanted(&loaded.report).map_err(|found| EngineError::Invalid(vec![found]))?;
            if wanted.is_empty() {
                return Ok((loaded, gathering.resources));
            }
            let mut failed = Vec::new();
            for uri in wanted {
                match registry.fetch(&uri, &judge).await {
                    Ok(content) => gathering.resources.push(Resource { uri, content }),
                    Err(problem) => failed.push(unfetched(&uri, &problem)),
                }
            }
            if !failed.is_empty() {
                return Err(EngineError::Invalid(failed));
            }
            loaded = self.load(source, &gathering.resources).await?;
        }
    }
}

impl Inner {
    /// Keeps what was fetched, by digest.
    pub(crate) async fn keep(&self, fetched: &[Resource]) -> Result<BTreeMap<String, Digest>, EngineError> {
        let mut kept = BTreeMap::new();
        for Resource { uri, content } in fetched {
            let digest = self.store.put_blob(Bytes::from(content.clone())).await?;
            kept.insert(uri.clone(), digest);
        }
        Ok(kept)
    }

    /// What was fetched, as it was kept.
    pub(crate) async fn kept(
        &self,
        resources: &BTreeMap<String, Digest>,
    ) -> Result<Vec<Resource>, EngineError> {
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

/// What is there so far, and how often more was asked for.
#[derive(Default)]
struct Gathering {
    resources: Vec<Resource>,
    rounds: usize,
}

impl Gathering {
    /// What to fetch before the definition is loaded once more; nothing when the report is the one that counts.
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
        LoadReport {
            diagnostics: Vec::new(),
            workflow: None,
            profile: Some(profile),
            wanted: wanted.to_vec(),
            settings: None,
        }
    }

    /// Asks for what `more` says, given how much is there, until nothing more is wanted.
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
    fn nothing_is_fetched_for_what_has_errors() {
        let mut broken = report(&["a".to_owned()]);
        broken.profile = None;
        assert_eq!(Gathering::default().wanted(&broken), Ok(Vec::new()));
    }
}
