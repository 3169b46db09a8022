//! Refuses custom functions that call themselves, directly or through others: such a call would never end.

use std::collections::BTreeSet;

use towpath_diagnostics::{Diagnostic, codes};

use super::Checker;
use crate::model::{CallTask, FunctionTarget, Task, TaskKind};
use crate::words::quote;

impl Checker<'_> {
    /// Reports the functions that call themselves.
    pub(super) fn recursion(&mut self) {
        for function in &self.parts.reusable.functions {
            let name = &function.name;
            let Some(path) = self.path_back(function) else { continue };
            let message = match path.as_slice() {
                [] => format!("the function {} calls itself", quote(name)),
                others => {
                    let others: Vec<String> = others.iter().map(|other| quote(other)).collect();
                    format!("the function {} calls itself, through {}", quote(name), others.join(" and "))
                }
            };
            self.report(
                Diagnostic::error(codes::TP0632, message)
                    .at(name.span)
                    .pointer(&function.pointer)
                    .help("repeat tasks with `for`, or start a separate workflow with `run: workflow`"),
            );
        }
    }

    /// The chain of functions from `function` back to itself.
    fn path_back(&self, function: &Task) -> Option<Vec<String>> {
        let mut seen = BTreeSet::new();
        let mut open = vec![(function, Vec::new())];
        while let Some((task, path)) = open.pop() {
            let mut called = BTreeSet::new();
            custom_functions_called(task, &mut called);
            if called.contains(function.name.value.as_str()) {
                return Some(path);
            }
            for next in &self.parts.reusable.functions {
                let name = next.name.value.as_str();
                if called.contains(name) && seen.insert(name) {
                    let path = path.iter().cloned().chain([name.to_owned()]).collect();
                    open.push((next, path));
                }
            }
        }
        None
    }
}

/// Names of the custom functions that a task calls. The YAML parser bounds the nesting.
fn custom_functions_called<'t>(task: &'t Task, names: &mut BTreeSet<&'t str>) {
    if let TaskKind::Call(call) = &task.kind
        && let CallTask::Function(call) = &**call
        && let FunctionTarget::Custom(name) = &call.target
    {
        names.insert(name);
    }
    for list in task.kind.lists() {
        list.tasks.iter().for_each(|task| custom_functions_called(task, names));
    }
}
