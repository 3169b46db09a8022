//! When tokens were used last: in memory at once, in the store at most once in some minutes for each.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use serde::{Deserialize, Serialize};
use towpath_journal::{Document, Documents, Put, StoreError};

use crate::Tokens;

/// The collection of the last uses. The key of a document is the public id of its token.
pub const TOKEN_USES: &str = "token-uses";

/// How late the store may be about the newest use of a token, in milliseconds.
const LATE: i64 = 5 * 60_000;
/// A token that nobody has used.
const NEVER: i64 = i64::MIN;

/// The last use of one token.
#[derive(Debug)]
pub(crate) struct LastUse {
    newest: AtomicI64,
    /// As the store has it, or soon will.
    kept: AtomicI64,
}

impl LastUse {
    pub(crate) fn new(kept: Option<i64>) -> Self {
        let kept = kept.unwrap_or(NEVER);
        Self { newest: AtomicI64::new(kept), kept: AtomicI64::new(kept) }
    }

    pub(crate) fn at(&self) -> Option<i64> {
        Some(self.newest.load(Relaxed)).filter(|at| *at != NEVER)
    }

    /// Notes a use. Whether the store has to learn of it: one of several requests at the same time is told so.
    fn note(&self, now: i64) -> bool {
        self.newest.fetch_max(now, Relaxed);
        let kept = self.kept.load(Relaxed);
        now.saturating_sub(kept) >= LATE && self.kept.compare_exchange(kept, now, Relaxed, Relaxed).is_ok()
    }
}

/// A last use as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// Milliseconds since the Unix epoch.
    at: i64,
}

impl Tokens {
    /// Notes that a request came with the token with the public id `id`. Returns when that is on disk, if it is written down: at
    /// most once in five minutes for each token. If that fails, only the time is wrong, after a restart.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn used(&self, id: &str) -> Result<(), StoreError> {
        let now = self.now();
        let is_due = self.memory().use_of(id).is_some_and(|used| used.note(now));
        if is_due {
            self.documents().put(vec![change(id, now)]).await?;
        }
        Ok(())
    }
}

/// Reads all last uses, by the public ids of the tokens. One that cannot be read only lacks.
pub(crate) async fn read_uses(documents: &dyn Documents) -> Result<HashMap<String, i64>, StoreError> {
    let found = documents.list(TOKEN_USES, "").await?;
    let read = |document: Document| {
        let kept: Kept = serde_json::from_slice(&document.content).ok()?;
        Some((document.key, kept.at))
    };
    Ok(found.into_iter().filter_map(read).collect())
}

/// The last use of one token.
pub(crate) async fn read_use(documents: &dyn Documents, id: &str) -> Result<Option<i64>, StoreError> {
    let found = documents.get(TOKEN_USES, id).await?;
    let kept = found.and_then(|document| serde_json::from_slice::<Kept>(&document.content).ok());
    Ok(kept.map(|kept| kept.at))
}

/// Writes down a last use.
pub(crate) fn change(id: &str, at: i64) -> Put {
    // INVARIANT: it holds only a number, so encoding cannot fail.
    #[expect(clippy::expect_used, reason = "see the invariant above")]
    let content = serde_json::to_vec(&Kept { at }).expect("a number is always encodable");
    Put {
        collection: TOKEN_USES.to_owned(),
        key: id.to_owned(),
        expected: None,
        content: Some(content.into()),
    }
}
