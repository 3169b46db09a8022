//! A compiled workflow: every expression, template and schema ready to run. Built by [`crate::compile`]; nothing
//! in it changes while it runs, so one program serves any number of runs.

use crate::expression::Expression;
use crate::flow::Then;
use crate::schema::Schema;
use crate::tasks::Action;
use crate::template::Template;
use crate::value::Value;

/// A workflow, checked and compiled.
#[derive(Debug)]
pub struct Program {
    /// The definition as it was written, `$workflow.definition`; null where no expression asks for it.
    pub(crate) definition: Value,
    /// `$secrets`: a mapping of the declared names to opaque values.
    pub(crate) secrets: Value,
    /// The workflow's own `input`.
    pub(crate) input: Input,
    /// What it does.
    pub(crate) tasks: Vec<Task>,
    /// The workflow's own `output`.
    pub(crate) output: Output,
}

/// A task.
#[derive(Debug)]
pub(crate) struct Task {
    /// What its expressions may ask about it.
    pub(crate) facts: TaskFacts,
    /// Run only when this is true.
    pub(crate) if_: Option<Expression>,
    /// What happens before it.
    pub(crate) input: Input,
    /// What it does.
    pub(crate) action: Action,
    /// What happens after it.
    pub(crate) output: Output,
    /// What becomes the context.
    pub(crate) export: Export,
    /// What comes next.
    pub(crate) then: Then,
}

/// What is known of a task before it runs.
#[derive(Debug)]
pub(crate) struct TaskFacts {
    /// Its name.
    pub(crate) name: String,
    /// Its JSON pointer, `/do/0/lookUp`.
    pub(crate) pointer: String,
    /// It as it was written; null where no expression of its own asks for it.
    pub(crate) definition: Value,
}

/// `input`: validated, then transformed.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// What the raw input must look like.
    pub(crate) schema: Option<Schema>,
    /// What it is turned into.
    pub(crate) from: Option<Template>,
}

/// `output`: transformed, then validated.
#[derive(Debug, Default)]
pub(crate) struct Output {
    /// What the raw output is turned into.
    pub(crate) as_: Option<Template>,
    /// What that must look like.
    pub(crate) schema: Option<Schema>,
}

/// `export`: computed, validated, and then the context.
#[derive(Debug, Default)]
pub(crate) struct Export {
    /// The new context.
    pub(crate) as_: Option<Template>,
    /// What it must look like.
    pub(crate) schema: Option<Schema>,
}
