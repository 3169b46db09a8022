//! `switch`: chooses the next task.

use towpath_diagnostics::Span;

use super::{Expression, Flow, Spanned};
use crate::{
    parse::{At, Fields, Findings},
    words::quote,
};
use std::collections::BTreeMap;
use towpath_diagnostics::codes;

/// `switch`: chooses the next task. The first case that matches wins.
#[derive(Debug, Clone, PartialEq)]
pub struct SwitchTask {
    /// The cases, at least one.
    pub cases: Vec<SwitchCase>,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct SwitchCase {
    /// Its name.
    pub name: Spanned<String>,
    /// The condition. Without it, the case always matches.
    pub when: Option<Expression>,
    /// The target.
    pub then: Spanned<Flow>,
    /// JSON pointer of the case, `/do/0/route/switch/1/large`.
    pub pointer: String,
    /// Its place in the source text.
    pub span: Span,
}

impl SwitchTask {
    pub(crate) const KEYS: &[&str] = &["switch"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let list = task.required("switch", findings)?;
        let items = list.items(findings)?;
        if items.is_empty() {
            findings.report(
                list.error(codes::TP0219, "`switch` has no case")
                    .help("add a case, such as `- default: { then: end }`"),
            );
        }
        let mut named = BTreeMap::new();
        for (name, _) in items.iter().filter_map(|item| item.node.as_object()).flatten() {
            if let Some(before) = named.insert(name.value.clone(), name.span) {
                let message = format!("there is already a case called {} in this `switch`", quote(name));
                let diagnostic = list.error(codes::TP0205, message).at(name.span);
                let help = "rename one of them";
                findings.report(diagnostic.related(before, "first defined here").help(help));
                named.insert(name.value.clone(), before);
            }
        }
        let cases: Vec<_> = items.iter().filter_map(|item| SwitchCase::read(item, findings)).collect();
        Some(Self { cases })
    }
}

impl SwitchCase {
    fn read(item: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let (name, body) = item.named_item("case", findings)?;
        let case = body.fields(&["when", "then"], findings)?;
        let when = case.get("when").and_then(|at| at.expression(findings));
        let then = case.required("then", findings).and_then(|at| Flow::read(&at, findings));
        Some(Self {
            name: name.clone(),
            when,
            then: then?,
            pointer: body.pointer.clone(),
            span: body.node.span,
        })
    }
}
