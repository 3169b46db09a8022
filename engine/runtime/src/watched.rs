//! A store that tells of what is written to it.
//!
//! INVARIANT: this is the only store that an engine and its tokens and sessions have, so no change of state is missed: a new
//! place that writes is in here without more. A new collection has its line in [`told`], or in the list `UNTOLD` of the tests.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use parking_lot::Mutex;
use serde::Deserialize;
use towpath_journal::{
    Announced, Blobs, Claim, Commit, Digest, Document, Documents, Entry, Forgets, HeadFilter, Heads, Journal,
    Put, RunHead, RunId, Sleeper, Store, StoreError,
};

use crate::Clock;
use crate::changes::{Change, Changes, Topic};

/// A store, and the changes of what is in it.
pub struct Watched {
    inner: Arc<dyn Store>,
    changes: Arc<Changes>,
    /// How many effects of each run wait to be released, where any does.
    held: Mutex<HashMap<RunId, u32>>,
}

impl Watched {
    /// Watches a store.
    pub fn over(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { inner: store, changes: Changes::new(clock), held: Mutex::default() })
    }

    pub(crate) fn changes(&self) -> &Arc<Changes> {
        &self.changes
    }

    /// What a commit of a run changes for people.
    fn committed(&self, head: &RunHead) -> Vec<Change> {
        let change = |topic| {
            let (namespace, name) = (&head.workflow.namespace, &head.workflow.name);
            let change = Change::of(topic, self.changes.now()).workflow(namespace, name);
            Change { principal: Some(head.principal.clone()), ..change.id(head.run.to_string()) }
        };
        let is_moved = {
            let mut held = self.held.lock();
            let before = match head.held {
                0 => held.remove(&head.run),
                count => held.insert(head.run, count),
            };
            before.unwrap_or_default() != head.held
        };
        let mut changes = vec![change(Topic::Runs)];
        changes.extend(is_moved.then(|| change(Topic::Holds)));
        changes
    }
}

/// What the change of a document tells; `None` where nobody watches it.
fn told(put: &Put, at: i64) -> Option<Change> {
    let (key, of) = (put.key.as_str(), |topic| Change::of(topic, at));
    let of_workflow = |topic: Topic, key: &str| {
        let mut parts = key.splitn(3, '/');
        let (namespace, name) = (parts.next()?, parts.next()?);
        let name = name.split('@').next().unwrap_or(name);
        Some(of(topic).workflow(namespace, name))
    };
    match put.collection.as_str() {
        // Saved cases belong to the draft that they try.
        "drafts" | "cases" => of_workflow(Topic::Drafts, key),
        "versions" | "latest" | "owners" | "settings" | "schedule-pauses" => {
            of_workflow(Topic::Workflows, key)
        }
        "switches" => match key.split_once('/') {
            Some(("workflow", workflow)) => of_workflow(Topic::Workflows, workflow),
            Some((_, integration)) => Some(of(Topic::Integrations).id(integration)),
            None => None,
        },
        "failure-cases" => of_workflow(Topic::Runs, key),
        "reviews" => of_workflow(Topic::Reviews, key).map(|change| change.id(key)),
        "notices" => of_workflow(Topic::Notices, key),
        "policies" => Some(of(Topic::Policies).id(key)),
        "policy-sets" | "policy-revisions" => Some(of(Topic::Policies)),
        "integrations" => Some(of(Topic::Integrations).id(key)),
        "requests" => Some(named(of(Topic::Requests).id(key), put)),
        "grants" => Some(named(of(Topic::Grants).id(key), put)),
        "principals" => Some(Change { principal: Some(key.to_owned()), ..of(Topic::Tokens).id(key) }),
        // Their keys are hashes, whose beginning is the public id.
        "tokens" | "sessions" => Some(named(of(Topic::Tokens).id(key.get(..16).unwrap_or_default()), put)),
        // Nobody watches it; the tests have the list.
        _ => None,
    }
}

/// Adds what the document itself says about where it belongs.
fn named(change: Change, put: &Put) -> Change {
    #[derive(Default, Deserialize)]
    struct Place {
        #[serde(default)]
        namespace: Option<String>,
        #[serde(default)]
        workflow: Option<String>,
        #[serde(default)]
        principal: Option<String>,
    }
    let place = put.content.as_deref().and_then(|content| serde_json::from_slice::<Place>(content).ok());
    let Place { namespace, workflow, principal } = place.unwrap_or_default();
    Change { namespace, workflow, principal, ..change }
}

#[async_trait]
impl Journal for Watched {
    async fn append(&self, commit: Commit) -> Result<(), StoreError> {
        self.append_announced(commit, Announced::default()).await
    }

    fn announce(&self) -> Announced {
        self.inner.announce()
    }

    async fn append_announced(&self, commit: Commit, announced: Announced) -> Result<(), StoreError> {
        let head = commit.head.clone();
        self.inner.append_announced(commit, announced).await?;
        self.changes.publish(self.committed(&head));
        Ok(())
    }

    async fn read(&self, run: RunId, from: u64) -> Result<Vec<Entry>, StoreError> {
        self.inner.read(run, from).await
    }
}

#[async_trait]
impl Heads for Watched {
    async fn head(&self, run: RunId) -> Result<Option<RunHead>, StoreError> {
        self.inner.head(run).await
    }

    async fn unfinished(&self) -> Result<Vec<RunHead>, StoreError> {
        self.inner.unfinished().await
    }

    async fn asleep(&self, after: Option<RunId>, limit: usize) -> Result<Vec<RunHead>, StoreError> {
        self.inner.asleep(after, limit).await
    }

    async fn sleepers(&self, after: Option<RunId>, limit: usize) -> Result<Vec<Sleeper>, StoreError> {
        self.inner.sleepers(after, limit).await
    }

    async fn awake(&self) -> Result<Vec<RunHead>, StoreError> {
        let heads = self.inner.awake().await?;
        // An engine asks for these when it is opened: so calls that were held before are known.
        let held = heads.iter().filter(|head| head.held > 0).map(|head| (head.run, head.held));
        self.held.lock().extend(held);
        Ok(heads)
    }

    async fn heads(&self, filter: HeadFilter) -> Result<Vec<RunHead>, StoreError> {
        self.inner.heads(filter).await
    }

    async fn claimed(&self, key: &str) -> Result<Option<Claim>, StoreError> {
        self.inner.claimed(key).await
    }
}

#[async_trait]
impl Documents for Watched {
    async fn get(&self, collection: &str, key: &str) -> Result<Option<Document>, StoreError> {
        self.inner.get(collection, key).await
    }

    async fn list(&self, collection: &str, prefix: &str) -> Result<Vec<Document>, StoreError> {
        self.inner.list(collection, prefix).await
    }

    async fn put(&self, changes: Vec<Put>) -> Result<Vec<u64>, StoreError> {
        let at = self.changes.now();
        let mut told: Vec<Change> = changes.iter().filter_map(|put| told(put, at)).collect();
        told.dedup();
        let revisions = self.inner.put(changes).await?;
        self.changes.publish(told);
        Ok(revisions)
    }
}

#[async_trait]
impl Forgets for Watched {
    async fn forget(&self, runs: Vec<RunId>) -> Result<Vec<RunId>, StoreError> {
        let forgotten = self.inner.forget(runs).await?;
        if !forgotten.is_empty() {
            self.changes.publish(vec![Change::of(Topic::Runs, self.changes.now())]);
        }
        Ok(forgotten)
    }
}

#[async_trait]
impl Blobs for Watched {
    async fn put_blob(&self, content: Bytes) -> Result<Digest, StoreError> {
        self.inner.put_blob(content).await
    }

    async fn blob(&self, digest: &Digest) -> Result<Option<Bytes>, StoreError> {
        self.inner.blob(digest).await
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::path::Path;

    use towpath_journal::MemoryStore;

    use super::*;
    use crate::SystemClock;
    use crate::changes::Heard;

    /// Collections that nobody watches: each changes together with one that is told of, or says nothing to people.
    const UNTOLD: &[&str] = &[
        "adoptions",
        "applied",
        "draft-history",
        "draft-texts",
        "event-ids",
        "event-position",
        "event-rooms",
        "event-sources",
        "events",
        "live-edits",
        "reruns",
        "restored",
        "retention",
        "room-event-ids",
        "room-events",
        "runners",
        "schedules",
        "shown-salt",
        "sign-in-links",
        "token-uses",
    ];

    fn put(collection: &str, key: &str, content: Option<&str>) -> Put {
        let content = content.map(|content| content.to_owned().into());
        Put { collection: collection.to_owned(), key: key.to_owned(), expected: None, content }
    }

    /// The topic, the namespace, the workflow and the id of what a change of a document tells.
    fn tells(put: &Put) -> Option<(Topic, String)> {
        told(put, 0).map(|change| {
            let part = |part: Option<String>| part.unwrap_or_else(|| "-".to_owned());
            let words = [change.namespace, change.workflow, change.id, change.principal].map(part);
            (change.topic, words.join(" "))
        })
    }

    #[test]
    fn documents_tell_where_they_belong() {
        let hash = "0123456789abcdef".repeat(4);
        let request = Some(r#"{"id":"r1","namespace":"support","asked":{"system":{"system":"x"}}}"#);
        let grant = Some(r#"{"policy":"grant-1","namespace":"support","workflow":"echo"}"#);
        for (put, topic, expected) in [
            (put("drafts", "support/echo", Some("{}")), Topic::Drafts, "support echo - -"),
            (put("versions", "support/echo@1.0.0", Some("{}")), Topic::Workflows, "support echo - -"),
            (put("switches", "workflow/support/echo", None), Topic::Workflows, "support echo - -"),
            (put("switches", "integration/crm", None), Topic::Integrations, "- - crm -"),
            (put("reviews", "support/echo@1.0.0", None), Topic::Reviews, "support echo support/echo@1.0.0 -"),
            (put("notices", "support/echo/secret/crm", None), Topic::Notices, "support echo - -"),
            (put("policies", "refunds", None), Topic::Policies, "- - refunds -"),
            (put("policy-sets", "active", None), Topic::Policies, "- - - -"),
            (put("requests", "r1", request), Topic::Requests, "support - r1 -"),
            (put("grants", "grant-1", grant), Topic::Grants, "support echo grant-1 -"),
            (put("principals", "ada", None), Topic::Tokens, "- - ada ada"),
            (put("tokens", &hash, Some(r#"{"principal":"ada"}"#)), Topic::Tokens, "- - 0123456789abcdef ada"),
            (put("sessions", &hash, None), Topic::Tokens, "- - 0123456789abcdef -"),
        ] {
            assert_eq!(tells(&put), Some((topic, expected.to_owned())), "{put:?}");
        }
        assert_eq!(tells(&put("room-events", "1", None)), None);
    }

    /// The names of collections are constants of the rooms and of `identity`, each with a comment that says so.
    #[test]
    fn every_collection_has_its_line() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (mut folders, mut found) = (vec![here.join("src"), here.join("../identity/src")], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let lines: Vec<&str> = text.lines().collect();
                found.extend(lines.windows(2).filter_map(|pair| {
                    let says_so = pair[0].trim_start().to_lowercase();
                    let is_said = ["/// collection ", "/// the collection "]
                        .iter()
                        .any(|head| says_so.starts_with(head));
                    let (_, name) = pair[1].split_once("&str = \"").filter(|_| is_said)?;
                    name.split('"').next().map(str::to_owned)
                }));
            }
        }
        assert!(found.len() > 20, "{found:?}");
        let is_known = |name: &&String| {
            UNTOLD.contains(&name.as_str()) || told(&put(name, "workflow/a/b", Some("{}")), 0).is_some()
        };
        let unknown: Vec<_> = found.iter().filter(|name| !is_known(name)).collect();
        assert!(unknown.is_empty(), "without a line: {unknown:?}");
    }

    #[tokio::test]
    async fn only_what_was_written_is_told() {
        let store = Watched::over(Arc::new(MemoryStore::default()), Arc::new(SystemClock));
        let mut listener = store.changes().listen("ada", None).unwrap();
        let draft = put("drafts", "support/echo", Some("{}"));
        store.put(vec![draft.clone()]).await.unwrap();
        let refused = store.put(vec![Put { expected: Some(7), ..draft }]).await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })));
        let Heard::Changes(heard) = listener.hear() else { panic!("nothing was missed") };
        assert_eq!(heard.len(), 1);
    }
}
