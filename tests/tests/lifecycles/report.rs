//! The outcome: counts for each life cycle, and every difference between table and server.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Most characters of a difference.
const LONGEST: usize = 700;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A legal event.
    Legal,
    /// An illegal event.
    Illegal,
    /// Two events at the same moment.
    AtOnce,
    /// Two events one after the other, both prepared before.
    InOrder,
    /// An event under `kill -9`.
    Killed,
}

/// Counts and differences.
#[derive(Debug, Default)]
pub(crate) struct Report {
    counts: BTreeMap<String, BTreeMap<Kind, usize>>,
    wrong: Vec<String>,
}

impl Report {
    /// Takes one outcome in.
    pub(crate) fn add(&mut self, cycle: &str, kind: Kind, what: &str, outcome: Result<(), String>) {
        *self.counts.entry(cycle.to_owned()).or_default().entry(kind).or_default() += 1;
        if let Err(error) = outcome {
            let line: String = format!("{cycle}: {kind:?}: {what}: {error}").chars().take(LONGEST).collect();
            self.wrong.push(line);
        }
    }

    /// Takes in that a case could not be carried out at all.
    pub(crate) fn broken(&mut self, error: &str) {
        self.wrong.push(format!("a case broke: {error}"));
    }

    fn count(&self, cycle: &str, kind: Kind) -> usize {
        self.counts.get(cycle).and_then(|counts| counts.get(&kind)).copied().unwrap_or_default()
    }

    /// A line for each life cycle.
    pub(crate) fn lines(&self) -> String {
        let line = |cycle: &String| {
            let count = |kind| self.count(cycle, kind);
            format!(
                "{cycle}: {} transitions, {} illegal, {} pairs at once, {} pairs in order, {} under kill -9\n",
                count(Kind::Legal),
                count(Kind::Illegal),
                count(Kind::AtOnce),
                count(Kind::InOrder),
                count(Kind::Killed)
            )
        };
        self.counts.keys().map(line).collect()
    }

    /// The counts as they are kept.
    pub(crate) fn outcome(&self, seed: u64) -> Value {
        let cycles: serde_json::Map<String, Value> = self
            .counts
            .keys()
            .map(|cycle| {
                let count = |kind| self.count(cycle, kind);
                let counts = json!({
                    "transitions": count(Kind::Legal), "illegal": count(Kind::Illegal),
                    "pairsAtOnce": count(Kind::AtOnce), "pairsInOrder": count(Kind::InOrder),
                    "underKill9": count(Kind::Killed),
                });
                (cycle.clone(), counts)
            })
            .collect();
        json!({ "seed": seed, "lifecycles": cycles, "differences": self.wrong.len() })
    }

    /// Every difference, in order.
    pub(crate) fn wrong(&self) -> String {
        let mut wrong = self.wrong.clone();
        wrong.sort();
        wrong.join("\n")
    }
}
