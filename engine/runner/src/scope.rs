//! Variables of the loops and catches around a task, and the facts about the task itself that expressions see.

use std::borrow::Cow;

use crate::program::TaskFacts;
use crate::run::date_time;
use crate::value::{Labels, Value};

/// A variable around a task, and those around it: a list that lives on the stack of the tasks that made it.
#[derive(Debug)]
pub(crate) enum Scope<'a> {
    /// Nothing around.
    Root,
    /// One more variable.
    Variable {
        /// Its name, without `$`.
        name: &'a str,
        /// What it holds.
        value: Value,
        /// Those around it.
        outer: &'a Scope<'a>,
    },
    /// One pass of a loop.
    Iteration {
        /// Its index, from 0.
        index: u64,
        /// What is around the loop.
        outer: &'a Scope<'a>,
    },
    /// Inside of a `try` that may be tried again.
    Attempt {
        /// How often it was tried before.
        earlier: u32,
        /// What is around it.
        outer: &'a Scope<'a>,
    },
    /// Tasks that are written elsewhere: a custom function, an extension. They see no variables of who uses them.
    Elsewhere {
        /// The path of the task that uses them.
        site: String,
        /// The task they extend: what `$task` is in there.
        extended: Option<&'a Frame<'a>>,
        /// What is around it.
        outer: &'a Scope<'a>,
    },
}

impl<'a> Scope<'a> {
    /// The innermost variable of this name.
    pub(crate) fn get(&self, wanted: &str) -> Option<&Value> {
        self.outwards().take_while(|scope| !matches!(scope, Scope::Elsewhere { .. })).find_map(|scope| {
            match scope {
                Scope::Variable { name, value, .. } if *name == wanted => Some(value),
                _ => None,
            }
        })
    }

    /// It, and what is around it.
    fn outwards(&self) -> impl Iterator<Item = &Scope<'a>> {
        std::iter::successors(Some(self), |scope| match scope {
            Scope::Root => None,
            Scope::Variable { outer, .. }
            | Scope::Iteration { outer, .. }
            | Scope::Attempt { outer, .. }
            | Scope::Elsewhere { outer, .. } => Some(outer),
        })
    }

    /// The same with one more variable.
    pub(crate) fn with(&'a self, name: &'a str, value: Value) -> Scope<'a> {
        Scope::Variable { name, value, outer: self }
    }

    /// Indexes of the loops around, outermost first.
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

    /// How often a `retry` around has tried before; `None` where none may try again.
    pub(crate) fn attempt(&self) -> Option<u32> {
        let attempts = self.outwards().filter_map(|scope| match scope {
            Scope::Attempt { earlier, .. } => Some(*earlier),
            _ => None,
        });
        attempts.reduce(u32::saturating_add)
    }

    /// The path of the task that uses these tasks; empty where they stand in the workflow itself.
    fn site(&self) -> &str {
        let site = self.outwards().find_map(|scope| match scope {
            Scope::Elsewhere { site, .. } => Some(site.as_str()),
            _ => None,
        });
        site.unwrap_or_default()
    }

    /// A task's path: its pointer, after the path of the task that uses it where it stands elsewhere. No two tasks
    /// that run have the same, so that no two writes have the same key.
    pub(crate) fn path<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        match self.site() {
            "" => pointer.into(),
            site => format!("{site}{pointer}").into(),
        }
    }

    /// The task that these tasks extend.
    fn extended(&self) -> Option<&Frame<'a>> {
        self.outwards().find_map(|scope| match scope {
            Scope::Elsewhere { extended, .. } => Some(*extended),
            _ => None,
        })?
    }
}

/// What breadcrumbs call the workflow itself.
pub(crate) const WORKFLOW: &str = "workflow";

/// One execution of a task, as its expressions see it. What is not known yet is `None`.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    /// The task; `None` in the workflow's own `input` and `output`.
    pub(crate) task: Option<&'a TaskFacts>,
    /// What is around it.
    pub(crate) scope: &'a Scope<'a>,
    /// When it started, in milliseconds since the Unix epoch.
    pub(crate) started_at: i64,
    /// `$task.input`.
    pub(crate) raw_input: Value,
    /// `$input`.
    pub(crate) input: Option<Value>,
    /// `$task.output`.
    pub(crate) raw_output: Option<Value>,
    /// `$output`.
    pub(crate) output: Option<Value>,
}

impl<'a> Frame<'a> {
    /// The start of a task.
    pub(crate) fn new(task: Option<&'a TaskFacts>, scope: &'a Scope<'a>, now: i64, raw_input: Value) -> Self {
        Self { task, scope, started_at: now, raw_input, input: None, raw_output: None, output: None }
    }

    /// JSON pointer of the task; empty for the workflow itself.
    pub(crate) fn pointer(&self) -> &str {
        self.task.map_or("", |task| &task.pointer)
    }

    /// The task's path, see [`Scope::path`].
    pub(crate) fn path(&self) -> Cow<'_, str> {
        self.scope.path(self.pointer())
    }

    /// What a breadcrumb calls it.
    pub(crate) fn place(&self) -> &str {
        self.task.map_or(WORKFLOW, |task| &task.pointer)
    }

    /// `$task`. In the tasks of an extension it is the task that is extended, with all its keys.
    /// `time` are labels of what the time tells of.
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

    /// `$input`: what the task works on.
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
        }
    }
}
