//! The stored form of a record with a large event: it names the event by digest. The store keeps the event once, however
//! many runs receive it.
//!
//! Readers of a journal put the event back and get the original bytes of the record.

use serde::{Deserialize, Serialize};
use towpath_wire::{Event, Json, Step};

use crate::{Digest, Record};

/// Events of fewer bytes stand in the record itself.
const LARGE: usize = 4 << 10;
/// What such a record begins with; no other does.
const BEGINS: &[u8] = b"{\"fedFrom\":";

/// [`Record::Fed`] of an event that is kept elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FedFrom {
    /// The step, without what the event holds.
    step: Step,
    /// The digest of the blob with the event, in CloudEvents' JSON format.
    pub event: Digest,
}

/// The record as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kept {
    FedFrom(FedFrom),
}

impl FedFrom {
    /// The position and the content of a record's event, if it is large.
    pub fn large(record: &Record) -> Option<(u64, &Json)> {
        match record {
            Record::Fed(Step { event: Event::Received { position, event, .. }, .. })
                if event.get().len() >= LARGE =>
            {
                Some((*position, event))
            }
            _ => None,
        }
    }

    /// The record as it is kept, with its event under `digest`; the whole record where it has none.
    pub fn encode(record: &Record, digest: Digest) -> bytes::Bytes {
        let Record::Fed(step) = record else { return record.encode() };
        let Event::Received { effect, position, labels, .. } = &step.event else { return record.encode() };
        let event = Event::Received {
            effect: *effect,
            position: *position,
            event: Json::null(),
            labels: labels.clone(),
        };
        let step = Step { run_labels: step.run_labels.clone(), ..Step::new(step.now, event) };
        let kept = Kept::FedFrom(Self { step, event: digest });
        // INVARIANT: it holds only strings, numbers and JSON text, so encoding cannot fail.
        #[expect(clippy::expect_used, reason = "see the invariant above")]
        let text = serde_json::to_vec(&kept).expect("a record is always encodable");
        text.into()
    }

    /// Reads it back; nothing for a record that holds all of itself.
    pub fn decode(bytes: &[u8]) -> Option<Result<Self, serde_json::Error>> {
        bytes.starts_with(BEGINS).then(|| {
            let kept: Kept = serde_json::from_slice(bytes)?;
            let Kept::FedFrom(kept) = kept;
            Ok(kept)
        })
    }

    /// The record with its event in it.
    ///
    /// # Errors
    /// The bytes are not JSON.
    pub fn whole(self, content: &[u8]) -> Result<Record, serde_json::Error> {
        let Self { mut step, .. } = self;
        if let Event::Received { event, .. } = &mut step.event {
            *event = serde_json::from_slice(content)?;
        }
        Ok(Record::Fed(step))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn fed(data: &str) -> Record {
        let event = Json::parse(format!(r#"{{ "id":"a",  "data":"{data}"}}"#)).unwrap();
        let event = Event::Received { effect: 3, position: 7, event, labels: vec!["customer-data".into()] };
        Record::Fed(Step { run_labels: vec!["order-data".into()], ..Step::new(5, event) })
    }

    #[test]
    fn a_large_event_is_named_and_the_record_is_the_same_again() {
        let record = fed(&"x".repeat(LARGE));
        let (position, event) = FedFrom::large(&record).unwrap();
        let (content, digest) = (event.get().to_owned(), Digest::of(event.get().as_bytes()));
        assert_eq!(position, 7);
        let kept = FedFrom::encode(&record, digest.clone());
        assert!(kept.len() < 300, "{}", kept.len());
        let read = FedFrom::decode(&kept).unwrap().unwrap();
        assert_eq!(read.event, digest);
        assert_eq!(read.whole(content.as_bytes()).unwrap().encode(), record.encode());
    }

    #[test]
    fn every_other_record_is_as_it_was() {
        let record = fed("small");
        assert!(FedFrom::large(&record).is_none());
        assert!(FedFrom::decode(&record.encode()).is_none());
        assert!(FedFrom::decode(b"{\"fedFrom\":7}").unwrap().is_err());
    }
}
