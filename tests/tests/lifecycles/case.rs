//! One case: a fresh object of a life cycle on a server, brought to a state, and what is visible of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use towpath_tests::Deadline;

use crate::events;
use crate::look;
use crate::scene::{Answer, Request, Scene};
use crate::table::{Event, Table, Told};

/// How long a state may take to be reached after its event.
const SOON: Duration = Duration::from_secs(20);

/// A fresh object.
pub(crate) struct Case<'a> {
    /// The server.
    pub(crate) scene: &'a Scene,
    /// Its life cycle.
    pub(crate) table: &'a Table,
    /// The namespace of this case alone. Documents of the whole server have the same name.
    pub(crate) place: String,
    seen: Mutex<BTreeMap<&'static str, String>>,
}

/// A state, and everything that was read to determine it.
pub(crate) struct Look {
    /// The state.
    pub(crate) state: String,
    /// What was seen: unchanged as long as nothing happens.
    pub(crate) seen: Value,
}

impl<'a> Case<'a> {
    /// A fresh object in the initial state.
    pub(crate) async fn new(scene: &'a Scene, table: &'a Table) -> Self {
        let place = format!("{}-{}", table.name, scene.number());
        let case = Self { scene, table, place, seen: Mutex::default() };
        events::prepare(&case).await;
        case
    }

    /// A fresh object in this state.
    ///
    /// # Errors
    /// An event on the way that did not do what the table says.
    pub(crate) async fn at(scene: &'a Scene, table: &'a Table, state: &str) -> Result<Self, String> {
        let case = Self::new(scene, table).await;
        case.is_at(&table.initial).await?;
        for (event, next) in table.path(state).unwrap_or_default() {
            case.step(event, next).await.map_err(|error| format!("on the way there: {error}"))?;
        }
        Ok(case)
    }

    /// Sends an event and waits until the object is in the state that it leads to.
    ///
    /// # Errors
    /// When it does not get there.
    pub(crate) async fn step(&self, event: &Event, next: &str) -> Result<(), String> {
        if event.by != "clock" {
            let request = events::request(self, event).await;
            let answer = self.scene.send(&event.by, &request).await;
            let answer = answer.map_err(|error| format!("{}: {error}", event.name))?;
            if answer.told.code.is_some() || answer.told.status >= 400 {
                return Err(format!("{}: {} {}", event.name, answer.told, answer.body));
            }
        }
        self.is_at(next).await.map(|_| ()).map_err(|error| format!("{}: {error}", event.name))
    }

    /// Waits until the object is in this state.
    ///
    /// # Errors
    /// The state it is in instead, after a while.
    pub(crate) async fn is_at(&self, state: &str) -> Result<Look, String> {
        self.is_among(&[state]).await
    }

    /// Waits until the object is in one of these states.
    ///
    /// # Errors
    /// The state it is in instead, after a while.
    pub(crate) async fn is_among(&self, states: &[&str]) -> Result<Look, String> {
        let deadline = Deadline::after(SOON);
        loop {
            let look = self.look().await;
            if states.contains(&look.state.as_str()) {
                return Ok(look);
            }
            if !deadline.again().await {
                return Err(format!("is `{}`, not `{}`: {}", look.state, states.join("` or `"), look.seen));
            }
        }
    }

    /// The state it is in now.
    pub(crate) async fn look(&self) -> Look {
        let seen = look::look(self).await;
        Look { state: look::state(&self.table.name, &seen), seen }
    }

    /// Prepares an event: everything that it needs, and what its sender was shown.
    pub(crate) async fn prepare(&self, event: &Event) -> Request {
        events::request(self, event).await
    }

    /// Sends an event that was prepared. `None`: there was no answer.
    pub(crate) async fn send(&self, who: &str, request: &Request) -> Option<Answer> {
        self.scene.send(who, request).await.ok()
    }

    /// Remembers something that cannot be looked up later.
    pub(crate) fn remember(&self, what: &'static str, value: String) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(what, value);
    }

    /// What was remembered.
    pub(crate) fn remembered(&self, what: &str) -> String {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(what).cloned().unwrap_or_default()
    }
}

/// The answer in words, or that there was none.
pub(crate) fn words(told: Option<&Told>) -> String {
    told.map_or_else(|| "no answer".to_owned(), ToString::to_string)
}
