//! Compiles the model of a definition to a [`Program`], and collects all problems.

mod extensions;

use towpath_diagnostics::Diagnostic;
use towpath_dsl::model::{
    Expression as Written, ExternalResource, Flow, FunctionCall, FunctionTarget, Node, NodeKind,
    OrExpression, Schema as WrittenSchema, SchemaSource, Spanned, TaskKind, TaskList,
    Template as WrittenTemplate, TimeoutReference, Transform, Workflow, escape,
};
use towpath_wire::FunctionSignature;

use crate::conditions;
use crate::duration::Length;
use crate::expression::{Expression, Names, Place};
use crate::fields::{self, Known};
use crate::flow::Then;
use crate::program::{Export, Input, Output, Program, Task, TaskFacts};
use crate::resources::Resources;
use crate::schema::{Schema, invalid, no_effect};
use crate::shape::{self, Shape};
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
    /// Variables of the enclosing loops and catches, outermost first.
    locals: Vec<String>,
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
    /// The known shape of the workflow's input.
    given: Option<Shape>,
    /// The known shape of the input of the next list.
    incoming: Option<Shape>,
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
            locals: Vec::new(),
            task: String::new(),
            reads_task: false,
            reads_workflow: false,
            extensions: None,
            known: Known { settings: Shape::of_settings(workflow), ..Known::default() },
            given: None,
            incoming: None,
        };
        let program = compiler.program().ok();
        (program, compiler.diagnostics, compiler.resources)
    }

    fn program(&mut self) -> Compiled<Program> {
        let workflow = self.workflow;
        self.known.dot = Shape::given(workflow);
        let given = self.known.dot.clone();
        self.given.clone_from(&given);
        let input = self.input(workflow.input.as_ref(), Place::WorkflowInput);
        self.known.forget();
        let extensions = self.extensions();
        let functions = all_compiled(self.functions_here());
        self.incoming = match workflow.input.as_ref().and_then(|input| input.from.as_ref()) {
            None => given,
            Some(from) => {
                shape::shape_after_transform(from, given, || "`input.from` of the workflow".to_owned())
            }
        };
        let tasks = self.tasks(&workflow.tasks);
        self.known.forget();
        let timeout = self.timeout(workflow.timeout.as_ref(), Place::WorkflowOutput);
        let output = self.output(workflow.output.as_ref(), Place::WorkflowOutput);
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

    /// The custom functions, then the external ones. Each is a task outside a list.
    fn functions_here(&mut self) -> Vec<Compiled<Task>> {
        let none = |span| TaskList { tasks: Vec::new(), pointer: String::new(), span };
        let own = self.root.reusable.functions.iter();
        let own: Vec<_> = own.map(|task| self.one_task(task, &none(task.span), None)).collect();
        let linked = self.root.linked.iter().map(|linked| {
            let reported = self.diagnostics.len();
            self.workflow = &linked.alone;
            let task = linked.task().ok_or(Reported);
            let task = task.and_then(|task| self.one_task(task, &none(task.span), None));
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

    /// Compiles the content of a construct that binds variables.
    pub(crate) fn within<T>(&mut self, names: &[&str], inside: impl FnOnce(&mut Self) -> T) -> T {
        let outside = self.locals.len();
        // The data between the passes of a loop, and the input of a catch, have no known shape.
        let known = std::mem::take(&mut self.known.dot);
        self.incoming = None;
        self.locals.extend(names.iter().map(|name| (*name).to_owned()));
        let compiled = inside(self);
        self.locals.truncate(outside);
        self.known.dot = known;
        compiled
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
        let comes = shape::shapes_of_tasks(list, self.incoming.take(), self.functions);
        let tasks = list.tasks.iter().zip(comes);
        all_compiled(tasks.map(|(task, comes)| self.one_task(task, list, comes)).collect())
    }

    fn one_task(
        &mut self,
        task: &towpath_dsl::model::Task,
        siblings: &TaskList,
        comes: Option<Shape>,
    ) -> Compiled<Task> {
        let outer_known = self.known.clone();
        (self.known.dot, self.known.input) = (comes.clone(), None);
        let outer = std::mem::replace(&mut self.task, task.pointer.clone());
        let (extensions, extended) = self.extending(&task.kind);
        let outer_reads = std::mem::replace(&mut self.reads_task, extended);
        let if_ = self.optional(task.if_.as_ref(), Place::Before);
        let written = task.input.as_ref();
        let own = Shape::of_schema(
            written.and_then(|input| input.schema.as_ref()),
            &format!("the input of `{}`", task.name.value),
        );
        self.known.dot = own.or_else(|| comes.clone());
        let input = self.input(written, Place::Before);
        let timeout = self.timeout(task.timeout.as_ref(), Place::Before);
        let inside = shape::shape_of_input(written, comes, &task.name);
        (self.known.dot, self.known.input) = (inside.clone(), inside.clone());
        let is_passed_on = matches!(task.kind, TaskKind::Do(_) | TaskKind::Try(_));
        self.incoming = inside.clone().filter(|_| is_passed_on);
        let action = Action::compile(self, task, siblings);
        self.incoming = None;
        self.known.dot = shape::raw_output(task, inside, self.functions);
        let output = self.output(task.output.as_ref(), Place::Definition);
        self.known.dot = None;
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

    fn schema(&mut self, schema: Option<&WrittenSchema>) -> Compiled<Option<Schema>> {
        let Some(WrittenSchema { source, pointer, span, format }) = schema else { return Ok(None) };
        // The check of the definition has reported other formats.
        if format.as_ref().is_some_and(|format| *format.value != *"json" && !format.starts_with("json:")) {
            return Err(Reported);
        }
        let document = match source {
            SchemaSource::Document(document) => document,
            SchemaSource::Resource(resource) => return self.fetched_schema(resource).map(Some),
        };
        let json = document.to_json();
        let problems = invalid::check_keywords(document, &format!("{pointer}/document"));
        let is_wrong = problems.iter().any(Diagnostic::is_error);
        self.diagnostics.extend(problems);
        self.diagnostics.extend(no_effect::check_keywords_without_effect(
            document,
            &format!("{pointer}/document"),
            self.workflow,
        ));
        if is_wrong {
            return Err(Reported);
        }
        Schema::asserting(&json).map(Some).map_err(|error| {
            let error = invalid::explain_schema_error(error, &json);
            let place = document.pointer(&error.pointer).map_or(*span, |node| node.span);
            let mut found = Diagnostic::error(error.code, error.message)
                .at(place)
                .pointer(format!("{pointer}/document{}", error.pointer));
            found.help = error.help;
            self.report(found)
        })
    }

    fn fetched_schema(&mut self, resource: &ExternalResource) -> Compiled<Schema> {
        let uri = resource.endpoint.uri_text().unwrap_or_default();
        let schema = self.resources.schema(&resource.endpoint).map_err(|found| self.report(found))?;
        let Some(schema) = schema else { return Ok(Schema::unknown(uri)) };
        Schema::compile(&schema).map_err(|error| {
            let message = format!("the schema at `{uri}` cannot be used: {}", error.message);
            let mut found = Diagnostic::error(error.code, message).at(resource.endpoint.span);
            found.help = error.help;
            self.report(found)
        })
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
        let names = Names { place, locals: &self.locals, task: &self.task, workflow: self.workflow };
        match Expression::compile(written, &names) {
            Ok(expression) => {
                self.reads_task |= expression.reads_task();
                self.reads_workflow |= expression.reads_workflow();
                self.diagnostics.extend(fields::check_members(
                    written,
                    &self.known,
                    &self.locals,
                    self.workflow,
                    self.given.as_ref(),
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
