//! Compiles the model of a definition to a [`Program`], and collects all problems.

mod extensions;
mod schemas;

use towpath_diagnostics::Diagnostic;
use towpath_dsl::model::{
    Expression as Written, Flow, FunctionCall, FunctionTarget, Node, NodeKind, OrExpression, Spanned,
    TaskKind, TaskList, Template as WrittenTemplate, TimeoutReference, Transform, Workflow, escape,
};
use towpath_wire::FunctionSignature;

use crate::conditions;
use crate::duration::Length;
use crate::expression::{Expression, Names, Place};
use crate::fields;
use crate::flow::Then;
use crate::known::Known;
use crate::program::{Export, Input, Output, Program, Task, TaskFacts};
use crate::resources::Resources;
use crate::shape::{self, Passed, Shape};
use crate::tasks::Action;
use crate::template::Template;
use crate::value::Value;

/// The part could not be compiled. A diagnostic reports the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reported;

/// A compiled part, or an error that is already reported.
pub(crate) type Compiled<T> = Result<T, Reported>;

/// All items, if all of them could be compiled.
pub(crate) fn all_compiled<T>(items: Vec<Compiled<T>>) -> Compiled<Vec<T>> {
    items.into_iter().collect()
}

/// Compiles one definition.
pub(crate) struct Compiler<'a> {
    /// The whole definition.
    root: &'a Workflow,
    /// The definition that is being compiled: the same, or an external function.
    workflow: &'a Workflow,
    functions: Option<&'a [FunctionSignature]>,
    resources: Resources<'a>,
    diagnostics: Vec<Diagnostic>,
    /// JSON pointer of the task that is being compiled. Empty for the workflow itself.
    task: String,
    /// Whether an expression of the current task reads `$task`, and whether any expression reads `$workflow`.
    /// Definitions are kept only if an expression may read them.
    reads_task: bool,
    reads_workflow: bool,
    /// Which extensions read the task that they extend. `None` inside an extension, which is not extended
    /// itself.
    extensions: Option<Vec<bool>>,
    /// The known shapes of the data for the next expression.
    known: Known,
    /// What comes to the next list.
    incoming: Passed,
}

impl<'a> Compiler<'a> {
    /// The program, all diagnostics, and the used resources. If there is no program, the diagnostics include
    /// an error.
    pub(crate) fn compile(
        workflow: &'a Workflow,
        functions: Option<&'a [FunctionSignature]>,
        resources: Resources<'a>,
    ) -> (Option<Program>, Vec<Diagnostic>, Resources<'a>) {
        let mut compiler = Self {
            root: workflow,
            workflow,
            functions,
            resources,
            diagnostics: Vec::new(),
            task: String::new(),
            reads_task: false,
            reads_workflow: false,
            extensions: None,
            known: Known::of_workflow(workflow),
            incoming: Passed::default(),
        };
        let program = compiler.program().ok();
        (program, compiler.diagnostics, compiler.resources)
    }

    fn program(&mut self) -> Compiled<Program> {
        let workflow = self.workflow;
        self.known.dot.clone_from(&self.known.given);
        let input = self.input(workflow.input.as_ref(), Place::WorkflowInput);
        self.known.forget();
        let extensions = self.extensions();
        let functions = all_compiled(self.functions_here());
        let first = self.what_comes_first();
        (self.known.dot, self.known.context) = (first.data.clone(), first.context.clone());
        let ended = self.what_ends(&workflow.tasks);
        self.known.forget();
        self.incoming = first;
        let tasks = self.tasks(&workflow.tasks);
        self.known.forget();
        let timeout = self.timeout(workflow.timeout.as_ref(), Place::WorkflowOutput);
        (self.known.dot, self.known.context) = (ended.data, ended.context);
        let output = self.output(workflow.output.as_ref(), Place::WorkflowOutput);
        self.known.forget();
        self.diagnostics.extend(conditions::undescribed(workflow, &self.known.input_members.borrow()));
        let secrets = workflow.reusable.secrets.iter().map(|name| name.value.as_str());
        let definition = if self.reads_workflow { self.literal(&workflow.source) } else { Value::null() };
        Ok(Program {
            definition,
            settings: None,
            secrets: Value::object(secrets.map(|name| (name, Value::secret(name)))),
            input: input?,
            functions: functions?,
            extensions: extensions?,
            tasks: tasks?,
            timeout: timeout?,
            output: output?,
        })
    }

    /// What comes to the first task.
    fn what_comes_first(&self) -> Passed {
        let known = self.known.with_dot(self.known.given.clone());
        let data = match self.workflow.input.as_ref().and_then(|input| input.from.as_ref()) {
            None => known.dot,
            Some(from) => {
                shape::shape_after_transform(from, &known, || "`input.from` of the workflow".to_owned())
            }
        };
        Passed { data, context: self.known.follows_context.then(Shape::of_empty_context) }
    }

    /// What the workflow ends with.
    fn what_ends(&self, tasks: &TaskList) -> Passed {
        // What a task inside of another one, or a function, ends the workflow with is not followed.
        let is_followed = self.workflow.reusable.functions.is_empty() && self.workflow.linked.is_empty();
        if !is_followed || shape::ends_inside(tasks) {
            return Passed::default();
        }
        let found = shape::outcome_of_list(tasks, &self.known, self.functions);
        let passed = found.leaves.iter().chain(&found.ends).cloned();
        passed.reduce(Passed::or).unwrap_or_default()
    }

    /// The custom functions, then the external ones. Each is a task outside a list.
    fn functions_here(&mut self) -> Vec<Compiled<Task>> {
        let none = |span| TaskList { tasks: Vec::new(), pointer: String::new(), span };
        let own = self.root.reusable.functions.iter();
        let own: Vec<_> = own.map(|task| self.one_task(task, &none(task.span), Passed::default())).collect();
        let linked = self.root.linked.iter().map(|linked| {
            let reported = self.diagnostics.len();
            self.workflow = &linked.alone;
            let task = linked.task().ok_or(Reported);
            let task = task.and_then(|task| self.one_task(task, &none(task.span), Passed::default()));
            self.workflow = self.root;
            // Warnings of an external function concern its author, so only errors are kept.
            let inside: Vec<_> = self.diagnostics.drain(reported..).filter(Diagnostic::is_error).collect();
            self.diagnostics.extend(inside.into_iter().map(|found| linked.explain(found)));
            task
        });
        own.into_iter().chain(linked.collect::<Vec<_>>()).collect()
    }

    /// The index of a function in the program. `None` if it is not fetched.
    pub(crate) fn function(&self, call: &FunctionCall) -> Compiled<Option<usize>> {
        let reusable = &self.root.reusable;
        if let FunctionTarget::Custom(name) = &call.target {
            // The check of the definition has reported an unknown name.
            return reusable.function(name).map(Some).ok_or(Reported);
        }
        let linked = self.root.linked.iter().position(|linked| linked.name.value == call.name.value);
        Ok(linked.map(|at| reusable.functions.len() + at))
    }

    /// A timeout, inline or by name.
    fn timeout(&mut self, timeout: Option<&TimeoutReference>, place: Place) -> Compiled<Option<Length>> {
        let timeout = match timeout {
            None => return Ok(None),
            Some(TimeoutReference::Inline(timeout)) => timeout,
            // The check of the definition has reported an unknown name.
            Some(TimeoutReference::Named(name)) => self.workflow.reusable.timeout(name).ok_or(Reported)?,
        };
        Length::compile(self, &timeout.after, place).map(Some)
    }

    /// The definition that is being compiled, or the external function.
    pub(crate) fn workflow(&self) -> &'a Workflow {
        self.workflow
    }

    /// The operations that may be called. `None` if not known.
    pub(crate) fn functions(&self) -> Option<&'a [FunctionSignature]> {
        self.functions
    }

    /// The fetched resources.
    pub(crate) fn resources(&mut self) -> &mut Resources<'a> {
        &mut self.resources
    }

    /// Whether the current task has a key that calls do not have, or an empty `with`.
    pub(crate) fn has_foreign_key(&self) -> bool {
        const KEYS: &[&str] = &["call", "if", "input", "output", "export", "timeout", "then", "metadata"];
        let entries = self.workflow.source.pointer(&self.task).and_then(Node::as_object).unwrap_or_default();
        entries.iter().any(|(key, _)| !KEYS.contains(&key.value.as_str()))
    }

    /// Reports a problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) -> Reported {
        self.diagnostics.push(diagnostic);
        Reported
    }

    /// Compiles the content of a construct that binds variables, whose `.` has the shape `dot`.
    pub(crate) fn within<T>(
        &mut self,
        locals: impl IntoIterator<Item = (String, Option<Shape>)>,
        dot: Option<Shape>,
        inside: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outside = self.known.locals.len();
        let known = std::mem::replace(&mut self.known.dot, dot);
        self.incoming.data.clone_from(&self.known.dot);
        self.known.locals.extend(locals);
        let compiled = inside(self);
        self.known.locals.truncate(outside);
        self.known.dot = known;
        compiled
    }

    /// What is known of the data here.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// Sets what is known of the data from here.
    pub(crate) fn know(&mut self, known: Known) {
        self.known = known;
    }

    /// Compiles expressions whose `.` is not the task's input, so that its shape is not known.
    pub(crate) fn blind<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let known = self.known.dot.take();
        let compiled = inside(self);
        self.known.dot = known;
        compiled
    }

    /// The target of a directive. `siblings` is the list of its task.
    pub(crate) fn then(flow: Option<&Spanned<Flow>>, siblings: &TaskList) -> Then {
        match flow.map(|flow| &flow.value) {
            None | Some(Flow::Continue) => Then::Continue,
            Some(Flow::Exit) => Then::Exit,
            Some(Flow::End) => Then::End,
            // The check of the definition has reported an unknown name. The program is dropped in that case.
            Some(Flow::Task(name)) => siblings.position(name).map_or(Then::End, Then::Task),
        }
    }

    /// The tasks of a list.
    pub(crate) fn tasks(&mut self, list: &TaskList) -> Compiled<Vec<Task>> {
        let Passed { data, context } = self.incoming.clone();
        let known = Known { dot: data, context, ..self.known.clone() };
        let found = shape::outcome_of_list(list, &known, self.functions);
        let tasks = list.tasks.iter().zip(&found.comes);
        all_compiled(tasks.map(|(task, comes)| self.one_task(task, list, comes.clone())).collect())
    }

    /// The tasks of a list that run in parallel, each with the same input.
    pub(crate) fn parallel(&mut self, list: &TaskList) -> Compiled<Vec<Task>> {
        let comes = self.incoming.clone();
        all_compiled(list.tasks.iter().map(|task| self.one_task(task, list, comes.clone())).collect())
    }

    fn one_task(
        &mut self,
        task: &towpath_dsl::model::Task,
        siblings: &TaskList,
        comes: Passed,
    ) -> Compiled<Task> {
        let outer_known = self.known.clone();
        let name = task.name.value.as_str();
        self.known.forget();
        (self.known.dot, self.known.context) = (comes.data, comes.context);
        let outer = std::mem::replace(&mut self.task, task.pointer.clone());
        let (extensions, extended) = self.extending(&task.kind);
        let outer_reads = std::mem::replace(&mut self.reads_task, extended);
        let if_ = self.optional(task.if_.as_ref(), Place::Before);
        self.known = self.known.where_holds(task.if_.as_ref(), true);
        let written = task.input.as_ref();
        let inside = shape::shape_of_input(written, &self.known, name);
        let schema = written.and_then(|input| input.schema.as_ref());
        let raw = Shape::of_schema(schema, &format!("the input of `{name}`"));
        self.known.dot = raw.or_else(|| self.known.dot.take());
        let input = self.input(written, Place::Before);
        let timeout = self.timeout(task.timeout.as_ref(), Place::Before);
        (self.known.dot, self.known.input) = (inside.clone(), inside);
        let action = self.action(task, siblings);
        let raw = shape::raw_output(task, &self.known, self.functions);
        (self.known.dot, self.known.context) = (raw.data, raw.context);
        let output = self.output(task.output.as_ref(), Place::Definition);
        self.known.dot = shape::shape_of_output(task.output.as_ref(), &self.known, name);
        self.known.output.clone_from(&self.known.dot);
        let export = self.export(task.export.as_ref());
        let definition = self.workflow.definition_of(task).filter(|_| self.reads_task);
        let definition = definition.map_or_else(Value::null, |node| self.literal(node));
        self.task = outer;
        // Inside an extension, `$task` is always the extended task.
        let reads_extended = self.reads_task && self.extensions.is_none();
        self.reads_task = outer_reads || reads_extended;
        self.known = outer_known;
        Ok(Task {
            facts: TaskFacts { name: task.name.value.clone(), pointer: task.pointer.clone(), definition },
            if_: if_?,
            timeout: timeout?,
            extensions,
            reads_extended,
            input: input?,
            action: action?,
            output: output?,
            export: export?,
            then: Self::then(task.then.as_ref(), siblings),
        })
    }

    fn action(&mut self, task: &towpath_dsl::model::Task, siblings: &TaskList) -> Compiled<Action> {
        let is_passed_on = matches!(task.kind, TaskKind::Do(_) | TaskKind::Try(_) | TaskKind::Fork(_));
        // What is exported in a loop or in parallel is not followed.
        let is_in_order = matches!(task.kind, TaskKind::Do(_)) || !shape::has_exports(task);
        let context = self.known.context.clone().filter(|_| is_in_order);
        let outer = std::mem::replace(&mut self.known.context, context.clone());
        self.incoming = Passed { data: self.known.dot.clone().filter(|_| is_passed_on), context };
        let action = Action::compile(self, task, siblings);
        self.incoming = Passed::default();
        self.known.context = outer;
        action
    }

    fn input(&mut self, input: Option<&towpath_dsl::model::Input>, place: Place) -> Compiled<Input> {
        let Some(input) = input else { return Ok(Input::default()) };
        let schema = self.schema(input.schema.as_ref());
        let from = input.from.as_ref().map(|from| self.transform(from, place)).transpose();
        Ok(Input { schema: schema?, from: from? })
    }

    /// An `output`.
    pub(crate) fn output(
        &mut self,
        output: Option<&towpath_dsl::model::Output>,
        place: Place,
    ) -> Compiled<Output> {
        let Some(output) = output else { return Ok(Output::default()) };
        let as_ = output.as_.as_ref().map(|as_| self.transform(as_, place)).transpose();
        let schema = self.schema(output.schema.as_ref());
        Ok(Output { as_: as_?, schema: schema? })
    }

    /// An `export`.
    pub(crate) fn export(&mut self, export: Option<&towpath_dsl::model::Export>) -> Compiled<Export> {
        let Some(export) = export else { return Ok(Export::default()) };
        let as_ = export.as_.as_ref().map(|as_| self.transform(as_, Place::Export)).transpose();
        let schema = self.schema(export.schema.as_ref());
        Ok(Export { as_: as_?, schema: schema? })
    }

    /// An optional expression.
    pub(crate) fn optional(
        &mut self,
        written: Option<&Written>,
        place: Place,
    ) -> Compiled<Option<Expression>> {
        written.map(|written| self.expression(written, place)).transpose()
    }

    /// An expression.
    pub(crate) fn expression(&mut self, written: &Written, place: Place) -> Compiled<Expression> {
        // The check of the definition has reported other languages.
        if self.is_other_language() {
            return Err(Reported);
        }
        let locals: Vec<String> = self.known.locals.iter().map(|(name, _)| name.clone()).collect();
        let names = Names { place, locals: &locals, task: &self.task, workflow: self.workflow };
        match Expression::compile(written, &names) {
            Ok(expression) => {
                self.reads_task |= expression.reads_task();
                self.reads_workflow |= expression.reads_workflow();
                self.diagnostics.extend(fields::check_members(
                    written,
                    &self.known,
                    self.workflow,
                    &self.task,
                ));
                Ok(expression)
            }
            Err(found) => {
                self.diagnostics.extend(found);
                Err(Reported)
            }
        }
    }

    fn is_other_language(&self) -> bool {
        let language = self.workflow.evaluate.as_ref().and_then(|evaluate| evaluate.language.as_ref());
        language.is_some_and(|language| language.value != "jq")
    }

    /// A text, or an expression that gives one.
    pub(crate) fn text(&mut self, text: &OrExpression<Spanned<String>>, place: Place) -> Compiled<Template> {
        match text {
            OrExpression::Literal(text) => Ok(Template::Literal(Value::str(text.value.as_str()))),
            OrExpression::Expression(written) => self.expression(written, place).map(Template::Expression),
        }
    }

    /// The value of `from`, `as` or `set`.
    pub(crate) fn transform(&mut self, transform: &Transform, place: Place) -> Compiled<Template> {
        match transform {
            Transform::Expression(written) => self.expression(written, place).map(Template::Expression),
            Transform::Template(template) => self.template(template, place),
        }
    }

    /// A value that may contain expressions.
    pub(crate) fn template(&mut self, template: &WrittenTemplate, place: Place) -> Compiled<Template> {
        self.node(&template.node, &template.pointer, place)
    }

    /// The same for a part of a value.
    pub(crate) fn node(&mut self, node: &Node, pointer: &str, place: Place) -> Compiled<Template> {
        match &node.kind {
            NodeKind::String(_) => match Written::strict(node, pointer) {
                Some(written) => self.expression(&written, place).map(Template::Expression),
                None => Ok(Template::Literal(self.literal(node))),
            },
            NodeKind::Array(items) => {
                let items = items.iter().enumerate();
                let items = all_compiled(
                    items
                        .map(|(index, item)| self.node(item, &format!("{pointer}/{index}"), place))
                        .collect(),
                )?;
                match items.iter().map(Template::literal).collect::<Option<Vec<_>>>() {
                    Some(values) => Ok(Template::Literal(Value::array(values.into_iter().cloned()))),
                    None => Ok(Template::Array(items)),
                }
            }
            NodeKind::Object(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    let value = self.node(value, &format!("{pointer}/{}", escape(&key.value)), place)?;
                    Ok((key.value.as_str().into(), value))
                });
                let entries: Vec<_> = all_compiled(entries.collect())?;
                let literals = entries
                    .iter()
                    .map(|(key, value)| Some((std::rc::Rc::clone(key), value.literal()?.clone())));
                match literals.collect::<Option<Vec<_>>>() {
                    Some(entries) => Ok(Template::Literal(Value::object(entries))),
                    None => Ok(Template::Object(entries)),
                }
            }
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) => {
                Ok(Template::Literal(self.literal(node)))
            }
        }
    }

    /// A literal value.
    pub(crate) fn literal(&self, node: &Node) -> Value {
        match &node.kind {
            NodeKind::Null => Value::null(),
            NodeKind::Bool(value) => Value::bool(*value),
            NodeKind::Int(value) => Value::int(*value),
            NodeKind::Float(value) => Value::float(*value),
            NodeKind::String(text) => Value::str(text.as_str()),
            NodeKind::Array(items) => Value::array(items.iter().map(|item| self.literal(item))),
            NodeKind::Object(entries) => {
                Value::object(entries.iter().map(|(key, value)| (key.value.as_str(), self.literal(value))))
            }
        }
    }
}
