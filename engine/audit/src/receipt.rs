//! Signs and verifies receipts of runs. The content of a receipt is not read here. The signature covers every byte.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::{AuditLog, PublicKey};

/// The format name in a signed receipt.
const FORMAT: &str = "receipt 1";

/// The written form of a signed receipt, in this field order and without blanks.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    towpath: String,
    key: String,
    signature: String,
    receipt: Box<RawValue>,
}

/// A receipt whose signature is not verified yet. Its content is not accessible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedReceipt {
    receipt: String,
    /// The public key in the receipt.
    pub key: PublicKey,
    signature: String,
}

/// The content of a receipt whose signature was verified. Only this type gives access to the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedReceipt(String);

impl SignedReceipt {
    /// The text that was signed.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Why bytes are not a signed receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// They cannot be read.
    #[error("it is not a receipt: {0}")]
    Unreadable(String),
    /// It has another version.
    #[error("it is a receipt of an unknown version: `{0}`")]
    Unknown(String),
    /// It has the same content, but other bytes.
    #[error("it was rewritten: a receipt must be unchanged byte for byte, including the line end")]
    Rewritten,
}

impl AuditLog {
    /// Signs a receipt, JSON text.
    ///
    /// # Errors
    /// It is not JSON.
    pub fn seal(&self, receipt: String) -> Result<String, serde_json::Error> {
        let signature = self.sign(&signed_text_of_receipt(&receipt));
        let (towpath, key) = (FORMAT.to_owned(), self.public_key().to_string());
        let sealed = Sealed { towpath, key, signature, receipt: RawValue::from_string(receipt)? };
        text(&sealed)
    }
}

impl SealedReceipt {
    /// Parses a signed receipt.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn read(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let unreadable = |error: &dyn std::fmt::Display| ReceiptError::Unreadable(error.to_string());
        let sealed: Sealed = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
        if sealed.towpath != FORMAT {
            return Err(ReceiptError::Unknown(sealed.towpath));
        }
        let key: PublicKey = sealed.key.parse().map_err(|error| unreadable(&error))?;
        // A receipt has exactly one written form, so that a change of any byte is detected.
        let is_plain =
            key.to_string() == sealed.key && !sealed.signature.contains(|c: char| c.is_ascii_uppercase());
        let again = text(&sealed).map_err(|error| unreadable(&error))?;
        if !is_plain || again.as_bytes() != bytes {
            return Err(ReceiptError::Rewritten);
        }
        Ok(Self { receipt: sealed.receipt.get().to_owned(), key, signature: sealed.signature })
    }

    /// Verifies that the receipt names `key` and is signed with it, and returns the content.
    ///
    /// # Errors
    /// Messages with everything that is wrong.
    pub fn signed_by(self, key: &PublicKey) -> Result<SignedReceipt, Vec<String>> {
        let mut wrong = Vec::new();
        if *key != self.key {
            wrong.push(format!("it names another key: {}", self.key));
        }
        if !key.verifies(&signed_text_of_receipt(&self.receipt), &self.signature) {
            wrong.push("it is not signed with this key, or was changed since".to_owned());
        }
        if wrong.is_empty() { Ok(SignedReceipt(self.receipt)) } else { Err(wrong) }
    }
}

fn text(sealed: &Sealed) -> Result<String, serde_json::Error> {
    serde_json::to_string(sealed).map(|text| text + "\n")
}

/// The signed text. A head of a log and another receipt give other texts.
fn signed_text_of_receipt(receipt: &str) -> Vec<u8> {
    format!("towpath {FORMAT}\n{}\n", HEXLOWER.encode(&Sha256::digest(receipt.as_bytes()))).into_bytes()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::Options;

    fn log() -> (tempfile::TempDir, AuditLog) {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { folder: folder.path().join("audit"), anchor: None, now: 1 };
        let log = AuditLog::open(&options).unwrap();
        (folder, log)
    }

    fn is_well(bytes: &[u8], key: &PublicKey) -> bool {
        SealedReceipt::read(bytes).is_ok_and(|sealed| sealed.signed_by(key).is_ok())
    }

    #[test]
    fn every_byte_counts() {
        let (_folder, log) = log();
        let key = log.public_key();
        let sealed = log.seal(r#"{ "a": "é", "b": [1, 2.50] }"#.to_owned()).unwrap();
        assert!(is_well(sealed.as_bytes(), &key), "{sealed}");
        for at in 0..sealed.len() {
            for changed in 0..=255_u8 {
                let mut bytes = sealed.clone().into_bytes();
                if bytes[at] == changed {
                    continue;
                }
                bytes[at] = changed;
                assert!(!is_well(&bytes, &key), "byte {at} as {changed}");
            }
            let mut shorter = sealed.clone().into_bytes();
            shorter.remove(at);
            assert!(!is_well(&shorter, &key), "without byte {at}");
            let mut longer = sealed.clone().into_bytes();
            longer.insert(at, b' ');
            assert!(!is_well(&longer, &key), "a blank before byte {at}");
        }
        assert!(!is_well(&[sealed.as_bytes(), b"\n"].concat(), &key));
    }

    #[test]
    fn another_key_is_another_key() {
        let ((_one, log), (_two, other)) = (log(), self::log());
        let sealed = log.seal("{}".to_owned()).unwrap();
        assert!(!is_well(sealed.as_bytes(), &other.public_key()));
        let renamed = sealed.replace(&log.public_key().to_string(), &other.public_key().to_string());
        assert!(!is_well(renamed.as_bytes(), &other.public_key()));
        assert!(log.seal("{".to_owned()).is_err());
        assert!(matches!(
            SealedReceipt::read(sealed.replace("receipt 1", "receipt 2").as_bytes()),
            Err(ReceiptError::Unknown(_))
        ));
    }
}
