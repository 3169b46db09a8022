//! JSON text that is passed on without being decoded, such as the input of a run.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// JSON text, valid and unchanged from where it was read. A clone shares the text.
// `Arc<RawValue>` would copy each text that is read once more: out of the box that `RawValue` is read into.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Arc<Box<RawValue>>);

impl Json {
    /// `null`.
    pub fn null() -> Self {
        RawValue::NULL.to_owned().into()
    }

    /// Takes a text over, without a copy.
    ///
    /// # Errors
    /// The text is not JSON.
    pub fn parse(text: String) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text).map(Self::from)
    }

    /// Writes a value as JSON text.
    ///
    /// # Errors
    /// The value has no form in JSON.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self::from)
    }

    /// The text.
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// Decodes the text.
    ///
    /// # Errors
    /// The text is not that of a `T`; or of any value: valid JSON may hold a number that no 64-bit float can hold, or be
    /// nested too deep to decode.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.get())
    }
}

/// Reads a field that is there, be it `null`: an absent one is `None`.
pub(crate) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

impl From<Box<RawValue>> for Json {
    fn from(text: Box<RawValue>) -> Self {
        Self(Arc::new(text))
    }
}

impl From<Json> for Arc<Box<RawValue>> {
    fn from(json: Json) -> Self {
        json.0
    }
}

impl AsRef<[u8]> for Json {
    fn as_ref(&self) -> &[u8] {
        self.get().as_bytes()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_clone_shares_the_text_and_a_message_keeps_it_as_it_is() {
        let json = Json::parse(r#"{ "b":1,  "a":1.50 }"#.to_owned()).unwrap();
        assert!(std::ptr::eq(json.get(), json.clone().get()));
        let sent = serde_json::to_string(&[&json]).unwrap();
        assert_eq!(sent, r#"[{ "b":1,  "a":1.50 }]"#);
        let read: Vec<Json> = serde_json::from_str(&sent).unwrap();
        assert_eq!(read[0].get(), json.get());
        assert!(Json::parse("{".to_owned()).is_err());
    }

    #[test]
    fn valid_text_may_have_no_value() {
        let json = Json::parse("[1e999]".to_owned()).unwrap();
        assert!(json.read::<Value>().is_err());
    }
}
