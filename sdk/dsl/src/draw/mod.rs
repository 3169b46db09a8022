//! A definition as a picture: a Mermaid flowchart, which Markdown on most forges shows as it is.
//!
//! What is drawn is what the engine does: where `then`, `exit` and `end` lead, what a loop repeats, what is caught.
//! How a picture is laid out is Mermaid's business.

mod chart;
mod label;
mod tasks;

use self::chart::{Chart, Shape, Target};
use self::label::Label;
use crate::model::Workflow;

/// The flowchart of `workflow`, as Mermaid text. The same definition gives the same text.
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
    // JSON text in quotes is YAML text in quotes, which is what stands before a Mermaid diagram.
    let title = serde_json::Value::from(format!("{} {}", title.value, document.version.value));
    format!("---\ntitle: {title}\n---\nflowchart TD\n{}", chart.finish())
}

fn start_label(workflow: &Workflow) -> Label {
    let mut label = Label::new("start");
    let Some(schedule) = &workflow.schedule else { return label };
    if let Some(every) = &schedule.every {
        label = label.line(&format!("every {}", label::duration(every)));
    }
    if let Some(cron) = &schedule.cron {
        label = label.line(&format!("at {}", cron.value));
    }
    if let Some(after) = &schedule.after {
        label = label.line(&format!("{} after the last run", label::duration(after)));
    }
    if let Some(strategy) = &schedule.on {
        label = label.line(&format!("on {}", label::events(strategy)));
    }
    label
}
