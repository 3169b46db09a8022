//! Checks a receipt, without a store and without a network. Each check reports what it covers, what is wrong, and which
//! forgery it prevents.

use std::collections::BTreeMap;

use towpath_journal::{Record, Started};
use towpath_policies::CompiledSet;
use towpath_sandbox::Sandbox;
use towpath_wire::Limits;

use super::replay::Replayed;
use super::{Receipt, decisions, definition, effect_checks, order, replay, unknown};
use crate::rules::compile_texts;

/// Most memory that a receipt may ask for.
const MEMORY: u64 = 1 << 30;
/// Most CPU time of one step, in milliseconds: a busier or slower machine must not fail what ended well.
const CPU: u64 = 600_000;
/// How much more CPU time a step may take than the run had.
const SLACK: u64 = 10;

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it covers, and how much of it.
    pub what: String,
    /// What is wrong, and where.
    pub wrong: Vec<String>,
    /// What could not be checked, and why.
    pub unchecked: Vec<String>,
    /// The forgery that it prevents.
    pub stops: &'static str,
}

impl Check {
    pub(super) fn new(stops: &'static str) -> Self {
        Self { what: String::new(), wrong: Vec::new(), unchecked: Vec::new(), stops }
    }

    /// Adds what is wrong with a record.
    pub(super) fn at(&mut self, index: u64, what: impl std::fmt::Display) {
        self.wrong.push(format!("record {index}: {what}"));
    }

    /// Adds what could not be checked, once.
    pub(super) fn skip(&mut self, why: impl Into<String>) {
        let why = why.into();
        if !self.unchecked.contains(&why) {
            self.unchecked.push(why);
        }
    }

    /// Whether everything was checked, and nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.wrong.is_empty() && self.unchecked.is_empty()
    }
}

/// The report of a check of a receipt.
#[derive(Debug)]
pub struct Report {
    /// The receipt, where it could be read.
    pub receipt: Option<Receipt>,
    /// The start of its run.
    pub started: Option<Started>,
    /// Each check.
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether something is wrong.
    pub fn is_wrong(&self) -> bool {
        self.checks.iter().any(|check| !check.wrong.is_empty())
    }

    /// Whether everything was checked.
    pub fn is_complete(&self) -> bool {
        self.checks.iter().all(|check| check.unchecked.is_empty())
    }
}

impl Verifier<'_> {
    /// Bytes of memory that any receipt may ask for: the sandbox must have room for them.
    pub const MEMORY: u64 = MEMORY;
}

/// What a receipt is checked with.
pub struct Verifier<'a> {
    /// Where the run is executed again.
    pub sandbox: &'a Sandbox,
    /// Runners that are trusted, as files.
    pub runners: &'a [&'a [u8]],
    /// This engine's version.
    pub version: &'a str,
}

impl std::fmt::Debug for Verifier<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier").field("version", &self.version).finish_non_exhaustive()
    }
}

/// A receipt whose records were read.
pub(super) struct Case<'a> {
    pub(super) receipt: &'a Receipt,
    pub(super) started: &'a Started,
    /// With the place of each.
    pub(super) records: &'a [(u64, Record)],
}

/// Checks a receipt, given as the text that was signed.
pub async fn verify(text: &str, verifier: &Verifier<'_>) -> Report {
    let (mut order, receipt, records) = order::read_receipt(text);
    if let (Some(receipt), true) = (&receipt, order.wrong.is_empty()) {
        unknown::check_unknown_keys(receipt, &records, &mut order);
    }
    let started = records.iter().find_map(|(_, record)| match record {
        Record::Started(started) => Some((**started).clone()),
        _ => None,
    });
    let mut checks = vec![order];
    if let (Some(receipt), Some(started), true) = (&receipt, &started, checks[0].wrong.is_empty()) {
        checks.extend(look(&Case { receipt, started, records: &records }, verifier).await);
    }
    Report { receipt, started, checks }
}

async fn look(case: &Case<'_>, verifier: &Verifier<'_>) -> Vec<Check> {
    let limits = limits_for_replay(&case.started.limits);
    let (defined, loaded) = definition::check_definition(case, verifier, &limits).await;
    let mut profile = None;
    let mut replayed: Option<Replayed> = None;
    let mut executed = Check::new(replay::STOPS);
    "the run carried out again".clone_into(&mut executed.what);
    match loaded {
        // Another definition is not executed.
        Ok(_) if !defined.wrong.is_empty() => executed.skip("the definition is not the one that ran"),
        Ok(loaded) => {
            profile = loaded.profile;
            replayed =
                Some(replay::replay_run(case, verifier.sandbox, &loaded.image, &limits, &mut executed).await);
        }
        Err(why) => executed.skip(why),
    }
    let promised = effect_checks::check_effects(case, replayed.as_ref().map(|replayed| &replayed.asked));
    let own = replayed.as_ref().and_then(|replayed| replayed.outcome.as_ref());
    let decided = decisions::check_decisions(case, profile.as_ref(), own, verifier.version);
    vec![defined, executed, promised, decided]
}

/// The run's own limits, with more time, and with at most [`MEMORY`].
fn limits_for_replay(own: &Limits) -> Limits {
    Limits {
        cpu_ms: own.cpu_ms.saturating_mul(SLACK).min(CPU),
        memory_bytes: own.memory_bytes.min(MEMORY),
        ..own.clone()
    }
}

/// The policy sets of a receipt, by digest, and what is wrong with them.
pub(super) fn policy_sets_of_receipt(receipt: &Receipt, check: &mut Check) -> BTreeMap<String, CompiledSet> {
    let mut sets = BTreeMap::new();
    for (digest, texts) in &receipt.policies {
        match compile_texts(texts) {
            Ok(set) if set.digest() == digest => {
                sets.insert(digest.clone(), set);
            }
            Ok(set) => check.wrong.push(format!(
                "the policy set {digest} was changed: the digest of its texts is {}",
                set.digest()
            )),
            Err(found) => {
                let first = found.first().map(|found| found.message.as_str()).unwrap_or_default();
                check.wrong.push(format!("the policy set {digest} cannot be read: {first}"));
            }
        }
    }
    sets
}
