//! Compares values part by part, so that a change is reported at the smallest part that changed.

use std::collections::BTreeSet;

use super::Change;
use crate::model::{Node, NodeKind, Task, Workflow, escape};

/// Changes outside the tasks.
pub(super) fn changes_outside_tasks(before: &Workflow, after: &Workflow) -> Vec<Change> {
    let lists = |workflow: &Workflow| BTreeSet::from([workflow.tasks.pointer.clone()]);
    let mut compare = Compare { task: None, old: lists(before), new: lists(after), found: Vec::new() };
    compare.values(Some(&before.source), Some(&after.source), "", "");
    compare.found
}

/// Changes of a task itself, without the tasks inside it.
pub(super) fn changes_of_task(before: (&Workflow, &Task), after: (&Workflow, &Task)) -> Vec<Change> {
    let lists =
        |task: &Task| task.kind.lists().into_iter().map(|list| list.pointer.clone()).collect::<BTreeSet<_>>();
    let mut compare = Compare {
        task: Some(after.1.name.value.clone()),
        old: lists(before.1),
        new: lists(after.1),
        found: Vec::new(),
    };
    let (from, to) = (&before.1.pointer, &after.1.pointer);
    compare.values(before.0.definition_of(before.1), after.0.definition_of(after.1), from, to);
    compare.found
}

struct Compare {
    task: Option<String>,
    /// Task lists, which `tasks.rs` compares.
    old: BTreeSet<String>,
    new: BTreeSet<String>,
    found: Vec<Change>,
}

impl Compare {
    fn values(&mut self, old: Option<&Node>, new: Option<&Node>, from: &str, to: &str) {
        // An empty list has no tasks that would be reported, so it is compared here.
        let speaks =
            |node: Option<&Node>| node.and_then(Node::as_array).is_some_and(|tasks| !tasks.is_empty());
        let told_elsewhere = match (self.old.contains(from), self.new.contains(to)) {
            (true, true) => true,
            (true, false) => speaks(old) && new.is_none(),
            (false, true) => speaks(new) && old.is_none(),
            (false, false) => false,
        };
        if told_elsewhere {
            return;
        }
        match (old.map(|node| &node.kind), new.map(|node| &node.kind)) {
            (Some(NodeKind::Object(_)), Some(NodeKind::Object(_))) => self.mappings(old, new, from, to),
            (Some(NodeKind::Array(a)), Some(NodeKind::Array(b))) => self.lists(a, b, from, to),
            _ => {
                let holds_tasks = |node: Option<&Node>, at: &str, lists: &BTreeSet<String>| {
                    node.is_some_and(|node| node.as_object().is_some())
                        && lists.iter().any(|list| list.starts_with(&format!("{at}/")))
                };
                if holds_tasks(old, from, &self.old) || holds_tasks(new, to, &self.new) {
                    // The tasks are reported separately; only the other keys are compared here.
                    self.mappings(old, new, from, to);
                } else {
                    self.report(old, new, from, to);
                }
            }
        }
    }

    fn mappings(&mut self, old: Option<&Node>, new: Option<&Node>, from: &str, to: &str) {
        fn entries(node: Option<&Node>) -> impl Iterator<Item = &str> {
            node.and_then(Node::as_object).unwrap_or_default().iter().map(|(key, _)| key.value.as_str())
        }
        fn get<'a>(node: Option<&'a Node>, key: &str) -> Option<&'a Node> {
            node.and_then(|node| node.get(key))
        }
        let gone = entries(old).filter(|key| new.is_none_or(|new| new.get(key).is_none()));
        for key in entries(new).chain(gone) {
            let (from, to) = (format!("{from}/{}", escape(key)), format!("{to}/{}", escape(key)));
            self.values(get(old, key), get(new, key), &from, &to);
        }
    }

    fn lists(&mut self, old: &[Node], new: &[Node], from: &str, to: &str) {
        match (names_of_items(old), names_of_items(new)) {
            (Some(before), Some(after)) => self.named(old, new, (&before, &after), (from, to)),
            _ if old.len() == new.len() && old.iter().chain(new).all(|item| item.as_object().is_some()) => {
                for (at, (a, b)) in old.iter().zip(new).enumerate() {
                    self.values(Some(a), Some(b), &format!("{from}/{at}"), &format!("{to}/{at}"));
                }
            }
            _ => {
                let json = |items: &[Node]| items.iter().map(Node::to_json).collect::<Vec<_>>();
                let (old, new) = (json(old), json(new));
                if old != new {
                    self.found.push(self.changed(Some(old.into()), Some(new.into()), from, to));
                }
            }
        }
    }

    /// Compares lists of named items, such as the cases of a `switch`.
    fn named(&mut self, old: &[Node], new: &[Node], names: (&[String], &[String]), at: (&str, &str)) {
        let (before, after) = names;
        let place = |list: &str, at: usize, name: &str| format!("{list}/{at}/{}", escape(name));
        for (index, name) in after.iter().enumerate() {
            let value = new[index].get(name);
            let to = place(at.1, index, name);
            match before.iter().position(|known| known == name) {
                Some(was) => self.values(old[was].get(name), value, &place(at.0, was, name), &to),
                None => self.report(None, value, &to, &to),
            }
        }
        for (index, name) in before.iter().enumerate().filter(|(_, name)| !after.contains(name)) {
            let from = place(at.0, index, name);
            self.report(old[index].get(name), None, &from, &from);
        }
        let kept = |names: &[String], others: &[String]| -> Vec<String> {
            names.iter().filter(|name| others.contains(name)).cloned().collect()
        };
        let (was, is) = (kept(before, after), kept(after, before));
        if was != is {
            // The first case that matches wins, so a change of their order counts.
            self.found.push(self.changed(Some(was.into()), Some(is.into()), at.0, at.1));
        }
    }

    fn report(&mut self, old: Option<&Node>, new: Option<&Node>, from: &str, to: &str) {
        let (old, new) = (old.map(Node::to_json), new.map(Node::to_json));
        if old != new {
            self.found.push(self.changed(old, new, from, to));
        }
    }

    fn changed(
        &self,
        old: Option<serde_json::Value>,
        new: Option<serde_json::Value>,
        from: &str,
        to: &str,
    ) -> Change {
        Change::Changed { task: self.task.clone(), from: from.to_owned(), to: to.to_owned(), old, new }
    }
}

/// The names of the items, if each is a mapping with one key and all names are different.
fn names_of_items(items: &[Node]) -> Option<Vec<String>> {
    let names: Option<Vec<String>> = items
        .iter()
        .map(|item| match item.as_object() {
            Some([(name, _)]) => Some(name.value.clone()),
            _ => None,
        })
        .collect();
    names.filter(|names| names.iter().collect::<BTreeSet<_>>().len() == names.len())
}
