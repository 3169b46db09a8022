//! The interface of a definition: the schemas of its input and output, the errors that it raises, and its long waits.

use towpath_dsl::model::{
    Duration, ErrorReference, OrExpression, Schema, SchemaSource, Spanned, TaskKind, TaskList, Workflow,
};
use towpath_wire::{DeclaredProblem, Interface, LongWait};

use crate::resources::Resources;

/// Waits of at least this length are reported, in milliseconds: a day.
const LONG: u64 = 86_400_000;

/// The schemas of input and output, an external one only if it was fetched; and the errors that its tasks raise.
pub(crate) fn interface_of_workflow(workflow: &Workflow, resources: &mut Resources<'_>) -> Interface {
    let mut resolve = |schema: Option<&Schema>| match &schema?.source {
        SchemaSource::Document(document) => Some(document.to_json()),
        SchemaSource::Resource(resource) => resources.schema(&resource.endpoint).ok().flatten(),
    };
    let input = resolve(workflow.input.as_ref().and_then(|input| input.schema.as_ref()));
    let output = resolve(workflow.output.as_ref().and_then(|output| output.schema.as_ref()));
    let mut errors = Vec::new();
    raised(workflow, &workflow.tasks, &mut errors);
    Interface { input, output, errors }
}

/// The errors that these tasks raise, in source order, each once.
fn raised(workflow: &Workflow, tasks: &TaskList, found: &mut Vec<DeclaredProblem>) {
    let literal = |text: &OrExpression<Spanned<String>>| match text {
        OrExpression::Literal(text) => Some(text.value.clone()),
        OrExpression::Expression(_) => None,
    };
    for task in &tasks.tasks {
        if let TaskKind::Raise(raise) = &task.kind {
            let error = match &raise.error {
                ErrorReference::Inline(error) => Some(error),
                ErrorReference::Named(name) => workflow.reusable.error(name),
            };
            let error = error.map(|error| DeclaredProblem {
                kind: literal(&error.kind),
                status: error.status.value,
                title: error.title.as_ref().and_then(literal),
            });
            found.extend(error.filter(|error| !found.contains(error)));
        }
        task.kind.lists().into_iter().for_each(|list| raised(workflow, list, found));
    }
}

/// Long waits of fixed length, in source order.
pub(crate) fn long_waits(workflow: &Workflow) -> Vec<LongWait> {
    let mut found = Vec::new();
    collect(&workflow.tasks, &mut found);
    found
}

fn collect(tasks: &TaskList, found: &mut Vec<LongWait>) {
    for task in &tasks.tasks {
        if let TaskKind::Wait(wait) = &task.kind
            && let Duration::Literal(length) = &wait.duration
            && length.value >= LONG
        {
            found.push(LongWait {
                task: task.pointer.clone(),
                span: length.span,
                milliseconds: length.value,
            });
        }
        task.kind.lists().into_iter().for_each(|list| collect(list, found));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use towpath_wire::{Load, Resource};

    use crate::load;

    #[test]
    fn a_definition_has_an_interface_and_long_waits() {
        let source = "document: { dsl: 1.0.3, namespace: a, name: b, version: 1.0.0 }
input: { schema: { document: { type: object, required: [id], properties: { id: { type: string } } } } }
output: { schema: { resource: { endpoint: 'https://acme.example/out.json' } } }
do:
  - short: { wait: PT5S }
  - loop:
      for: { each: one, in: '${ [1] }' }
      do:
        - long: { wait: { days: 60 } }
        - none: { raise: { error: { type: 'https://acme.example/errors/none', status: 409, title: None left } } }
  - again: { raise: { error: { type: 'https://acme.example/errors/none', status: 409, title: None left } } }
  - other: { raise: { error: { type: 'https://acme.example/errors/other', status: 410, title: '${ .title }' } } }
";
        let resources = vec![Resource {
            uri: "https://acme.example/out.json".into(),
            content: r#"{"type":"string"}"#.into(),
        }];
        let request = Load {
            source: source.into(),
            functions: None,
            resources: Some(resources),
            settings: None,
            evaluate: None,
        };
        let (report, _) = load(&request);
        assert!(report.is_ok(), "{:?}", report.diagnostics);
        let input =
            json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } });
        assert_eq!(report.interface.input, Some(input));
        assert_eq!(report.interface.output, Some(json!({ "type": "string" })));
        let waits: Vec<_> =
            report.long_waits.iter().map(|wait| (wait.task.as_str(), wait.milliseconds)).collect();
        assert_eq!(waits, [("/do/1/loop/do/0/long", 60 * 86_400_000)]);
        let errors: Vec<_> = report
            .interface
            .errors
            .iter()
            .map(|error| (error.kind.as_deref().unwrap_or_default(), error.status, error.title.as_deref()))
            .collect();
        let none = ("https://acme.example/errors/none", 409, Some("None left"));
        assert_eq!(errors, [none, ("https://acme.example/errors/other", 410, None)]);
        let report_json = serde_json::to_value(&report).unwrap_or_default();
        assert_eq!(report_json["interface"]["output"], json!({ "type": "string" }));
    }
}
