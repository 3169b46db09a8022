//! Signed heads: the last link of a chain at some moment, signed with the server's key.

use serde::{Deserialize, Serialize};

use crate::keys::{Keys, PublicKey};

/// The signed last link of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The chain's file name.
    pub chain: String,
    /// Number of its last link.
    pub number: u64,
    /// Hash of its last link.
    pub hash: String,
    /// Signature of the other fields, in hexadecimal.
    pub signature: String,
}

impl Head {
    pub(crate) fn sign(keys: &Keys, chain: &str, number: u64, hash: &str) -> Self {
        let signature = keys.sign(&signed_text_of_head(chain, number, hash));
        Self { chain: chain.to_owned(), number, hash: hash.to_owned(), signature }
    }

    /// Checks the signature.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        key.verifies(&signed_text_of_head(&self.chain, self.number, &self.hash), &self.signature)
    }
}

/// The signed text. The parts contain no line ends, so different parts give different texts.
fn signed_text_of_head(chain: &str, number: u64, hash: &str) -> Vec<u8> {
    format!("towpath audit head 1\n{chain}\n{number}\n{hash}\n").into_bytes()
}
