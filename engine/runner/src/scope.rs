//! Variables of the loops and catches around a task, and the facts about the task itself that expressions see.

use crate::program::TaskFacts;
use crate::run::date_time;
use crate::value::Value;

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
}

impl<'a> Scope<'a> {
    /// The innermost variable of this name.
    pub(crate) fn get(&self, wanted: &str) -> Option<&Value> {
        let mut scope = self;
        loop {
            scope = match scope {
                Scope::Root => return None,
                Scope::Variable { name, value, .. } if *name == wanted => return Some(value),
                Scope::Variable { outer, .. } | Scope::Iteration { outer, .. } => outer,
            };
        }
    }

    /// The same with one more variable.
    pub(crate) fn with(&'a self, name: &'a str, value: Value) -> Scope<'a> {
        Scope::Variable { name, value, outer: self }
    }

    /// Indexes of the loops around, outermost first.
    pub(crate) fn iteration(&self) -> Vec<u64> {
        let mut indexes = Vec::new();
        let mut scope = self;
        loop {
            scope = match scope {
                Scope::Root => break,
                Scope::Variable { outer, .. } => outer,
                Scope::Iteration { index, outer } => {
                    indexes.push(*index);
                    outer
                }
            };
        }
        indexes.reverse();
        indexes
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

    /// What a breadcrumb calls it.
    pub(crate) fn place(&self) -> &str {
        self.task.map_or(WORKFLOW, |task| &task.pointer)
    }

    /// `$task`.
    pub(crate) fn describe(&self) -> Value {
        let Some(task) = self.task else { return Value::null() };
        let known = [
            ("name", Some(Value::str(task.name.as_str()))),
            ("reference", Some(Value::str(task.pointer.as_str()))),
            ("definition", Some(task.definition.clone())),
            ("input", Some(self.raw_input.clone())),
            ("output", self.raw_output.clone()),
            ("startedAt", Some(date_time(self.started_at))),
        ];
        Value::object(known.into_iter().filter_map(|(name, value)| Some((name, value?))))
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
