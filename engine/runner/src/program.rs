//! A compiled workflow: all expressions, templates and schemas, ready to run. [`crate::compile`] builds it.
//! It is immutable, so one program can serve any number of runs.

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
    /// The definition as written, `$workflow.definition`. Null if no expression reads it.
    pub(crate) definition: Value,
    /// `$secrets`: a mapping of the declared names to opaque values.
    pub(crate) secrets: Value,
    /// The workflow's own `input`.
    pub(crate) input: Input,
    /// Custom functions, in the order of `use.functions`, then the external ones.
    pub(crate) functions: Vec<Task>,
    /// Extensions, in the order of `use.extensions`.
    pub(crate) extensions: Vec<Extension>,
    /// Its tasks.
    pub(crate) tasks: Vec<Task>,
    /// The schema of its settings, if any.
    pub(crate) settings: Option<Schema>,
    /// Its maximum duration.
    pub(crate) timeout: Option<Length>,
    /// The workflow's own `output`.
    pub(crate) output: Output,
}

/// Tasks that run before and after other tasks.
#[derive(Debug)]
pub(crate) struct Extension {
    /// It applies only if this is true.
    pub(crate) when: Option<Expression>,
    /// Tasks before; an `exit` among them replaces the task.
    pub(crate) before: Vec<Task>,
    /// Tasks after.
    pub(crate) after: Vec<Task>,
}

/// A task.
#[derive(Debug)]
pub(crate) struct Task {
    /// Facts about it that its expressions can read.
    pub(crate) facts: TaskFacts,
    /// It runs only if this is true.
    pub(crate) if_: Option<Expression>,
    /// Its maximum duration.
    pub(crate) timeout: Option<Length>,
    /// Its extensions, as indexes into [`Program::extensions`].
    pub(crate) extensions: Vec<usize>,
    /// Whether it belongs to an extension and reads the extended task.
    pub(crate) reads_extended: bool,
    /// Its input.
    pub(crate) input: Input,
    /// Its tasks.
    pub(crate) action: Action,
    /// Its output.
    pub(crate) output: Output,
    /// The new context.
    pub(crate) export: Export,
    /// The next step.
    pub(crate) then: Then,
}

/// Facts about a task that are known before it runs.
#[derive(Debug)]
pub(crate) struct TaskFacts {
    /// Its name.
    pub(crate) name: String,
    /// Its JSON pointer, `/do/0/lookUp`.
    pub(crate) pointer: String,
    /// Its definition as written. Null if none of its expressions reads it.
    pub(crate) definition: Value,
}

/// `input`: validated, then transformed.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// The schema of the raw input.
    pub(crate) schema: Option<Schema>,
    /// The transformation of the raw input.
    pub(crate) from: Option<Template>,
}

/// `output`: transformed, then validated.
#[derive(Debug, Default)]
pub(crate) struct Output {
    /// The transformation of the raw output.
    pub(crate) as_: Option<Template>,
    /// The schema of the transformed output.
    pub(crate) schema: Option<Schema>,
}

/// `export`: computes and validates the new context.
#[derive(Debug, Default)]
pub(crate) struct Export {
    /// The new context.
    pub(crate) as_: Option<Template>,
    /// The schema of the new context.
    pub(crate) schema: Option<Schema>,
}
