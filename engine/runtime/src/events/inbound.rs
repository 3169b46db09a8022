//! Events from outside: checked, labelled, and written before they are answered.

use serde_json::Value;
use towpath_access::RunLabels;
use towpath_identity::Principal;
use towpath_wire::Json;

use super::Events;
use crate::events::{AcceptedEvent, EventsError, NewEvent};
use crate::fault::Fault;

/// An event from outside, in CloudEvents' JSON format.
#[derive(Debug, Clone)]
pub struct SentEvent {
    /// The whole event.
    pub event: Json,
    /// Namespaces whose runs may receive it; `None`: all.
    pub namespaces: Option<Vec<String>>,
}

/// Why an event is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventRefused {
    /// It is not a JSON object, or none that can be decoded: the decoder follows 127 levels.
    #[error("an event is a JSON object, at most 127 deep, whose numbers can be kept")]
    NoObject,
    /// An attribute is missing, empty, or not a text.
    #[error("an event needs `{0}`, a text that is not empty")]
    Attribute(&'static str),
    /// Another version of CloudEvents.
    #[error("`specversion` is `{0}`; this server takes `1.0`")]
    Version(String),
}

/// A valid event: its source, its id, and all its attributes.
struct Checked {
    source: String,
    id: String,
    attributes: Value,
}

/// Decodes and checks an event.
///
/// # Errors
/// [`EventRefused`]; also for attributes that cannot be decoded.
fn check_event(event: &Json) -> Result<Checked, EventRefused> {
    let Ok(Value::Object(attributes)) = event.read() else {
        return Err(EventRefused::NoObject);
    };
    let text = |name: &'static str| {
        let text = attributes.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        text.map(str::to_owned).ok_or(EventRefused::Attribute(name))
    };
    let version = text("specversion")?;
    if version != "1.0" {
        return Err(EventRefused::Version(version));
    }
    text("type")?;
    let (source, id) = (text("source")?, text("id")?);
    Ok(Checked { source, id, attributes: Value::Object(attributes) })
}

impl SentEvent {
    /// Checks that it is a CloudEvent.
    ///
    /// # Errors
    /// [`EventRefused`].
    pub fn check(&self) -> Result<(), EventRefused> {
        check_event(&self.event).map(|_| ())
    }
}

impl Events {
    /// Takes events in, in order; returns when each is on disk, and on its way to the runs that listen for it. `labels` gives
    /// the labels that policies add to an event.
    pub(crate) async fn take_in(
        &self,
        who: &Principal,
        events: Vec<SentEvent>,
        now: impl Fn() -> i64,
        labels: impl Fn(&Value) -> Vec<String>,
    ) -> Result<Vec<AcceptedEvent>, EventsError> {
        let mut accepted = Vec::with_capacity(events.len());
        for SentEvent { event, namespaces } in events {
            let Checked { source, id, attributes } = check_event(&event)
                .map_err(|refused| EventsError::Fault(Fault::Internal(refused.to_string())))?;
            let at = now();
            let labels = labels(&attributes);
            let (by, behind) = (who.id.clone(), vec![who.id.clone()]);
            let (run_labels, emitted) = (RunLabels::NONE, false);
            let new = NewEvent { event, source, id, labels, run_labels, namespaces, by, behind, emitted, at };
            accepted.push(self.publish(new).await?);
        }
        Ok(accepted)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_cannot_be_decoded_is_refused() {
        let event = |data: &str| SentEvent {
            event: Json::parse(format!(
                r#"{{"specversion":"1.0","id":"1","source":"s","type":"t","data":{data}}}"#
            ))
            .unwrap(),
            namespaces: None,
        };
        assert_eq!(event("1").check(), Ok(()));
        // Valid JSON, and no number that can be kept.
        assert_eq!(event("1e999").check(), Err(EventRefused::NoObject));
    }
}
