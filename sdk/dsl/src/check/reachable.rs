//! Warns of tasks that are never reached.
//!
//! Only certain cases are reported: a branch that depends on an expression counts as possible.

use std::collections::BTreeSet;

use towpath_diagnostics::{Diagnostic, Span, codes};

use super::Checker;
use crate::{
    model::{Flow, Spanned, Task, TaskKind, TaskList},
    words::quote,
};

impl Checker<'_> {
    /// Warns of the first task in each sequence of unreachable tasks.
    pub(super) fn reachable(&mut self, list: &TaskList) {
        // No check if a task could not be read, two tasks have the same name, or a directive has no valid
        // target: then anything may be reachable. The branches of a fork are not a sequence.
        let written = self.source.pointer(&list.pointer).and_then(|node| node.as_array());
        let names: BTreeSet<&str> = list.tasks.iter().map(|task| task.name.value.as_str()).collect();
        let is_whole = written.is_some_and(|items| items.len() == names.len());
        if !is_whole || list.pointer.ends_with("/fork/branches") {
            return;
        }
        let Some(reached) = reachable_tasks(list) else { return };
        for (at, task) in list.tasks.iter().enumerate() {
            let follows = at.checked_sub(1).filter(|before| reached[*before]);
            if let (false, Some(before)) = (reached[at], follows) {
                self.unreachable(task, &list.tasks[before]);
            }
        }
    }

    fn unreachable(&mut self, task: &Task, before: &Task) {
        let (span, why) = self.leaves(before);
        let message = format!("the task {} is never reached", quote(&task.name));
        let help = "name it in a `then`, move it up, or delete it";
        let diagnostic = Diagnostic::warning(codes::TP0225, message).at(task.name.span).related(span, why);
        self.report(diagnostic.pointer(task.pointer.as_str()).help(help));
    }

    /// Why a task does not continue with the next one: the place and the message.
    fn leaves(&self, task: &Task) -> (Span, String) {
        if let Some(then) = task.then.as_ref().filter(|then| then.value != Flow::Continue) {
            return (then.span, "this leads elsewhere".to_owned());
        }
        let place = self.key(&format!("{}/{}", task.pointer, task.kind.keyword()));
        let why = match &task.kind {
            TaskKind::Raise(_) => "this leads to a `catch`, or ends the workflow",
            _ => "every case leads elsewhere",
        };
        (place, why.to_owned())
    }
}

/// Which tasks of a list are reachable. `None` if a directive has no valid target.
fn reachable_tasks(list: &TaskList) -> Option<Vec<bool>> {
    let mut reached = vec![false; list.tasks.len()];
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        let (Some(task), Some(seen @ false)) = (list.tasks.get(at), reached.get_mut(at)) else { continue };
        *seen = true;
        for flow in directives_after_task(task) {
            match flow {
                Flow::Continue => open.push(at + 1),
                Flow::Exit | Flow::End => {}
                Flow::Task(name) => open.push(list.position(name)?),
            }
        }
    }
    Some(reached)
}

/// Every directive that may apply after a task.
fn directives_after_task(task: &Task) -> Vec<&Flow> {
    const NEXT: &Flow = &Flow::Continue;
    let own = task.then.as_ref().map_or(NEXT, |then| &then.value);
    let mut flows = match &task.kind {
        TaskKind::Raise(_) => Vec::new(),
        TaskKind::Switch(switch) => {
            let cases: Vec<&Flow> = switch.cases.iter().map(|case| &case.then.value).collect();
            let is_complete = switch.cases.iter().any(|case| case.when.is_none());
            cases.into_iter().chain((!is_complete).then_some(own)).collect()
        }
        TaskKind::Try(try_) => {
            let after = try_.catch.then.as_ref().map(|then: &Spanned<Flow>| &then.value);
            std::iter::once(own).chain(after).collect()
        }
        _ => vec![own],
    };
    if task.if_.is_some() {
        flows.push(NEXT);
    }
    flows
}
