//! The known shapes of the data that an expression reads.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use towpath_dsl::model::{Expression, Node, Workflow};

use crate::conditions::{self, InputMember};
use crate::jq;
use crate::shape::{self, Analysed, Shape};

/// Maximum number of terms of expressions that are analysed for one definition. Afterwards nothing is known.
const TERMS: u32 = 400_000;

/// The known shapes for an expression.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// The shape of `.`.
    pub(crate) dot: Option<Shape>,
    /// The shape of `$input`.
    pub(crate) input: Option<Shape>,
    /// The shape of `$output`, where it is defined.
    pub(crate) output: Option<Shape>,
    /// The shape of `$context`.
    pub(crate) context: Option<Shape>,
    /// The shape of `$runtime.metadata.settings`.
    pub(crate) settings: Option<Shape>,
    /// The shape of the workflow's input.
    pub(crate) given: Option<Shape>,
    /// The variables of the enclosing loops and catches, outermost first.
    pub(crate) locals: Vec<(String, Option<Shape>)>,
    /// Whether all exports are on the path to a task. Those of extensions and functions are not.
    pub(crate) follows_context: bool,
    /// Whether tasks give their own output. An extension that leaves its list takes the place of the task.
    pub(crate) follows_data: bool,
    /// Members of an input without a schema that conditions compare, in source order.
    pub(crate) input_members: Rc<RefCell<Vec<InputMember>>>,
    /// The names of members of which the conditions of the workflow ask whether they are there, with the
    /// pointer of each condition.
    pub(crate) asked: Rc<OnceCell<Vec<(String, Vec<String>)>>>,
    /// What is known of lists of tasks.
    pub(crate) analysed: Rc<RefCell<Analysed>>,
    /// The terms that may still be analysed.
    pub(crate) left: Rc<Cell<u32>>,
}

impl Known {
    /// What is known before the first task.
    pub(crate) fn of_workflow(workflow: &Workflow) -> Self {
        let any = |pointer: &str, test: &dyn Fn(&str, &Node) -> bool| {
            workflow.source.pointer(pointer).is_some_and(|node| shape::has_entry(node, test))
        };
        let exports = |key: &str, _: &Node| key == "export";
        let leaves = |key: &str, to: &Node| key == "then" && matches!(to.as_str(), Some("exit" | "end"));
        Self {
            dot: None,
            input: None,
            output: None,
            context: None,
            settings: Shape::of_settings(workflow),
            given: Shape::given(workflow),
            locals: Vec::new(),
            follows_context: !any("/use/functions", &exports) && !any("/use/extensions", &exports),
            follows_data: !any("/use/extensions", &leaves),
            input_members: Rc::default(),
            asked: Rc::default(),
            analysed: Rc::default(),
            left: Rc::new(Cell::new(TERMS)),
        }
    }

    /// Clears the shapes that depend on the place.
    pub(crate) fn forget(&mut self) {
        (self.dot, self.input, self.output, self.context) = (None, None, None, None);
    }

    /// The same for an expression whose `.` has this shape.
    pub(crate) fn with_dot(&self, dot: Option<Shape>) -> Self {
        Self { dot, ..self.clone() }
    }

    /// The same inside a construct that binds variables.
    pub(crate) fn with_locals(&self, locals: impl IntoIterator<Item = (String, Option<Shape>)>) -> Self {
        let mut inside = self.clone();
        inside.locals.extend(locals);
        inside
    }

    /// The same where a condition is `holds`: what it has checked is not `null`.
    pub(crate) fn where_holds(&self, condition: Option<&Expression>, holds: bool) -> Self {
        let mut inside = self.clone();
        let Some(condition) = condition else { return inside };
        for jq::MemberPath { variable, names } in jq::checked_members(&condition.jq, self, holds) {
            // In a condition, `.` and `$input` are the same.
            let roots = match variable.as_deref() {
                None | Some("input") => vec![&mut inside.dot, &mut inside.input],
                Some("context") => vec![&mut inside.context],
                _ => continue,
            };
            for root in roots {
                *root = root.take().map(|shape| shape.with_checked(&names));
            }
        }
        inside
    }

    /// The shape of the result of an expression.
    pub(crate) fn result(&self, jq: &str) -> Option<Shape> {
        jq::infer(jq, self).result.filter(|shape| !shape.is_never())
    }

    /// Whether this is a variable of an enclosing loop or catch.
    pub(crate) fn is_local(&self, name: &str) -> bool {
        self.locals.iter().any(|(local, _)| local == name)
    }

    /// The shape of a variable.
    pub(crate) fn variable(&self, name: &str) -> Option<Shape> {
        if let Some((_, shape)) = self.locals.iter().rev().find(|(local, _)| local == name) {
            return shape.clone();
        }
        match name {
            "input" => self.input.clone(),
            "output" => self.output.clone(),
            "context" => self.context.clone(),
            _ => None,
        }
    }

    /// Whether a condition of the workflow, apart from the one at this pointer, asks for such members.
    pub(crate) fn is_asked_elsewhere(
        &self,
        workflow: &Workflow,
        pointer: &str,
        is_it: impl Fn(&[String]) -> bool,
    ) -> bool {
        let conditions = self.asked.get_or_init(|| {
            let all = workflow.expressions();
            let conditions = all.iter().filter(|other| conditions::decides(&other.pointer));
            conditions.map(|other| (other.pointer.clone(), jq::infer(&other.jq, self).asked)).collect()
        });
        conditions.iter().any(|(other, asked)| other != pointer && is_it(asked))
    }

    /// Counts an analysed term, or something that costs as much as several. `false` after too many.
    pub(crate) fn count(&self, terms: u32) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(terms));
        left > 0
    }
}
