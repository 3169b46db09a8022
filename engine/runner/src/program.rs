//! A compiled workflow: every expression, template and schema ready to run. Built by [`crate::compile`]; nothing
//! in it changes while it runs, so one program serves any number of runs.

use crate::duration::Length;
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
    /// Custom functions, in the order of `use.functions`, and behind them those from elsewhere.
    pub(crate) functions: Vec<Task>,
    /// In the order of `use.extensions`.
    pub(crate) extensions: Vec<Extension>,
    /// What it does.
    pub(crate) tasks: Vec<Task>,
    /// What its settings keep to; none where it has none.
    pub(crate) settings: Option<Schema>,
    /// How long it may take.
    pub(crate) timeout: Option<Length>,
    /// The workflow's own `output`.
    pub(crate) output: Output,
}

/// What is done before and after other tasks.
#[derive(Debug)]
pub(crate) struct Extension {
    /// Only when this is true.
    pub(crate) when: Option<Expression>,
    /// Done before; `exit` in there takes the task's place.
    pub(crate) before: Vec<Task>,
    /// Done after.
    pub(crate) after: Vec<Task>,
}

/// A task.
#[derive(Debug)]
pub(crate) struct Task {
    /// What its expressions may ask about it.
    pub(crate) facts: TaskFacts,
    /// Run only when this is true.
    pub(crate) if_: Option<Expression>,
    /// How long it may take.
    pub(crate) timeout: Option<Length>,
    /// What extends it: places in [`Program::extensions`].
    pub(crate) extensions: Vec<usize>,
    /// It is of an extension, and asks for the task that is extended.
    pub(crate) asks_extended: bool,
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
