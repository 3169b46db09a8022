//! `for`: repeats tasks for each item. The output of one pass is the input of the next one. The output of the
//! last pass is the output.

use towpath_diagnostics::codes;
use towpath_dsl::model::{ForTask, Iterated};
use towpath_wire::problem_types as types;

use super::Done;
use crate::compile::{Compiled, Compiler};
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable};
use crate::flow::{Then, run_list};
use crate::jq::type_with_article;
use crate::program::Task;
use crate::run::Cx;
use crate::runtime_help;
use crate::scope::{Frame, Scope};
use crate::shape;
use crate::template::Template;
use crate::value::Value;

/// `for`.
#[derive(Debug)]
pub(crate) struct For {
    each: String,
    at: String,
    items: Template,
    while_: Option<Expression>,
    tasks: Vec<Task>,
}

impl For {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &ForTask) -> Compiled<Self> {
        let (each, at) = (task.item_name().to_owned(), task.index_name().to_owned());
        let items = match &task.in_ {
            Iterated::Expression(expression) => {
                c.expression(expression, Place::Definition).map(Template::Expression)
            }
            Iterated::Inline(items) => c.template(items, Place::Definition),
        };
        let locals = shape::locals_of_loop(task, c.known());
        // The data between the passes has no known shape.
        let (while_, tasks) = c.within(locals, None, |c| {
            (c.optional(task.while_.as_ref(), Place::Definition), c.tasks(&task.tasks))
        });
        Ok(Self { each, at, items: items?, while_: while_?, tasks: tasks? })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let items = self.items.evaluate(cx, input, frame)?;
        let listed = items;
        let Some(items) = listed.items() else {
            let detail = format!(
                "`for.in` must give a list, and gave {}; {}",
                type_with_article(listed.type_name()),
                runtime_help::help_for_items(listed.type_name())
            );
            return Err(Fault::new(types::EXPRESSION, &codes::TP1005, detail).about(cx, &listed));
        };
        let mut value = input.clone();
        for (index, item) in (0_u64..).zip(items) {
            let iteration = Scope::Iteration { index, outer: frame.scope };
            let position = iteration.with(&self.at, Value::int(i64::try_from(index).unwrap_or(i64::MAX)));
            let scope = position.with(&self.each, item);
            if let Some(condition) = &self.while_ {
                let frame = frame.inside(&scope);
                if !condition.holds(cx, &value, &frame)? {
                    break;
                }
            }
            // `exit` leaves this pass, not the loop, because it ends only the list of tasks.
            let passed = run_list(cx, &self.tasks, &scope, value).await?;
            if passed.ended() {
                return Ok(Done { output: passed.output, then: Some(Then::End) });
            }
            value = passed.output;
        }
        Ok(Done::with(value))
    }
}
