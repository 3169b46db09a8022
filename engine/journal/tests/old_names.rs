//! Names that earlier journals use are still read.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;
use towpath_journal::{Decided, Record};

#[test]
fn a_call_to_the_test_endpoint_was_called_sandbox() {
    let old: Decided = serde_json::from_value(json!("sandbox")).unwrap();
    assert_eq!(old, Decided::TestEndpoint);
    assert_eq!(serde_json::to_value(old).unwrap(), json!("testEndpoint"));
}

#[test]
fn a_release_was_called_signed() {
    let text = r#"{"signed":{"effect":1,"rules":["sha256:00"],"by":"ada","at":5}}"#;
    let old: Record = serde_json::from_str(text).unwrap();
    assert!(matches!(&old, Record::Released(released) if released.effect == 1));
    assert_eq!(serde_json::to_string(&old).unwrap(), text.replace("signed", "released"));
}
