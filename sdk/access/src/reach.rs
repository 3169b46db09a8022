//! Compares the accesses of two versions of a workflow.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::{Kind, Profile, ProfiledAccess, WEB};

/// The accesses that a change adds and removes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Reach {
    /// New accesses, or accesses at more places than before.
    pub gained: Vec<Reached>,
    /// Removed accesses, or accesses at fewer places than before.
    pub lost: Vec<Reached>,
}

/// One access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// In words: `calls payments.refund 1.0.0`.
    pub what: String,
    /// JSON pointer of its task. Empty for the workflow itself.
    pub task: String,
}

impl Reach {
    /// Whether both versions have the same accesses.
    pub fn is_same(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty()
    }

    /// The accesses that `after` has more and less than `before`. Moving or renaming a task changes nothing.
    pub fn between(before: &Profile, after: &Profile) -> Self {
        let (mut lost, mut gained) = (reached(before), reached(after));
        // First pairs accesses of the same task, then those of different tasks.
        cancel_equal_entries(&mut lost, &mut gained, |one| (one.what.clone(), without_indexes(&one.task)));
        cancel_equal_entries(&mut lost, &mut gained, |one| (one.what.clone(), String::new()));
        Self { gained, lost }
    }
}

fn reached(profile: &Profile) -> Vec<Reached> {
    let accesses =
        profile.accesses.iter().map(|access| Reached { what: access.words(), task: access.task.clone() });
    let secrets = profile
        .secrets
        .iter()
        .map(|name| Reached { what: format!("uses the secret {name}"), task: String::new() });
    accesses.chain(secrets).collect()
}

/// Removes entries with the same key from both, as often as they are in both.
fn cancel_equal_entries(
    lost: &mut Vec<Reached>,
    gained: &mut Vec<Reached>,
    key: fn(&Reached) -> (String, String),
) {
    let mut count: BTreeMap<_, usize> = BTreeMap::new();
    for one in gained.iter() {
        *count.entry(key(one)).or_default() += 1;
    }
    let mut common: BTreeMap<_, usize> = BTreeMap::new();
    lost.retain(|one| match count.get_mut(&key(one)).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            *common.entry(key(one)).or_default() += 1;
            false
        }
        None => true,
    });
    gained.retain(|one| match common.get_mut(&key(one)).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            false
        }
        None => true,
    });
}

/// `/do/2/pay` as `/do/pay`, because tasks before it may be added or removed.
fn without_indexes(pointer: &str) -> String {
    let names = pointer.split('/').filter(|token| token.is_empty() || token.parse::<usize>().is_err());
    names.collect::<Vec<_>>().join("/")
}

impl ProfiledAccess {
    /// The access in words that follow "it": `calls crm.get-customer 1.0.0`. Equal accesses have the same
    /// words.
    pub fn words(&self) -> String {
        let access = &self.access;
        let host = || match &access.host {
            Some(host) => format!("{host}{}", access.path.as_deref().unwrap_or_default()),
            None => "a host that is known only at run time".to_owned(),
        };
        match access.kind {
            Kind::Call if access.integration.as_deref() == Some(WEB) => {
                format!("sends {} to {}", access.method.as_deref().unwrap_or("a request"), host())
            }
            Kind::Call => {
                let parts = [&access.integration, &access.operation];
                let name: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
                let version = access.version.as_ref().map(|version| format!(" {version}"));
                format!("calls {}{}", name.join("."), version.unwrap_or_default())
            }
            Kind::Fetch => format!("fetches {} at publishing", host()),
            Kind::Start => "can be started".to_owned(),
            Kind::Respond => "responds to its caller".to_owned(),
            Kind::Emit => format!("sends {}", self.event()),
            Kind::Listen => format!("waits for {}", self.event()),
            Kind::Run => match (self.argument("namespace"), self.argument("name")) {
                (Some(namespace), Some(name)) => format!("starts the workflow {namespace}/{name}"),
                _ => format!("runs a {}", access.operation.as_deref().unwrap_or("process")),
            },
            Kind::Configure => "has its settings changed".to_owned(),
        }
    }

    fn event(&self) -> String {
        self.argument("type").map_or("an event".to_owned(), |kind| format!("the event {kind}"))
    }

    /// An argument that is a literal text.
    fn argument(&self, name: &str) -> Option<&str> {
        self.arguments_schema.get("properties")?.get(name)?.get("const").and_then(Value::as_str)
    }
}
