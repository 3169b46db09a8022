//! Draws a definition as a Mermaid flowchart, which most forges render in Markdown.
//!
//! The chart follows the semantics of the engine: the targets of `then`, `exit` and `end`, the tasks of a
//! loop, the errors that are caught. Mermaid does the layout.

mod chart;
mod label;
mod tasks;

use self::chart::{Chart, Shape, Target};
use self::label::Label;
use crate::model::Workflow;

/// The flowchart of `workflow` as Mermaid text. The output is deterministic.
pub fn draw(workflow: &Workflow) -> String {
    let mut chart = Chart::default();
    let (first, last) = (chart.port(), chart.port());
    let start = chart.node(Shape::Terminal, &start_label(workflow));
    chart.edge(&start, Target::Port(first), None);
    chart.end = last;
    chart.list(&workflow.tasks, first, last);
    let end = chart.node(Shape::Terminal, &Label::new("end"));
    chart.lead(last, Target::Node(end));
    let document = &workflow.document;
    let title = document.title.as_ref().unwrap_or(&document.name);
    // A quoted JSON string is valid YAML, which the front matter of a Mermaid diagram requires.
    let title = serde_json::Value::from(format!("{} {}", title.value, document.version.value));
    format!("---\ntitle: {title}\n---\nflowchart TD\n{}", chart.finish())
}

fn start_label(workflow: &Workflow) -> Label {
    let mut label = Label::new("start");
    let Some(schedule) = &workflow.schedule else { return label };
    if let Some(every) = &schedule.every {
        label = label.line(&format!("every {}", label::duration_in_words(every)));
    }
    if let Some(cron) = &schedule.cron {
        label = label.line(&format!("at {}", cron.value));
    }
    if let Some(after) = &schedule.after {
        label = label.line(&format!("{} after the last run", label::duration_in_words(after)));
    }
    if let Some(strategy) = &schedule.on {
        label = label.line(&format!("on {}", label::events_in_words(strategy)));
    }
    label
}
