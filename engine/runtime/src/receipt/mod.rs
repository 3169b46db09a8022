//! Receipts: everything that is needed to execute an ended run again elsewhere, and to take its decisions again. Their
//! contents, how they are made, and how they are checked. Signing them is done elsewhere.

mod decisions;
mod definition;
mod effect_checks;
mod make;
mod order;
mod outcome;
mod replay;
mod schema;
mod unknown;
mod verify;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use towpath_access::Profile;
use towpath_wire::Resource;

pub use make::MadeReceipt;
pub(crate) use make::Maker;
pub use schema::schema as receipt_schema;
pub use verify::{Check, Report, Verifier, verify};

/// A run that has ended, with what it was made from.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
    /// The run's id.
    pub run: String,
    /// When the receipt was made, in milliseconds since the Unix epoch.
    pub made_at: i64,
    /// The principal who asked for it.
    pub made_for: String,
    /// Version of the engine that made it.
    pub engine: String,
    /// The journal, in order.
    pub records: Vec<ReceiptRecord>,
    /// The workflow version.
    pub definition: ReceiptDefinition,
    /// Every policy set that a decision names, by its digest: the policies' texts, by name. Sets from before the engine
    /// stored them are missing.
    pub policies: BTreeMap<String, BTreeMap<String, String>>,
    /// The profile of the version, with the effects that integrations define, where one of the sets looks at profiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
}

/// A record as it is in the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRecord {
    /// Its place, from 0.
    pub index: u64,
    /// The fencing token it was written under.
    pub term: u64,
    /// Its bytes.
    pub record: Box<RawValue>,
}

/// A workflow version as it was published.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptDefinition {
    /// The text.
    pub source: String,
    /// Documents that it refers to by URL: of each the parts that the definition uses, as they were then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
}
