//! Every write that reached the company, on disk before it is answered.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One write as it arrived.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Write {
    /// `crm/leads`, `payments/refunds`, …
    pub(crate) what: String,
    /// The caller's idempotency key, if it sent one.
    pub(crate) key: Option<String>,
    /// What was sent.
    pub(crate) body: Value,
    /// What was answered.
    pub(crate) answer: Value,
    /// It was carried out; false for a key that had come before.
    pub(crate) applied: bool,
}

/// The list of writes.
pub(crate) struct Ledger {
    inner: Mutex<Inner>,
}

struct Inner {
    file: File,
    writes: Vec<Write>,
    by_key: HashMap<String, usize>,
}

impl Ledger {
    /// Opens the list; what an earlier process wrote is still known.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot use `{}`: {error}", path.display());
        let text = if path.exists() { std::fs::read_to_string(path).map_err(failed)? } else { String::new() };
        // A last line cut off by a crash was never answered, so it never happened.
        let writes: Vec<Write> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let by_key = writes
            .iter()
            .enumerate()
            .filter_map(|(at, write)| Some((scope_of_key(write)?, at)))
            .rev()
            .collect();
        let file = File::options().create(true).append(true).open(path).map_err(failed)?;
        Ok(Self { inner: Mutex::new(Inner { file, writes, by_key }) })
    }

    /// Carries a write out once for each key and remembers that it came; the answer.
    pub(crate) fn write(
        &self,
        what: &str,
        headers: &HeaderMap,
        body: Value,
        answer: impl FnOnce(usize) -> Value,
    ) -> Value {
        let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
        let mut inner = self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let number = inner.writes.len() + 1;
        let mut write = Write { what: what.to_owned(), key, body, answer: Value::Null, applied: true };
        let earlier = scope_of_key(&write).and_then(|scope| inner.by_key.get(&scope).copied());
        write.answer = match earlier.and_then(|at| inner.writes.get(at)) {
            Some(earlier) => {
                write.applied = false;
                earlier.answer.clone()
            }
            None => answer(number),
        };
        if let (true, Some(scope)) = (write.applied, scope_of_key(&write)) {
            inner.by_key.insert(scope, number - 1);
        }
        let line = format!("{}\n", json!(write));
        // The company is there to count; a full disk shows in its log and nowhere else.
        if let Err(error) = inner.file.write_all(line.as_bytes()) {
            tracing::error!("a write could not be remembered: {error}");
        }
        let answer = write.answer.clone();
        inner.writes.push(write);
        answer
    }

    /// The bodies of the writes of this kind that were carried out.
    pub(crate) fn applied(&self, what: &str) -> Vec<Value> {
        let inner = self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let applied = inner.writes.iter().filter(|write| write.applied && write.what == what);
        applied.map(|write| write.body.clone()).collect()
    }

    /// Every write, and how many were carried out.
    pub(crate) fn summary(&self) -> Value {
        let inner = self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let applied = inner.writes.iter().filter(|write| write.applied).count();
        json!({ "arrived": inner.writes.len(), "applied": applied, "writes": inner.writes })
    }
}

/// A key counts for one kind of write.
fn scope_of_key(write: &Write) -> Option<String> {
    write.key.as_ref().map(|key| format!("{} {key}", write.what))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_key_counts_once_over_restarts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("writes.jsonl");
        let mut headers = HeaderMap::new();
        headers.insert("idempotency-key", "k".parse().unwrap());
        let answer = |number: usize| json!({ "number": number });
        let first = Ledger::open(&path).unwrap();
        assert_eq!(first.write("crm/leads", &headers, json!(1), answer), json!({ "number": 1 }));
        assert_eq!(first.write("crm/leads", &headers, json!(1), answer), json!({ "number": 1 }));
        drop(first);
        let second = Ledger::open(&path).unwrap();
        assert_eq!(second.write("crm/leads", &headers, json!(1), answer), json!({ "number": 1 }));
        assert_eq!(second.write("payments/refunds", &headers, json!(1), answer), json!({ "number": 4 }));
        assert_eq!(second.applied("crm/leads"), [json!(1)], "the second came with the same key");
        assert_eq!(second.summary()["applied"], 2);
        assert_eq!(second.summary()["arrived"], 4);
    }
}
