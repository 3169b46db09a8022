//! Compiles `use.extensions`: tasks that run before and after other tasks.

use towpath_dsl::model::{TaskKind, TaskList};

use super::{Compiled, Compiler, all_compiled};
use crate::expression::Place;
use crate::program::Extension;

impl Compiler<'_> {
    /// The extensions. Their own tasks are not extended.
    pub(super) fn extensions(&mut self) -> Compiled<Vec<Extension>> {
        let mut compiled = Vec::new();
        let mut readers = Vec::new();
        for extension in &self.workflow.reusable.extensions {
            let outer = std::mem::replace(&mut self.reads_task, false);
            let when = self.optional(extension.when.as_ref(), Place::Definition);
            let mut reads = self.reads_task;
            self.reads_task = outer;
            let mut list = |tasks: &Option<TaskList>| {
                let tasks = tasks.as_ref().map_or(Ok(Vec::new()), |tasks| self.tasks(tasks));
                reads |= tasks.as_ref().is_ok_and(|tasks| tasks.iter().any(|task| task.reads_extended));
                tasks
            };
            let (before, after) = (list(&extension.before), list(&extension.after));
            readers.push(reads);
            compiled.push(when.and_then(|when| Ok(Extension { when, before: before?, after: after? })));
        }
        self.extensions = Some(readers);
        all_compiled(compiled)
    }

    /// The extensions of a task: their indexes in the program, and whether one of them reads the task.
    pub(super) fn extending(&self, kind: &TaskKind) -> (Vec<usize>, bool) {
        let word = match kind {
            TaskKind::Do(_) | TaskKind::Fork(_) => "composite",
            other => other.keyword(),
        };
        let Some(readers) = &self.extensions else { return (Vec::new(), false) };
        let extensions = self.workflow.reusable.extensions.iter().enumerate();
        let extending: Vec<usize> = extensions
            .filter(|(_, extension)| extension.extend.value == "all" || extension.extend.value == word)
            .map(|(at, _)| at)
            .collect();
        let reads = extending.iter().any(|at| readers.get(*at).copied().unwrap_or_default());
        (extending, reads)
    }
}
