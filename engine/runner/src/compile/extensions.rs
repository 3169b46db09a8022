//! `use.extensions`: what is done before and after other tasks.

use towpath_dsl::model::{TaskKind, TaskList};

use super::{Compiled, Compiler, all};
use crate::expression::Place;
use crate::program::Extension;

impl Compiler<'_> {
    /// The extensions. Their own tasks are not extended.
    pub(super) fn extensions(&mut self) -> Compiled<Vec<Extension>> {
        let mut compiled = Vec::new();
        let mut asking = Vec::new();
        for extension in &self.workflow.reusable.extensions {
            let outer = std::mem::replace(&mut self.asks_task, false);
            let when = self.optional(extension.when.as_ref(), Place::Definition);
            let mut asks = self.asks_task;
            self.asks_task = outer;
            let mut list = |tasks: &Option<TaskList>| {
                let tasks = tasks.as_ref().map_or(Ok(Vec::new()), |tasks| self.tasks(tasks));
                asks |= tasks.as_ref().is_ok_and(|tasks| tasks.iter().any(|task| task.asks_extended));
                tasks
            };
            let (before, after) = (list(&extension.before), list(&extension.after));
            asking.push(asks);
            compiled.push(when.and_then(|when| Ok(Extension { when, before: before?, after: after? })));
        }
        self.extensions = Some(asking);
        all(compiled)
    }

    /// What extends a task: places in the program's extensions, and whether one of them asks for the task.
    pub(super) fn extending(&self, kind: &TaskKind) -> (Vec<usize>, bool) {
        let word = match kind {
            TaskKind::Do(_) | TaskKind::Fork(_) => "composite",
            other => other.keyword(),
        };
        let Some(asking) = &self.extensions else { return (Vec::new(), false) };
        let extensions = self.workflow.reusable.extensions.iter().enumerate();
        let extending: Vec<usize> = extensions
            .filter(|(_, extension)| extension.extend.value == "all" || extension.extend.value == word)
            .map(|(at, _)| at)
            .collect();
        let asks = extending.iter().any(|at| asking.get(*at).copied().unwrap_or_default());
        (extending, asks)
    }
}
