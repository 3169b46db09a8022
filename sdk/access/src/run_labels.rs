//! Labels of everything that a run has received so far.

use std::collections::BTreeSet;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// Labels of a run, sorted, without duplicates.
///
/// A separate type, so that the code which creates an access must state the labels of the run, or that there
/// is no run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunLabels(Vec<String>);

impl RunLabels {
    /// No labels: for a profile, for an access by a person, and before a start from outside.
    pub const NONE: Self = Self(Vec::new());
}

impl Deref for RunLabels {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl FromIterator<String> for RunLabels {
    fn from_iter<I: IntoIterator<Item = String>>(labels: I) -> Self {
        let labels: BTreeSet<String> = labels.into_iter().collect();
        Self(labels.into_iter().collect())
    }
}

impl From<&BTreeSet<String>> for RunLabels {
    fn from(labels: &BTreeSet<String>) -> Self {
        Self(labels.iter().cloned().collect())
    }
}

impl From<&[String]> for RunLabels {
    fn from(labels: &[String]) -> Self {
        labels.iter().cloned().collect()
    }
}
