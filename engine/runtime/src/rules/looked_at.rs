//! The live versions of an impact report. A confirmation covers no version that went live later.

use std::collections::BTreeMap;

use serde::Serialize;

/// A live version of an impact report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LookedAt {
    /// `namespace/name@version`.
    pub version: String,
    /// Digest of the definition.
    pub digest: String,
}

impl LookedAt {
    /// `namespace/name`.
    pub(crate) fn workflow(&self) -> &str {
        self.version.split('@').next().unwrap_or_default()
    }

    /// The differences between `then` and `now`, in words. Pure.
    pub(crate) fn changes(then: &[Self], now: &[Self]) -> Vec<String> {
        let by_workflow = |all: &[Self]| -> BTreeMap<String, Self> {
            all.iter().map(|one| (one.workflow().to_owned(), one.clone())).collect()
        };
        let (then, now) = (by_workflow(then), by_workflow(now));
        let mut found = Vec::new();
        for (workflow, after) in &now {
            match then.get(workflow) {
                Some(before) if before == after => {}
                Some(_) => found.push(format!("`{}` is live now", after.version)),
                None => found.push(format!("`{}` is live now, and was not", after.version)),
            }
        }
        let gone = then.iter().filter(|(workflow, _)| !now.contains_key(*workflow));
        found.extend(gone.map(|(_, before)| format!("`{}` is not live any more", before.version)));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_came_later_is_named() {
        let one =
            |version: &str, digest: &str| LookedAt { version: version.to_owned(), digest: digest.to_owned() };
        let then = [one("a/x@1.0.0", "1"), one("a/y@1.0.0", "1"), one("a/z@1.0.0", "1")];
        assert!(LookedAt::changes(&then, &then).is_empty());
        let now = [one("a/w@1.0.0", "1"), one("a/x@1.0.1", "2"), one("a/y@1.0.0", "1")];
        assert_eq!(
            LookedAt::changes(&then, &now),
            [
                "`a/w@1.0.0` is live now, and was not",
                "`a/x@1.0.1` is live now",
                "`a/z@1.0.0` is not live any more"
            ]
        );
    }
}
