//! From the model of a definition to a [`Program`], collecting every problem on the way.

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
use crate::resources::{Fetched, Resources};
use crate::schema::{Schema, silent, words};
use crate::shape::{self, Shape};
use crate::tasks::Action;
use crate::template::Template;
use crate::value::Value;

/// A diagnostic says why this could not be compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reported;

/// Something compiled, or a diagnostic said why not.
pub(crate) type Compiled<T> = Result<T, Reported>;

/// Every item, if every one could be compiled.
pub(crate) fn all<T>(items: Vec<Compiled<T>>) -> Compiled<Vec<T>> {
    items.into_iter().collect()
}

/// Compiles one definition.
pub(crate) struct Compiler<'a> {
    /// The definition.
    root: &'a Workflow,
    /// The same, or a function from elsewhere, which stands alone.
    workflow: &'a Workflow,
    functions: Option<&'a [FunctionSignature]>,
    resources: Resources<'a>,
    diagnostics: Vec<Diagnostic>,
    /// Variables of the loops and catches around, outermost first.
    locals: Vec<String>,
    /// JSON pointer of the task being compiled; empty for the workflow itself.
    task: String,
    /// Whether an expression of the task being compiled asks for `$task`, and any expression for `$workflow`:
    /// definitions are kept only where somebody may look at them.
    asks_task: bool,
    asks_workflow: bool,
    /// Which extensions ask for the task they extend; `None` inside of an extension, where there are none.
    extensions: Option<Vec<bool>>,
    /// What is known of the data where the next expression stands.
    known: Known,
    /// What is known of the workflow's input.
    given: Option<Shape>,
    /// What is known of the input of the list that comes next.
    incoming: Option<Shape>,
}

impl<'a> Compiler<'a> {
    /// The program, everything found, and what has to be fetched; without a program there is an error among it.
    pub(crate) fn compile(
        workflow: &'a Workflow,
        functions: Option<&'a [FunctionSignature]>,
        resources: Resources<'a>,
    ) -> (Option<Program>, Vec<Diagnostic>, Vec<String>) {
        let mut compiler = Self {
            root: workflow,
            workflow,
            functions,
            resources,
            diagnostics: Vec::new(),
            locals: Vec::new(),
            task: String::new(),
            asks_task: false,
            asks_workflow: false,
            extensions: None,
            known: Known { settings: Shape::of_settings(workflow), ..Known::default() },
            given: None,
            incoming: None,
        };
        let program = compiler.program().ok();
        (program, compiler.diagnostics, compiler.resources.wanted())
    }

    fn program(&mut self) -> Compiled<Program> {
        let workflow = self.workflow;
        self.known.dot = Shape::given(workflow);
        let given = self.known.dot.clone();
        self.given.clone_from(&given);
        let input = self.input(workflow.input.as_ref(), Place::WorkflowInput);
        self.known.forget();
        let extensions = self.extensions();
        let functions = all(self.functions_here());
        self.incoming = match workflow.input.as_ref().and_then(|input| input.from.as_ref()) {
            None => given,
            Some(from) => shape::transformed(from, given, || "`input.from` of the workflow".to_owned()),
        };
        let tasks = self.tasks(&workflow.tasks);
        self.known.forget();
        let timeout = self.timeout(workflow.timeout.as_ref(), Place::WorkflowOutput);
        let output = self.output(workflow.output.as_ref(), Place::WorkflowOutput);
        self.diagnostics.extend(conditions::undescribed(workflow, &self.known.asked.borrow()));
        let secrets = workflow.reusable.secrets.iter().map(|name| name.value.as_str());
        let definition = if self.asks_workflow { self.literal(&workflow.source) } else { Value::null() };
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

    /// The custom functions, and behind them those from elsewhere. Each is a task in no list.
    fn functions_here(&mut self) -> Vec<Compiled<Task>> {
        let none = |span| TaskList { tasks: Vec::new(), pointer: String::new(), span };
        let own = self.root.reusable.functions.iter();
        let own: Vec<_> = own.map(|task| self.one_task(task, &none(task.span), None)).collect();
        let linked = self.root.linked.iter().map(|linked| {
            let told = self.diagnostics.len();
            self.workflow = &linked.alone;
            let task = linked.task().ok_or(Reported);
            let task = task.and_then(|task| self.one_task(task, &none(task.span), None));
            self.workflow = self.root;
            // What is only remarkable about it is for whoever wrote it.
            let inside: Vec<_> = self.diagnostics.drain(told..).filter(Diagnostic::is_error).collect();
            self.diagnostics.extend(inside.into_iter().map(|found| linked.explain(found)));
            task
        });
        own.into_iter().chain(linked.collect::<Vec<_>>()).collect()
    }

    /// The place among the program's functions of one that is a task; `None` while it was not fetched.
    pub(crate) fn function(&self, call: &FunctionCall) -> Compiled<Option<usize>> {
        let reusable = &self.root.reusable;
        if let FunctionTarget::Custom(name) = &call.target {
            // The check of the definition has said so where there is none of that name.
            return reusable.function(name).map(Some).ok_or(Reported);
        }
        let linked = self.root.linked.iter().position(|linked| linked.name.value == call.name.value);
        Ok(linked.map(|at| reusable.functions.len() + at))
    }

    /// A timeout, here or by name.
    fn timeout(&mut self, timeout: Option<&TimeoutReference>, place: Place) -> Compiled<Option<Length>> {
        let timeout = match timeout {
            None => return Ok(None),
            Some(TimeoutReference::Inline(timeout)) => timeout,
            // The check of the definition has said so where there is none of that name.
            Some(TimeoutReference::Named(name)) => self.workflow.reusable.timeout(name).ok_or(Reported)?,
        };
        Length::compile(self, &timeout.after, place).map(Some)
    }

    /// The definition being compiled, or the function from elsewhere.
    pub(crate) fn workflow(&self) -> &'a Workflow {
        self.workflow
    }

    /// The operations that may be named; `None` when not known.
    pub(crate) fn functions(&self) -> Option<&'a [FunctionSignature]> {
        self.functions
    }

    /// What was fetched from `resource`; `None` while that is not known.
    pub(crate) fn resource(&mut self, resource: &ExternalResource) -> Compiled<Option<Fetched>> {
        self.resources.get(&resource.endpoint).map_err(|found| self.report(found))
    }

    /// Whether the task being compiled has a key that calls have not, or nothing under `with`.
    pub(crate) fn has_foreign_key(&self) -> bool {
        const KEYS: &[&str] = &["call", "if", "input", "output", "export", "timeout", "then", "metadata"];
        let entries = self.workflow.source.pointer(&self.task).and_then(Node::as_object).unwrap_or_default();
        entries.iter().any(|(key, _)| !KEYS.contains(&key.value.as_str()))
    }

    /// Says what is wrong.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) -> Reported {
        self.diagnostics.push(diagnostic);
        Reported
    }

    /// Compiles what stands inside a construct that binds variables.
    pub(crate) fn within<T>(&mut self, names: &[&str], inside: impl FnOnce(&mut Self) -> T) -> T {
        let outside = self.locals.len();
        // What a loop hands from pass to pass, or a catch is given, is not followed.
        let known = std::mem::take(&mut self.known.dot);
        self.incoming = None;
        self.locals.extend(names.iter().map(|name| (*name).to_owned()));
        let compiled = inside(self);
        self.locals.truncate(outside);
        self.known.dot = known;
        compiled
    }

    /// Compiles what sees other data than the task's input as `.`, of which nothing is known.
    pub(crate) fn blind<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let known = self.known.dot.take();
        let compiled = inside(self);
        self.known.dot = known;
        compiled
    }

    /// Where a directive leads. `siblings` is the list of the task that holds it.
    pub(crate) fn then(flow: Option<&Spanned<Flow>>, siblings: &TaskList) -> Then {
        match flow.map(|flow| &flow.value) {
            None | Some(Flow::Continue) => Then::Continue,
            Some(Flow::Exit) => Then::Exit,
            Some(Flow::End) => Then::End,
            // The check of the definition has said so where there is none of that name; the program is dropped then.
            Some(Flow::Task(name)) => siblings.position(name).map_or(Then::End, Then::Task),
        }
    }

    /// The tasks of a list.
    pub(crate) fn tasks(&mut self, list: &TaskList) -> Compiled<Vec<Task>> {
        let comes = shape::flow(list, self.incoming.take(), self.functions);
        let tasks = list.tasks.iter().zip(comes);
        all(tasks.map(|(task, comes)| self.one_task(task, list, comes)).collect())
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
        let outer_asks = std::mem::replace(&mut self.asks_task, extended);
        let if_ = self.optional(task.if_.as_ref(), Place::Before);
        let written = task.input.as_ref();
        let own = Shape::of_schema(
            written.and_then(|input| input.schema.as_ref()),
            &format!("the input of `{}`", task.name.value),
        );
        self.known.dot = own.or_else(|| comes.clone());
        let input = self.input(written, Place::Before);
        let timeout = self.timeout(task.timeout.as_ref(), Place::Before);
        let inside = shape::input(written, comes, &task.name);
        (self.known.dot, self.known.input) = (inside.clone(), inside.clone());
        let is_passed_on = matches!(task.kind, TaskKind::Do(_) | TaskKind::Try(_));
        self.incoming = inside.clone().filter(|_| is_passed_on);
        let action = Action::compile(self, task, siblings);
        self.incoming = None;
        self.known.dot = shape::raw_output(task, inside, self.functions);
        let output = self.output(task.output.as_ref(), Place::Definition);
        self.known.dot = None;
        let export = self.export(task.export.as_ref());
        let definition = self.workflow.definition_of(task).filter(|_| self.asks_task);
        let definition = definition.map_or_else(Value::null, |node| self.literal(node));
        self.task = outer;
        // Inside of an extension `$task` is the task that is extended, whoever asks.
        let asks_extended = self.asks_task && self.extensions.is_none();
        self.asks_task = outer_asks || asks_extended;
        self.known = outer_known;
        Ok(Task {
            facts: TaskFacts { name: task.name.value.clone(), pointer: task.pointer.clone(), definition },
            if_: if_?,
            timeout: timeout?,
            extensions,
            asks_extended,
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
        // The check of the definition has said so of other formats.
        if format.as_ref().is_some_and(|format| *format.value != *"json" && !format.starts_with("json:")) {
            return Err(Reported);
        }
        let document = match source {
            SchemaSource::Document(document) => document,
            SchemaSource::Resource(resource) => return self.fetched_schema(resource).map(Some),
        };
        let json = document.to_json();
        let slips = words::slips(document, &format!("{pointer}/document"));
        let is_wrong = slips.iter().any(Diagnostic::is_error);
        self.diagnostics.extend(slips);
        self.diagnostics.extend(silent::check(document, &format!("{pointer}/document"), self.workflow));
        if is_wrong {
            return Err(Reported);
        }
        Schema::compile(&json).map(Some).map_err(|error| {
            let error = words::explain(error, &json);
            let place = document.pointer(&error.pointer).map_or(*span, |node| node.span);
            let mut found = Diagnostic::error(error.code, error.message)
                .at(place)
                .pointer(format!("{pointer}/document{}", error.pointer));
            found.help = error.help;
            self.report(found)
        })
    }

    fn fetched_schema(&mut self, resource: &ExternalResource) -> Compiled<Schema> {
        let Some(fetched) = self.resource(resource)? else {
            return Ok(Schema::unknown(resource.endpoint.uri_text().unwrap_or_default()));
        };
        Schema::compile(&fetched.content).map_err(|error| {
            let message = format!("the schema at `{}` cannot be used: {}", fetched.uri, error.message);
            let mut found = Diagnostic::error(error.code, message).at(resource.endpoint.span);
            found.help = error.help;
            self.report(found)
        })
    }

    /// An expression that need not be there.
    pub(crate) fn optional(
        &mut self,
        written: Option<&Written>,
        place: Place,
    ) -> Compiled<Option<Expression>> {
        written.map(|written| self.expression(written, place)).transpose()
    }

    /// An expression.
    pub(crate) fn expression(&mut self, written: &Written, place: Place) -> Compiled<Expression> {
        // The check of the definition has said that other languages are not available.
        if self.is_other_language() {
            return Err(Reported);
        }
        let names = Names { place, locals: &self.locals, task: &self.task, workflow: self.workflow };
        match Expression::compile(written, &names) {
            Ok(expression) => {
                self.asks_task |= expression.asks_task();
                self.asks_workflow |= expression.asks_workflow();
                self.diagnostics.extend(fields::check(
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

    /// What `from`, `as` and `set` hold.
    pub(crate) fn transform(&mut self, transform: &Transform, place: Place) -> Compiled<Template> {
        match transform {
            Transform::Expression(written) => self.expression(written, place).map(Template::Expression),
            Transform::Template(template) => self.template(template, place),
        }
    }

    /// A value that may hold expressions.
    pub(crate) fn template(&mut self, template: &WrittenTemplate, place: Place) -> Compiled<Template> {
        self.node(&template.node, &template.pointer, place)
    }

    /// The same, of a part of one.
    pub(crate) fn node(&mut self, node: &Node, pointer: &str, place: Place) -> Compiled<Template> {
        match &node.kind {
            NodeKind::String(_) => match Written::strict(node, pointer) {
                Some(written) => self.expression(&written, place).map(Template::Expression),
                None => Ok(Template::Literal(self.literal(node))),
            },
            NodeKind::Array(items) => {
                let items = items.iter().enumerate();
                let items = all(items
                    .map(|(index, item)| self.node(item, &format!("{pointer}/{index}"), place))
                    .collect())?;
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
                let entries: Vec<_> = all(entries.collect())?;
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

    /// A value as it is written.
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
