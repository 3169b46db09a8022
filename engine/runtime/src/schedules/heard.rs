//! `on`: events that start a run each.

use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::sync::mpsc;
use towpath_wire::Json;

use super::Schedules;
use super::around::{Cause, Scheduled};
use super::turn::{AGAIN, Firing, Listening, NEVER, One, Settled};
use crate::events::{EventsError, Place, StoredEvent};
use crate::fault::Fault;

/// Most events that one schedule carries out in a turn, so that no flood of events keeps the others waiting.
const IN_A_TURN: usize = 64;

impl Schedules {
    /// Starts a run for each event that has come. Returns when to look again.
    pub(super) async fn hear(&self, workflow: &Scheduled, one: &mut One) -> Result<i64, Fault> {
        let Some(filters) = workflow.schedule.on.as_deref() else { return Ok(NEVER) };
        let Some(progress) = &mut one.progress else { return Ok(NEVER) };
        if one.listening.is_none() {
            one.listening = Some(self.listen(workflow, filters, progress.event)?);
        }
        let Some(listening) = &mut one.listening else { return Ok(NEVER) };
        for _ in 0..IN_A_TURN {
            let Some(place) = listening.pending.take().or_else(|| listening.queue.try_recv().ok()) else {
                return Ok(NEVER);
            };
            let position = place.position;
            if position <= progress.event {
                continue;
            }
            let event = match self.events.at(&place).await {
                Ok(event) => event,
                Err(error) => {
                    listening.pending = Some(place);
                    return Err(fault(error));
                }
            };
            let Some(event) = event else {
                tracing::warn!(workflow = %workflow.place(), position, "newer events have pushed one out before it started a run");
                continue;
            };
            if !means(workflow, filters, &event) {
                progress.event = position;
                continue;
            }
            let due = event.at;
            let firing = Firing::new(workflow, &format!("event {position}"), Cause::Event(event), due);
            if self.fire(workflow, progress, firing).await? == Settled::Later {
                listening.pending = Some(place);
                return Ok(self.clock.now() + AGAIN);
            }
            progress.event = position;
            self.keep(&workflow.place(), progress).await?;
        }
        Ok(self.clock.now())
    }

    /// Listens for the events after a position.
    fn listen(
        &self,
        workflow: &Scheduled,
        filters: &[Map<String, Value>],
        after: u64,
    ) -> Result<Listening, Fault> {
        // Several filters are compared here, one at a time, so that events come in their order.
        let with = match filters {
            [one] => Json::of(one),
            _ => Json::of(&Map::<String, Value>::new()),
        };
        let with = with.map_err(|error| Fault::Internal(error.to_string()))?;
        let (sender, queue) = mpsc::unbounded_channel();
        let changed = self.workflows.changed();
        let hear = move |place: Option<Place>| {
            if let Some(place) = place {
                // The loop has dropped its end where the schedule is gone.
                let _ = sender.send(place);
                changed.notify_one();
            }
        };
        let subscription = self.events.subscribe(&workflow.namespace, &with, after, hear);
        Ok(Listening { queue, pending: None, _subscription: subscription })
    }

    /// Events that come while a schedule is paused, or its workflow stopped, start nothing, also later.
    pub(super) fn leave_out_events(&self, one: &mut One) {
        one.listening = None;
        if let Some(progress) = &mut one.progress {
            progress.event = progress.event.max(self.events.last());
        }
    }
}

/// Whether an event starts this workflow. A workflow does not start itself by what it emits.
fn means(workflow: &Scheduled, filters: &[Map<String, Value>], event: &Arc<StoredEvent>) -> bool {
    if event.by == workflow.place() {
        return false;
    }
    let Ok(attributes) = event.event.read::<Map<String, Value>>() else { return false };
    let fits = |filter: &Map<String, Value>| {
        filter.iter().all(|(name, wanted)| agrees(wanted, attributes.get(name).unwrap_or(&Value::Null)))
    };
    filters.is_empty() || filters.iter().any(fits)
}

/// As filters of `listen` compare: a boolean against something else is the answer itself.
fn agrees(wanted: &Value, actual: &Value) -> bool {
    match (wanted.as_bool(), actual.as_bool()) {
        (Some(says), None) => says,
        _ => is_same(wanted, actual),
    }
}

/// Whether two values are equal; `1` is `1.0`. The depth is bounded: both were decoded.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same =
                |(name, value): (&String, &Value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

fn fault(error: EventsError) -> Fault {
    match error {
        EventsError::Fault(fault) => fault,
        other => Fault::Internal(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_compared_as_listen_compares_them() {
        assert!(agrees(&json!("a"), &json!("a")) && !agrees(&json!("a"), &json!("b")));
        assert!(agrees(&json!({ "n": 1 }), &json!({ "n": 1.0 })));
        assert!(!agrees(&json!({ "n": 1 }), &json!({ "n": 1, "m": 2 })));
        assert!(agrees(&json!([1, [2]]), &json!([1, [2]])) && !agrees(&json!([1]), &json!([1, 2])));
        assert!(agrees(&json!(true), &json!("anything")) && !agrees(&json!(false), &json!("anything")));
        assert!(agrees(&json!(false), &json!(false)) && !agrees(&json!(true), &json!(false)));
        assert!(agrees(&json!(null), &Value::Null) && !agrees(&json!("a"), &Value::Null));
    }
}
