//! Folds equal refusals into one entry with a count, so that repeated requests do not fill the log.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::Entry;

/// How long refusals are collected.
pub(crate) const FOLDED: Duration = Duration::from_secs(5);
/// Maximum number of different refusals that are collected.
const MOST: usize = 256;

/// The key of equal refusals: principal, token, action, target, client address and status.
type Key = (String, Option<String>, String, String, Option<String>, Option<u16>);

/// The collected refusals that are not written yet.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    entries: BTreeMap<Key, Entry>,
    /// The times of the first and of the latest of them, in milliseconds since the Unix epoch.
    first: i64,
    now: i64,
}

impl Folded {
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether it is time to write them.
    pub(crate) fn is_due(&self) -> bool {
        let passed = u128::try_from(self.now - self.first).unwrap_or_default();
        !self.is_empty() && (passed >= FOLDED.as_millis() || self.entries.len() >= MOST)
    }

    /// Sets the current time.
    pub(crate) fn passes(&mut self, now: i64) {
        self.now = now;
    }

    pub(crate) fn add(&mut self, entry: Entry) {
        if self.is_empty() {
            self.first = entry.at;
        }
        self.now = entry.at;
        let Entry { who, token, action, target, from, status, .. } = entry.clone();
        let kept = self.entries.entry((who, token, action, target, from, status));
        let kept = kept.and_modify(|kept| {
            let count = kept.count.unwrap_or(1) + 1;
            *kept = Entry { count: Some(count), ..entry.clone() };
        });
        kept.or_insert(entry);
    }

    pub(crate) fn take(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries).into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Phase;

    fn refusal(at: i64, who: &str) -> Entry {
        Entry {
            at,
            phase: Phase::Done,
            request: at.to_string(),
            who: who.to_owned(),
            token: None,
            action: "PUT /v1/policies/{name}".to_owned(),
            target: "/v1/policies/p".to_owned(),
            from: None,
            policies: None,
            body: None,
            status: Some(403),
            count: None,
        }
    }

    #[test]
    fn equal_refusals_are_one_entry_with_a_count() {
        let mut folded = Folded::default();
        for at in 0..1_000 {
            folded.add(refusal(at, "eve"));
        }
        folded.add(refusal(1_000, "bob"));
        assert!(!folded.is_due());
        folded.passes(5_000);
        assert!(folded.is_due());
        let found = folded.take();
        let found: Vec<_> = found.iter().map(|entry| (entry.who.as_str(), entry.count, entry.at)).collect();
        assert_eq!(found, [("bob", None, 1_000), ("eve", Some(1_000), 999)]);
        assert!(folded.is_empty() && !folded.is_due());
        for number in 0..300 {
            folded.add(refusal(5_000, &number.to_string()));
        }
        assert!(folded.is_due());
    }
}
