//! What another version of a workflow reaches that this one does not, and the other way round.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::{Kind, Profile, ProfiledAccess, WEB};

/// What a change does to what a workflow reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Reach {
    /// What it did not reach before, or not at so many places.
    pub gained: Vec<Reached>,
    /// What it no longer reaches, or not at so many places.
    pub lost: Vec<Reached>,
}

/// Something that is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// In words: `calls payments.refund 1.0.0`.
    pub what: String,
    /// JSON pointer of the task that does it; empty for the workflow itself.
    pub task: String,
}

impl Reach {
    /// Whether both reach the same.
    pub fn is_same(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty()
    }

    /// What `after` reaches more and less than `before`. A task that only moved, or has another name, changes nothing.
    pub fn between(before: &Profile, after: &Profile) -> Self {
        let (mut lost, mut gained) = (reached(before), reached(after));
        // First what the same task does, then what some other task does now.
        cancel(&mut lost, &mut gained, |one| (one.what.clone(), without_indexes(&one.task)));
        cancel(&mut lost, &mut gained, |one| (one.what.clone(), String::new()));
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

/// Takes away from both what has the same key, as often as it is in both.
fn cancel(lost: &mut Vec<Reached>, gained: &mut Vec<Reached>, key: fn(&Reached) -> (String, String)) {
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

/// `/do/2/pay` as `/do/pay`: tasks above it may come and go.
fn without_indexes(pointer: &str) -> String {
    let names = pointer.split('/').filter(|token| token.is_empty() || token.parse::<usize>().is_err());
    names.collect::<Vec<_>>().join("/")
}

impl ProfiledAccess {
    /// What is reached, in words that follow "it": `calls crm.get-customer 1.0.0`. Two accesses that reach the same have
    /// the same words.
    pub fn words(&self) -> String {
        let access = &self.access;
        let host = || match &access.host {
            Some(host) => format!("{host}{}", access.path.as_deref().unwrap_or_default()),
            None => "a host that is known only when it runs".to_owned(),
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
            Kind::Fetch => format!("fetches {} when it is published", host()),
            Kind::Start => "can be started".to_owned(),
            Kind::Respond => "answers whoever started it".to_owned(),
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

    /// An argument that is written out as text.
    fn argument(&self, name: &str) -> Option<&str> {
        self.arguments_schema.get("properties")?.get(name)?.get("const").and_then(Value::as_str)
    }
}
