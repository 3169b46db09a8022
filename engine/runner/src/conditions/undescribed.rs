//! Members of an input without a schema that conditions compare, and the schema to suggest for them.

use std::collections::BTreeMap;

use towpath_diagnostics::{Diagnostic, Span, codes};
use towpath_dsl::model::Workflow;
use towpath_dsl::snippet;

use crate::jq::Sort;

/// A member of the workflow's input that a condition compares.
#[derive(Debug, Clone)]
pub(crate) struct InputMember {
    pub(crate) names: Vec<String>,
    /// The type of the other side, if known.
    pub(crate) sort: Option<Sort>,
    pub(crate) span: Span,
    pub(crate) pointer: String,
}

/// The members, each with its type.
#[derive(Default)]
struct Tree {
    sort: Option<Sort>,
    members: BTreeMap<String, Tree>,
}

/// Reports once for a workflow that its input has no schema, with a schema for all compared members.
pub(crate) fn report_missing_input_schema(
    workflow: &Workflow,
    members: &[InputMember],
) -> Option<Diagnostic> {
    let first = members.first()?;
    let mut tree = Tree::default();
    for one in members {
        let end =
            one.names.iter().fold(&mut tree, |tree, name| tree.members.entry(name.clone()).or_default());
        end.sort = end.sort.or(one.sort);
    }
    let path = first.names.iter().fold(String::new(), |path, name| format!("{path}.{name}"));
    let message = format!(
        "the input has no schema: a misspelled or absent `{path}` would be `null`, which is less than any other value"
    );
    let schema = format!("schema: {{ document: {} }}", described(&tree));
    let line = match workflow.input {
        Some(_) => schema,
        None => format!("input: {{ {schema} }}"),
    };
    let place = if workflow.input.is_some() { "under `input` of the workflow" } else { "before `do`" };
    let help = match line.len() {
        0..=snippet::MAX_LENGTH => format!("add a schema: write {place} `{line}`"),
        _ => format!("add a schema: write {place} `input: {{ schema: {{ document: {{ … }} }} }}`"),
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
