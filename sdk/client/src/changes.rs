//! Changes of state as they happen, and who else looks at a draft.

use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::{Method, Response};
use serde::de::DeserializeOwned;
use towpath_api_types::{Change, ChangesQuery, NewPresence, Presence, PresenceQuery, Reset};

use crate::http::with_json_body;
use crate::{Client, ClientError};

/// Longest that a stream may last; the server ends it before, when it stops.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);
/// Longest without a sign of life. The server sends one every 15 seconds.
const SILENT: Duration = Duration::from_secs(60);
/// Most bytes of one event.
const EVENT: usize = 64 << 10;

/// What a stream of changes brings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Heard {
    /// Something is worth reading again.
    Change(Change),
    /// Everything is.
    Reset(Reset),
}

/// A stream of changes.
pub struct Changes {
    response: Response,
    buffer: Vec<u8>,
    /// The last id, to go on there with another stream.
    last_id: Option<String>,
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Changes").field("last_id", &self.last_id).finish_non_exhaustive()
    }
}

impl Client {
    /// Listens to changes that the caller may see: from now on, or from `after`, the last id of an earlier stream.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 400 for an unknown topic, 429 for too many streams of one principal.
    pub async fn changes(&self, query: &ChangesQuery, after: Option<&str>) -> Result<Changes, ClientError> {
        let request = self.request(Method::GET, &["v1", "changes"]).query(query).timeout(LONGEST);
        let request = request.header(ACCEPT, "text/event-stream");
        let request = match after {
            Some(after) => request.header("Last-Event-ID", after),
            None => request,
        };
        let last_id = after.map(str::to_owned);
        Ok(Changes { response: self.send(request).await?, buffer: Vec::new(), last_id })
    }

    /// Says that somebody looks at a draft, for half a minute; everybody who does.
    ///
    /// # Errors
    /// As every call.
    pub async fn look_at_draft(
        &self,
        namespace: &str,
        name: &str,
        presence: &NewPresence,
    ) -> Result<Presence, ClientError> {
        let path = ["v1", "workflows", namespace, name, "draft", "presence"];
        self.json(with_json_body(self.request(Method::PUT, &path), presence)?).await
    }

    /// Says that nobody looks at a draft in this tab any more.
    ///
    /// # Errors
    /// As every call.
    pub async fn leave_draft(&self, namespace: &str, name: &str, tab: &str) -> Result<(), ClientError> {
        let path = ["v1", "workflows", namespace, name, "draft", "presence"];
        let query = PresenceQuery { tab: Some(tab.to_owned()) };
        self.send(self.request(Method::DELETE, &path).query(&query)).await.map(|_| ())
    }
}

impl Changes {
    /// Where the stream is: another one can go on there.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// The next one; `None` when the server has ended the stream.
    ///
    /// # Errors
    /// The connection broke or is silent for too long, or an event cannot be read.
    pub async fn next(&mut self) -> Result<Option<Heard>, ClientError> {
        loop {
            while let Some(block) = self.block() {
                let event = Event::read(&block);
                if event.id.is_some() {
                    self.last_id = event.id;
                }
                match event.name.as_deref() {
                    Some("change") => return Ok(Some(Heard::Change(self.decode(&event.data)?))),
                    Some("reset") => return Ok(Some(Heard::Reset(self.decode(&event.data)?))),
                    // A sign of life, or something of a newer server.
                    _ => {}
                }
            }
            if self.buffer.len() > EVENT {
                let url = self.response.url().to_string();
                return Err(ClientError::TooLarge { url, most: EVENT });
            }
            let silent = |_| ClientError::Transport("the stream of changes is silent".to_owned());
            match tokio::time::timeout(SILENT, self.response.chunk()).await.map_err(silent)?? {
                Some(piece) => self.buffer.extend_from_slice(&piece),
                None => return Ok(None),
            }
        }
    }

    /// The next whole event of what was read.
    fn block(&mut self) -> Option<String> {
        let end = self.buffer.windows(2).position(|pair| pair == b"\n\n")?;
        let block: Vec<u8> = self.buffer.drain(..end + 2).collect();
        Some(String::from_utf8_lossy(&block).into_owned())
    }

    fn decode<T: DeserializeOwned>(&self, data: &str) -> Result<T, ClientError> {
        let url = self.response.url().to_string();
        serde_json::from_str(data).map_err(|error| ClientError::Unreadable { url, reason: error.to_string() })
    }
}

/// An event as it came.
#[derive(Debug, Default, PartialEq, Eq)]
struct Event {
    id: Option<String>,
    name: Option<String>,
    data: String,
}

impl Event {
    fn read(block: &str) -> Self {
        let mut event = Self::default();
        for line in block.lines() {
            let (field, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match field {
                "id" => event.id = Some(value.to_owned()),
                "event" => event.name = Some(value.to_owned()),
                "data" if event.data.is_empty() => value.clone_into(&mut event.data),
                "data" => event.data = format!("{}\n{value}", event.data),
                _ => {}
            }
        }
        event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_line_by_line() {
        let event = Event::read(": beat\nid: a-1\nevent: change\ndata: {\"a\":\ndata: 1}\nretry: 5\n\n");
        let expected =
            Event { id: Some("a-1".into()), name: Some("change".into()), data: "{\"a\":\n1}".into() };
        assert_eq!(event, expected);
        assert_eq!(Event::read(": connected\n\n"), Event::default());
    }
}
