//! Events from outside: checked, given what they lack, and written down before they are answered.

use towpath_access::RunLabels;
use towpath_identity::Principal;
use towpath_wire::Json;

use crate::engine::Engine;
use crate::events::{AcceptedEvent, NewEvent};
use crate::types::EngineError;

/// An event that somebody sends, in CloudEvents' JSON format.
#[derive(Debug, Clone)]
pub struct SentEvent {
    /// The whole event.
    pub event: Json,
    /// Whose runs may hear it; `None`: everybody's.
    pub namespaces: Option<Vec<String>>,
}

/// Why an event is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventRefused {
    /// It is no mapping.
    #[error("an event is a JSON object")]
    NoObject,
    /// An attribute is missing, empty, or no text.
    #[error("an event needs `{0}`, a text that is not empty")]
    Attribute(&'static str),
    /// Another version of CloudEvents.
    #[error("`specversion` is `{0}`; this server takes `1.0`")]
    Version(String),
}

/// Source and id of an event, if it is one.
///
/// # Errors
/// [`EventRefused`].
fn identify(event: &Json) -> Result<(String, String), EventRefused> {
    let Ok(serde_json::Value::Object(attributes)) = serde_json::from_str(event.get()) else {
        return Err(EventRefused::NoObject);
    };
    let text = |name: &'static str| {
        let text = attributes.get(name).and_then(serde_json::Value::as_str).filter(|text| !text.is_empty());
        text.map(str::to_owned).ok_or(EventRefused::Attribute(name))
    };
    let version = text("specversion")?;
    if version != "1.0" {
        return Err(EventRefused::Version(version));
    }
    text("type")?;
    Ok((text("source")?, text("id")?))
}

impl SentEvent {
    /// Whether it is an event.
    ///
    /// # Errors
    /// [`EventRefused`].
    pub fn check(&self) -> Result<(), EventRefused> {
        identify(&self.event).map(|_| ())
    }
}

impl Engine {
    /// Takes events in, in order; returns when each is on disk, and on its way to the runs that listen for it.
    ///
    /// # Errors
    /// The store's. [`EngineError::ForeignSource`]. [`EngineError::Internal`] for what [`SentEvent::check`] refuses.
    pub async fn send_events(
        &self,
        who: &Principal,
        events: Vec<SentEvent>,
    ) -> Result<Vec<AcceptedEvent>, EngineError> {
        let mut accepted = Vec::with_capacity(events.len());
        for SentEvent { event, namespaces } in events {
            let (source, id) =
                identify(&event).map_err(|refused| EngineError::Internal(refused.to_string()))?;
            let at = self.inner.clock.now();
            let attributes = serde_json::from_str(event.get()).unwrap_or_default();
            let labels = self.inner.label_event(None, &attributes, Vec::new());
            let (by, behind) = (who.id.clone(), vec![who.id.clone()]);
            let (run_labels, emitted) = (RunLabels::NONE, false);
            let new = NewEvent { event, source, id, labels, run_labels, namespaces, by, behind, emitted, at };
            accepted.push(self.inner.events.publish(new).await?);
        }
        Ok(accepted)
    }
}
