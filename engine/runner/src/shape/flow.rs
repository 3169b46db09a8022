//! The shapes of the data and of `$context` between tasks, along the directives of a list.

use std::collections::BTreeMap;
use std::rc::Rc;

use towpath_dsl::model::{
    CallTask, Export, Flow, ForTask, FunctionTarget, Input, Iterated, Node, NodeKind, Output, SwitchTask,
    Task, TaskKind, TaskList, Transform, TryTask, expression,
};
use towpath_wire::FunctionSignature;

use super::{Shape, union};
use crate::jq::Sort;
use crate::known::Known;

/// How often a task is analysed with other shapes, before nothing is known of what comes to it.
const VISITS: u8 = 4;

type Functions<'a> = Option<&'a [FunctionSignature]>;

/// What comes to a task, or out of one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Passed {
    pub(crate) data: Option<Shape>,
    pub(crate) context: Option<Shape>,
}

impl Passed {
    /// What comes from two places.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { data: union(self.data, other.data), context: union(self.context, other.context) }
    }

    fn is(&self, other: &Self) -> bool {
        same(&self.data, &other.data) && same(&self.context, &other.context)
    }
}

/// What is known of a list of tasks.
#[derive(Debug)]
pub(crate) struct ListShapes {
    /// What comes to each task.
    pub(crate) comes: Vec<Passed>,
    /// What leaves the list at its end. `None` if nothing does.
    pub(crate) leaves: Option<Passed>,
    /// What the workflow ends with inside of the list itself.
    pub(crate) ends: Option<Passed>,
}

/// The lists that were analysed last, by their address, and with what.
pub(crate) type Analysed = BTreeMap<usize, (Passed, Vec<(String, Option<Shape>)>, Rc<ListShapes>)>;

/// The shapes in a list whose first task gets `known.dot` and `known.context`. A list inside of another one is
/// looked at for both, so it is kept.
pub(crate) fn outcome_of_list(list: &TaskList, known: &Known, functions: Functions<'_>) -> Rc<ListShapes> {
    let first = Passed { data: known.dot.clone(), context: known.context.clone() };
    let address = std::ptr::from_ref(list) as usize;
    if let Some((before, locals, found)) = known.analysed.borrow().get(&address)
        && before.is(&first)
        && locals.len() == known.locals.len()
        && locals.iter().zip(&known.locals).all(|((_, one), (_, other))| same(one, other))
    {
        return Rc::clone(found);
    }
    let found = Rc::new(analyse_list(list, first.clone(), known, functions));
    known.analysed.borrow_mut().insert(address, (first, known.locals.clone(), Rc::clone(&found)));
    found
}

fn analyse_list(list: &TaskList, first: Passed, known: &Known, functions: Functions<'_>) -> ListShapes {
    let mut comes: Vec<Option<Passed>> = vec![None; list.tasks.len()];
    let mut visits = vec![0_u8; list.tasks.len()];
    let mut walk = Walk::default();
    walk.reach(0, first);
    while let Some((at, brought)) = walk.open.pop_first() {
        let (Some(task), Some(before), Some(visits)) =
            (list.tasks.get(at), comes.get_mut(at), visits.get_mut(at))
        else {
            join(&mut walk.leaves, brought);
            continue;
        };
        let mut merged = before.clone();
        join(&mut merged, brought);
        let merged = merged.unwrap_or_default();
        if *visits > VISITS || before.as_ref().is_some_and(|before| merged.is(before)) {
            continue;
        }
        *visits += 1;
        let merged = if *visits > VISITS { Passed::default() } else { merged };
        *before = Some(merged.clone());
        for (then, passed) in exits_of_task(task, &merged, known, functions) {
            match then {
                Flow::Continue => walk.reach(at + 1, passed),
                Flow::Task(name) => {
                    if let Some(at) = list.position(name) {
                        walk.reach(at, passed);
                    }
                }
                Flow::Exit => join(&mut walk.leaves, passed),
                Flow::End => join(&mut walk.ends, passed),
            }
        }
        if task.if_.is_some() {
            let known = Known { dot: merged.data, context: merged.context, ..known.clone() };
            let Known { dot: data, context, .. } = known.where_holds(task.if_.as_ref(), false);
            walk.reach(at + 1, Passed { data, context });
        }
    }
    let comes = comes.into_iter().map(Option::unwrap_or_default).collect();
    ListShapes { comes, leaves: walk.leaves, ends: walk.ends }
}

/// The tasks of a list that are still to be analysed, in order, so that what comes to a task is put together
/// before it is.
#[derive(Default)]
struct Walk {
    open: BTreeMap<usize, Passed>,
    leaves: Option<Passed>,
    ends: Option<Passed>,
}

impl Walk {
    fn reach(&mut self, at: usize, passed: Passed) {
        let passed = match self.open.remove(&at) {
            Some(before) => before.or(passed),
            None => passed,
        };
        self.open.insert(at, passed);
    }
}

fn same(one: &Option<Shape>, other: &Option<Shape>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.is(other),
        (None, None) => true,
        _ => false,
    }
}

fn join(to: &mut Option<Passed>, passed: Passed) {
    *to = Some(match to.take() {
        Some(before) => before.or(passed),
        None => passed,
    });
}

/// What comes out of a task, with each of its directives.
fn exits_of_task<'a>(
    task: &'a Task,
    comes: &Passed,
    known: &Known,
    functions: Functions<'_>,
) -> Vec<(&'a Flow, Passed)> {
    let name = task.name.value.as_str();
    let mut known = Known { dot: comes.data.clone(), context: comes.context.clone(), ..known.clone() };
    (known.input, known.output) = (None, None);
    let mut known = known.where_holds(task.if_.as_ref(), true);
    let inside = shape_of_input(task.input.as_ref(), &known, name);
    (known.dot, known.input) = (inside.clone(), inside);
    let after = |Passed { data, context }: Passed| {
        let mut known = Known { dot: data, context, ..known.clone() };
        let data = shape_of_output(task.output.as_ref(), &known, name);
        (known.dot, known.output) = (data.clone(), data.clone());
        Passed { context: shape_of_export(task.export.as_ref(), &known, name), data }
    };
    match &task.kind {
        // A raised error passes no data on.
        TaskKind::Raise(_) => Vec::new(),
        TaskKind::Switch(inner) => {
            let own = task.then.as_ref().map_or(&Flow::Continue, |then| &then.value);
            let cases = cases_of_switch(inner, &known);
            let passed = |known: Known| after(Passed { data: known.dot, context: known.context });
            cases.into_iter().map(|(then, known)| (then.unwrap_or(own), passed(known))).collect()
        }
        TaskKind::Try(inner) if inner.catch.then.is_some() => {
            let own = task.then.as_ref().map_or(&Flow::Continue, |then| &then.value);
            let caught = inner.catch.then.as_ref().map_or(own, |then| &then.value);
            let (body, handled) = outputs_of_try(task, inner, &known, functions);
            [(own, body), (caught, handled)]
                .into_iter()
                .filter_map(|(then, passed)| Some((then, after(passed?))))
                .collect()
        }
        _ => {
            let passed = after(raw_output(task, &known, functions));
            directives(task).into_iter().map(|then| (then, passed.clone())).collect()
        }
    }
}

/// The targets of a `switch`, and what is known where each is taken. No target stands for the task's own.
fn cases_of_switch<'a>(switch: &'a SwitchTask, known: &Known) -> Vec<(Option<&'a Flow>, Known)> {
    let mut known = known.clone();
    let mut cases = Vec::new();
    for case in switch.cases.iter().filter(|case| case.when.is_some()) {
        cases.push((Some(&case.then.value), known.where_holds(case.when.as_ref(), true)));
        known = known.where_holds(case.when.as_ref(), false);
    }
    let default = switch.cases.iter().find(|case| case.when.is_none());
    cases.push((default.map(|case| &case.then.value), known));
    cases
}

/// The raw output of a `try` without an error, and after one. `None` if there is none.
fn outputs_of_try(
    task: &Task,
    inner: &TryTask,
    known: &Known,
    functions: Functions<'_>,
) -> (Option<Passed>, Option<Passed>) {
    let known = Known { context: context_after(task, known), ..known.clone() };
    let body = outcome_of_list(&inner.tasks, &known, functions).leaves.clone();
    let caught = match &inner.catch.tasks {
        Some(handler) => {
            let error = (inner.catch.error_name().to_owned(), Some(Shape::of_error()));
            outcome_of_list(handler, &known.with_locals([error]), functions).leaves.clone()
        }
        None if inner.catch.retry.is_some() => None,
        None => Some(Passed { data: known.dot.clone(), context: None }),
    };
    let with_context = |passed: Option<Passed>| {
        passed.map(|Passed { data, .. }| Passed { data, context: known.context.clone() })
    };
    (with_context(body), with_context(caught))
}

/// `$context` after the tasks inside of a task, unless they export. What is exported in a loop, in parallel or
/// before an error is not followed.
fn context_after(task: &Task, known: &Known) -> Option<Shape> {
    known.context.clone().filter(|_| !has_exports(task))
}

/// The shape of a task's input after `input.from`. `.` is the raw input.
pub(crate) fn shape_of_input(written: Option<&Input>, known: &Known, task: &str) -> Option<Shape> {
    let Some(Input { schema, from }) = written else { return known.dot.clone() };
    let raw = Shape::of_schema(schema.as_ref(), &format!("the input of `{task}`"));
    let known = known.with_dot(raw.or_else(|| known.dot.clone()));
    match from {
        None => known.dot,
        Some(from) => shape_after_transform(from, &known, || format!("`input.from` of `{task}`")),
    }
}

/// The shape of an output after `output.as`. `.` is the raw output.
pub(crate) fn shape_of_output(written: Option<&Output>, known: &Known, task: &str) -> Option<Shape> {
    let Some(Output { schema, as_ }) = written else { return known.dot.clone() };
    let computed = match as_ {
        None => known.dot.clone(),
        Some(as_) => shape_after_transform(as_, known, || format!("`output.as` of `{task}`")),
    };
    computed.or_else(|| Shape::of_schema(schema.as_ref(), &format!("the output of `{task}`")))
}

/// The shape of `$context` after an export.
pub(crate) fn shape_of_export(written: Option<&Export>, known: &Known, task: &str) -> Option<Shape> {
    if !known.follows_context {
        return None;
    }
    let Some(Export { schema, as_: Some(as_) }) = written else { return known.context.clone() };
    let exported = shape_after_transform(as_, known, || format!("`export.as` of `{task}`"));
    exported.or_else(|| Shape::of_schema(schema.as_ref(), &format!("the export of `{task}`")))
}

/// The shape after a transformation by `from` or `as`.
pub(crate) fn shape_after_transform(
    transform: &Transform,
    known: &Known,
    whose: impl FnOnce() -> String,
) -> Option<Shape> {
    match transform {
        Transform::Template(template) => Shape::of_mapping(&template.node, whose(), &|jq| known.result(jq)),
        Transform::Expression(written) => {
            let jq = expression(&written.jq).unwrap_or(&written.jq);
            let mut shape = known.result(jq)?;
            if shape.says.is_empty() {
                (shape.says, shape.span) = (whose().into(), Some(written.span));
            }
            Some(shape)
        }
    }
}

/// The shape of a task's raw output, and `$context` after the tasks inside of it. `.` is the task's input.
pub(crate) fn raw_output(task: &Task, known: &Known, functions: Functions<'_>) -> Passed {
    let input = known.dot.clone();
    let context = context_after(task, known);
    let data = match &task.kind {
        TaskKind::Switch(_) | TaskKind::Wait(_) => input,
        TaskKind::Set(set) => {
            shape_after_transform(&set.value, known, || format!("`set` of `{}`", task.name.value))
        }
        TaskKind::Do(inner) => {
            return outcome_of_list(&inner.tasks, known, functions).leaves.clone().unwrap_or_else(never);
        }
        TaskKind::Try(inner) => {
            let (body, caught) = outputs_of_try(task, inner, known, functions);
            let either = body.into_iter().chain(caught).reduce(Passed::or);
            either.unwrap_or_else(never).data
        }
        TaskKind::For(inner) => {
            let known = Known { context: context.clone(), ..known.clone() };
            let inside = known.with_locals(locals_of_loop(inner, &known)).with_dot(None);
            let passes = outcome_of_list(&inner.tasks, &inside, functions).leaves.clone();
            union(input, passes.unwrap_or_else(never).data)
        }
        TaskKind::Call(call) => operation_output(call, functions),
        _ => None,
    };
    Passed { data: data.filter(|_| known.follows_data), context }
}

fn never() -> Passed {
    Passed { data: Some(Shape::never()), context: Some(Shape::never()) }
}

/// The variables of a loop.
pub(crate) fn locals_of_loop(task: &ForTask, known: &Known) -> [(String, Option<Shape>); 2] {
    let items = match &task.in_ {
        Iterated::Expression(written) => known.result(&written.jq),
        Iterated::Inline(items) => Some(Shape::of_written(&items.node, &|jq| known.result(jq))),
    };
    let item = items.and_then(|items| items.item());
    [(task.item_name().to_owned(), item), (task.index_name().to_owned(), Some(Shape::of_sort(Sort::Number)))]
}

fn operation_output(call: &CallTask, functions: Functions<'_>) -> Option<Shape> {
    let CallTask::Function(call) = call else { return None };
    let FunctionTarget::Catalog { integration, operation, version, catalog } = &call.target else {
        return None;
    };
    let is_it = |function: &&FunctionSignature| {
        function.integration == *integration
            && function.operation == *operation
            && function.version == *version
    };
    let function = functions?.iter().find(is_it).filter(|_| catalog == "default")?;
    Some(Shape::of_operation(function))
}

/// Whether a task inside of this one exports.
pub(crate) fn has_exports(task: &Task) -> bool {
    let each = match &task.kind {
        TaskKind::Listen(listen) => listen.foreach.as_ref().and_then(|each| each.export.as_ref()),
        _ => None,
    };
    let mut inside = task.kind.lists().into_iter().flat_map(|list| &list.tasks);
    each.is_some() || inside.any(|task| task.export.is_some() || has_exports(task))
}

/// Whether an entry anywhere in a part of a definition passes a test.
pub(crate) fn has_entry(node: &Node, test: &dyn Fn(&str, &Node) -> bool) -> bool {
    match &node.kind {
        NodeKind::Object(entries) => {
            entries.iter().any(|(key, value)| test(&key.value, value) || has_entry(value, test))
        }
        NodeKind::Array(items) => items.iter().any(|item| has_entry(item, test)),
        _ => false,
    }
}

/// Whether a task inside of these ends the workflow.
pub(crate) fn ends_inside(list: &TaskList) -> bool {
    let lists = |list: &TaskList| -> bool {
        list.tasks.iter().any(|task| directives(task).contains(&&Flow::End)) || ends_inside(list)
    };
    list.tasks.iter().any(|task| task.kind.lists().into_iter().any(lists))
}

fn directives(task: &Task) -> Vec<&Flow> {
    let own = task.then.as_ref().map_or(&Flow::Continue, |then| &then.value);
    let mut directives = vec![own];
    match &task.kind {
        TaskKind::Switch(switch) => directives.extend(switch.cases.iter().map(|case| &case.then.value)),
        TaskKind::Try(inner) => directives.extend(inner.catch.then.as_ref().map(|then| &then.value)),
        _ => {}
    }
    directives
}
