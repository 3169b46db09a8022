//! `switch`: chooses the next task. The first case that matches wins. The input is returned unchanged.

use towpath_dsl::model::{SwitchTask, TaskList};

use super::Done;
use crate::compile::{Compiled, Compiler, all_compiled};
use crate::expression::{Expression, Place};
use crate::fault::Faultable;
use crate::flow::Then;
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::Value;

/// `switch`.
#[derive(Debug)]
pub(crate) struct Switch {
    cases: Vec<(Expression, Then)>,
    /// The case without `when`, at any position. It matches if no other one does.
    default: Option<Then>,
}

impl Switch {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &SwitchTask, siblings: &TaskList) -> Compiled<Self> {
        let mut default = None;
        let mut cases = Vec::new();
        let known = c.known().clone();
        for case in &task.cases {
            let then = Compiler::then(Some(&case.then), siblings);
            match &case.when {
                Some(when) => {
                    cases.push(c.expression(when, Place::Definition).map(|when| (when, then)));
                    // The next case is looked at if this one does not match.
                    c.know(c.known().where_holds(Some(when), false));
                }
                None => default = default.or(Some(then)),
            }
        }
        c.know(known);
        Ok(Self { cases: all_compiled(cases)?, default })
    }

    pub(super) fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        for (when, then) in &self.cases {
            if when.holds(cx, input, frame)? {
                return Ok(Done { output: input.clone(), then: Some(*then) });
            }
        }
        Ok(Done { output: input.clone(), then: self.default })
    }
}
