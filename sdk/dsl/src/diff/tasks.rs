//! Pairs the tasks of the old definition with those of the new one, and reports the changes of each pair.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, values};
use crate::model::{Node, Task, TaskList, Workflow};

/// The changes of all tasks.
pub(super) fn changes_of_tasks(before: &Workflow, after: &Workflow) -> Vec<Change> {
    let mut pairing = Pairing { old: Side::of(before), new: Side::of(after) };
    pairing.children(None, None);
    pairing.elsewhere();
    pairing.renamed(before, after);
    pairing.report(before, after)
}

/// A task and its place.
struct Place<'a> {
    task: &'a Task,
    /// The task that contains it.
    parent: Option<usize>,
    /// The list of that task which contains it: `/do`, `/catch/do`.
    slot: String,
    index: usize,
    /// The paired task in the other definition.
    partner: Option<usize>,
}

/// All tasks of one definition, in source order.
struct Side<'a> {
    places: Vec<Place<'a>>,
}

impl<'a> Side<'a> {
    fn of(workflow: &'a Workflow) -> Self {
        let mut side = Self { places: Vec::new() };
        side.add(&workflow.tasks, None, "");
        side
    }

    /// The YAML parser bounds the nesting.
    fn add(&mut self, list: &'a TaskList, parent: Option<usize>, slot: &str) {
        for (index, task) in list.tasks.iter().enumerate() {
            let at = self.places.len();
            self.places.push(Place { task, parent, slot: slot.to_owned(), index, partner: None });
            for inner in task.kind.lists() {
                let slot = inner.pointer.strip_prefix(&task.pointer).unwrap_or(&inner.pointer);
                self.add(inner, Some(at), slot);
            }
        }
    }

    fn children(&self, parent: Option<usize>) -> Vec<usize> {
        let first = parent.map_or(0, |parent| parent + 1);
        let is_inside = |at: &usize| self.places[*at].parent >= parent;
        // The tasks inside a task follow it directly.
        (first..self.places.len())
            .take_while(is_inside)
            .filter(|at| self.places[*at].parent == parent)
            .collect()
    }

    fn without_partner(&self) -> impl Iterator<Item = usize> {
        (0..self.places.len()).filter(|at| self.places[*at].partner.is_none())
    }

    /// Whether the containing task has no partner either. Then the change is reported there.
    fn is_reported_outside(&self, at: usize) -> bool {
        self.places[at].parent.is_some_and(|parent| self.places[parent].partner.is_none())
    }

    /// Number of tasks without a partner inside it.
    fn inside(&self, at: usize) -> usize {
        let lonely =
            self.children(Some(at)).into_iter().filter(|child| self.places[*child].partner.is_none());
        lonely.map(|child| 1 + self.inside(child)).sum()
    }

    /// The previous task in its list.
    fn behind(&self, at: usize) -> Option<String> {
        let place = &self.places[at];
        let siblings = self.children(place.parent);
        let before = siblings.into_iter().map(|sibling| &self.places[sibling]);
        let mut before = before.filter(|other| other.slot == place.slot && other.index + 1 == place.index);
        before.next().map(|other| other.task.name.value.clone())
    }
}

struct Pairing<'a> {
    old: Side<'a>,
    new: Side<'a>,
}

impl Pairing<'_> {
    fn pair(&mut self, old: usize, new: usize) {
        self.old.places[old].partner = Some(new);
        self.new.places[new].partner = Some(old);
        self.children(Some(old), Some(new));
    }

    /// Pairs tasks with the same name in the same list.
    fn children(&mut self, old: Option<usize>, new: Option<usize>) {
        let mut known = BTreeMap::new();
        for at in self.new.children(new) {
            let place = &self.new.places[at];
            if place.partner.is_none() {
                known.insert((place.slot.clone(), place.task.name.value.clone()), at);
            }
        }
        for at in self.old.children(old) {
            let place = &self.old.places[at];
            if place.partner.is_some() {
                continue;
            }
            if let Some(other) = known.get(&(place.slot.clone(), place.task.name.value.clone())) {
                self.pair(at, *other);
            }
        }
    }

    /// Pairs tasks with the same name and kind in different lists.
    fn elsewhere(&mut self) {
        let mut known: BTreeMap<(String, &str), Vec<usize>> = BTreeMap::new();
        for at in self.new.without_partner() {
            let task = self.new.places[at].task;
            known.entry((task.name.value.clone(), task.kind.keyword())).or_default().push(at);
        }
        for at in 0..self.old.places.len() {
            let place = &self.old.places[at];
            if place.partner.is_some() {
                continue;
            }
            let Some(others) = known.get(&(place.task.name.value.clone(), place.task.kind.keyword())) else {
                continue;
            };
            // Pairing a task also pairs the tasks inside it, so each is checked again.
            if let Some(other) = others.iter().find(|other| self.new.places[**other].partner.is_none()) {
                self.pair(at, *other);
            }
        }
    }

    /// Pairs tasks with the same content in the same list under different names.
    fn renamed(&mut self, before: &Workflow, after: &Workflow) {
        let says = |workflow: &Workflow, task: &Task| workflow.definition_of(task).map(Node::canonical);
        let mut known: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
        for at in self.new.without_partner() {
            known.entry(says(after, self.new.places[at].task)).or_default().push(at);
        }
        for at in 0..self.old.places.len() {
            let place = &self.old.places[at];
            if place.partner.is_some() {
                continue;
            }
            let others = known.get(&says(before, place.task)).map(Vec::as_slice).unwrap_or_default();
            let free =
                |new: &&usize| self.new.places[**new].partner.is_none() && self.is_same_list(at, **new);
            if let Some(new) = others.iter().find(free) {
                self.pair(at, *new);
            }
        }
    }

    fn is_same_list(&self, old: usize, new: usize) -> bool {
        let (old, new) = (&self.old.places[old], &self.new.places[new]);
        let same_parent = match (old.parent, new.parent) {
            (None, None) => true,
            (Some(old), Some(new)) => self.old.places[old].partner == Some(new),
            _ => false,
        };
        same_parent && old.slot == new.slot
    }

    fn report(&self, before: &Workflow, after: &Workflow) -> Vec<Change> {
        let mut changes = Vec::new();
        let passed = self.passed();
        for (at, place) in self.new.places.iter().enumerate() {
            let task = place.task;
            let (name, to) = (task.name.value.clone(), task.pointer.clone());
            let Some(partner) = place.partner else {
                if !self.new.is_reported_outside(at) {
                    let (kind, inside) = (task.kind.keyword(), self.new.inside(at));
                    changes.push(Change::Added { task: name, kind, to, inside });
                }
                continue;
            };
            let old = self.old.places[partner].task;
            let from = old.pointer.clone();
            if passed.contains(&at) {
                let (task, from, to) = (name.clone(), from.clone(), to.clone());
                changes.push(Change::Moved { task, from, to, behind: self.new.behind(at) });
            }
            if old.name.value != name {
                changes.push(Change::Renamed { task: name, was: old.name.value.clone(), from, to });
            }
            changes.extend(values::changes_of_task((before, old), (after, task)));
        }
        for at in self.old.without_partner().filter(|at| !self.old.is_reported_outside(*at)) {
            let task = self.old.places[at].task;
            let (name, from) = (task.name.value.clone(), task.pointer.clone());
            let (kind, inside) = (task.kind.keyword(), self.old.inside(at));
            changes.push(Change::Removed { task: name, kind, from, inside });
        }
        changes
    }

    /// The tasks that moved: to another list, or past other tasks of their list. The set is as small as
    /// possible: a task that only shifted because of new tasks has not moved.
    fn passed(&self) -> BTreeSet<usize> {
        let mut lists: BTreeMap<(Option<usize>, &str), Vec<(usize, usize)>> = BTreeMap::new();
        let mut moved = BTreeSet::new();
        for (at, place) in self.new.places.iter().enumerate() {
            match place.partner {
                Some(old) if self.is_same_list(old, at) => {
                    let was = self.old.places[old].index;
                    lists.entry((place.parent, &place.slot)).or_default().push((was, at));
                }
                Some(_) => {
                    moved.insert(at);
                }
                None => {}
            }
        }
        for tasks in lists.into_values() {
            let order: Vec<usize> = tasks.iter().map(|(was, _)| *was).collect();
            let kept = longest_run(&order);
            moved.extend((0..tasks.len()).filter(|at| !kept.contains(at)).map(|at| tasks[at].1));
        }
        moved
    }
}

/// The positions of the longest increasing subsequence of `order`.
fn longest_run(order: &[usize]) -> BTreeSet<usize> {
    // `tails[n]` is the position where the subsequence of length n+1 with the smallest end ends.
    let mut tails: Vec<usize> = Vec::new();
    let mut behind: Vec<Option<usize>> = vec![None; order.len()];
    for at in 0..order.len() {
        let length = tails.partition_point(|tail| order[*tail] < order[at]);
        behind[at] = length.checked_sub(1).map(|before| tails[before]);
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut run = BTreeSet::new();
    let mut next = tails.last().copied();
    while let Some(at) = next {
        run.insert(at);
        next = behind[at];
    }
    run
}

#[cfg(test)]
mod tests {
    use super::longest_run;

    #[test]
    fn the_set_of_moved_tasks_is_minimal() {
        let cases: &[(&[usize], &[usize])] = &[
            (&[], &[]),
            (&[0, 1, 2], &[0, 1, 2]),
            (&[2, 0, 1], &[1, 2]),
            (&[1, 2, 0], &[0, 1]),
            (&[3, 0, 4, 1, 2], &[1, 3, 4]),
            (&[5, 9], &[0, 1]),
        ];
        for (order, kept) in cases {
            assert_eq!(longest_run(order).into_iter().collect::<Vec<_>>(), *kept, "{order:?}");
        }
    }
}
