//! Kinship of principals, for separate duties: a token counts as its minter's, over any number of steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The minters of each principal's tokens. Revoked and expired tokens count too, because work was done with them.
pub(crate) type Minters = BTreeMap<String, BTreeSet<String>>;

/// The line of each principal: itself and, recursively, all minters of its tokens.
pub(crate) type Lines = Arc<BTreeMap<String, BTreeSet<String>>>;

/// The line of one token, and the lines of all other principals. Needs no I/O.
#[derive(Clone, PartialEq, Eq)]
pub struct Kinship {
    /// The principal of the token, and its minters.
    own: BTreeSet<String>,
    lines: Lines,
}

impl std::fmt::Debug for Kinship {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kinship").field("own", &self.own).finish_non_exhaustive()
    }
}

impl Kinship {
    /// The kinship of a token of `principal` that `minter` created.
    ///
    /// For this token, only its own minters count. For another principal it is unknown which token they used, so the
    /// minters of all their tokens count.
    pub(crate) fn of(principal: &str, minter: &str, lines: &Lines) -> Self {
        let mut own = lines.get(minter).cloned().unwrap_or_default();
        own.insert(principal.to_owned());
        Self { own, lines: Arc::clone(lines) }
    }

    /// Whether the same person may have used this token and a token of `other`.
    pub(crate) fn reaches(&self, other: &str) -> bool {
        self.own.contains(other)
            || self.lines.get(other).is_some_and(|line| line.iter().any(|id| self.own.contains(id)))
    }
}

/// The lines of all principals with a token. A minter without a token, such as the command line, does not count.
pub(crate) fn lines_of_minters(minters: &Minters) -> Lines {
    let line = |id: &str| {
        let (mut line, mut open) = (BTreeSet::new(), vec![id]);
        while let Some(id) = open.pop() {
            if let Some(above) = minters.get(id)
                && line.insert(id.to_owned())
            {
                open.extend(above.iter().map(String::as_str));
            }
        }
        line
    };
    Arc::new(minters.keys().map(|id| (id.clone(), line(id))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minted(tokens: &[(&str, &str)]) -> Lines {
        let mut minters = Minters::new();
        for (principal, by) in tokens {
            minters.entry((*principal).to_owned()).or_default().insert((*by).to_owned());
        }
        lines_of_minters(&minters)
    }

    #[test]
    fn a_token_counts_as_its_minters_over_any_number_of_steps() {
        let lines = minted(&[
            ("ivo", "command-line"),
            ("ina", "command-line"),
            ("sub", "ivo"),
            ("mia", "sub"),
            ("ada", "ivo"),
            ("eve", "ina"),
        ]);
        let same = |who: &str, by: &str, other: &str| Kinship::of(who, by, &lines).reaches(other);
        // The minter, the minter's minter, and the other principals whose tokens they minted.
        assert!(same("mia", "sub", "sub") && same("mia", "sub", "ivo") && same("ivo", "command-line", "mia"));
        // Both have the same minter.
        assert!(same("ada", "ivo", "mia"));
        // Different people, whose first tokens the command line created.
        assert!(!same("eve", "ina", "mia") && !same("ina", "command-line", "ivo"));
        assert!(!same("ivo", "command-line", "command-line") && !same("ivo", "command-line", "unknown"));
    }

    #[test]
    fn minters_in_a_circle_end() {
        let lines = minted(&[("a", "b"), ("b", "a"), ("c", "c")]);
        assert!(Kinship::of("a", "b", &lines).reaches("b"));
        assert!(!Kinship::of("a", "b", &lines).reaches("c"));
    }

    #[test]
    fn of_the_own_token_its_minter_counts_and_of_others_all_minters() {
        let lines = minted(&[("ivo", "command-line"), ("ada", "command-line"), ("ada", "ivo")]);
        // Ada uses the token from the command line, so it is not Ivo's.
        assert!(!Kinship::of("ada", "command-line", &lines).reaches("ivo"));
        // Ivo cannot decide about work of Ada: it may have been done with the token that he minted.
        assert!(Kinship::of("ivo", "command-line", &lines).reaches("ada"));
    }
}
