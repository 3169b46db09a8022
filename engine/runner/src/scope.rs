//! The variables of the loops and catches around a task, and the facts about the task that expressions can
//! read.

use std::borrow::Cow;

use crate::program::TaskFacts;
use crate::run::date_time;
use crate::value::{Labels, Value};

/// The scopes around a task: a linked list on the stack of the enclosing tasks.
#[derive(Debug)]
pub(crate) enum Scope<'a> {
    /// The outermost scope.
    Root,
    /// A variable.
    Variable {
        /// Its name, without `$`.
        name: &'a str,
        /// Its value.
        value: Value,
        /// The enclosing scope.
        outer: &'a Scope<'a>,
    },
    /// One pass of a loop.
    Iteration {
        /// Its index, from 0.
        index: u64,
        /// The enclosing scope.
        outer: &'a Scope<'a>,
    },
    /// A `try` with a retry.
    Attempt {
        /// The number of earlier attempts.
        earlier: u32,
        /// The enclosing scope.
        outer: &'a Scope<'a>,
    },
    /// The tasks of a custom function or an extension. They see no variables of the task that uses them.
    Inlined {
        /// The path of the task that uses them.
        site: String,
        /// The extended task, which is `$task` inside.
        extended: Option<&'a Frame<'a>>,
        /// The enclosing scope.
        outer: &'a Scope<'a>,
    },
}

impl<'a> Scope<'a> {
    /// The innermost variable of this name.
    pub(crate) fn get(&self, wanted: &str) -> Option<&Value> {
        self.outwards().take_while(|scope| !matches!(scope, Scope::Inlined { .. })).find_map(|scope| {
            match scope {
                Scope::Variable { name, value, .. } if *name == wanted => Some(value),
                _ => None,
            }
        })
    }

    /// This scope and all enclosing ones.
    fn outwards(&self) -> impl Iterator<Item = &Scope<'a>> {
        std::iter::successors(Some(self), |scope| match scope {
            Scope::Root => None,
            Scope::Variable { outer, .. }
            | Scope::Iteration { outer, .. }
            | Scope::Attempt { outer, .. }
            | Scope::Inlined { outer, .. } => Some(outer),
        })
    }

    /// A new scope with one more variable.
    pub(crate) fn with(&'a self, name: &'a str, value: Value) -> Scope<'a> {
        Scope::Variable { name, value, outer: self }
    }

    /// Indexes of the enclosing loops, outermost first.
    pub(crate) fn iteration(&self) -> Vec<u64> {
        let mut indexes: Vec<u64> = self
            .outwards()
            .filter_map(|scope| match scope {
                Scope::Iteration { index, .. } => Some(*index),
                _ => None,
            })
            .collect();
        indexes.reverse();
        indexes
    }

    /// The number of earlier attempts of the enclosing `retry`. `None` if there is none.
    pub(crate) fn attempt(&self) -> Option<u32> {
        let attempts = self.outwards().filter_map(|scope| match scope {
            Scope::Attempt { earlier, .. } => Some(*earlier),
            _ => None,
        });
        attempts.reduce(u32::saturating_add)
    }

    /// The path of the task that uses these tasks. Empty for tasks of the workflow itself.
    fn site(&self) -> &str {
        let site = self.outwards().find_map(|scope| match scope {
            Scope::Inlined { site, .. } => Some(site.as_str()),
            _ => None,
        });
        site.unwrap_or_default()
    }

    /// The path of a task: its pointer. In a function or an extension, the path of the task that uses it
    /// comes first. Paths are unique, so that no two writes have the same idempotency key.
    pub(crate) fn path<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        match self.site() {
            "" => pointer.into(),
            site => format!("{site}{pointer}").into(),
        }
    }

    /// The extended task.
    fn extended(&self) -> Option<&Frame<'a>> {
        self.outwards().find_map(|scope| match scope {
            Scope::Inlined { extended, .. } => Some(*extended),
            _ => None,
        })?
    }
}

/// The name of the workflow itself in breadcrumbs.
pub(crate) const WORKFLOW: &str = "workflow";

/// One execution of a task, as its expressions see it. Values that are not known yet are `None`.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    /// The task. `None` in the workflow's own `input` and `output`.
    pub(crate) task: Option<&'a TaskFacts>,
    /// The enclosing scope.
    pub(crate) scope: &'a Scope<'a>,
    /// Its start time, in milliseconds since the Unix epoch.
    pub(crate) started_at: i64,
    /// `$task.input`.
    pub(crate) raw_input: Value,
    /// `$input`.
    pub(crate) input: Option<Value>,
    /// `$task.output`.
    pub(crate) raw_output: Option<Value>,
    /// `$output`.
    pub(crate) output: Option<Value>,
    /// The number of this execution in the trace of the run, if it is traced.
    pub(crate) traced: Option<u32>,
}

impl<'a> Frame<'a> {
    /// The start of a task.
    pub(crate) fn new(task: Option<&'a TaskFacts>, scope: &'a Scope<'a>, now: i64, raw_input: Value) -> Self {
        Self {
            task,
            scope,
            started_at: now,
            raw_input,
            input: None,
            raw_output: None,
            output: None,
            traced: None,
        }
    }

    /// JSON pointer of the task. Empty for the workflow itself.
    pub(crate) fn pointer(&self) -> &str {
        self.task.map_or("", |task| &task.pointer)
    }

    /// The task's path, see [`Scope::path`].
    pub(crate) fn path(&self) -> Cow<'_, str> {
        self.scope.path(self.pointer())
    }

    /// Its name in a breadcrumb.
    pub(crate) fn place(&self) -> &str {
        self.task.map_or(WORKFLOW, |task| &task.pointer)
    }

    /// The value of `$task`. In the tasks of an extension it is the extended task, with all its keys. `time`
    /// are the labels of the time.
    pub(crate) fn describe(&self, time: Labels) -> Value {
        if let Some(extended) = self.scope.extended() {
            let written = extended.task.and_then(|task| task.definition.as_object().cloned());
            let written = written.into_iter().flatten().map(|(key, value)| (key.to_string(), value));
            let facts = extended.facts(time).into_iter().map(|(key, value)| (key.to_owned(), value));
            return Value::object(written.chain(facts));
        }
        match self.task {
            Some(_) => Value::object(self.facts(time)),
            None => Value::null(),
        }
    }

    fn facts(&self, time: Labels) -> Vec<(&'static str, Value)> {
        let Some(task) = self.task else { return Vec::new() };
        let known = [
            ("name", Some(Value::str(task.name.as_str()))),
            ("reference", Some(Value::str(task.pointer.as_str()))),
            ("definition", Some(task.definition.clone())),
            ("input", Some(self.raw_input.clone())),
            ("output", self.raw_output.clone()),
            ("startedAt", Some(date_time(self.started_at).with_labels(time))),
        ];
        known.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// `$input`: the transformed input.
    pub(crate) fn input(&self) -> &Value {
        self.input.as_ref().unwrap_or(&self.raw_input)
    }

    /// The same execution as seen from inside a loop or a catch.
    pub(crate) fn inside<'b>(&self, scope: &'b Scope<'b>) -> Frame<'b>
    where
        'a: 'b,
    {
        Frame {
            task: self.task,
            scope,
            started_at: self.started_at,
            raw_input: self.raw_input.clone(),
            input: self.input.clone(),
            raw_output: None,
            output: None,
            traced: self.traced,
        }
    }
}
