//! Receipts of runs, signed by the server that has the run. What stands in one is not looked at here; every byte of it
//! counts.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::keys::hex;
use crate::{AuditLog, PublicKey};

/// What a signed receipt calls itself.
const FORMAT: &str = "receipt 1";

/// A receipt as it is handed out, in this order and without a blank.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    towpath: String,
    key: String,
    signature: String,
    receipt: Box<RawValue>,
}

/// A receipt whose signature was not checked yet: what it says cannot be had from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedReceipt {
    receipt: String,
    /// The key that the receipt names.
    pub key: PublicKey,
    signature: String,
}

/// What a receipt says, signed by the key that it was checked with. Nothing of a receipt is carried out before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedReceipt(String);

impl SignedReceipt {
    /// The text that was signed.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Bytes that are no signed receipt, or not any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// They cannot be read.
    #[error("it is no receipt: {0}")]
    Unreadable(String),
    /// It is of another version.
    #[error("it is no receipt of a version that is known here: it calls itself `{0}`")]
    Unknown(String),
    /// It says the same, and not with the bytes that it was handed out with.
    #[error("it was written anew: a receipt counts byte for byte as it was handed out, line end included")]
    Rewritten,
}

impl AuditLog {
    /// Signs a receipt, JSON text.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn seal(&self, receipt: String) -> Result<String, serde_json::Error> {
        let signature = self.sign(&message(&receipt));
        let (towpath, key) = (FORMAT.to_owned(), self.public_key().to_string());
        let sealed = Sealed { towpath, key, signature, receipt: RawValue::from_string(receipt)? };
        text(&sealed)
    }
}

impl SealedReceipt {
    /// Reads a receipt as it was handed out.
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
        // There is one way to write a receipt, so that no byte of the file can be another one unseen.
        let is_plain =
            key.to_string() == sealed.key && !sealed.signature.contains(|c: char| c.is_ascii_uppercase());
        let again = text(&sealed).map_err(|error| unreadable(&error))?;
        if !is_plain || again.as_bytes() != bytes {
            return Err(ReceiptError::Rewritten);
        }
        Ok(Self { receipt: sealed.receipt.get().to_owned(), key, signature: sealed.signature })
    }

    /// What it says, where the holder of `key` signed exactly this and it names that key; why not, in words, otherwise.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn signed_by(self, key: &PublicKey) -> Result<SignedReceipt, Vec<String>> {
        let mut wrong = Vec::new();
        if *key != self.key {
            wrong.push(format!("it names another key: {}", self.key));
        }
        if !key.verifies(&message(&self.receipt), &self.signature) {
            wrong.push("it is not signed with this key, or was changed since".to_owned());
        }
        if wrong.is_empty() { Ok(SignedReceipt(self.receipt)) } else { Err(wrong) }
    }
}

fn text(sealed: &Sealed) -> Result<String, serde_json::Error> {
    serde_json::to_string(sealed).map(|text| text + "\n")
}

/// What is signed: no head of a log, and no other receipt, gives the same text.
fn message(receipt: &str) -> Vec<u8> {
    format!("towpath {FORMAT}\n{}\n", hex(&Sha256::digest(receipt.as_bytes()))).into_bytes()
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
