//! `for`: repeats tasks for each item of a collection.

use super::{Expression, Spanned, TaskList, Template};
use super::{NodeKind, task::read_variable};
use crate::parse::{Expected, Fields, Findings};
use towpath_diagnostics::codes;

/// `for`: repeats tasks for each item of a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct ForTask {
    /// Variable that holds the item, without `$`. Default: `item`.
    pub each: Option<Spanned<String>>,
    /// The collection.
    pub in_: Iterated,
    /// Variable that holds the index, without `$`. Default: `index`.
    pub at: Option<Spanned<String>>,
    /// The loop continues only while this is true.
    pub while_: Option<Expression>,
    /// The tasks.
    pub tasks: TaskList,
}

/// The collection of a loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Iterated {
    /// The result of an expression.
    Expression(Expression),
    /// A list of mappings, with expressions inside.
    Inline(Template),
}

impl ForTask {
    /// Name of the variable that holds the item.
    pub fn item_name(&self) -> &str {
        self.each.as_ref().map_or("item", |name| &name.value)
    }

    /// Name of the variable that holds the index.
    pub fn index_name(&self) -> &str {
        self.at.as_ref().map_or("index", |name| &name.value)
    }
}

impl ForTask {
    pub(crate) const KEYS: &[&str] = &["for", "while", "do"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let loop_ = task.required("for", findings).and_then(|at| at.fields(&["each", "in", "at"], findings));
        let while_ = task.get("while").and_then(|at| at.expression(findings));
        // If the tasks are inside `for`, that is already reported.
        let is_inside = task.get("for").is_some_and(|at| at.get("do").is_some());
        let tasks = if is_inside { task.get("do") } else { task.required("do", findings) };
        let tasks = tasks.and_then(|at| TaskList::read(&at, findings));
        let loop_ = loop_?;
        let each = loop_.get("each").and_then(|name| read_variable(&name, findings));
        let at = loop_.get("at").and_then(|name| read_variable(&name, findings));
        let in_ = loop_.required("in", findings).and_then(|at| Iterated::read(&at, findings));
        let read = Self { each, in_: in_?, at, while_, tasks: tasks? };
        if read.item_name() == read.index_name() {
            let message = format!("item and index are both called `{}`", read.item_name());
            findings
                .report(loop_.at.error(codes::TP0213, message).at(loop_.place()).help("rename one of them"));
        }
        Some(read)
    }
}

impl Iterated {
    fn read(at: &crate::parse::At<'_>, findings: &mut Findings) -> Option<Self> {
        match &at.node.kind {
            NodeKind::String(_) => at.expression(findings).map(Self::Expression),
            NodeKind::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if item.as_object().is_none() {
                        at.item(index, item).wrong_type(Expected::Mapping, findings);
                    }
                }
                Some(Self::Inline(at.template(findings)))
            }
            _ => {
                at.wrong_type(Expected::ExpressionOrMappings, findings);
                None
            }
        }
    }
}
