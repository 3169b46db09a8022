//! What conditions ask of an input that no schema describes, and the schema that would describe it.

use std::collections::BTreeMap;

use towpath_diagnostics::{Diagnostic, Span, codes};
use towpath_dsl::model::Workflow;
use towpath_dsl::snippet;

use crate::jq::Sort;

/// A member of the workflow's input that something is compared with.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) names: Vec<String>,
    /// The kind of value it is compared with, if that is known.
    pub(crate) sort: Option<Sort>,
    pub(crate) span: Span,
    pub(crate) pointer: String,
}

/// Members and what is known of each.
#[derive(Default)]
struct Tree {
    sort: Option<Sort>,
    members: BTreeMap<String, Tree>,
}

/// Says once of a workflow that nothing is known of its input, with a schema for all that is compared.
pub(crate) fn undescribed(workflow: &Workflow, asked: &[Asked]) -> Option<Diagnostic> {
    let first = asked.first()?;
    let mut tree = Tree::default();
    for one in asked {
        let end =
            one.names.iter().fold(&mut tree, |tree, name| tree.members.entry(name.clone()).or_default());
        end.sort = end.sort.or(one.sort);
    }
    let path = first.names.iter().fold(String::new(), |path, name| format!("{path}.{name}"));
    let message = format!(
        "no schema says what comes in here: a misspelled or absent `{path}` would be `null`, which is less than anything"
    );
    let schema = format!("schema: {{ document: {} }}", described(&tree));
    let line = match workflow.input {
        Some(_) => schema,
        None => format!("input: {{ {schema} }}"),
    };
    let place = if workflow.input.is_some() { "under `input` of the workflow" } else { "before `do`" };
    let help = match line.len() {
        0..=snippet::LONGEST => format!("a schema would tell; write {place} `{line}`"),
        _ => format!("a schema would tell; write {place} `input: {{ schema: {{ document: {{ … }} }} }}`"),
    };
    Some(
        Diagnostic::warning(codes::TP0419, message).at(first.span).pointer(first.pointer.as_str()).help(help),
    )
}

fn described(tree: &Tree) -> String {
    if tree.members.is_empty() {
        return match tree.sort {
            Some(Sort::Boolean) => "{ type: boolean }".to_owned(),
            Some(Sort::Number) => "{ type: number }".to_owned(),
            Some(Sort::Text) => "{ type: string }".to_owned(),
            Some(Sort::List) => "{ type: array }".to_owned(),
            Some(Sort::Object) => "{ type: object }".to_owned(),
            Some(Sort::Null) | None => "{}".to_owned(),
        };
    }
    let names: Vec<String> = tree.members.keys().map(|name| snippet::text(name)).collect();
    let members: Vec<String> = tree
        .members
        .iter()
        .map(|(name, inner)| format!("{}: {}", snippet::text(name), described(inner)))
        .collect();
    format!("{{ type: object, required: [{}], properties: {{ {} }} }}", names.join(", "), members.join(", "))
}
