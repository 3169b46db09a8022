//! A decision is about what was shown: the digest of everything that matters to it, and what changed since.
//!
//! A decision names the digest of what its maker was shown. The parts behind the newest digests are remembered, so that a
//! refusal can say which part changed. INVARIANT: the digest covers a salt of this server, so that a value which a reader
//! may not see cannot be guessed from it.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};
use towpath_journal::{Put, Store, StoreError};

use crate::Clock;
use crate::fault::Fault;
use crate::found::{decode, encode};

/// Most digests whose parts are remembered.
const REMEMBERED: usize = 1_024;
/// Collection with one document, the salt.
const SALT: &str = "shown-salt";
const ONLY: &str = "salt";

/// One part of what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    name: &'static str,
    value: String,
    /// The words for a change of it.
    changed: String,
}

/// Everything of a thing that matters to a decision about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Showing(Vec<Part>);

impl Showing {
    /// Adds a part: its name, its value, and what is said when the value is another than before.
    pub(crate) fn with(mut self, name: &'static str, value: &str, changed: impl Into<String>) -> Self {
        // Values may be long or not for everybody: only their digest is kept.
        self.0.push(Part { name, value: hex(Sha256::digest(value.as_bytes())), changed: changed.into() });
        self
    }

    fn digest(&self, salt: &str) -> String {
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        };
        add(salt);
        for Part { name, value, .. } in &self.0 {
            add(name);
            add(value);
        }
        format!("sha256:{}", hex(hash.finalize()))
    }
}

/// What is now otherwise than it was before, in words.
fn changes_since_shown(before: Option<&Showing>, now: &Showing) -> Vec<String> {
    let Some(before) = before else {
        return vec!["the digest is not one that was shown lately".to_owned()];
    };
    let is_other =
        |part: &&Part| !before.0.iter().any(|known| known.name == part.name && known.value == part.value);
    let mut found: Vec<String> = now.0.iter().filter(is_other).map(|part| part.changed.clone()).collect();
    if found.is_empty() {
        found.push("it is another thing than the one that was shown".to_owned());
    }
    found
}

/// What was shown of late, by its digest.
pub(crate) struct ShownLog {
    salt: String,
    seen: Mutex<VecDeque<(String, Showing)>>,
}

impl ShownLog {
    /// Opens it with the salt of this store, which is made at the first time.
    pub(crate) async fn open(store: &Arc<dyn Store>, clock: &Arc<dyn Clock>) -> Result<Self, Fault> {
        let made = format!("{}{}", clock.run_id(), clock.run_id());
        let put = Put {
            collection: SALT.to_owned(),
            key: ONLY.to_owned(),
            expected: Some(0),
            content: Some(encode(&made)?),
        };
        let salt = match store.get(SALT, ONLY).await? {
            Some(known) => decode(&known.content)?,
            None => match store.put(vec![put]).await {
                Ok(_) => made,
                Err(StoreError::Conflict { .. }) => {
                    let known = store.get(SALT, ONLY).await?;
                    known.map(|known| decode(&known.content)).transpose()?.unwrap_or_default()
                }
                Err(error) => return Err(error.into()),
            },
        };
        Ok(Self { salt, seen: Mutex::default() })
    }

    /// The digest.
    pub(crate) fn digest(&self, showing: &Showing) -> String {
        showing.digest(&self.salt)
    }

    /// The digest of what is shown now; its parts are remembered.
    pub(crate) fn show(&self, showing: Showing) -> String {
        let digest = self.digest(&showing);
        let mut seen = self.seen.lock();
        if !seen.iter().any(|(known, _)| *known == digest) {
            seen.push_back((digest.clone(), showing));
        }
        if seen.len() > REMEMBERED {
            seen.pop_front();
        }
        digest
    }

    /// Refuses a decision about anything but what is there now.
    ///
    /// # Errors
    /// `Changed`.
    pub(crate) fn check(&self, now: Showing, shown: &str) -> Result<(), Fault> {
        if self.digest(&now) == shown {
            return Ok(());
        }
        let before =
            self.seen.lock().iter().find(|(known, _)| known == shown).map(|(_, parts)| parts.clone());
        let what = changes_since_shown(before.as_ref(), &now);
        Err(Fault::Changed { what, digest: self.show(now) })
    }
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_journal::MemoryStore;

    use super::*;
    use crate::SystemClock;

    fn showing(text: &str, live: &str) -> Showing {
        Showing::default().with("text", text, "the text changed").with(
            "live",
            live,
            format!("the live version is now {live}"),
        )
    }

    #[tokio::test]
    async fn a_decision_about_something_else_is_refused_and_told_what_changed() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let log = ShownLog::open(&store, &clock).await.unwrap();
        let digest = log.show(showing("a", "1.0.0"));
        assert!(log.check(showing("a", "1.0.0"), &digest).is_ok());
        let refused = |now, shown: &str| match log.check(now, shown) {
            Err(Fault::Changed { what, digest }) => (what, digest),
            other => panic!("{other:?}"),
        };
        let (what, now) = refused(showing("b", "1.1.0"), &digest);
        assert_eq!(what, ["the text changed", "the live version is now 1.1.0"]);
        assert!(log.check(showing("b", "1.1.0"), &now).is_ok(), "the present digest comes along");
        assert_eq!(
            refused(showing("a", "1.0.0"), "sha256:00").0,
            ["the digest is not one that was shown lately"]
        );

        let again = ShownLog::open(&store, &clock).await.unwrap();
        assert_eq!(again.digest(&showing("a", "1.0.0")), digest, "also after a restart");
        let other: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let elsewhere = ShownLog::open(&other, &clock).await.unwrap();
        assert_ne!(elsewhere.digest(&showing("a", "1.0.0")), digest, "nobody guesses a value by its digest");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let one = Showing::default().with("a", "bc", "").with("d", "e", "");
        let other = Showing::default().with("a", "b", "").with("cd", "e", "");
        assert_ne!(one.digest(""), other.digest(""));
    }
}
