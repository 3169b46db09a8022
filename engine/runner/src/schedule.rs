//! The schedule of a definition, for the host, which carries it out. What the check has reported is left out.

use serde_json::{Map, Value};
use towpath_diagnostics::Span;
use towpath_dsl::model::{self, Duration, EventFilter, EventStrategy, ReadAs, ScheduleOptions, Workflow};
use towpath_wire::{EventPart, Missed, Overlap, Schedule};

/// The schedule, and the place of its `cron`.
pub(crate) fn schedule_of_workflow(workflow: &Workflow) -> (Option<Schedule>, Option<Span>) {
    let Some(written) = &workflow.schedule else { return (None, None) };
    let options = ScheduleOptions::of(&workflow.document);
    let schedule = Schedule {
        every: written.every.as_ref().and_then(fixed),
        cron: written.cron.as_ref().map(|cron| cron.value.clone()),
        after: written.after.as_ref().and_then(fixed),
        on: written.on.as_ref().and_then(filters),
        read: match written.read.as_deref().copied().unwrap_or_default() {
            ReadAs::Data => EventPart::Data,
            ReadAs::Envelope => EventPart::Envelope,
            ReadAs::Raw => EventPart::Raw,
        },
        missed: match options.missed {
            model::Missed::Skip => Missed::Skip,
            model::Missed::Latest => Missed::Latest,
            model::Missed::All => Missed::All,
        },
        overlap: match options.overlap {
            model::Overlap::Allow => Overlap::Allow,
            model::Overlap::Skip => Overlap::Skip,
        },
    };
    (Some(schedule), written.cron.as_ref().map(|cron| cron.span))
}

fn fixed(duration: &Duration) -> Option<u64> {
    match duration {
        Duration::Literal(length) => Some(length.value),
        Duration::Expression(_) => None,
    }
}

fn filters(strategy: &EventStrategy) -> Option<Vec<Map<String, Value>>> {
    match strategy {
        EventStrategy::One(filter) => Some(vec![attributes(filter)?]),
        EventStrategy::Any { filters, until: None } => filters.iter().map(attributes).collect(),
        EventStrategy::Any { .. } | EventStrategy::All(_) => None,
    }
}

fn attributes(filter: &EventFilter) -> Option<Map<String, Value>> {
    match filter.with.node.to_json() {
        Value::Object(attributes) => Some(attributes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use towpath_wire::{Load, LoadReport};

    use crate::load;

    fn report(metadata: &str, schedule: &str) -> LoadReport {
        let source = format!(
            "document: {{ dsl: 1.0.3, namespace: a, name: b, version: 1.0.0, metadata: {metadata} }}\n\
             {schedule}\ndo: [ {{ a: {{ set: {{ x: 1 }} }} }} ]\n"
        );
        let request = Load { source, functions: None, resources: None, settings: None, evaluate: None };
        load(&request).0
    }

    #[test]
    fn the_host_gets_what_it_carries_out() {
        for (metadata, schedule, expected) in [
            (
                "{}",
                "schedule: { every: { minutes: 5 }, after: PT2S }",
                json!({ "every": 300_000, "after": 2_000, "read": "data", "missed": "latest", "overlap": "allow" }),
            ),
            (
                "{ schedule: { missed: all, overlap: skip } }",
                "schedule: { cron: '0 8 * * 1-5 Europe/Berlin' }",
                json!({ "cron": "0 8 * * 1-5 Europe/Berlin", "read": "data", "missed": "all", "overlap": "skip" }),
            ),
            (
                "{}",
                "schedule: { on: { any: [ { with: { type: a } }, { with: { data: { n: 1 } } } ] }, read: raw }",
                json!({
                    "on": [{ "type": "a" }, { "data": { "n": 1 } }],
                    "read": "raw", "missed": "latest", "overlap": "allow",
                }),
            ),
        ] {
            let report = report(metadata, schedule);
            assert!(report.is_ok(), "{:?}", report.diagnostics);
            assert_eq!(serde_json::to_value(&report.schedule).unwrap_or_default(), expected);
            assert_eq!(report.cron.is_some(), schedule.contains("cron"));
        }
        assert_eq!(report("{}", "input: {}").schedule, None);
    }
}
